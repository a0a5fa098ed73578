import Assets
import Foundation
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
    public var url: URL {
        switch self {
        case .bundled: Assets.model
        case .folder(let path): URL(filePath: path)
        }
    }
}
