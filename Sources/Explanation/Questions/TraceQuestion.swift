public import Models

/// How answers came to read the input, through latents: see ``AnswerTrace``.
public struct TraceQuestion: Question {
    /// What is looked at.
    public let subject: Subject
    /// Whose answer comes first, where it is a place's; `nil` for the usual one.
    public let asker: Asker?
    /// How readings are led to the latents.
    public let way: AnswerTrace.Way

    /// A trace of a subject.
    public init(_ subject: Subject, asker: Asker? = nil, way: AnswerTrace.Way = .direct) {
        self.subject = subject
        // Tasks are traced all of them, whichever is asked for.
        self.asker = if case .query = asker { asker } else { nil }
        self.way = way
    }

    /// What must be known first.
    public var needs: [any Question] { [RunQuestion(subject), OpenQuestion(subject)] }
    /// What is being done, in a word or two.
    public var title: String { "trace" }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane {
        let run = known(RunQuestion(subject))
        guard let layer = run.model.readingLayer, way == .direct else { return .long }
        return run.pairs(in: run.model.layers[layer]) > PooledMap.largestWhole ? .long : .quick
    }

    /// Computes the answer.
    ///
    /// - Throws: ``Failure`` if the model's answers are not read from latents.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> AnswerTrace {
        try AnswerTrace(
            known(RunQuestion(subject)),
            known(OpenQuestion(subject)),
            asker: asker,
            way: way,
            progress: progress
        )
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: AnswerTrace) -> Int {
        let tokens = answer.regions.reduce(0) { $0 + $1.tokens.count }
        return 4 * (answer.weights.count + answer.reading.count) + 8 * tokens + 64 * answer.regions.count
            + 1024
    }
}

extension Model {
    /// Why there is no way from answers through latents to the input, if so.
    public var traceRefusal: String? {
        readingLayer == nil || trunk.readSpace != .latents ? AnswerTrace.refusal : nil
    }
}
