import Checkpoints
import Media
import Perceiver

/// The published classifier of texts: one learned query asks the latents for the class.
struct SequenceClassification: TextClassification {
    static let kind = ModelKind(
        "PerceiverForSequenceClassification",
        type: PublishedConfiguration.type,
        modalities: [.text],
        words: "text classes",
        summary: "classifies texts",
        Self.self
    )

    let trunk: Trunk
    let tasks: [ClassificationTask]
    let facts: ModelFacts
    let input: TokenInput

    init(_ source: ModelSource) throws(CheckpointError) {
        let keys = try TokenKeys(source.configuration)
        let c = try PublishedConfiguration(source.configuration, inputChannels: keys.dModel)
        let weights = try source.weights["perceiver"]
        input = try TokenInput(source, keys)
        trunk = try c.trunk(weights, inputChannels: keys.dModel)
        tasks = [try c.classes(weights, of: .text)]
        facts = ModelFacts(
            sizes: c.facts(inputChannels: keys.dModel, decoder: c.decoderSizes(queries: c.dLatents)),
            preprocessing: input.tokenizer.facts,
            labels: c.labels
        )
    }
}

/// What classifiers of texts of bytes have in common.
protocol TextClassification: Architecture {
    /// How texts become tokens.
    var input: TokenInput { get }
}

extension TextClassification {
    func prepare(_ medium: Medium, _ options: InputOptions) throws(ModelError) -> InputArray {
        guard case .text(let text) = medium else { throw .modality(medium.modality, accepted: [.text]) }
        return try input(text, options)
    }

    var masksTexts: Bool { input.hasMasks }
    var usualInputs: [UsualInput] { [.text(bytes: 2046)] }
}
