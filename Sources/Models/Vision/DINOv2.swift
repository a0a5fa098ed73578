import Checkpoints
import Numerics
import Perceiver

/// A vision transformer that was trained without labels on many pictures.
///
/// It is that of Oquab and others 2023, *DINOv2*.
struct DINOv2: VisionTransformer {
    static let bare = DINOv2Reader.kind("Dinov2Model", type: "dinov2", isClassifier: false, Self.self)
    static let classifier: ModelKind? = DINOv2Reader.kind(
        "Dinov2ForImageClassification",
        type: "dinov2",
        isClassifier: true,
        Self.self
    )

    let parts: VisionParts

    init(_ source: ModelSource) throws(CheckpointError) {
        parts = try DINOv2Reader(source, patch: 14, hasRegisters: false).parts(Self.self)
    }
}

/// The same with registers: tokens in which such a model can write down what concerns no patch.
///
/// See Darcet and others 2023, *Vision Transformers Need Registers*.
struct DINOv2WithRegisters: VisionTransformer {
    static let bare = DINOv2Reader.kind(
        "Dinov2WithRegistersModel",
        type: "dinov2_with_registers",
        isClassifier: false,
        Self.self
    )
    static let classifier: ModelKind? = DINOv2Reader.kind(
        "Dinov2WithRegistersForImageClassification",
        type: "dinov2_with_registers",
        isClassifier: true,
        Self.self
    )

    let parts: VisionParts

    init(_ source: ModelSource) throws(CheckpointError) {
        parts = try DINOv2Reader(source, patch: 16, hasRegisters: true).parts(Self.self)
    }
}

/// Reads both.
private struct DINOv2Reader {
    private let source: ModelSource
    private let configuration: PatchConfiguration
    private let registers: Int
    private let hasRegisters: Bool
    private let isGated: Bool
    private let hasBias: Bool

    private struct Keys: Decodable {
        let qkvBias: Bool?
        let useSwigluFfn: Bool?
        let numRegisterTokens: Int?
    }

    /// - Parameter patch: pixels to a patch's side where the file does not say it.
    init(_ source: ModelSource, patch: Int, hasRegisters: Bool) throws(CheckpointError) {
        let file = source.configuration
        let keys = try file.decode(Keys.self)
        let isGated = keys.useSwigluFfn ?? false
        self.source = source
        self.hasRegisters = hasRegisters
        self.isGated = isGated
        hasBias = keys.qkvBias ?? true
        registers =
            hasRegisters
            ? try file.check(keys.numRegisterTokens ?? 4, "num_register_tokens", in: 0...1024) : 0
        // Two maps instead of one: two thirds of the channels, a multiple of eight.
        let hidden: (Int) -> Int = { isGated ? (Int(Double($0) * 2 / 3) + 7) / 8 * 8 : $0 }
        configuration = try PatchConfiguration(
            file,
            .init(patch: patch, saysWidening: true, hidden: hidden)
        )
    }

    func parts(_ kind: any VisionTransformer.Type) throws(CheckpointError) -> VisionParts {
        let c = configuration
        let labels = try source.labels(kind.classifier)
        let processing = try PatchProcessing(
            folder: source.folder,
            usual: .bit,
            published: .init(
                resizing: .shorterSide(256),
                crop: .init(height: 224, width: 224),
                filter: .bicubic,
                origin: "the published constants, as there is no preprocessor_config.json"
            )
        )
        let all = try source.weights
        let weights = kind.own(all)
        let filter: Resampling.Filter = hasRegisters ? .smoothCubic : .cubic
        let input = try c.input(weights, processing, registers: registers, filter)
        let trunk = try c.trunk(weights["encoder.layer"], names)
        let norm = try weights.norm("layernorm", c.channels, epsilon: c.epsilon, "norm behind the layers")
        weights.skip("embeddings.mask_token", because: "no patch is masked")
        let reading = ClassificationTask.Reading.firstAndAverage(from: 1 + registers, norm)
        return VisionParts(
            trunk: trunk,
            input: input,
            norm: norm,
            tasks: try labels.map { labels throws(CheckpointError) in
                try all.classes(labels, reading, inputs: 2 * c.channels)
            } ?? [],
            facts: ModelFacts(
                sizes: c.facts(
                    registers: registers,
                    gated: isGated,
                    reads: labels == nil
                        ? VisionParts.noAnswers : "read from CLS and, beside it, the average of patches"
                ),
                preprocessing: processing.facts,
                labels: labels?.names ?? []
            )
        )
    }

    private var names: PatchLayerNames {
        PatchLayerNames(
            attentionNorm: "norm1",
            query: "attention.attention.query",
            key: "attention.attention.key",
            value: "attention.attention.value",
            output: "attention.output.dense",
            mlpNorm: "norm2",
            hidden: isGated ? "mlp.weights_in" : "mlp.fc1",
            isJoined: isGated,
            narrowing: isGated ? "mlp.weights_out" : "mlp.fc2",
            scales: ("layer_scale1.lambda1", "layer_scale2.lambda1"),
            queryHasBias: hasBias,
            keyHasBias: hasBias,
            valueHasBias: hasBias
        )
    }

    static func kind(
        _ name: String,
        type: String,
        isClassifier: Bool,
        _ architecture: any VisionTransformer.Type
    ) -> ModelKind {
        ModelKind(
            name,
            type: type,
            modalities: [.image],
            words: isClassifier ? "picture classes, DINOv2" : "picture features, DINOv2",
            summary: isClassifier
                ? "classifies pictures by features that were learned without labels"
                : "makes features of pictures and their patches, learned without labels",
            architecture
        )
    }
}
