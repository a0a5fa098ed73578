import Checkpoints
import Numerics

/// What `config.json` of a published checkpoint says, as Hugging Face transformers writes it.
///
/// Keys that are absent have the library's defaults, which the older published files rely on. Keys that
/// nothing reads, such as `layer_norm_eps`, are left alone.
struct PublishedConfiguration: Sendable {
    var kind = ModelKind.maskedLanguage
    let numLatents: Int
    let dLatents: Int
    let dModel: Int
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
    let vocabSize: Int
    let maxPositionEmbeddings: Int
    let imageSize: Int
    let trainSize: [Int]
    let numFrames: Int
    let audioSamplesPerFrame: Int
    let samplesPerPatch: Int
    let outputShape: [Int]
    let outputNumChannels: Int
    let labelTrainableNumChannels: Int
    /// The classes' names in order.
    let labels: [String]

    /// The function between the linear maps of an MLP.
    ///
    /// ``check(_:)`` refuses a name that is not known.
    var activation: Activation { Activation(rawValue: hiddenAct) ?? .gelu }
}

extension PublishedConfiguration: Decodable {
    private enum CodingKeys: String, CodingKey {
        case numLatents, dLatents, dModel, numBlocks, numSelfAttendsPerBlock, numSelfAttentionHeads
        case numCrossAttentionHeads, qkChannels, vChannels, selfAttentionWideningFactor
        case crossAttentionWideningFactor, hiddenAct, useQueryResidual, vocabSize, maxPositionEmbeddings
        case imageSize, trainSize, numFrames, audioSamplesPerFrame, samplesPerPatch, outputShape
        case outputNumChannels, id2label, numLabels
        case crossAttentionShape = "crossAttentionShapeForAttention"
        case labelTrainableNumChannels = "_labelTrainableNumChannels"
    }

    init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        func value<Value: Decodable>(_ key: CodingKeys, _ standard: Value) throws -> Value {
            try keys.decodeIfPresent(Value.self, forKey: key) ?? standard
        }
        numLatents = try value(.numLatents, 256)
        dLatents = try value(.dLatents, 1280)
        dModel = try value(.dModel, 768)
        numBlocks = try value(.numBlocks, 1)
        numSelfAttendsPerBlock = try value(.numSelfAttendsPerBlock, 26)
        numSelfAttentionHeads = try value(.numSelfAttentionHeads, 8)
        numCrossAttentionHeads = try value(.numCrossAttentionHeads, 8)
        qkChannels = try keys.decodeIfPresent(Int.self, forKey: .qkChannels)
        vChannels = try keys.decodeIfPresent(Int.self, forKey: .vChannels)
        crossAttentionShape = try value(.crossAttentionShape, "kv")
        selfAttentionWideningFactor = try value(.selfAttentionWideningFactor, 1)
        crossAttentionWideningFactor = try value(.crossAttentionWideningFactor, 1)
        hiddenAct = try value(.hiddenAct, "gelu")
        useQueryResidual = try value(.useQueryResidual, true)
        vocabSize = try value(.vocabSize, 262)
        maxPositionEmbeddings = try value(.maxPositionEmbeddings, 2048)
        imageSize = try value(.imageSize, 56)
        trainSize = try value(.trainSize, [368, 496])
        numFrames = try value(.numFrames, 16)
        audioSamplesPerFrame = try value(.audioSamplesPerFrame, 1920)
        samplesPerPatch = try value(.samplesPerPatch, 16)
        outputShape = try value(.outputShape, [1, 16, 224, 224])
        outputNumChannels = try value(.outputNumChannels, 512)
        labelTrainableNumChannels = try value(.labelTrainableNumChannels, 1024)
        labels = try Self.labels(
            keys.decodeIfPresent([String: String].self, forKey: .id2label),
            count: value(.numLabels, 2),
            at: keys.codingPath + [CodingKeys.id2label]
        )
    }

    /// The names by number; without any, those that transformers makes up.
    private static func labels(_ names: [String: String]?, count: Int, at path: [any CodingKey]) throws
        -> [String]
    {
        guard let names else {
            guard (1...mostLabels).contains(count) else {
                throw DecodingError.dataCorrupted(
                    .init(
                        codingPath: path,
                        debugDescription: "is absent, and num_labels is \(count), expected 1 to \(mostLabels)"
                    )
                )
            }
            return (0..<count).map { "LABEL_\($0)" }
        }
        return try (0..<names.count).map { index in
            guard let name = names["\(index)"] else {
                throw DecodingError.dataCorrupted(
                    .init(
                        codingPath: path,
                        debugDescription: "has \(names.count) names but none for \"\(index)\"; "
                            + "expected the numbers from 0 on"
                    )
                )
            }
            return name
        }
    }

    private static let mostLabels = 100_000
}

extension PublishedConfiguration {
    /// The keys by which files are told apart, before anything else is read.
    struct Family: Decodable, Sendable {
        let modelType: String?
        let architectures: [String]?
    }

    /// The kind of model a file describes.
    ///
    /// - Throws: `CheckpointError` naming the family, and those that are supported.
    static func kind(_ file: ConfigurationFile) throws(CheckpointError) -> ModelKind {
        let family = try file.decode(Family.self)
        let bundled = ModelKind.explorer.rawValue
        if family.modelType == bundled { return .explorer }
        let supported = "supported are " + ModelKind.allCases.map(\.rawValue).joined(separator: ", ")
        guard let architecture = family.architectures?.first else {
            guard let type = family.modelType, type != "perceiver" else {
                let which = "is absent, so that the kind of model is not known"
                throw file.error(at: "architectures", "\(which); \(supported)")
            }
            throw file.error(at: "model_type", "“\(type)” is another family of models; \(supported)")
        }
        guard let kind = ModelKind(rawValue: architecture), kind != .explorer else {
            let other =
                architecture.hasPrefix("Perceiver") ? "is not supported" : "is another family of models"
            throw file.error(at: "architectures[0]", "“\(architecture)” \(other); \(supported)")
        }
        if let type = family.modelType, type != "perceiver" {
            throw file.error(
                at: "model_type",
                "“\(type)” does not fit architectures[0], \(architecture); expected “perceiver”"
            )
        }
        return kind
    }
}
