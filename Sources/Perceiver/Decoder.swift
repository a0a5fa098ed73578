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
        self(queries, latents: latents) { _ in }
    }

    /// The outputs, as ``callAsFunction(_:latents:)`` has them, telling how far it is.
    ///
    /// - Parameters:
    ///   - queries: `[O, E]`.
    ///   - latents: `[N, D]`.
    ///   - step: is told how many queries are done, now and then; what it throws ends the work.
    /// - Complexity: beside queries and outputs, memory does not grow with `O`.
    public func callAsFunction<Failure: Error>(
        _ queries: Matrix,
        latents: Matrix,
        step: (Int) throws(Failure) -> Void
    ) throws(Failure) -> Matrix {
        if crossAttention.streams(queries: queries.rows, keys: latents.rows) {
            return final(crossAttention(queries, over: latents))
        }
        let keys = crossAttention.prepared(latents, queries: queries.rows)
        let outputs = Tile.blank(rows: queries.rows, columns: final.outputs)
        for start in stride(from: 0, to: queries.rows, by: Blocks.perStep) {
            try step(start)
            let rows = start..<min(start + Blocks.perStep, queries.rows)
            outputs[rows: rows].set(Tile(crossAttention(queries[rows: rows], over: keys, then: final)))
        }
        return outputs.matrix
    }
}
