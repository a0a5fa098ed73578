public import Numerics

/// One attention layer: queries ask keys, and a two-layer MLP follows.
///
/// Every layer of a Perceiver is one of these. They differ in sizes only: in the encoder's
/// cross-attention the latents ask the inputs, in self-attention the latents ask each other, in the
/// decoder's cross-attention the output queries ask the latents. Norms come before what they feed
/// (Jaegle et al. 2021, *Perceiver IO*, appendix E).
public struct AttentionLayer: Sendable {
    /// The number of heads.
    public let heads: Int
    /// Whether the query input is added to what attention brings.
    public let addsQuery: Bool
    /// The norm of the query input.
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
    /// The norm before the MLP.
    public let hiddenNorm: LayerNorm
    /// The first half of the MLP, `[hidden, Dq]`.
    public let hidden: Linear
    /// The second half of the MLP, `[Dq, hidden]`.
    public let result: Linear
    /// The function between the halves.
    public let activation: Activation

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
        result: Linear,
        activation: Activation = .gelu
    ) {
        precondition(heads > 0 && query.outputs % heads == 0 && value.outputs % heads == 0)
        precondition(query.outputs == key.outputs && key.inputs == value.inputs)
        precondition(output.inputs == value.outputs && output.outputs == query.inputs)
        precondition(hidden.inputs == query.inputs && result.outputs == query.inputs)
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
        self.result = result
        self.activation = activation
    }

    /// The layer's output `[n, Dq]` for queries from `x` `[n, Dq]` and keys and values from `y` `[m, Dkv]`.
    ///
    /// Without `y` the layer is a self-attention. The `n · m` weights never exist as a whole.
    public func callAsFunction(_ x: Matrix, over y: Matrix? = nil) -> Matrix {
        finished(attended(x, over: y), from: x)
    }

    /// The layer's output if attention brought nothing but its bias: what becomes of queries that no
    /// key reaches.
    public func withoutInput(_ x: Matrix) -> Matrix {
        var mixed = Matrix(rows: x.rows, columns: output.outputs)
        mixed.add(toEveryRow: output.bias)
        return finished(mixed, from: x)
    }

    /// Adds the residual, and the MLP.
    private func finished(_ attended: Matrix, from x: Matrix) -> Matrix {
        var mixed = attended
        if addsQuery { mixed.add(x) }
        var inner = hidden(hiddenNorm(mixed))
        inner.apply(activation)
        mixed.add(result(inner))
        return mixed
    }

    /// What the queries of `x` gather from `y`, before the residual `[n, Dq]`.
    public func attended(_ x: Matrix, over y: Matrix? = nil) -> Matrix {
        let normed = queryNorm(x)
        let source = y ?? normed
        var states = (0..<heads).map { _ in HeadState(queries: x.rows, channels: value.outputs / heads) }
        let queries = query(normed)
        for start in stride(from: 0, to: source.rows, by: Blocks.keys) {
            let block = source[rows: start..<min(start + Blocks.keys, source.rows)]
            let keyInput = y == nil ? block : (keyNorm.map { $0(block) } ?? block)
            gather(queries: queries, keys: key(keyInput), values: value(keyInput), into: &states)
        }
        var mixed = Matrix(rows: x.rows, columns: output.outputs)
        let width = value.outputs / heads
        for (head, state) in states.enumerated() {
            multiply(
                state.average()[columns: 0..<width],
                output.weight[columns: head * width..<(head + 1) * width],
                transposed: true,
                into: &mixed,
                columns: 0..<output.outputs,
                adding: true
            )
        }
        mixed.add(toEveryRow: output.bias)
        return mixed
    }

    /// Adds one block of keys and values to what each head has gathered so far.
    private func gather(queries: Matrix, keys: Matrix, values: Matrix, into states: inout [HeadState]) {
        let width = (key: key.outputs / heads, value: value.outputs / heads)
        let work = 2 * queries.rows * keys.rows * (key.outputs + value.outputs + 10 * heads)
        Threads.update(&states, work: work) { state, head in
            for start in stride(from: 0, to: queries.rows, by: Blocks.queries) {
                let rows = start..<min(start + Blocks.queries, queries.rows)
                var scores = Matrix(rows: rows.count, columns: keys.rows)
                multiply(
                    queries[rows: rows][columns: head * width.key..<(head + 1) * width.key],
                    keys[columns: head * width.key..<(head + 1) * width.key],
                    transposed: true,
                    scale: scoreScale,
                    into: &scores,
                    columns: 0..<keys.rows
                )
                state.gather(
                    values[columns: head * width.value..<(head + 1) * width.value],
                    scores: &scores,
                    rows: rows
                )
            }
        }
    }

    /// Scores are divided by the root of a head's query channels.
    var scoreScale: Float { 1 / Float(query.outputs / heads).squareRoot() }
}

/// How many rows are in flight at once; a block of scores has at most 4 MB.
enum Blocks {
    static let keys = 1024
    static let queries = 1024
}
