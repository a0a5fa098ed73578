import Checkpoints
import Numerics
import Perceiver

/// What `config.json` of ImageGPT says.
struct ImageGPTConfiguration: Sendable {
    /// The colours, and the start.
    let vocabulary: Int
    let positions: Int
    let channels: Int
    let layers: Int
    let heads: Int
    /// The hidden channels of MLPs.
    let hidden: Int
    let activation: Activation
    let activationName: String
    /// What norms add to the mean square.
    let epsilon: Float
    /// Whether scores are divided by the root of a head's channels.
    let scalesScores: Bool
    /// Whether scores are divided by the number of their layer, too.
    let dividesByLayer: Bool
    /// Whether colours are told with the vectors that stand for them in the input.
    let tiesWords: Bool

    private struct Keys: Decodable {
        let vocabSize: Int?
        let nPositions: Int?
        let nEmbd: Int?
        let nLayer: Int?
        let nHead: Int?
        let nInner: Int?
        let activationFunction: String?
        let layerNormEpsilon: Float?
        let scaleAttnWeights: Bool?
        let scaleAttnByInverseLayerIdx: Bool?
        let tieWordEmbeddings: Bool?
    }

    /// What a file says, checked, before memory is taken for it.
    ///
    /// In what order scores are scaled (`reorder_and_upcast_attn`) changes nothing but rounding in 16 bits.
    ///
    /// - Throws: `CheckpointError` naming the key, what it says and what would be accepted.
    init(_ file: ConfigurationFile) throws(CheckpointError) {
        let keys = try file.decode(Keys.self)
        vocabulary = try file.check(keys.vocabSize ?? 513, "vocab_size", in: 2...65_537)
        positions = try file.check(keys.nPositions ?? 1024, "n_positions", in: 1...65_536)
        channels = try file.check(keys.nEmbd ?? 512, "n_embd", in: 1...65_536)
        layers = try file.check(keys.nLayer ?? 24, "n_layer", in: 1...1024)
        heads = try file.check(keys.nHead ?? 8, "n_head", dividing: channels, "channels of n_embd")
        hidden = try file.check(keys.nInner ?? 4 * channels, "n_inner", in: 1...1_048_576)
        activationName = keys.activationFunction ?? "quick_gelu"
        activation = try file.activation(activationName, "activation_function")
        epsilon = try file.check(keys.layerNormEpsilon ?? 1e-5, "layer_norm_epsilon", in: 0...1)
        scalesScores = keys.scaleAttnWeights ?? true
        dividesByLayer = keys.scaleAttnByInverseLayerIdx ?? false
        tiesWords = keys.tieWordEmbeddings ?? false
    }

    /// The sizes in words, for the report.
    func facts(start: Bool, reads: String) -> [MappingReport.Fact] {
        [
            .init("tokens", (start ? "the start, and " : "") + "pixels, at most \(positions.grouped)"),
            .init(
                "self-attention",
                "\(layers) layers of \(channels) channels, heads \(heads), MLP \(hidden); each token reads those before it"
            ),
            .init("activation", activationName),
            .init("answers", reads),
        ]
    }
}

// MARK: - Layers

extension ImageGPTConfiguration {
    /// The trunk: tokens ask those before them and themselves, layer by layer.
    func trunk(_ weights: Weights) throws(CheckpointError) -> Trunk {
        var layers: [Layer] = []
        for index in 0..<self.layers {
            let attention = try layer(weights["h.\(index)"], index)
            layers.append(
                Layer("layer.\(index)", queries: .input, keys: .input, mask: .causal, attention)
            )
        }
        return Trunk(latents: nil, layers: layers)
    }

    private func layer(_ weights: Weights, _ index: Int) throws(CheckpointError) -> AttentionLayer {
        let role = "layer \(index)"
        for name in ["attn.bias", "attn.masked_bias"] {
            weights.skip(name, because: "who may read whom is known without it")
        }
        let norm = try self.norm(weights, "ln_1", "\(role): norm before attention")
        let all = try weights.turned(
            "attn.c_attn",
            inputs: channels,
            outputs: 3 * channels,
            "\(role): queries, keys, values"
        )
        return AttentionLayer(
            heads: heads,
            addsQuery: true,
            queryNorm: norm,
            keyNorm: nil,
            query: all.part(0..<channels).times(queryFactor(index)),
            key: all.part(channels..<2 * channels),
            value: all.part(2 * channels..<3 * channels),
            output: try weights.turned(
                "attn.c_proj",
                inputs: channels,
                outputs: channels,
                "\(role): output"
            ),
            hiddenNorm: try self.norm(weights, "ln_2", "\(role): norm before the MLP"),
            hidden: try weights.turned(
                "mlp.c_fc",
                inputs: channels,
                outputs: hidden,
                "\(role): MLP, first map"
            ),
            narrowing: try weights.turned(
                "mlp.c_proj",
                inputs: hidden,
                outputs: channels,
                "\(role): MLP, last map"
            ),
            activation: activation
        )
    }

    /// A norm, which subtracts no mean and adds nothing.
    func norm(_ weights: Weights, _ name: String, _ role: String) throws(CheckpointError) -> LayerNorm {
        try weights.norm(name, channels, epsilon: epsilon, isCentred: false, role)
    }

    /// What queries are multiplied with so that scores become the model's: layers divide them by the root of a head's
    /// channels, and by nothing else.
    private func queryFactor(_ index: Int) -> Float {
        let root = Float(channels / heads).squareRoot()
        return (scalesScores ? 1 : root) / (dividesByLayer ? Float(index + 1) : 1)
    }
}

extension Weights {
    /// A linear map that is stored the other way round: `NAME.weight` `[inputs, outputs]` and `NAME.bias`.
    fileprivate func turned(
        _ name: String,
        inputs: Int,
        outputs: Int,
        _ role: String
    ) throws(CheckpointError) -> Linear {
        let stored = try matrix("\(name).weight", [inputs, outputs], "\(role), weight")
        return Linear(
            weight: computed(rows: outputs, columns: inputs) { stored.transposed },
            bias: try vector("\(name).bias", outputs, "\(role), bias")
        )
    }
}

extension Linear {
    /// The map whose results are multiplied with a factor.
    fileprivate func times(_ factor: Float) -> Linear {
        guard factor != 1 else { return self }
        var weight = weight
        weight.scale(by: factor)
        return Linear(weight: weight, bias: bias.map { $0 * factor })
    }
}
