public import Media
public import Models

/// Where a model comes from.
public enum ModelPlace: Sendable, Hashable {
    /// The one that comes with the program.
    case bundled
    /// A folder.
    case folder(path: String)

    /// A short name for lists.
    var name: String {
        switch self {
        case .bundled: "bundled"
        case .folder(let path): path.split(separator: "/").last.map(String.init) ?? path
        }
    }
}

/// What is known of a model before it is read.
public struct ModelListing: Sendable, Hashable {
    /// Where it is.
    public let place: ModelPlace
    /// What kind it is; `nil` if that cannot be told.
    public let kind: ModelKind?
    /// What can be given to it; nothing if that cannot be told.
    public let modalities: [Modality]
    /// The number of trained numbers in its file, if that can be told.
    public let parameterCount: Int?
    /// Why it cannot be used, if so.
    public let problem: String?

    /// What is known of a model; without `modalities`, it takes what its kind takes.
    public init(
        place: ModelPlace,
        kind: ModelKind?,
        modalities: [Modality]? = nil,
        parameterCount: Int? = nil,
        problem: String? = nil
    ) {
        self.place = place
        self.kind = kind
        self.modalities = modalities ?? kind?.modalities ?? []
        self.parameterCount = parameterCount
        self.problem = problem
    }
}

/// The list of models.
struct ModelsState: Sendable {
    var cursor = 0
    /// Whether the cursor was moved; otherwise it is on the present model.
    var isMoved = false
    /// Whether folders are still being looked through.
    var isSearching = true
}
