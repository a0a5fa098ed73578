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
    /// The model's folder.
    ///
    /// - Throws: `MissingAssets` if the bundled model is not where the program looks for it.
    public var url: URL {
        get throws {
            switch self {
            case .bundled: try Assets.model
            case .folder(let path): URL(filePath: path)
            }
        }
    }
}
