public import Numerics

/// One attention layer: queries ask keys, and a two-layer MLP follows.
///
/// Every layer of a Perceiver is one of these. They differ in sizes only: in the encoder's
/// cross-attention the latents ask the inputs, in self-attention the latents ask each other, in the
/// decoder's cross-attention the output queries ask the latents. Norms come before what they feed
/// (Jaegle et al. 2021, *Perceiver IO*, appendix E), or, in other transformers, behind each residual.
public struct AttentionLayer: Sendable {
    /// The number of heads.
    public let heads: Int
    /// Whether the query input is added to what attention brings.
    public let addsQuery: Bool
    /// The norm of the query input; an absent one where norms come behind residuals.
    public let queryNorm: LayerNorm
    /// The norm of the key and value input; `nil` in self-attention, where it is the query's.
    public let keyNorm: LayerNorm?
    /// Query input to queries, `[QK, Dq]`.
    public let query: Linear
    /// Key input to keys, `[QK, Dkv]`.
    public let key: Linear
    /// Key input to values, `[V, Dkv]`.
    public let value: Linear
    /// Gathered values to the query input's channels, `[Dq, V]`.
    public let output: Linear
    /// The norm before the MLP; of what it returns, the MLP's result is added to it where there is a ``lastNorm``.
    public let hiddenNorm: LayerNorm
    /// The first half of the MLP, to its hidden channels: `[hidden, Dq]`.
    public let hidden: Linear
    /// What the hidden channels are multiplied with once ``activation`` was applied to it, `[hidden, Dq]`; `nil` where
    /// the function is applied to the hidden channels themselves (Shazeer 2020, *GLU Variants Improve Transformer*).
    public let gate: Linear?
    /// The second half of the MLP, back to the query input's channels: `[Dq, hidden]`.
    public let narrowing: Linear
    /// The function between the halves, or that of the gate.
    public let activation: Activation
    /// The norm behind the MLP, in layers whose norms come behind residuals; `nil` where they come before what they feed.
    public let lastNorm: LayerNorm?
    /// How queries and keys are turned by the places of the input's tokens; `nil` where they are not.
    var rotation: TokenRotation?

    /// A layer of the given parts.
    ///
    /// - Precondition: sizes fit each other, and `heads` divides the channels of queries and values.
    public init(
        heads: Int,
        addsQuery: Bool,
        queryNorm: LayerNorm,
        keyNorm: LayerNorm?,
        query: Linear,
        key: Linear,
        value: Linear,
        output: Linear,
        hiddenNorm: LayerNorm,
        hidden: Linear,
        gate: Linear? = nil,
        narrowing: Linear,
        activation: Activation = .gelu,
        lastNorm: LayerNorm? = nil
    ) {
        precondition(heads > 0 && query.outputs % heads == 0 && value.outputs % heads == 0)
        precondition(query.outputs == key.outputs && key.inputs == value.inputs)
        precondition(output.inputs == value.outputs && output.outputs == query.inputs)
        precondition(hidden.inputs == query.inputs && narrowing.outputs == query.inputs)
        precondition(narrowing.inputs == hidden.outputs)
        precondition(gate.map { $0.inputs == hidden.inputs && $0.outputs == hidden.outputs } ?? true)
        self.heads = heads
        self.addsQuery = addsQuery
        self.queryNorm = queryNorm
        self.keyNorm = keyNorm
        self.query = query
        self.key = key
        self.value = value
        self.output = output
        self.hiddenNorm = hiddenNorm
        self.hidden = hidden
        self.gate = gate
        self.narrowing = narrowing
        self.activation = activation
        self.lastNorm = lastNorm
    }

    /// The layer's output `[n, Dq]` for queries from `x` `[n, Dq]` and keys and values from `y` `[m, Dkv]`.
    ///
    /// Without `y` the layer is a self-attention. The `n · m` weights never exist as a whole.
    ///
    /// - Parameters:
    ///   - x: where queries come from.
    ///   - y: where keys and values come from.
    ///   - mask: which keys a query may read, in self-attention.
    public func callAsFunction(_ x: Matrix, over y: Matrix? = nil, mask: Layer.Mask = .none) -> Matrix {
        guard let y else {
            let normed = queryNorm(x)
            let keys = PreparedKeys(self, of: normed, queries: x.rows)
            return finished(keys.gathered(normed, mask: mask), from: x)
        }
        return self(x, over: y) { _ in }
    }

    /// The layer's output, as ``callAsFunction(_:over:)`` has it, telling how far it is.
    ///
    /// - Parameters:
    ///   - x: where queries come from.
    ///   - y: where keys and values come from.
    ///   - step: is told how many rows of `y` are done, now and then; what it throws ends the work.
    public func callAsFunction<Failure: Error>(
        _ x: Matrix,
        over y: Matrix,
        step: (Int) throws(Failure) -> Void
    ) throws(Failure) -> Matrix {
        try run(x, over: y, step: step).result
    }

    /// The layer's output, and what queries gathered where keys streamed by.
    func run<Failure: Error>(
        _ x: Matrix,
        over y: Matrix,
        step: (Int) throws(Failure) -> Void
    ) throws(Failure) -> (result: Matrix, gathering: Gathering?) {
        guard streams(queries: x.rows, keys: y.rows) else {
            return (finished(prepared(y, queries: x.rows).gathered(queryNorm(x)), from: x), nil)
        }
        let gathering = try gathered(queryNorm(x), streaming: y, step: step)
        return (finished(.values(gathering.values), from: x), gathering)
    }

    /// Keys and values of `y` `[m, Dkv]`, ready for queries that come in parts.
    ///
    /// - Parameters:
    ///   - y: where they come from.
    ///   - queries: how many queries there will be, about: it decides how they are made.
    public func prepared(_ y: Matrix, queries: Int) -> PreparedKeys {
        PreparedKeys(self, of: keyNorm?(y) ?? y, queries: queries)
    }

    /// A linear map of the layer's output for queries from `x` `[n, Dq]`: block by block, so that the output itself
    /// never exists as a whole.
    public func callAsFunction(_ x: Matrix, over keys: PreparedKeys, then map: Linear) -> Matrix {
        let outputs = Tile.blank(rows: x.rows, columns: map.outputs)
        let blocks = max((x.rows + Blocks.queries - 1) / Blocks.queries, min(x.rows, Threads.count))
        let work = operations(queries: x.rows, keys: keys.count)
        Threads.split(blocks, work: work) { part in
            for block in part {
                let rows = x.rows * block / blocks..<x.rows * (block + 1) / blocks
                let x = x[rows: rows]
                outputs[rows: rows].set(Tile(map(finished(keys.gathered(queryNorm(x)), from: x))))
            }
        }
        return outputs.matrix
    }

    /// The layer's output if attention brought nothing but its bias: what becomes of queries that no
    /// key reaches.
    public func withoutInput(_ x: Matrix) -> Matrix {
        finished(.outputs(Matrix(rows: x.rows, columns: output.outputs)), from: x)
    }

    /// Gives back the memory of weights that are in a file.
    func releaseWeights() {
        for map in [query, key, value, output, hidden, narrowing] { map.weight.release() }
        gate?.weight.release()
    }

    /// Adds the output's bias, the residual, and the MLP.
    func finished(_ gathered: Gathered, from x: Matrix) -> Matrix {
        let residual = addsQuery ? x : nil
        var mixed: Matrix
        switch gathered {
        case .values(let values): mixed = output(values, adding: residual)
        case .outputs(let outputs):
            mixed = outputs
            mixed.add(toEveryRow: output.bias)
            if let residual { mixed.add(residual) }
        }
        return withMLP(mixed)
    }

    /// Scores are divided by the root of a head's query channels.
    var scoreScale: Float { 1 / Float(query.outputs / heads).squareRoot() }
}

/// What queries have gathered from values.
enum Gathered {
    /// Values, `[n, V]`.
    case values(Matrix)
    /// Values with the output's weights applied, `[n, Dq]`.
    case outputs(Matrix)
}

/// How many rows are in flight at once; a block of scores has at most 1 MB.
enum Blocks {
    static let keys = 512
    static let queries = 512
    /// Between two reports of progress.
    static let perStep = 32 * 512
}
