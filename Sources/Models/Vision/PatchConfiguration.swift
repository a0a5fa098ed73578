import Checkpoints
import Numerics

/// What `config.json` of a vision transformer says.
struct PatchConfiguration: Sendable {
    let channels: Int
    let layers: Int
    let heads: Int
    /// The hidden channels of MLPs.
    let hidden: Int
    let activation: Activation
    let activationName: String
    /// What norms add to the variance.
    let epsilon: Float
    /// The picture that positions were learned for.
    let picture: PatchProcessing.Size
    /// Pixels to a patch's side.
    let patch: Int

    /// What a kind means where a file says nothing.
    struct Standard {
        var channels = 768
        var heads = 12
        var epsilon: Float = 1e-6
        var patch = 16
        /// The hidden channels for each channel of a token.
        var widening = 4.0
        /// Whether a file says by how much MLPs widen, and not how wide they are.
        var saysWidening = false
        /// What becomes of the number of hidden channels.
        var hidden: (Int) -> Int = { $0 }
    }

    private struct Keys: Decodable {
        let hiddenSize: Int?
        let numHiddenLayers: Int?
        let numAttentionHeads: Int?
        let intermediateSize: Int?
        let mlpRatio: Double?
        let hiddenAct: String?
        let layerNormEps: Float?
        let imageSize: Sides?
        let patchSize: Sides?
        let numChannels: Int?
    }

    /// One number for both sides, or height and width.
    private struct Sides: Decodable {
        let size: PatchProcessing.Size

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let side = try? value.decode(Int.self) {
                size = .init(height: side, width: side)
                return
            }
            let sides = try value.decode([Int].self)
            guard sides.count == 2 else {
                throw DecodingError.dataCorruptedError(
                    in: value,
                    debugDescription: "has \(sides.count) numbers, expected one, or height and width"
                )
            }
            size = .init(height: sides[0], width: sides[1])
        }
    }

    /// What a file says, checked, before memory is taken for it.
    ///
    /// - Throws: `CheckpointError` naming the key, what it says and what would be accepted.
    init(_ file: ConfigurationFile, _ standard: Standard) throws(CheckpointError) {
        let keys = try file.decode(Keys.self)
        channels = try file.check(keys.hiddenSize ?? standard.channels, "hidden_size", in: 1...65_536)
        layers = try file.check(keys.numHiddenLayers ?? 12, "num_hidden_layers", in: 1...1024)
        heads = try file.check(
            keys.numAttentionHeads ?? standard.heads,
            "num_attention_heads",
            dividing: channels,
            "channels of hidden_size"
        )
        let ratio = keys.mlpRatio ?? standard.widening
        let usual = Int(min(max(Double(channels) * ratio, 0), 1e9))
        let wide = standard.saysWidening ? usual : keys.intermediateSize ?? usual
        let key = standard.saysWidening ? "mlp_ratio" : "intermediate_size"
        hidden = try file.check(standard.hidden(wide), key, in: 1...1_048_576)
        activationName = keys.hiddenAct ?? "gelu"
        activation = try file.activation(activationName, "hidden_act")
        epsilon = try file.check(keys.layerNormEps ?? standard.epsilon, "layer_norm_eps", in: 0...1)
        picture = keys.imageSize?.size ?? .init(height: 224, width: 224)
        try file.check(picture.height, "image_size", in: 1...8192)
        guard picture.height == picture.width else {
            throw file.error(
                at: "image_size",
                "\(picture.height)×\(picture.width) is not square, which is not supported"
            )
        }
        let patch = keys.patchSize?.size ?? .init(height: standard.patch, width: standard.patch)
        guard patch.height == patch.width else {
            throw file.error(
                at: "patch_size",
                "\(patch.height)×\(patch.width) is not square, which is not supported"
            )
        }
        self.patch = try file.check(patch.height, "patch_size", in: 1...1024)
        guard patch.height <= picture.height else {
            throw file.error(at: "patch_size", "\(patch.height) is more than the picture's image_size")
        }
        let colours = keys.numChannels ?? 3
        guard colours == 3 else {
            throw file.error(
                at: "num_channels",
                "\(colours) is not supported, expected 3: red, green and blue"
            )
        }
    }

    /// Rows and columns of patches that positions were learned for.
    var grid: (rows: Int, columns: Int) { (picture.height / patch, picture.width / patch) }

    /// The sizes in words, for the report.
    ///
    /// - Parameters:
    ///   - registers: how many there are.
    ///   - reads: what answers are read from.
    func facts(registers: Int, gated: Bool, reads: String) -> [MappingReport.Fact] {
        let own = registers > 0 ? "CLS, \(registers) registers" : "CLS"
        let places = "\(grid.columns)×\(grid.rows) patches of \(patch)×\(patch) pixels"
        return [
            .init("tokens", "\(own) and \(places)"),
            .init(
                "self-attention",
                "\(layers) layers of \(channels) channels, heads \(heads), \(gated ? "gated MLP" : "MLP") \(hidden)"
            ),
            .init("activation", activationName),
            .init("answers", reads),
        ]
    }
}
