import Checkpoints
import Numerics
import Perceiver

/// Encoder and decoder of a `PerceiverIO` of krasserm's perceiver-io.
///
/// Its layers are those of a Perceiver IO; latents may look at the input several times. Sizes are those of the tensors,
/// but for numbers of heads and of repetitions.
struct KrassermModel {
    let trunk: Trunk
    /// Queries ask latents.
    let decoder: AttentionLayer
    /// The queries, `[O, E]`.
    let queries: Matrix
    private let settings: KrassermSettings
    private let perBlock: Int

    init(
        _ source: ModelSource,
        _ c: KrassermSettings,
        example: String
    ) throws(CheckpointError) {
        let (file, shapes, weights) = (source.configuration, try source.shapes, try source.weights)
        let crossesAgain = shapes.has("0.cross_attn_n.0.module.q_norm.weight")
        let missing = c.missing(crossesAgain: crossesAgain)
        guard missing.isEmpty else { throw file.missing(missing, example: example) }
        let layers = KrassermLayers(weights: weights, shapes: shapes, file: file)
        let repeats = try Repetitions(c, shapes, file)
        perBlock = try FoundSizes(file: file).agreed(
            shapes.count("0.self_attn_1"),
            c.encoder.numSelfAttentionLayersPerBlock,
            c.path + "encoder.num_self_attention_layers_per_block"
        )
        let latents = try layers.table("0.latent_provider._query", "latents")
        let first = try layers.cross("cross_attn_1", c)
        let firstBlock = try layers.block("self_attn_1", perBlock, c)
        let next = crossesAgain ? try layers.cross("cross_attn_n", c) : first
        let nextBlock = repeats.hasSecondBlock ? try layers.block("self_attn_n", perBlock, c) : firstBlock
        trunk = Trunk(
            latents: latents,
            crossings: (0..<repeats.blocks).map { index in
                Trunk.Crossing(
                    index == 0 ? first : index < repeats.crosses ? next : nil,
                    then: index == 0 ? firstBlock : nextBlock
                )
            }
        )
        decoder = try layers.decoder(c)
        queries = try layers.table("1.output_query_provider._query", "decoder queries")
        settings = c
    }

    /// How often the latents look at the input, and each other.
    private struct Repetitions {
        let crosses, blocks: Int
        let hasSecondBlock: Bool

        init(
            _ c: KrassermSettings,
            _ shapes: TensorShapes,
            _ file: ConfigurationFile
        ) throws(CheckpointError) {
            let own = c.path + "encoder."
            blocks = try file.check(
                c.encoder.numSelfAttentionBlocks ?? 1,
                own + "num_self_attention_blocks",
                in: 1...256
            )
            crosses = try file.check(
                c.encoder.numCrossAttentionLayers ?? 1,
                own + "num_cross_attention_layers",
                in: 1...blocks
            )
            hasSecondBlock = shapes.has("0.self_attn_n.0.0.module.norm.weight")
            try Self.check(
                c.encoder.firstCrossAttentionLayerShared ?? false,
                crosses,
                shapes.has("0.cross_attn_n.0.module.q_norm.weight"),
                own + "first_cross_attention_layer_shared",
                file
            )
            try Self.check(
                c.encoder.firstSelfAttentionBlockShared ?? true,
                blocks,
                hasSecondBlock || shapes.count("0.self_attn_1") == 0,
                own + "first_self_attention_block_shared",
                file
            )
        }

        /// Whether weights that are there fit what is said of them.
        private static func check(
            _ isShared: Bool,
            _ count: Int,
            _ hasSecond: Bool,
            _ key: String,
            _ file: ConfigurationFile
        ) throws(CheckpointError) {
            guard count > 1, hasSecond == isShared else { return }
            let are =
                hasSecond ? "have weights of their own for the second one" : "have weights for one alone"
            throw file.error(at: key, "is \(isShared) for \(count) of them, but the tensors \(are)")
        }
    }

    /// Sizes, in words.
    var facts: [MappingReport.Fact] {
        let latents = trunk.latents ?? Matrix(rows: 0, columns: 0)
        let reading = trunk.layers.filter { $0.keys == .input }
        let own = trunk.layers.first { $0.keys == .latents }
        func words(_ layer: AttentionLayer) -> String {
            "\(layer.query.outputs) channels of queries and keys, \(layer.value.outputs) of values, "
                + "MLP \(layer.hidden.outputs), heads \(layer.heads)"
        }
        return [
            .init("latents", "\(latents.rows) of \(latents.columns) channels"),
            .init("input channels", "\(trunk.inputChannels)"),
            .init(
                "encoder cross-attention",
                (reading.count > 1 ? "\(reading.count) times; " : "") + words(reading[0].attention)
            ),
            .init(
                "self-attention",
                "\(settings.encoder.numSelfAttentionBlocks ?? 1) × \(perBlock) layers; "
                    + (own.map { words($0.attention) } ?? "none")
            ),
            .init("decoder cross-attention", "queries' input \(queries.columns), " + words(decoder)),
        ]
    }
}

/// The layers of krasserm's perceiver-io, as its tensors have them.
struct KrassermLayers {
    let weights: Weights
    let shapes: TensorShapes
    let file: ConfigurationFile

    /// One size of a tensor that must be there.
    func size(_ name: String, _ dimension: Int, of count: Int = 2) throws(CheckpointError) -> Int {
        try weights.size(name, dimension, of: count, in: shapes)
    }

    /// A tensor of two dimensions, of whatever size it is.
    func table(_ name: String, _ role: String) throws(CheckpointError) -> Matrix {
        try weights.matrix(name, [try size(name, 0), try size(name, 1)], role)
    }

    /// A layer under the path of its attention and its MLP.
    func layer(
        _ path: String,
        queries: Int,
        keys others: Int? = nil,
        heads: Int,
        key: String,
        addsQuery: Bool = true,
        _ role: String
    ) throws(CheckpointError) -> AttentionLayer {
        let attention = addsQuery ? "\(path).0.module" : "\(path).0"
        let (own, mlp) = (weights[attention], weights["\(path).1.module"])
        let inner = try size("\(attention).attention.q_proj.weight", 0)
        let values = try size("\(attention).attention.v_proj.weight", 0)
        let keys = others ?? queries
        let hidden = try size("\(path).1.module.1.weight", 0)
        let sizes = LayerSizes(queries: queries, keys: keys, queryKey: inner, value: values, hidden: hidden)
        try file.checkHeads(heads, key, of: sizes)
        let norm = others == nil ? "norm" : "q_norm"
        let queryNorm = try own.norm(norm, queries, "\(role): norm of the queries' input")
        let keyNorm =
            others == nil ? nil : try own.norm("kv_norm", keys, "\(role): norm of the keys' input")
        let maps = own["attention"]
        return AttentionLayer(
            heads: heads,
            addsQuery: addsQuery,
            queryNorm: queryNorm,
            keyNorm: keyNorm,
            query: try maps.linear("q_proj", inputs: queries, outputs: inner, "\(role): queries"),
            key: try maps.linear("k_proj", inputs: keys, outputs: inner, "\(role): keys"),
            value: try maps.linear("v_proj", inputs: keys, outputs: values, "\(role): values"),
            output: try maps.linear("o_proj", inputs: values, outputs: queries, "\(role): output"),
            hiddenNorm: try mlp.norm("0", queries, "\(role): norm before the MLP"),
            hidden: try mlp.linear("1", inputs: queries, outputs: hidden, "\(role): MLP, first map"),
            narrowing: try mlp.linear("3", inputs: hidden, outputs: queries, "\(role): MLP, second map")
        )
    }

    /// A look at the input.
    func cross(_ name: String, _ c: KrassermSettings) throws(CheckpointError) -> AttentionLayer {
        try layer(
            "0.\(name)",
            queries: try size("0.latent_provider._query", 1),
            keys: try size("0.cross_attn_1.0.module.kv_norm.weight", 0, of: 1),
            heads: c.encoder.numCrossAttentionHeads ?? 1,
            key: c.path + "encoder.num_cross_attention_heads",
            "encoder \(name)"
        )
    }

    /// Layers in which latents ask each other.
    func block(
        _ name: String,
        _ count: Int,
        _ c: KrassermSettings
    ) throws(CheckpointError) -> [AttentionLayer] {
        var found: [AttentionLayer] = []
        for index in 0..<count {
            found.append(
                try layer(
                    "0.\(name).\(index)",
                    queries: try size("0.latent_provider._query", 1),
                    heads: c.encoder.numSelfAttentionHeads ?? 1,
                    key: c.path + "encoder.num_self_attention_heads",
                    "\(name), layer \(index)"
                )
            )
        }
        return found
    }

    /// The layer that answers are read in.
    func decoder(_ c: KrassermSettings) throws(CheckpointError) -> AttentionLayer {
        let addsQuery = shapes.has("1.cross_attn.0.module.q_norm.weight")
        guard c.decoder.crossAttentionResidual ?? addsQuery == addsQuery else {
            throw file.error(
                at: c.path + "decoder.cross_attention_residual",
                "is \(!addsQuery), but the tensors are those of \(addsQuery)"
            )
        }
        return try layer(
            "1.cross_attn",
            queries: try size("1.output_query_provider._query", 1),
            keys: try size("0.latent_provider._query", 1),
            heads: c.decoder.numCrossAttentionHeads ?? 1,
            key: c.path + "decoder.num_cross_attention_heads",
            addsQuery: addsQuery,
            "decoder cross-attention"
        )
    }
}

/// What the kinds of krasserm's perceiver-io have in common.
protocol KrassermKind: PackageModel {}

extension KrassermKind {
    /// A part called `module` is the package's own where something is added to what it brings.
    static func isOwn(_ parts: [Substring], _ place: Int) -> Bool {
        parts[place] == "module" && place > 1 && (parts[place - 1] == "0" || parts[place - 1] == "1")
    }

    static func example(_ tensors: TensorShapes) -> String {
        let again = tensors.has("0.cross_attn_n.0.module.q_norm.weight")
        return "{\"model_type\": \"\(kind)\", "
            + "\"encoder\": {\"num_cross_attention_heads\": 1, "
            + (again ? "\"num_cross_attention_layers\": 2, " : "")
            + "\"num_self_attention_heads\": 8, \"num_self_attention_blocks\": \(again ? 2 : 1)}, "
            + "\"decoder\": {\"num_cross_attention_heads\": 1}}"
    }
}
