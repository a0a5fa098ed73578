/// Where a model comes from.
public enum ModelPlace: Sendable, Hashable {
    /// The Perceiver that comes with the program.
    case bundled
    /// Another model that comes with the program.
    case supplied(name: String)
    /// A folder.
    case folder(path: String)

    /// A short name for lists.
    public var name: String {
        switch self {
        case .bundled: "bundled"
        case .supplied(let name): name
        case .folder(let path): path.split(separator: "/").last.map(String.init) ?? path
        }
    }
}

/// What is looked at: a model, and a source that is given to it.
public struct Subject: Sendable, Hashable {
    /// The model.
    public let model: ModelPlace
    /// The input.
    public let source: Source

    /// A source as a model gets it.
    public init(_ source: Source, model: ModelPlace) {
        self.source = source
        self.model = model
    }

    /// The same, with the pixel in the middle asked for; `nil` where no other one is.
    var unasked: Subject? {
        source.options.pixel == nil ? nil : Subject(source.asking(nil), model: model)
    }
}

/// Something that did not work, in one sentence for the user.
public struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The sentence.
    public let description: String
    /// Whether an option means nothing for the input, or for the model.
    public let isMisuse: Bool

    /// A failure with the sentence that tells it.
    public init(_ description: String, isMisuse: Bool = false) {
        (self.description, self.isMisuse) = (description, isMisuse)
    }
}
