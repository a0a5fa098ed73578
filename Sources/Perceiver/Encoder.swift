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

    /// The final latents `[N, D]` if cross-attention gathers nothing: the limit of an input of which nothing is left.
    public var withoutInput: Matrix {
        (0..<depth).reduce(crossAttention.withoutInput(latents)) { selfAttention($1)($0) }
    }

    /// Encodes an input array `[M, C]`.
    ///
    /// - Precondition: there is at least one input.
    /// - Complexity: memory does not grow with `N · M`.
    public func callAsFunction(_ inputs: Matrix) -> Trace {
        encode(inputs) { _ in }
    }

    /// Encodes an input array `[M, C]`, as ``callAsFunction(_:)`` does, and tells how far it is.
    ///
    /// - Parameters:
    ///   - inputs: the input array.
    ///   - step: is called before each layer, during the first, and at the end, with the floating-point operations done so far, of
    ///     ``operations(inputs:)``; what it throws ends the work.
    public func encode<Failure: Error>(
        _ inputs: Matrix,
        step: (Int) throws(Failure) -> Void
    ) throws(Failure) -> Trace {
        precondition(inputs.rows > 0 && inputs.columns == crossAttention.key.inputs)
        let first = crossAttention
        var done = first.operations(queries: latents.rows, keys: inputs.rows)
        try step(0)
        let gathered = try first(latents, over: inputs) { (count: Int) throws(Failure) in
            try step(Int(Double(done) * Double(count) / Double(inputs.rows)))
        }
        // Its weights are of no use to the other layers, and mapping them again takes a millisecond.
        first.releaseWeights()
        var states = [latents, gathered]
        for index in 0..<depth {
            try step(done)
            let layer = selfAttention(index)
            states.append(layer(states[index + 1]))
            done += layer.operations(queries: latents.rows, keys: latents.rows)
        }
        try step(done)
        return Trace(encoder: self, inputs: inputs, states: states)
    }
}
