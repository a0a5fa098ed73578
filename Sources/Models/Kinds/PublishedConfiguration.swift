import Checkpoints
import Media
import Numerics
import Perceiver

/// What `config.json` of a published Perceiver says of its trunk and its classes, as Hugging Face transformers writes
/// it.
///
/// Keys that are absent have the library's defaults, which the older published files rely on. Keys that
/// nothing reads, such as `layer_norm_eps`, are left alone. What a kind has besides is in the file of that kind.
struct PublishedConfiguration: Sendable {
    let numLatents: Int
    let dLatents: Int
    let numBlocks: Int
    let numSelfAttendsPerBlock: Int
    let numSelfAttentionHeads: Int
    let numCrossAttentionHeads: Int
    /// `nil` leaves the channels to ``crossAttentionShape``.
    let qkChannels: Int?
    let vChannels: Int?
    /// Which side an unset `qk_channels` takes its number from: `kv` or `q`.
    let crossAttentionShape: String
    let selfAttentionWideningFactor: Int
    let crossAttentionWideningFactor: Int
    let hiddenAct: String
    let useQueryResidual: Bool
    /// The classes' names in order.
    let labels: [String]
    /// What is odd about the labels, in a sentence.
    let labelNote: String?
    /// What the scores of a classifier say.
    let scoring: Scoring

    /// The `model_type` of all of them.
    static let type = "perceiver"
    /// The most numbers that an input array may have: 4 GB of them.
    static let mostInputs = 1 << 30

    /// The function between the linear maps of an MLP.
    ///
    /// ``check(_:inputChannels:)`` refuses a name that is not known.
    var activation: Activation { Activation(name: hiddenAct) ?? .gelu }

    /// What a file says, checked.
    ///
    /// - Parameter inputChannels: the channels of the encoder's input, `C`.
    /// - Throws: `CheckpointError` naming the key, what it says and what would be accepted.
    init(_ file: ConfigurationFile, inputChannels: Int) throws(CheckpointError) {
        self = try file.decode()
        try check(file, inputChannels: inputChannels)
    }
}

// MARK: - Sizes

extension PublishedConfiguration {
    /// The sizes of a layer of the encoder; `keys` is `nil` in self-attention.
    func sizes(keys: Int?, widening: Int) -> LayerSizes {
        let queryKey = qkChannels ?? (crossAttentionShape == "kv" ? keys : nil) ?? dLatents
        return LayerSizes(
            queries: dLatents,
            keys: keys,
            queryKey: queryKey,
            value: vChannels ?? queryKey,
            hidden: widening * dLatents
        )
    }

    /// The sizes of the decoder's layer for queries of some channels, which the architecture fixes but for
    /// `cross_attention_shape_for_attention`.
    func decoderSizes(queries: Int) -> LayerSizes {
        let queryKey = crossAttentionShape == "kv" ? dLatents : queries
        return LayerSizes(
            queries: queries,
            keys: dLatents,
            queryKey: queryKey,
            value: queryKey,
            hidden: queries
        )
    }

    /// The layers' sizes as they follow from the configuration, in words.
    func facts(inputChannels: Int, decoder: LayerSizes, heads: Int = 1) -> [MappingReport.Fact] {
        let cross = sizes(keys: inputChannels, widening: crossAttentionWideningFactor)
        let own = sizes(keys: nil, widening: selfAttentionWideningFactor)
        return [
            .init("latents", "\(numLatents) of \(dLatents) channels"),
            .init("input channels", "\(inputChannels)"),
            .init("encoder cross-attention", cross.words(heads: numCrossAttentionHeads)),
            .init(
                "self-attention",
                "\(numBlocks) × \(numSelfAttendsPerBlock) layers; "
                    + own.words(heads: numSelfAttentionHeads)
            ),
            .init("decoder cross-attention", decoder.words(heads: heads)),
            .init("activation", hiddenAct),
        ]
    }
}

// MARK: - Parts

extension PublishedConfiguration {
    /// The latents, and the layers in which they ask the input and each other.
    func trunk(_ weights: Weights, inputChannels: Int) throws(CheckpointError) -> Trunk {
        let latents = try weights.matrix("embeddings.latents", [numLatents, dLatents], "latents")
        let encoder = weights["encoder"]
        let crossAttention = try encoder.layer(
            "cross_attention",
            sizes(keys: inputChannels, widening: crossAttentionWideningFactor),
            heads: numCrossAttentionHeads,
            addsQuery: useQueryResidual,
            activation: activation,
            "encoder cross-attention"
        )
        var layers: [AttentionLayer] = []
        for index in 0..<numSelfAttendsPerBlock {
            layers.append(
                try encoder.layer(
                    "self_attends.\(index)",
                    sizes(keys: nil, widening: selfAttentionWideningFactor),
                    heads: numSelfAttentionHeads,
                    activation: activation,
                    "self-attention \(index)"
                )
            )
        }
        return Trunk(
            latents: latents,
            crossAttention: crossAttention,
            selfAttends: layers,
            blocks: numBlocks
        )
    }

    /// The decoder's layer.
    func decoder(
        _ weights: Weights,
        _ sizes: LayerSizes,
        heads: Int = 1,
        addsQuery: Bool
    ) throws(CheckpointError) -> AttentionLayer {
        try weights.layer(
            "decoding_cross_attention",
            sizes,
            heads: heads,
            addsQuery: addsQuery,
            activation: activation,
            "decoder cross-attention"
        )
    }

    /// The only task of a classifier, named `class`, or `value` of numbers: a learned query of as many channels as a
    /// latent.
    func classes(
        _ weights: Weights,
        of modality: Modality
    ) throws(CheckpointError) -> ClassificationTask {
        let own = weights["decoder.decoder"]
        let layer = try decoder(own, decoderSizes(queries: dLatents), addsQuery: true)
        let query = try own.matrix(Self.learnedQueries, [1, dLatents], "decoder query")
        if let labelNote { weights.note(labelNote) }
        return ClassificationTask(
            name: scoring == .numbers ? "value" : "class",
            modalities: [modality],
            labels: labels,
            reading: .query(.init(query, layer)),
            final: try own.linear(
                "final_layer",
                inputs: dLatents,
                outputs: labels.count,
                "scores of classes"
            ),
            scoring: scoring
        )
    }

    /// What learned queries are called, behind the path of their decoder.
    static let learnedQueries = "output_position_encodings.position_embeddings"
}
