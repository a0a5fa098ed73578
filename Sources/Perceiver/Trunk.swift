public import Numerics

/// The layers of a model from its input to the vectors that answers are read from.
///
/// Each layer replaces the vectors of its query space by what they become when they ask its key space. A Perceiver
/// IO has latents that ask the input once and then each other; a Perceiver crosses to the input several times; in
/// a transformer the input's tokens ask each other.
public struct Trunk: Sendable {
    /// The learned latents `[N, D]`; `nil` where the input's tokens alone attend.
    public let latents: Matrix?
    /// The layers in the order of execution; several may share one ``Layer/attention``.
    public let layers: [Layer]
    /// How often a block of layers is executed with the same weights; 1 where each has its own.
    public let blocks: Int
    /// What answers are read from, where that is not what leaves the last layer.
    public let blend: Blend?

    /// A trunk of the given layers.
    ///
    /// - Precondition: there is at least one layer. None asks from ``Space/outputs`` or reads them, and none uses
    ///   latents that there are not.
    public init(latents: Matrix?, layers: [Layer], blocks: Int = 1, blend: Blend? = nil) {
        let known: [Space] = latents == nil ? [.input] : [.input, .latents]
        precondition(!layers.isEmpty)
        precondition(layers.allSatisfy { known.contains($0.queries) && known.contains($0.keys) })
        self.latents = latents
        self.layers = layers
        precondition(blend == nil || layers.allSatisfy { $0.queries == .input && $0.keys == .input })
        precondition(blend == nil || blend?.shares.count == layers.count + 1)
        self.blocks = blocks
        self.blend = blend
    }

    /// The trunk of a Perceiver IO: latents ask the input once, `encoder`, and then each other, `self.0` and so on.
    ///
    /// - Parameters:
    ///   - latents: the learned latents `[N, D]`.
    ///   - crossAttention: latents ask inputs.
    ///   - selfAttends: latents ask latents: the layers of one block.
    ///   - blocks: how often the block is applied, with the same weights each time.
    public init(
        latents: Matrix,
        crossAttention: AttentionLayer,
        selfAttends: [AttentionLayer],
        blocks: Int
    ) {
        let own = (0..<blocks * selfAttends.count).map { index in
            Layer(
                "self.\(index)",
                queries: .latents,
                keys: .latents,
                selfAttends[index % selfAttends.count]
            )
        }
        let first = Layer("encoder", queries: .latents, keys: .input, crossAttention)
        self.init(latents: latents, layers: [first] + own, blocks: blocks)
    }

    /// The space that answers are read from: that of the last layer's queries.
    public var readSpace: Space { layers[layers.count - 1].queries }

    /// The channels of a vector that answers are read from.
    public var readChannels: Int { layers[layers.count - 1].attention.query.inputs }

    /// Whether the input's tokens do not change: latents alone ask.
    public var latentsAloneAsk: Bool { layers.allSatisfy { $0.queries == .latents } }

    /// The channels of the input's tokens.
    public var inputChannels: Int {
        let layer = layers.first { $0.queries == .input || $0.keys == .input } ?? layers[0]
        return layer.queries == .input ? layer.attention.query.inputs : layer.attention.key.inputs
    }

    /// The vectors of each space before the first layer.
    func start(_ inputs: Matrix) -> [Space: Matrix] {
        var states = [Space.input: inputs]
        states[.latents] = latents
        return states
    }
}

extension Trunk {
    /// Runs all layers on an input array `[M, C]`.
    ///
    /// - Precondition: there is at least one input.
    /// - Complexity: memory does not grow with products of numbers of vectors.
    public func callAsFunction(_ inputs: Matrix) -> Trace {
        run(inputs) { _ in }
    }

    /// Runs all layers on an input array `[M, C]`, as ``callAsFunction(_:)`` does, and tells how far it is.
    ///
    /// - Parameters:
    ///   - inputs: the input array.
    ///   - step: is called before each layer, now and then during one that reads the input, and at the end, with the
    ///     floating-point operations done so far, of ``operations(inputs:)``; what it throws ends the work.
    public func run<Failure: Error>(
        _ inputs: Matrix,
        step: (Int) throws(Failure) -> Void
    ) throws(Failure) -> Trace {
        precondition(inputs.rows > 0 && inputs.columns == inputChannels)
        var states = start(inputs)
        var steps: [Trace.Step] = []
        var done = 0
        for layer in layers {
            try step(done)
            guard let x = states[layer.queries], let y = states[layer.keys] else { continue }
            let work = layer.attention.operations(queries: x.rows, keys: y.rows)
            let (result, gathering) = try layer.run(x, over: y) { (count: Int) throws(Failure) in
                try step(done + Int(Double(work) * Double(count) / Double(y.rows)))
            }
            // Weights that read the input are of no use to the other layers, and mapping them again takes a millisecond.
            if !layer.isSelfAttention { layer.attention.releaseWeights() }
            steps.append(Trace.Step(queries: x, keys: y, result: result, gathering: gathering))
            states[layer.queries] = result
            done += work
        }
        try step(done)
        return Trace(trunk: self, inputs: inputs, steps: steps)
    }

    /// The vectors that answers are read from, if layers that read the input bring nothing: the limit of an input of
    /// which nothing is left.
    ///
    /// Latents go on as they were learned; without latents there are no vectors.
    public var withoutInput: Matrix {
        var states = start(Matrix(rows: 0, columns: inputChannels))
        for layer in layers {
            guard let x = states[layer.queries], let y = states[layer.keys], x.rows > 0 else { continue }
            states[layer.queries] = y.rows > 0 ? layer(x, over: y) : layer.attention.withoutInput(x)
        }
        return states[readSpace] ?? Matrix(rows: 0, columns: readChannels)
    }
}
