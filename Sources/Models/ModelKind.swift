public import Media
import Synchronization

/// A kind of model that can be run: what it is called, and how its parts are read from a folder.
///
/// A kind is one file, in `Kinds`, or anywhere else if it is registered. Kinds are equal if their names are.
public struct ModelKind: Sendable {
    /// The name that `config.json` gives it in `architectures`, or as its `model_type`; see ``isNamedByType``.
    public let name: String
    /// What can be given to a model of this kind.
    public let modalities: [Modality]
    /// The `model_type` beside its name in `config.json`.
    let type: String
    /// Whether a report tells what became of each tensor; otherwise the first one that does not fit is an error.
    let isReported: Bool
    /// What is run.
    let architecture: any Architecture.Type
    private let inWords: @Sendable ([Modality]) -> String
    private let inSentence: @Sendable ([Modality]) -> String

    /// A kind of model whose words depend on what a model takes.
    ///
    /// - Parameters:
    ///   - name: the name that `config.json` gives it.
    ///   - type: the `model_type` beside it; the name itself where there are no `architectures`.
    ///   - modalities: what can be given to it.
    ///   - isReported: whether a report tells what became of each tensor.
    ///   - architecture: what is run.
    ///   - words: the kind of a model that takes some modalities, in a word or two, for lists.
    ///   - summary: what a model that takes some modalities does, in a few words.
    package init(
        _ name: String,
        type: String,
        modalities: [Modality],
        isReported: Bool = true,
        _ architecture: any Architecture.Type,
        words: @escaping @Sendable ([Modality]) -> String,
        summary: @escaping @Sendable ([Modality]) -> String
    ) {
        self.name = name
        self.type = type
        self.modalities = modalities
        self.isReported = isReported
        self.architecture = architecture
        inWords = words
        inSentence = summary
    }

    /// A kind of model.
    ///
    /// - Parameters:
    ///   - words: the kind in a word or two, for lists.
    ///   - summary: what such models do, in a few words.
    package init(
        _ name: String,
        type: String,
        modalities: [Modality],
        words: String,
        summary: String,
        _ architecture: any Architecture.Type
    ) {
        self.init(
            name,
            type: type,
            modalities: modalities,
            architecture,
            words: { _ in words },
            summary: { _ in summary }
        )
    }

    /// Whether `config.json` tells this kind by its `model_type` alone.
    var isNamedByType: Bool { type == name }

    /// What a model of this kind that takes such inputs does, in a few words.
    public func summary(taking modalities: [Modality]) -> String { inSentence(modalities) }

    /// The kind of a model that takes such inputs, in a word or two, for lists.
    public func words(taking modalities: [Modality]) -> String { inWords(modalities) }
}

extension ModelKind: Hashable, CustomStringConvertible {
    /// Whether two kinds have the same name.
    public static func == (a: ModelKind, b: ModelKind) -> Bool { a.name == b.name }

    /// Hashes the name.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }

    /// The name.
    public var description: String { name }
}

extension ModelKind {
    /// The bundled kind.
    public static let bundled = BundledModel.kind
    /// Fills in masked bytes.
    public static let maskedLanguage = MaskedLanguage.kind
    /// Classifies texts.
    public static let sequenceClassification = SequenceClassification.kind
    /// Classifies pictures, with learned positions.
    public static let imageLearned = LearnedPictures.kind
    /// Classifies pictures, from pixels and Fourier features.
    public static let imageFourier = FourierPictures.kind
    /// Classifies pictures, after a convolution.
    public static let imageConvolution = ConvolutionPictures.kind
    /// Tells how pixels move.
    public static let opticalFlow = OpticalFlow.kind
    /// Compresses clips, and names what happens in them.
    public static let multimodal = MultimodalAutoencoding.kind
    /// Classifies pictures that latents look at several times.
    public static let crossingPictures = CrossingPictures.kind

    private static let builtIn: [ModelKind] =
        [
            bundled, maskedLanguage, sequenceClassification, imageLearned, imageFourier, imageConvolution,
            opticalFlow, multimodal, crossingPictures,
        ] + vision + speech + imageGPT + packages
    private static let registered = Mutex<[ModelKind]>([])

    /// All kinds that models are read as: those of this target, then those that were registered.
    public static var all: [ModelKind] { builtIn + registered.withLock { $0 } }

    /// Adds a kind, from now on, for the whole program; one that has its name already is replaced.
    ///
    /// - Precondition: the name is none of those of this target.
    package static func register(_ kind: ModelKind) {
        precondition(!builtIn.contains(kind), "\(kind) is built in")
        registered.withLock { kinds in kinds = kinds.filter { $0 != kind } + [kind] }
    }
}
