import Glibc
import Models

/// What a class loses without some tokens of an input.
///
/// It rests for a moment before it runs, so that parts which a cursor only passes cost nothing.
public struct RegionQuestion: Question {
    /// What is looked at.
    public let subject: Subject
    /// The task.
    public let task: Int
    /// The class.
    public let target: Int
    /// The tokens, ascending.
    public let tokens: [Int]

    /// How long it rests, in microseconds.
    static let rest: UInt32 = 20_000

    /// A class without some tokens.
    public init(_ subject: Subject, task: Int, target: Int, without tokens: Set<Int>) {
        self.subject = subject
        self.task = task
        self.target = target
        self.tokens = tokens.sorted()
    }

    /// What must be known first.
    public var needs: [any Question] { [RunQuestion(subject)] }
    /// What is being done, in a word or two.
    public var title: String { "removal" }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane { .quick }

    /// Computes the answer.
    ///
    /// - Throws: ``Failure`` if the model needs the whole input.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> RegionEffect {
        let run = known(RunQuestion(subject))
        guard run.model.removes(from: run.input.modality) else {
            throw Failure("\(run.model.name) needs the whole input")
        }
        usleep(Self.rest)
        try Task.checkCancellation()
        let without = try run.prediction(task: task, without: Set(tokens))
        return RegionEffect(before: run.predictions[task], after: without, of: target)
    }
}

/// What becomes of a class without a part of the input.
public struct RegionEffect: Sendable, Hashable {
    /// Its probability with the part, or the number that is answered.
    public let before: Double
    /// The same without it.
    public let after: Double

    /// A class's numbers with a part and without it.
    package init(before: Double, after: Double) { (self.before, self.after) = (before, after) }

    init(before: Prediction, after: Prediction, of target: Int) {
        func value(_ prediction: Prediction) -> Double {
            prediction.probabilities?[target] ?? Double(prediction.logits[target])
        }
        (self.before, self.after) = (value(before), value(after))
    }

    /// How much more it is without the part.
    public var change: Double { after - before }
}
