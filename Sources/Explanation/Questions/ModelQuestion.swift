import Assets
import FoundationEssentials
public import Models

/// Reads a model.
public struct ModelQuestion: Question {
    /// Where it is.
    public let place: ModelPlace

    /// The model at a place.
    public init(_ place: ModelPlace) { self.place = place }

    /// What is being done, in a word or two.
    public var title: String { "loading \(place.name)" }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane { .files }

    /// Computes the answer.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> Model {
        try Model(folder: place.url)
    }
}

extension ModelPlace {
    /// All that come with the program, the Perceiver first.
    public static var allBundled: [ModelPlace] {
        [.bundled] + ((try? Assets.otherModels) ?? [:]).keys.sorted().map { .supplied(name: $0) }
    }

    /// A place as people name it: the name of a model that comes with the program, or a folder.
    ///
    /// A folder of such a name is reached by `./NAME`.
    public init(named text: String) {
        self = Self.allBundled.first { $0.name == text } ?? .folder(path: text)
    }

    /// What ``init(named:)`` makes the place from.
    public var written: String {
        if case .folder(let path) = self { path } else { name }
    }

    /// The place, wherever the working directory will be.
    public var absolute: ModelPlace {
        guard case .folder(let path) = self else { return self }
        return .folder(path: URL(filePath: path).standardizedFileURL.path)
    }

    /// The model's folder.
    ///
    /// - Throws: `MissingAssets` if the bundled model is not where the program looks for it.
    public var url: URL {
        get throws {
            switch self {
            case .bundled: return try Assets.model
            case .supplied(let name):
                guard let folder = try Assets.otherModels[name] else {
                    throw Failure("\(name): no model of this name comes with the program")
                }
                return folder
            case .folder(let path): return URL(filePath: path)
            }
        }
    }
}
