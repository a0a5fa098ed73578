import Checkpoints
import Numerics
import Perceiver

/// The parts of a `PerceiverIO` of perceiver-pytorch: latents that look at the input once, and the decoder.
struct PytorchIO {
    let trunk: Trunk
    /// Queries ask latents; what they bring is all they are, as nothing is added to it.
    let decoder: AttentionLayer
    /// Answers to outputs; `nil` if answers are the outputs.
    let final: Linear?
    private let heads: (cross: Int, own: Int)

    /// Reads the parts.
    ///
    /// - Throws: `CheckpointError` if keys are missing, which `missing` tells, or if sizes contradict each other.
    init(
        _ c: PytorchSettings,
        _ layers: PytorchLayers,
        _ file: ConfigurationFile
    ) throws(CheckpointError) {
        let (shapes, sizes) = (layers.shapes, FoundSizes(file: file))
        guard shapes.count("attn_residuals") == 0 else {
            throw layers.weights.error(
                "attn_residuals.0.…",
                "belongs to attn_residual, which is not supported; expected a model without"
            )
        }
        let places = Places(areNamed: layers.areNamed)
        let latents = try layers.weights.matrix(
            "latents",
            [try layers.size("latents", 0), try layers.size("latents", 1)],
            "latents"
        )
        let stored = shapes.count("layers")
        heads.cross = try sizes.heads(
            of: layers.channels(places.cross),
            c.crossHeads,
            "cross_heads",
            width: c.crossDimHead,
            "cross_dim_head"
        )
        heads.own =
            stored == 0
            ? 1
            : try sizes.heads(
                of: layers.channels(places.own(0, 0)),
                c.latentHeads,
                "latent_heads",
                width: c.latentDimHead,
                "latent_dim_head"
            )
        let encoder = try layers.layer(
            places.cross,
            mlp: places.crossMLP,
            queries: latents.columns,
            keys: try layers.size("\(places.cross).norm_context.weight", 0, of: 1),
            heads: heads.cross,
            "encoder cross-attention"
        )
        var selfAttends: [AttentionLayer] = []
        for layer in 0..<stored {
            selfAttends.append(
                try layers.layer(
                    places.own(layer, 0),
                    mlp: places.own(layer, 1),
                    queries: latents.columns,
                    heads: heads.own,
                    "self-attention \(layer)"
                )
            )
        }
        // Copies of tied layers need not be there.
        let others = try Self.depth(stored, c, file) - stored
        selfAttends += (0..<others).map { _ in selfAttends[0] }
        trunk = Trunk(latents: latents, crossAttention: encoder, selfAttends: selfAttends, blocks: 1)
        (decoder, final) = try Self.decoder(layers, keys: latents.columns, heads: heads.cross)
    }

    /// What the parts of a model are called.
    private struct Places {
        let areNamed: Bool

        var cross: String { areNamed ? "cross_attend_block.cross_attn" : "cross_attend_blocks.0" }
        var crossMLP: String { areNamed ? "cross_attend_block.cross_ff" : "cross_attend_blocks.1" }
        func own(_ layer: Int, _ part: Int) -> String {
            "layers.\(layer)." + (areNamed ? "self_attns.0.\(part)" : "\(part)")
        }
    }

    /// How many layers there are: files may lack those that are the same as the first one.
    private static func depth(
        _ stored: Int,
        _ c: PytorchSettings,
        _ file: ConfigurationFile
    ) throws(CheckpointError) -> Int {
        let depth = c.depth ?? stored
        guard depth == stored || depth > stored && stored == 1 && c.weightTieLayers == true else {
            throw file.error(at: "depth", "\(depth) contradicts the tensors, which have \(stored)")
        }
        return depth
    }

    /// The layer that answers are read in, and the map behind it.
    private static func decoder(
        _ layers: PytorchLayers,
        keys: Int,
        heads: Int
    ) throws(CheckpointError) -> (layer: AttentionLayer, final: Linear?) {
        let place = "decoder_cross_attn"
        let layer = try layers.layer(
            place,
            mlp: layers.shapes.has("decoder_ff.norm.weight") ? "decoder_ff" : nil,
            queries: try layers.size("\(place).norm.weight", 0, of: 1),
            keys: keys,
            heads: heads,
            addsQuery: false,
            "decoder cross-attention"
        )
        guard let outputs = layers.shapes.size("to_logits.weight", 0) else { return (layer, nil) }
        let final = try layers.weights.linear(
            "to_logits",
            inputs: layer.query.inputs,
            outputs: outputs,
            "outputs"
        )
        return (layer, final)
    }

    /// Sizes, in words.
    func facts(channels: Int) -> [MappingReport.Fact] {
        let latents = trunk.latents ?? Matrix(rows: 0, columns: 0)
        let own = trunk.layers.count - 1
        return [
            .init("latents", "\(latents.rows) of \(latents.columns) channels"),
            .init("input channels", "\(channels)"),
            .init(
                "encoder cross-attention",
                "\(trunk.layers[0].attention.query.outputs) channels, heads \(heads.cross)"
            ),
            .init("self-attention", "\(own) layers, heads \(heads.own)"),
            .init(
                "decoder cross-attention",
                "queries' input \(decoder.query.inputs), \(decoder.query.outputs) channels, "
                    + "heads \(heads.cross), \(decoder.gate == nil ? "no MLP" : "MLP")"
            ),
            .init("MLPs", "gated by the exact GELU"),
        ]
    }

    /// What `config.json` could say of the heads.
    static func exampleHeads(_ shapes: TensorShapes, _ prefix: String = "") -> String {
        PytorchLayers.exampleHeads(
            shapes,
            cross: ["\(prefix)cross_attend_block.cross_attn", "\(prefix)cross_attend_blocks.0"],
            own: ["\(prefix)layers.0.self_attns.0.0", "\(prefix)layers.0.0"]
        )
    }
}
