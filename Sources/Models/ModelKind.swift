public import Media

/// The kinds of model that can be run, by the names that `config.json` gives them in `architectures`.
///
/// The bundled kind's name is its `model_type`.
public enum ModelKind: String, Sendable, Hashable, CaseIterable, Codable {
    case explorer = "perceiver_explorer"
    case maskedLanguage = "PerceiverForMaskedLM"
    case sequenceClassification = "PerceiverForSequenceClassification"
    case imageLearned = "PerceiverForImageClassificationLearned"
    case imageFourier = "PerceiverForImageClassificationFourier"
    case imageConvolution = "PerceiverForImageClassificationConvProcessing"
    case opticalFlow = "PerceiverForOpticalFlow"
    case multimodal = "PerceiverForMultimodalAutoencoding"

    /// What a model of this kind that takes such inputs does, in a few words.
    public func summary(taking modalities: [Modality]) -> String {
        switch self {
        case .explorer: "classifies \(Modality.list(modalities))"
        case .maskedLanguage: "fills in masked bytes of a text"
        case .sequenceClassification: "classifies texts"
        case .imageLearned: "classifies pictures, with learned positions"
        case .imageFourier: "classifies pictures, from pixels and Fourier features"
        case .imageConvolution: "classifies pictures, after a convolution"
        case .opticalFlow: "tells how pixels move from one picture to the next"
        case .multimodal: "compresses a clip's frames and sound, and names what happens in it"
        }
    }

    /// What can be given to a model of this kind.
    public var modalities: [Modality] {
        switch self {
        case .explorer: [.image, .audio, .text]
        case .maskedLanguage, .sequenceClassification: [.text]
        case .imageLearned, .imageFourier, .imageConvolution: [.image]
        case .opticalFlow: [.pair]
        case .multimodal: [.clip, .audio, .image]
        }
    }
}
