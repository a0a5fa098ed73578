public import Numerics

/// Output queries that ask the latents, and a linear map of what they get.
public struct Decoder: Sendable {
    /// Queries ask latents.
    public let crossAttention: AttentionLayer
    /// Answers to outputs.
    public let final: Linear

    /// A decoder of the given parts.
    public init(crossAttention: AttentionLayer, final: Linear) {
        self.crossAttention = crossAttention
        self.final = final
    }

    /// The outputs `[O, outputs]` of queries `[O, E]` asked of latents `[N, D]`; queries do not interact.
    public func callAsFunction(_ queries: Matrix, latents: Matrix) -> Matrix {
        final(crossAttention(queries, over: latents))
    }
}
