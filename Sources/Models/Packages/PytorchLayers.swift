import Checkpoints
import Numerics
import Perceiver

/// The layers of the package perceiver-pytorch, as its tensors have them.
///
/// An attention has no biases but that of its output, and keys and values come from one map. Its MLP is gated by the exact
/// GELU. All sizes are those of the tensors, but for the number of heads.
struct PytorchLayers {
    let weights: Weights
    let shapes: TensorShapes

    /// Where the parts of a model are: versions up to 0.8 number them, later ones name them.
    var areNamed: Bool {
        shapes.has("layers.0.cross_attn.norm.weight")
            || shapes.has("cross_attend_block.cross_attn.norm.weight")
            || shapes.has("layers.0.self_attns.0.0.norm.weight")
    }

    /// The channels in which queries and keys of an attention meet, all heads together.
    func channels(_ attention: String) throws(CheckpointError) -> Int {
        try size("\(attention).fn.to_q.weight", 0)
    }

    /// One size of a tensor that must be there.
    func size(_ name: String, _ dimension: Int, of count: Int = 2) throws(CheckpointError) -> Int {
        try weights.size(name, dimension, of: count, in: shapes)
    }

    /// A layer: an attention, and an MLP if there is one.
    ///
    /// - Parameters:
    ///   - attention: what the names of the attention's tensors begin with.
    ///   - mlp: the same of the MLP's; `nil` if nothing follows.
    ///   - queries: the channels of the vectors that ask.
    ///   - keys: those of the vectors that are read; `nil` if these are the same.
    ///   - heads: the number of heads.
    ///   - addsQuery: whether the query input is added to what attention brings.
    ///   - role: what the layer is, for the report.
    func layer(
        _ attention: String,
        mlp: String?,
        queries: Int,
        keys: Int? = nil,
        heads: Int,
        addsQuery: Bool = true,
        _ role: String
    ) throws(CheckpointError) -> AttentionLayer {
        let (own, inner) = (weights[attention], try channels(attention))
        guard inner % heads == 0 else {
            throw own.error("fn.to_q.weight", "makes \(inner) channels, which \(heads) heads do not divide")
        }
        let queryNorm = try own.norm("norm", queries, "\(role): norm of the queries' input")
        let keyNorm = try keys.map { keys throws(CheckpointError) in
            try own.norm("norm_context", keys, "\(role): norm of the keys' input")
        }
        let query = try own.matrix("fn.to_q.weight", [inner, queries], "\(role): queries, weight")
        let both = try own.matrix(
            "fn.to_kv.weight",
            [2 * inner, keys ?? queries],
            "\(role): keys and values, weight"
        )
        let output = try own.linear("fn.to_out", inputs: inner, outputs: queries, "\(role): output")
        let mlp =
            try mlp.map { name throws(CheckpointError) in try self.mlp(name, queries, role) }
            ?? Self.noMLP(queries)
        return AttentionLayer(
            heads: heads,
            addsQuery: addsQuery,
            queryNorm: queryNorm,
            keyNorm: keyNorm,
            query: Linear(unbiased: query),
            key: Linear(unbiased: both[rows: 0..<inner]),
            value: Linear(unbiased: both[rows: inner..<2 * inner]),
            output: output,
            hiddenNorm: mlp.norm,
            hidden: mlp.hidden,
            gate: mlp.gate,
            narrowing: mlp.narrowing
        )
    }

    private struct MLP {
        let norm: LayerNorm
        let hidden: Linear
        let gate: Linear?
        let narrowing: Linear
    }

    /// An MLP whose first map makes values and then gates.
    private func mlp(_ name: String, _ channels: Int, _ role: String) throws(CheckpointError) -> MLP {
        let own = weights[name]
        let inner = try size("\(name).fn.net.2.weight", 1)
        let first = try own.linear(
            "fn.net.0",
            inputs: channels,
            outputs: 2 * inner,
            "\(role): MLP, values and gates"
        )
        func half(_ rows: Range<Int>) -> Linear {
            Linear(weight: first.weight[rows: rows], bias: Array(first.bias[rows]))
        }
        return MLP(
            norm: try own.norm("norm", channels, "\(role): norm before the MLP"),
            hidden: half(0..<inner),
            gate: half(inner..<2 * inner),
            narrowing: try own.linear(
                "fn.net.2",
                inputs: inner,
                outputs: channels,
                "\(role): MLP, second map"
            )
        )
    }

    private static func noMLP(_ channels: Int) -> MLP {
        MLP(
            norm: LayerNorm(
                weight: Array(repeating: 1, count: channels),
                bias: Array(repeating: 0, count: channels)
            ),
            hidden: .nothing(inputs: channels, outputs: 1),
            gate: nil,
            narrowing: .nothing(inputs: 1, outputs: channels)
        )
    }
}

extension Linear {
    /// A map without an offset.
    init(unbiased weight: Matrix) {
        self.init(weight: weight, bias: Array(repeating: 0, count: weight.rows))
    }
}
