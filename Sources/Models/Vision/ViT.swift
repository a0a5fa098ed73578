import Checkpoints
import Numerics
import Perceiver

/// The first vision transformer, which DINO trained without labels.
///
/// See Dosovitskiy and others 2021, *An Image Is Worth 16×16 Words*, and Caron and others 2021, *Emerging Properties in
/// Self-Supervised Vision Transformers*.
struct ViT: VisionTransformer {
    static let bare = ModelKind(
        "ViTModel",
        type: "vit",
        modalities: [.image],
        words: "picture features, ViT",
        summary: "makes features of pictures and their patches",
        Self.self
    )
    static let classifier: ModelKind? = ModelKind(
        "ViTForImageClassification",
        type: "vit",
        modalities: [.image],
        words: "picture classes, ViT",
        summary: "classifies pictures, whose patches attend to each other",
        Self.self
    )

    let parts: VisionParts

    private struct Keys: Decodable {
        let qkvBias: Bool?
        let poolerOutputSize: Int?
        let poolerAct: String?
    }

    init(_ source: ModelSource) throws(CheckpointError) {
        let file = source.configuration
        let c = try PatchConfiguration(file, .init(epsilon: 1e-12))
        let keys = try file.decode(Keys.self)
        let labels = try source.labels(Self.classifier)
        let processing = try PatchProcessing(
            folder: source.folder,
            usual: .vit,
            published: .init(
                resizing: .whole(c.picture),
                filter: .bilinear,
                numbers: PixelNumbers(mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5]),
                origin: "the usual constants, as there is no preprocessor_config.json"
            )
        )
        let all = try source.weights
        let weights = Self.own(all)
        let input = try c.input(weights, processing, registers: 0, .cubic)
        let hasBias = keys.qkvBias ?? true
        let trunk = try c.trunk(weights["encoder.layer"], Self.names(hasBias: hasBias))
        let norm = try weights.norm("layernorm", c.channels, epsilon: c.epsilon, "norm behind the layers")
        weights.skip("embeddings.mask_token", because: "no patch is masked")
        let reading = ClassificationTask.Reading.normed(0, norm)
        let isPooled = labels == nil && weights.has("pooler.dense.weight")
        parts = VisionParts(
            trunk: trunk,
            input: input,
            norm: norm,
            tasks: try labels.map { labels throws(CheckpointError) in
                try all.classes(labels, reading, inputs: c.channels)
            } ?? [],
            pooler: isPooled ? try c.pooler(weights, keys.poolerOutputSize, keys.poolerAct, file) : nil,
            facts: ModelFacts(
                sizes: c.facts(
                    registers: 0,
                    gated: false,
                    reads: labels == nil ? VisionParts.noAnswers : "read from CLS"
                ),
                preprocessing: processing.facts,
                labels: labels?.names ?? []
            )
        )
    }

    private static func names(hasBias: Bool) -> PatchLayerNames {
        PatchLayerNames(
            attentionNorm: "layernorm_before",
            query: "attention.attention.query",
            key: "attention.attention.key",
            value: "attention.attention.value",
            output: "attention.output.dense",
            mlpNorm: "layernorm_after",
            hidden: "intermediate.dense",
            narrowing: "output.dense",
            queryHasBias: hasBias,
            keyHasBias: hasBias,
            valueHasBias: hasBias
        )
    }
}
