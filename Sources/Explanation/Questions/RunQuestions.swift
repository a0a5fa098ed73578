public import Models

/// What a model would write at one place of a text.
public struct BytesQuestion: Question {
    /// What is looked at.
    public let subject: Subject
    /// The token.
    public let position: Int

    /// What stands at a token's place.
    public init(_ subject: Subject, position: Int) {
        self.subject = subject
        self.position = position
    }

    /// What must be known first.
    public var needs: [any Question] { [RunQuestion(subject)] }
    /// What is being done, in a word or two.
    public var title: String { "decoding" }

    /// Computes the answer.
    public func answer(_ known: Known, progress: @escaping Progress) -> BytePredictions {
        let run = known(RunQuestion(subject))
        return run.model.bytes(run, positions: [position])
    }
}

/// The input as it is decoded from the latents.
public struct ReconstructionQuestion: Question {
    /// What is looked at; its run's output is a clip, or tokens.
    public let subject: Subject

    /// A subject's input, decoded.
    public init(_ subject: Subject) { self.subject = subject }

    /// What must be known first.
    public var needs: [any Question] { [RunQuestion(subject), OpenQuestion(subject)] }
    /// What is being done, in a word or two.
    public var title: String { "decoding" }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane { .long }

    /// Computes the answer.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> Reconstructed {
        let run = known(RunQuestion(subject))
        if case .clip = run.output {
            return .clip(ReconstructedClip(try run.reconstruct(progress: progress)))
        }
        let made = try run.reconstructInput(progress: progress)
        return .input(ReconstructedInput(made, of: known(OpenQuestion(subject))))
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: Reconstructed) -> Int {
        switch answer {
        case .clip(let clip):
            clip.frames.reduce(500_000 + 4 * clip.recording.samples.count) { $0 + $1.pixels.count }
        case .input: 500_000
        }
    }
}

/// What two inputs have in common.
public struct ComparisonQuestion: Question {
    /// The one on the left.
    public let first: Subject
    /// The one on the right; its model is the same.
    public let second: Subject
    /// The tasks that are compared; `nil` for those that match.
    public let tasks: [Int]?

    /// Two inputs, by some of their tasks.
    public init(_ first: Subject, _ second: Subject, tasks: (Int, Int)? = nil) {
        self.first = first
        self.second = second
        self.tasks = tasks.map { [$0.0, $0.1] }
    }

    /// What must be known first.
    public var needs: [any Question] { [RunQuestion(first), RunQuestion(second)] }
    /// What is being done, in a word or two.
    public var title: String { "comparison" }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane { .long }

    /// Computes the answer.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> Comparison {
        let (left, right) = (known(RunQuestion(first)), known(RunQuestion(second)))
        let matching = tasks.map { ($0[0], $0[1]) } ?? Comparison.matchingTasks(left, right)
        return try Comparison(left, right, tasks: matching, progress: progress)
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: Comparison) -> Int { answer.latents.count * 80 + 8192 }
}

/// What is kept of an input to tell how alike it is to others.
///
/// The model runs on it if it has not.
public struct PortraitQuestion: Question {
    /// The input.
    public let subject: Subject

    /// A portrait of a subject.
    public init(_ subject: Subject) { self.subject = subject }

    /// What must be known first.
    public var needs: [any Question] { [ModelQuestion(subject.model)] }
    /// What makes it cheaper if it is known.
    public var helps: [any Question] { [RunQuestion(subject)] }
    /// What is being done, in a word or two.
    public var title: String { "comparing inputs" }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane { .long }

    /// Computes the answer.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> Portrait {
        let model = known(ModelQuestion(subject.model))
        let run =
            try known[RunQuestion(subject)]
            ?? model.run(subject.source.opened(for: model).input, progress: progress)
        return Portrait(run, names: SharedNames(model))
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: Portrait) -> Int {
        4 * answer.reading.count + 8 * (answer.probabilities?.count ?? 0) + 256
    }
}
