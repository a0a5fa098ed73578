public import Numerics

/// Latents that ask the input once and then ask each other.
public struct Encoder: Sendable {
    /// The learned latents `[N, D]`.
    public let latents: Matrix
    /// Latents ask inputs.
    public let crossAttention: AttentionLayer
    /// Latents ask latents: the layers of one block.
    public let selfAttends: [AttentionLayer]
    /// How often the block is applied, with the same weights each time.
    public let blocks: Int

    /// An encoder of the given parts.
    public init(latents: Matrix, crossAttention: AttentionLayer, selfAttends: [AttentionLayer], blocks: Int) {
        self.latents = latents
        self.crossAttention = crossAttention
        self.selfAttends = selfAttends
        self.blocks = blocks
    }

    /// The number of self-attention layers that are executed.
    public var depth: Int { blocks * selfAttends.count }

    /// The self-attention layer that is executed as number `index`, from 0.
    public func selfAttention(_ index: Int) -> AttentionLayer { selfAttends[index % selfAttends.count] }

    /// Encodes an input array `[M, C]`.
    ///
    /// - Precondition: there is at least one input.
    /// - Complexity: memory does not grow with `N · M`.
    public func callAsFunction(_ inputs: Matrix) -> Trace {
        precondition(inputs.rows > 0 && inputs.columns == crossAttention.key.inputs)
        var states = [latents, crossAttention(latents, over: inputs)]
        for index in 0..<depth {
            states.append(selfAttention(index)(states[index + 1]))
        }
        return Trace(encoder: self, inputs: inputs, states: states)
    }
}
