public import Numerics

/// The vectors that a model's latents end with, `[N, D]`.
///
/// The model runs on the input if it has not.
public struct LatentStatesQuestion: Question {
    /// The input.
    public let subject: Subject

    /// The latents of a subject.
    public init(_ subject: Subject) { self.subject = subject }

    /// What must be known first.
    public var needs: [any Question] { [ModelQuestion(subject.model)] }
    /// What makes it cheaper if it is known.
    public var helps: [any Question] { [RunQuestion(subject)] }
    /// What is being done, in a word or two.
    public var title: String { "comparing latents" }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane { .long }

    /// Computes the answer.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> Matrix {
        if let run = known[RunQuestion(subject)] { return run.trace.latents }
        let model = known(ModelQuestion(subject.model))
        return try model.run(subject.source.opened(for: model).input, progress: progress).trace.latents
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: Matrix) -> Int { 4 * answer.count + 256 }
}

/// How alike the latents of two inputs are, each without its mean over several inputs.
public struct CentredComparisonQuestion: Question {
    /// The one on the left.
    public let first: Subject
    /// The one on the right; its model is the same.
    public let second: Subject
    /// The inputs that the means are of.
    public let inputs: [Subject]

    /// Two inputs among several.
    public init(_ first: Subject, _ second: Subject, among inputs: [Subject]) {
        self.first = first
        self.second = second
        self.inputs = inputs
    }

    /// What must be known first.
    public var needs: [any Question] { ([first, second] + inputs).map { LatentStatesQuestion($0) } }
    /// What is being done, in a word or two.
    public var title: String { "comparing latents" }

    /// Computes the answer.
    public func answer(_ known: Known, progress: @escaping Progress) -> CentredComparison {
        func states(_ subject: Subject) -> Matrix { known(LatentStatesQuestion(subject)) }
        return CentredComparison(states(first), states(second), among: inputs.map(states))
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: CentredComparison) -> Int { 8 * answer.cosines.count + 256 }
}
