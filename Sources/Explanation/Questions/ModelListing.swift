import FoundationEssentials
public import Media
public import Models

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
    /// What is odd about its files, and how it is read, in sentences.
    public let notes: [String]

    /// What is known of a model; without `modalities`, it takes what its kind takes.
    public init(
        place: ModelPlace,
        kind: ModelKind?,
        modalities: [Modality]? = nil,
        parameterCount: Int? = nil,
        problem: String? = nil,
        notes: [String] = []
    ) {
        self.place = place
        self.kind = kind
        self.modalities = modalities ?? kind?.modalities ?? []
        self.parameterCount = parameterCount
        self.problem = problem
        self.notes = notes
    }
}

/// Looks for models: at some places, and in the folders in them.
///
/// No weights are read.
public struct ListingsQuestion: Question {
    /// Where to look.
    public let places: [ModelPlace]

    /// The models at some places.
    public init(_ places: [ModelPlace]) { self.places = places }

    /// What is being done, in a word or two.
    public var title: String { "looking for models" }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane { .files }

    /// Computes the answer.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> [ModelListing] {
        var (seen, found): (Set<String>, [ModelListing]) = ([], [])
        for place in places {
            guard case .folder(let path) = place else {
                if !found.contains(where: { $0.place == place }) { found.append(ModelListing(place)) }
                continue
            }
            for folder in [path] + Self.folders(in: path) {
                let real = URL(filePath: folder).resolvingSymlinksInPath().path
                guard ModelListing.isModel(folder), seen.insert(real).inserted else { continue }
                found.append(ModelListing(.folder(path: folder)))
            }
        }
        return found
    }

    private static func folders(in path: String) -> [String] {
        let names = (try? Folder.names(in: path)) ?? []
        return names.sorted().map { path == "/" ? "/" + $0 : path + "/" + $0 }
    }
}

extension ModelListing {
    /// Whether a folder is a model's, or one that is taken for a model's.
    public static func isModel(_ folder: String) -> Bool { Model.isExpected(in: folder) }

    /// What the files at a place say of themselves.
    fileprivate init(_ place: ModelPlace) {
        do {
            let summary = try ModelSummary(folder: place.url)
            self.init(
                place: place,
                kind: summary.kind,
                modalities: summary.modalities,
                parameterCount: summary.parameterCount,
                problem: summary.problem.map { "\($0)" },
                notes: summary.notes
            )
        } catch {
            self.init(place: place, kind: nil, problem: "\(error)")
        }
    }
}
