import Checkpoints
import Numerics

/// What `config.json` of a HuBERT or a wav2vec 2 says.
struct SpeechConfiguration: Sendable {
    /// A convolution of the front end.
    struct Stage: Sendable {
        let channels: Int
        let kernel: Int
        let stride: Int
    }

    /// Where convolutions have norms.
    enum StageNorm: String, Sendable {
        /// The first one alone, each channel over all of the sound.
        case group
        /// All of them, each moment over its channels.
        case layer
    }

    let channels: Int
    let layers: Int
    let heads: Int
    /// The hidden channels of MLPs.
    let hidden: Int
    let activation: Activation
    let activationName: String
    /// What norms add to the variance.
    let epsilon: Float
    let stages: [Stage]
    let stagesHaveBias: Bool
    let stageNorm: StageNorm
    let stageActivation: Activation
    /// Whether what leaves the convolutions is normed.
    let normsFeatures: Bool
    /// The frames that the convolution of positions sees at once, and in how many groups its channels are.
    let positions: (kernel: Int, groups: Int)
    let positionsHaveBatchNorm: Bool
    /// Whether norms come before what they feed, and not behind residuals.
    let normsFirst: Bool

    private struct Keys: Decodable {
        let hiddenSize: Int?
        let numHiddenLayers: Int?
        let numAttentionHeads: Int?
        let intermediateSize: Int?
        let hiddenAct: String?
        let layerNormEps: Float?
        let convDim: [Int]?
        let convStride: [Int]?
        let convKernel: [Int]?
        let convBias: Bool?
        let featExtractNorm: String?
        let featExtractActivation: String?
        let featProjLayerNorm: Bool?
        let numConvPosEmbeddings: Int?
        let numConvPosEmbeddingGroups: Int?
        let convPosBatchNorm: Bool?
        let doStableLayerNorm: Bool?
        let adapterAttnDim: Int?
        let addAdapter: Bool?
    }

    /// What a file says, checked, before memory is taken for it.
    ///
    /// - Parameter isHubert: whether keys count that only HuBERT has.
    /// - Throws: `CheckpointError` naming the key, what it says and what would be accepted.
    init(_ file: ConfigurationFile, isHubert: Bool) throws(CheckpointError) {
        let keys = try file.decode(Keys.self)
        channels = try file.check(keys.hiddenSize ?? 768, "hidden_size", in: 1...65_536)
        layers = try file.check(keys.numHiddenLayers ?? 12, "num_hidden_layers", in: 1...1024)
        heads = try file.check(
            keys.numAttentionHeads ?? 12,
            "num_attention_heads",
            dividing: channels,
            "channels of hidden_size"
        )
        hidden = try file.check(keys.intermediateSize ?? 3072, "intermediate_size", in: 1...1_048_576)
        activationName = keys.hiddenAct ?? "gelu"
        activation = try file.activation(activationName, "hidden_act")
        epsilon = try file.check(keys.layerNormEps ?? 1e-5, "layer_norm_eps", in: 0...1)
        stages = try file.stages(keys.convDim, keys.convKernel, keys.convStride)
        stagesHaveBias = keys.convBias ?? false
        let named = keys.featExtractNorm ?? "group"
        guard let norm = StageNorm(rawValue: named) else {
            throw file.error(at: "feat_extract_norm", "“\(named)” is not known, expected group or layer")
        }
        stageNorm = norm
        stageActivation = try file.activation(
            keys.featExtractActivation ?? "gelu",
            "feat_extract_activation"
        )
        normsFeatures = isHubert ? keys.featProjLayerNorm ?? true : true
        let kernel = try file.check(
            keys.numConvPosEmbeddings ?? 128,
            "num_conv_pos_embeddings",
            in: 1...4096
        )
        let groups = try file.check(
            keys.numConvPosEmbeddingGroups ?? 16,
            "num_conv_pos_embedding_groups",
            dividing: channels,
            "channels of hidden_size"
        )
        positions = (kernel, groups)
        positionsHaveBatchNorm = isHubert ? keys.convPosBatchNorm ?? false : false
        normsFirst = keys.doStableLayerNorm ?? false
        if normsFirst, let adapter = keys.adapterAttnDim {
            throw file.error(
                at: "adapter_attn_dim",
                "\(adapter) is not supported: models whose layers have adapters for languages are not read"
            )
        }
        if !isHubert && keys.addAdapter == true {
            throw file.error(
                at: "add_adapter",
                "true is not supported: models with convolutions behind the layers are not read"
            )
        }
    }

    /// By how many samples frames are apart.
    var hop: Int { stages.reduce(1) { $0 * $1.stride } }

    /// How many samples a frame sees.
    var window: Int {
        var (window, hop) = (1, 1)
        for stage in stages {
            window += (stage.kernel - 1) * hop
            hop *= stage.stride
        }
        return window
    }

    /// The sizes in words, for the report.
    ///
    /// - Parameter reads: what answers are read from.
    func facts(reads: String) -> [MappingReport.Fact] {
        let norm = stageNorm == .group ? "the first normed over time" : "each normed"
        return [
            .init("frames", "\(window) samples each, \(hop) apart"),
            .init("convolutions", "\(stages.count), \(norm)"),
            .init("positions", "a convolution over \(positions.kernel) frames in \(positions.groups) groups"),
            .init(
                "self-attention",
                "\(layers) layers of \(channels) channels, heads \(heads), MLP \(hidden)"
            ),
            .init("norms", normsFirst ? "before attention and MLP" : "behind attention and MLP"),
            .init("activation", activationName),
            .init("answers", reads),
        ]
    }
}

extension ConfigurationFile {
    /// The convolutions of the front end.
    fileprivate func stages(
        _ channels: [Int]?,
        _ kernels: [Int]?,
        _ strides: [Int]?
    ) throws(CheckpointError) -> [SpeechConfiguration.Stage] {
        let channels = channels ?? Array(repeating: 512, count: 7)
        let kernels = kernels ?? [10, 3, 3, 3, 3, 2, 2]
        let strides = strides ?? [5, 2, 2, 2, 2, 2, 2]
        try check(channels.count, "the number of conv_dim", in: 1...32)
        for (list, key) in [(kernels, "conv_kernel"), (strides, "conv_stride")]
        where list.count != channels.count {
            throw error(at: key, "has \(list.count) numbers, expected \(channels.count), as many as conv_dim")
        }
        var hop = 1
        var stages: [SpeechConfiguration.Stage] = []
        for index in channels.indices {
            try check(channels[index], "conv_dim[\(index)]", in: 1...65_536)
            try check(kernels[index], "conv_kernel[\(index)]", in: 1...512)
            try check(strides[index], "conv_stride[\(index)]", in: 1...1024)
            hop *= strides[index]
            try check(hop, "the product of conv_stride", in: 1...1_000_000)
            stages.append(.init(channels: channels[index], kernel: kernels[index], stride: strides[index]))
        }
        return stages
    }
}
