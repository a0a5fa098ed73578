import Models

/// Vectors of a run along the three directions in which they differ most: see ``Components``.
public struct ComponentsQuestion: Question {
    /// What is looked at.
    public let subject: Subject
    /// Which vectors.
    public let vectors: Vectors
    /// The layer after which features of tokens are taken; `nil` for what answers are read from.
    public let layer: String?

    /// Components of a subject.
    public init(_ subject: Subject, _ vectors: Vectors, after layer: String? = nil) {
        (self.subject, self.vectors, self.layer) = (subject, vectors, layer)
    }

    /// What must be known first.
    public var needs: [any Question] { [RunQuestion(subject)] }
    /// What is being done, in a word or two.
    public var title: String { "principal components" }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane { .long }

    /// Computes the answer.
    ///
    /// - Throws: ``Failure`` if the model has no such vectors.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> Components {
        try Components(vectors, of: known(RunQuestion(subject)), after: layer)
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: Components) -> Int { 64 * answer.scores.count + 1024 }
}

/// How alike a token is to all tokens of its input, or of another one: see ``KeyCosines``.
public struct KeyCosinesQuestion: Question {
    /// The token's input.
    public let subject: Subject
    /// The token.
    public let token: Int
    /// The input whose tokens it is compared with; its model is the same.
    public let other: Subject
    /// The layer after which features of tokens are taken; `nil` for what answers are read from.
    public let layer: String?

    /// A token of an input, and the same input or another one.
    public init(_ subject: Subject, token: Int, over other: Subject? = nil, after layer: String? = nil) {
        (self.subject, self.token, self.other, self.layer) = (subject, token, other ?? subject, layer)
    }

    /// What must be known first.
    public var needs: [any Question] { [RunQuestion(subject), RunQuestion(other)] }
    /// What is being done, in a word or two.
    public var title: String { "cosines" }

    /// Computes the answer.
    ///
    /// - Throws: ``Failure`` if the model reads no tokens, or not this one.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> KeyCosines {
        try KeyCosines(
            of: token,
            in: known(RunQuestion(subject)),
            over: known(RunQuestion(other)),
            after: layer
        )
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: KeyCosines) -> Int { 4 * answer.values.count + 256 }
}
