import Checkpoints

/// A transformer that learned without labels to tell which unit of sound is hidden.
///
/// See Hsu and others 2021, *HuBERT: Self-Supervised Speech Representation Learning by Masked Prediction of Hidden Units*.
struct HuBERT: SpeechTransformer {
    static let kinds = SpeechKinds("Hubert", type: "hubert", "HuBERT", hasTraining: false, Self.self)

    let parts: SpeechParts

    init(_ source: ModelSource) throws(CheckpointError) { parts = try SpeechParts(source, Self.self) }
}

/// A transformer that learned without labels to tell which sound is hidden.
///
/// See Baevski and others 2020, *wav2vec 2.0: A Framework for Self-Supervised Learning of Speech Representations*.
struct Wav2Vec2: SpeechTransformer {
    static let kinds = SpeechKinds("Wav2Vec2", type: "wav2vec2", "wav2vec 2", hasTraining: true, Self.self)

    let parts: SpeechParts

    init(_ source: ModelSource) throws(CheckpointError) { parts = try SpeechParts(source, Self.self) }
}

extension SpeechKinds {
    /// The kinds of a family.
    ///
    /// - Parameters:
    ///   - name: what the classes of transformers begin with.
    ///   - words: the family's own name.
    ///   - hasTraining: whether models are published with the head of their first training.
    fileprivate init(
        _ name: String,
        type: String,
        _ words: String,
        hasTraining: Bool,
        _ architecture: any SpeechTransformer.Type
    ) {
        func kind(_ head: String, _ what: String, _ summary: String) -> ModelKind {
            ModelKind(
                name + head,
                type: type,
                modalities: [.audio],
                words: "\(what), \(words)",
                summary: summary,
                architecture
            )
        }
        let features = "makes features of sounds, frame by frame, learned without labels"
        bare = kind("Model", "sound features", features)
        letters = kind("ForCTC", "speech to letters", "writes down what is said, letter by letter")
        classes = kind(
            "ForSequenceClassification",
            "sound classes",
            "classifies sounds, whose frames attend to each other"
        )
        training = hasTraining ? kind("ForPreTraining", "sound features", features) : nil
    }
}

extension ModelKind {
    private static let speechTransformers: [any SpeechTransformer.Type] = [HuBERT.self, Wav2Vec2.self]

    /// The kinds of transformers of speech.
    static var speech: [ModelKind] { speechTransformers.flatMap { $0.kinds.all } }

    /// The kind of a transformer of speech of a `model_type` whose tensors these are; `nil` if it is another type.
    static func speech(_ type: String?, told tensors: some Collection<String>) -> ModelKind? {
        guard let kinds = speechTransformers.lazy.map({ $0.kinds }).first(where: { $0.bare.type == type })
        else {
            return nil
        }
        func has(_ name: String) -> Bool { tensors.contains { $0.hasSuffix(name) } }
        if has("lm_head.weight") { return kinds.letters }
        if has("classifier.weight") { return kinds.classes }
        return has("quantizer.codevectors") ? kinds.training ?? kinds.bare : kinds.bare
    }
}
