import Checkpoints
import Media
import Numerics
import Perceiver

/// What all vision transformers have in common: patches of a picture and tokens of the model's own ask each other.
///
/// CLS is read at the end, alone or beside the patches' average. Where no classes are read from it, its features are
/// what there is.
protocol VisionTransformer: Architecture {
    var parts: VisionParts { get }
    /// The kind that classifies; `nil` if none does.
    static var classifier: ModelKind? { get }
    /// The kind without a head.
    static var bare: ModelKind { get }
}

/// The parts of a vision transformer.
struct VisionParts: Sendable {
    let trunk: Trunk
    let input: PatchInput
    /// The norm behind the last layer.
    let norm: LayerNorm
    let tasks: [ClassificationTask]
    /// What CLS goes through where it is pooled; `nil` where it is taken as it is.
    let pooler: (map: Linear, activation: Activation)?
    let facts: ModelFacts
    /// CLS's features, which are the answer where there are no tasks.
    let features: DecoderAnswer?

    init(
        trunk: Trunk,
        input: PatchInput,
        norm: LayerNorm,
        tasks: [ClassificationTask],
        pooler: (map: Linear, activation: Activation)? = nil,
        facts: ModelFacts
    ) {
        (self.trunk, self.input, self.norm, self.tasks) = (trunk, input, norm, tasks)
        (self.pooler, self.facts) = (pooler, facts)
        features =
            tasks.isEmpty ? DecoderAnswer(.normed(0, norm), then: .identity(trunk.readChannels)) : nil
    }

    /// What is said of answers where there are none.
    static let noAnswers = "none; tokens have features"
}

extension VisionTransformer {
    var trunk: Trunk { parts.trunk }
    var tasks: [ClassificationTask] { parts.tasks }
    var facts: ModelFacts { parts.facts }
    var sizeRefusal: String? { nil }
    var usualInputs: [UsualInput] { [.picture(width: 224, height: 224)] }

    func prepare(_ medium: Medium, _ options: InputOptions) throws(ModelError) -> InputArray {
        guard case .image(let image) = medium else { throw .modality(medium.modality, accepted: [.image]) }
        return try parts.input(image, options)
    }

    // MARK: what comes out

    /// Without tasks CLS is what can be asked for.
    func queries(of run: Run) -> DecoderQueries {
        tasks.isEmpty ? DecoderQueries(names: ["CLS"]) : DecoderQueries(tasks: run.tasks)
    }

    func answer(to query: Int, of run: Run) -> DecoderAnswer {
        parts.features ?? DecoderAnswer(run.tasks[query].reading, then: run.tasks[query].final)
    }

    var featureCount: Int? { trunk.readChannels }
    func features(of run: Run) -> Matrix? { parts.norm(run.trace.final) }

    func outputs(
        of run: Run,
        reconstructing: Bool,
        progress: (Double) -> Void
    ) throws -> [NamedOutput] {
        let logits = run.predictions.map { NamedOutput($0, "logits") }
        guard logits.isEmpty else { return logits }
        let features = parts.norm(run.trace.final)
        var pooled = features[rows: 0..<1]
        if let (map, activation) = parts.pooler { pooled = map(pooled, then: activation) }
        return [
            NamedOutput(
                name: "last_hidden_state",
                shape: [features.rows, features.columns],
                values: features
            ),
            NamedOutput(name: "pooler_output", shape: [pooled.columns], values: pooled),
        ]
    }

    // MARK: names

    /// What stands before the names of its tensors where a head was trained with it.
    private static var base: String { bare.type }

    /// The names of some tensors without what training put around them and, where no head stands beside it, without
    /// the name of the model itself.
    static func names(of tensors: some Collection<String>) -> TensorNames {
        let mark = "embeddings.cls_token"
        let isHeld = tensors.contains { $0 == "\(base).\(mark)" || $0.hasSuffix(".\(base).\(mark)") }
        return TensorNames(tensors, marks: [[isHeld ? "\(base).\(mark)" : mark]])
    }

    /// The weights of the model itself, beside which those of a head may stand.
    static func own(_ weights: Weights) -> Weights {
        weights.has("\(base).embeddings.cls_token") ? weights[base] : weights
    }
}

extension Linear {
    /// A map that changes nothing.
    static func identity(_ channels: Int) -> Linear {
        let weight = Matrix(rows: channels, columns: channels) { target in
            target.initialize(repeating: 0)
            for channel in 0..<channels { target[channel * (channels + 1)] = 1 }
        }
        return Linear(weight: weight, bias: [Float](repeating: 0, count: channels))
    }
}

extension ModelKind {
    private static let visionTransformers: [any VisionTransformer.Type] = [
        ViT.self, DINOv2.self, DINOv2WithRegisters.self, DINOv3.self,
    ]

    /// The kinds of vision transformers.
    static var vision: [ModelKind] {
        visionTransformers.flatMap { [$0.bare] + ($0.classifier.map { [$0] } ?? []) }
    }

    /// The kind of a vision transformer of a `model_type` whose tensors these are; `nil` if it is another type.
    static func vision(_ type: String?, told tensors: some Collection<String>) -> ModelKind? {
        guard let kind = visionTransformers.first(where: { $0.bare.type == type }) else { return nil }
        return tensors.contains { $0.hasSuffix("classifier.weight") }
            ? kind.classifier ?? kind.bare : kind.bare
    }
}
