package import Media

/// Why a model cannot take an input: one sentence that says what would be accepted.
public struct ModelError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The sentence, without a full stop.
    public let description: String
    /// Whether an option is wrong for the model or the input, and not the input itself.
    package let isMisuse: Bool

    package init(_ description: String, isMisuse: Bool = false) {
        (self.description, self.isMisuse) = (description, isMisuse)
    }

    /// Numbers of a run are infinite, or none.
    static var overflow: ModelError {
        ModelError(
            "the model's numbers overflow on this input; its weights or how it prepares inputs are damaged"
        )
    }

    /// The input is of a kind that the model has no front end for.
    package static func modality(_ given: Modality, accepted: [Modality]) -> ModelError {
        ModelError(
            "the model does not take \(given.described); it takes "
                + accepted.map(\.described).joined(separator: ", ")
        )
    }
}

extension Modality {
    /// The kind of input in a sentence.
    var described: String {
        switch self {
        case .image: "a picture"
        case .audio: "a sound"
        case .text: "a text"
        case .pair: "two pictures of one size"
        case .clip: "a clip (a folder of frames, a sound, or both)"
        case .points: "a point cloud"
        case .units: "a set of units of a game"
        }
    }
}
