public import Perceiver

/// Which heads of a layer a map shows.
public enum HeadChoice: Sendable, Hashable {
    /// The average of all heads.
    case mean
    /// At each place the largest of all heads.
    case max
    /// One head, from 0.
    case one(Int)

    /// The heads that are shown unless others were chosen.
    public static let usual = HeadChoice.mean

    /// As written on the command line: `mean`, `max`, `3`.
    public var name: String {
        switch self {
        case .mean: "mean"
        case .max: "max"
        case .one(let head): "\(head)"
        }
    }

    /// The choice of that name.
    public init?(name: String) {
        switch name {
        case "mean": self = .mean
        case "max": self = .max
        default:
            guard let head = Int(name), head >= 0 else { return nil }
            self = .one(head)
        }
    }

    /// The choice itself, or in a layer that does not have it the first one: the mean of a single head is that head.
    public func among(heads: Int) -> HeadChoice {
        let all = Self.all(heads: heads)
        return all.contains(self) ? self : all[0]
    }

    /// Whether it can be asked of a layer: of any number of heads there are the mean and the largest.
    public func exists(amongHeads heads: Int) -> Bool {
        if case .one(let head) = self { head < heads } else { true }
    }

    /// All choices for a layer of `heads` heads.
    public static func all(heads: Int) -> [HeadChoice] {
        heads == 1 ? [.one(0)] : [.mean, .max] + (0..<heads).map { .one($0) }
    }
}

/// Which rows of an attention map are shown: who is asking.
public enum QueryChoice: Sendable, Hashable {
    /// One latent or token, from 0.
    case one(Int)
    /// The average of all.
    case mean
    /// What an answer looked at: all rows, in the proportions in which the answer reads them.
    case output
    /// Every row by itself.
    case all

    /// Who asks unless something else was chosen, or is usual in a layer.
    public static let usual = QueryChoice.output

    /// As written on the command line: `17`, `mean`, `output`, `all`.
    public var name: String {
        switch self {
        case .one(let number): "\(number)"
        case .mean: "mean"
        case .output: "output"
        case .all: "all"
        }
    }

    /// The choice of that name.
    public init?(name: String) {
        switch name {
        case "mean": self = .mean
        case "output": self = .output
        case "all": self = .all
        default:
            guard let number = Int(name), number >= 0 else { return nil }
            self = .one(number)
        }
    }
}

extension QueryChoice {
    /// Who asks, in words: `latent 3`, `mean of tokens`; `nil` of an answer, which has a name, and of all.
    ///
    /// - Parameter space: what asks in the layer.
    public func words(of space: Space) -> String? {
        switch self {
        case .one(let number): "\(space.askerWord) \(number)"
        case .mean: "mean of \(space.askerWord)s"
        case .output, .all: nil
        }
    }
}

extension Space {
    /// What one of those is called that ask in a layer and are not asked for.
    package var askerWord: String { self == .input ? "token" : "latent" }
}

extension AttentionUnit {
    /// What numbers mean unless something else was chosen.
    public static let usual = AttentionUnit.weight
}
