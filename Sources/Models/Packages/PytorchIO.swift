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
        let areNamed = layers.areNamed
        let cross = areNamed ? "cross_attend_block.cross_attn" : "cross_attend_blocks.0"
        func own(_ layer: Int, _ part: Int) -> String {
            "layers.\(layer)." + (areNamed ? "self_attns.0.\(part)" : "\(part)")
        }
        let latents = try layers.weights.matrix(
            "latents",
            [try layers.size("latents", 0), try layers.size("latents", 1)],
            "latents"
        )
        let stored = shapes.count("layers")
        let depth = c.depth ?? stored
        guard depth == stored || depth > stored && stored == 1 && c.weightTieLayers == true else {
            throw file.error(at: "depth", "\(depth) contradicts the tensors, which have \(stored)")
        }
        heads.cross = try sizes.heads(
            of: layers.channels(cross),
            c.crossHeads,
            "cross_heads",
            width: c.crossDimHead,
            "cross_dim_head"
        )
        heads.own =
            stored == 0
            ? 1
            : try sizes.heads(
                of: layers.channels(own(0, 0)),
                c.latentHeads,
                "latent_heads",
                width: c.latentDimHead,
                "latent_dim_head"
            )
        let encoder = try layers.layer(
            cross,
            mlp: areNamed ? "cross_attend_block.cross_ff" : "cross_attend_blocks.1",
            readsOthers: true,
            heads: heads.cross,
            "encoder cross-attention"
        )
        var selfAttends: [AttentionLayer] = []
        for layer in 0..<depth {
            guard layer < stored else {
                selfAttends.append(selfAttends[0])
                continue
            }
            selfAttends.append(
                try layers.layer(
                    own(layer, 0),
                    mlp: own(layer, 1),
                    readsOthers: false,
                    heads: heads.own,
                    "self-attention \(layer)"
                )
            )
        }
        trunk = Trunk(latents: latents, crossAttention: encoder, selfAttends: selfAttends, blocks: 1)
        (decoder, final) = try Self.decoder(layers, heads: heads.cross)
    }

    /// The layer that answers are read in, and the map behind it.
    private static func decoder(
        _ layers: PytorchLayers,
        heads: Int
    ) throws(CheckpointError) -> (layer: AttentionLayer, final: Linear?) {
        let place = "decoder_cross_attn"
        let layer = try layers.layer(
            place,
            mlp: layers.shapes.has("decoder_ff.norm.weight") ? "decoder_ff" : nil,
            readsOthers: true,
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
