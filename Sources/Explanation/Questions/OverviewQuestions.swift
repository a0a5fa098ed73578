import Models
import Numerics

/// All heads of all layers, small: see ``Overview``.
public struct OverviewQuestion: Question {
    /// What is looked at.
    public let subject: Subject
    /// Whose row of the last layer is shown; `nil` for the usual one.
    public let asker: Asker?

    /// An overview of a subject.
    public init(_ subject: Subject, asker: Asker? = nil) { (self.subject, self.asker) = (subject, asker) }

    /// What must be known first.
    public var needs: [any Question] { [RunQuestion(subject)] }
    /// What is being done, in a word or two.
    public var title: String { "overview" }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane { .long }

    /// Computes the answer.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> Overview {
        try Overview(known(RunQuestion(subject)), asker: asker, progress: progress)
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: Overview) -> Int {
        answer.rows.reduce(1024) { sum, row in row.heads.reduce(sum) { $0 + 4 * $1.numbers.count + 64 } }
    }
}

/// How latents change from layer to layer: see ``LatentChanges``.
public struct LatentChangesQuestion: Question {
    /// What is looked at.
    public let subject: Subject

    /// The latents of a subject.
    public init(_ subject: Subject) { self.subject = subject }

    /// What must be known first.
    public var needs: [any Question] { [RunQuestion(subject)] }
    /// What is being done, in a word or two.
    public var title: String { "overview" }

    /// Computes the answer.
    public func answer(_ known: Known, progress: @escaping Progress) -> LatentChanges {
        LatentChanges(known(RunQuestion(subject)))
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: LatentChanges) -> Int {
        answer.changes.reduce(1024) { $0 + 16 * $1.cosines.count + 128 }
    }
}
