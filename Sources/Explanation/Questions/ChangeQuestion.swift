public import Models

/// What a change to an input does to the answers.
public struct ChangeQuestion: Question {
    /// The changed input.
    public let subject: Subject
    /// What it is compared with.
    public let former: Subject

    /// The change against the input before its last edit; `nil` if nothing was changed.
    public init?(_ subject: Subject) {
        guard let parent = subject.source.parent else { return nil }
        self.init(subject, from: parent)
    }

    /// The change against another source.
    public init(_ subject: Subject, from former: Source) {
        self.subject = subject
        self.former = Subject(former, model: subject.model)
    }

    /// What must be known first.
    public var needs: [any Question] { [RunQuestion(subject), RunQuestion(former)] }
    /// What is being done, in a word or two.
    public var title: String { "change" }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane { .instant }

    /// Computes the answer.
    public func answer(_ known: Known, progress: @escaping Progress) -> AnswerChanges {
        AnswerChanges(
            known(RunQuestion(subject)).predictions,
            before: known(RunQuestion(former)).predictions
        )
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: AnswerChanges) -> Int {
        answer.tasks.reduce(256) { $0 + 16 * ($1?.before.count ?? 0) }
    }
}

/// How the answers to each task changed.
public struct AnswerChanges: Sendable, Hashable {
    /// The change of each task, in the order of the changed input's tasks; `nil` of a task that was not answered before.
    public let tasks: [TaskChange?]

    /// The change from some predictions to others.
    public init(_ predictions: [Prediction], before: [Prediction]) {
        tasks = predictions.map { prediction in
            before.first { $0.task == prediction.task && $0.labels == prediction.labels }.map {
                TaskChange(prediction, before: $0)
            }
        }
    }
}

/// How the answer to a task changed.
public struct TaskChange: Sendable, Hashable {
    /// What was answered before: probabilities of classes, or numbers.
    public let before: [Double]
    /// How much more it is now.
    public let change: [Double]
    /// Classes by how much they changed in either direction, most first; of equal ones the earlier first.
    public let movers: [Int]

    init(_ prediction: Prediction, before former: Prediction) {
        func values(_ prediction: Prediction) -> [Double] {
            prediction.probabilities ?? prediction.logits.map(Double.init)
        }
        let old = values(former)
        let change = zip(values(prediction), old).map { $0 - $1 }
        (before, self.change) = (old, change)
        movers = change.indices.sorted { (abs(change[$0]), $1) > (abs(change[$1]), $0) }
    }
}
