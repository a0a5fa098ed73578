public import Models

/// What speaks for a class, over the input.
public struct RelevanceQuestion: Question {
    /// What is looked at.
    public let subject: Subject
    /// How it is found out.
    public let method: ExplanationMethod
    /// The task; `nil` for the leading one.
    public let task: Int?
    /// The class; `nil` for the most probable one.
    public let target: Int?

    /// What speaks for a class.
    public init(_ subject: Subject, _ method: ExplanationMethod, task: Int? = nil, target: Int? = nil) {
        self.subject = subject
        self.method = method
        self.task = task
        self.target = target
    }

    /// What must be known first.
    public var needs: [any Question] { [RunQuestion(subject)] }
    /// What is being done, in a word or two.
    public var title: String { method.rawValue }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane { .long }

    /// Computes the answer.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> MapAnswer {
        let run = known(RunQuestion(subject))
        let (task, target) = found(in: run)
        let relevance = try method.relevance(run, task: task, target: target, progress: progress)
        return answer(relevance, run)
    }

    /// The task and the class that are meant in a run.
    public func found(in run: Run) -> (task: Int, target: Int) {
        let task = task ?? run.predictions.leading
        return (task, target ?? run.predictions[task].best)
    }

    /// The answer with some numbers.
    public func answer(_ relevance: Relevance, _ run: Run) -> MapAnswer {
        let (task, target) = found(in: run)
        let prediction = run.predictions[task]
        let facts = [
            "method": method.rawValue, "task": prediction.task, "target": prediction.labels[target],
        ]
        return MapAnswer(
            .overInput(RankedRelevance(relevance, without: run.input.removed)),
            title: MapTitle([method.rawValue, "\(prediction.task): \(prediction.labels[target])"]),
            facts: run.facts.merging(facts) { $1 },
            meaning: relevance.meaning,
            quantity: method.quantity(prediction.scoring),
            isShare: false,
            seesClass: true,
            keys: .input
        )
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: MapAnswer) -> Int { MapAnswer.size(answer) }
}
