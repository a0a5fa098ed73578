import Checkpoints
import Numerics
import Perceiver

/// The latents of a `Perceiver` of perceiver-pytorch, and what they do.
struct PytorchCrossings {
    let latents: Matrix
    private(set) var crossings: [Trunk.Crossing] = []
    private let heads: (cross: Int, own: Int)
    private let perCross: Int
    private let isTied: Bool

    init(
        _ c: PytorchSettings,
        _ layers: PytorchLayers,
        _ places: PytorchPerceiver.Places,
        _ file: ConfigurationFile
    ) throws(CheckpointError) {
        let (shapes, sizes) = (layers.shapes, FoundSizes(file: file))
        guard shapes.count("attn_residuals") == 0 else {
            throw layers.weights.error(
                "attn_residuals.0.…",
                "belongs to attn_residual, which is not supported; expected a model without"
            )
        }
        let count = try layers.size("latents", 0)
        latents = try layers.weights.matrix("latents", [count, try layers.size("latents", 1)], "latents")
        perCross = try sizes.agreed(shapes.count(places.block(0)), c.selfPerCrossAttn, "self_per_cross_attn")
        isTied = c.weightTieLayers ?? false
        let stored = shapes.count("layers")
        let depth = try Self.depth(stored, c, file)
        heads.cross = try sizes.heads(
            of: layers.channels(places.cross(0)),
            c.crossHeads,
            "cross_heads",
            width: c.crossDimHead,
            "cross_dim_head"
        )
        heads.own =
            perCross == 0
            ? 1
            : try sizes.heads(
                of: layers.channels("\(places.block(0)).0.0"),
                c.latentHeads,
                "latent_heads",
                width: c.latentDimHead,
                "latent_dim_head"
            )
        for layer in 0..<depth {
            if isTied && layer > 1 {
                crossings.append(crossings[1])
                if layer < stored { try layers.checkTied(layer) }
            } else {
                crossings.append(try crossing(layer, layers, places))
            }
        }
    }

    /// How many layers there are: files may lack those that are the same as the second one.
    private static func depth(
        _ stored: Int,
        _ c: PytorchSettings,
        _ file: ConfigurationFile
    ) throws(CheckpointError) -> Int {
        let depth = c.depth ?? stored
        guard depth == stored || depth > stored && stored == 2 && c.weightTieLayers == true else {
            let hint = depth > stored && stored == 2 ? "; expected weight_tie_layers as well" : ""
            throw file.error(at: "depth", "\(depth) contradicts the tensors, which have \(stored)\(hint)")
        }
        return depth
    }

    /// One look at the input, and the layers after it.
    private func crossing(
        _ layer: Int,
        _ layers: PytorchLayers,
        _ places: PytorchPerceiver.Places
    ) throws(CheckpointError) -> Trunk.Crossing {
        let cross = try layers.layer(
            places.cross(layer),
            mlp: places.crossMLP(layer),
            queries: latents.columns,
            keys: try layers.size("\(places.cross(0)).norm_context.weight", 0, of: 1),
            heads: heads.cross,
            "cross-attention \(layer)"
        )
        var own: [AttentionLayer] = []
        for index in 0..<perCross {
            let place = "\(places.block(layer)).\(index)"
            own.append(
                try layers.layer(
                    "\(place).0",
                    mlp: "\(place).1",
                    queries: latents.columns,
                    heads: heads.own,
                    "self-attention \(layer).\(index)"
                )
            )
        }
        return Trunk.Crossing(cross, then: own)
    }

    /// Sizes, in words.
    func facts(_ features: PixelFeatures) -> [MappingReport.Fact] {
        let cross = crossings[0].cross
        let bands = features.positions.map { "\($0.bands) bands up to \($0.highest[0])" } ?? "no positions"
        let sharing = isTied ? ", all but the first with the same weights" : ""
        return [
            .init("latents", "\(latents.rows) of \(latents.columns) channels"),
            .init("input channels", "\(features.channels): \(features.contentChannels) of pixels; \(bands)"),
            .init(
                "cross-attention",
                "\(crossings.count) times\(sharing); \(cross?.query.outputs ?? 0) channels, heads \(heads.cross)"
            ),
            .init(
                "self-attention",
                "\(crossings.count) × \(perCross) layers; "
                    + "\(crossings[0].own.first?.query.outputs ?? 0) channels, heads \(heads.own)"
            ),
            .init("MLPs", "gated by the exact GELU"),
        ]
    }
}

extension PytorchLayers {
    /// Checks that the tensors of a layer are those of the second one, which stand for them.
    fileprivate func checkTied(_ layer: Int) throws(CheckpointError) {
        for name in shapes.names("layers.\(layer)") {
            let first = "layers.1" + name.dropFirst("layers.\(layer)".count)
            guard try weights.isSame(name, as: first) else {
                throw weights.error(
                    name,
                    "differs from “\(first)”, though weight_tie_layers is true; expected the same numbers, or false"
                )
            }
            weights.skip(name, because: "the same as \(first)")
        }
    }
}
