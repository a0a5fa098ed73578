public import Models

/// What speaks for a class, or for one class and against another, over the input.
public struct RelevanceQuestion: Question {
    /// What is looked at.
    public let subject: Subject
    /// How it is found out.
    public let method: ExplanationMethod
    /// The task; `nil` for the leading one.
    public let task: Int?
    /// The class; `nil` for the most probable one.
    public let target: Int?
    /// The class that it is set against; `nil` if it is explained by itself.
    public let other: Int?

    /// What speaks for a class.
    public init(
        _ subject: Subject,
        _ method: ExplanationMethod,
        task: Int? = nil,
        target: Int? = nil,
        against other: Int? = nil
    ) {
        self.subject = subject
        self.method = method
        self.task = task
        // Where no class matters, the same map is the same question.
        self.target = method.label.seesClass ? target : nil
        self.other = method.label.seesClass ? other : nil
    }

    /// What must be known first.
    public var needs: [any Question] { [RunQuestion(subject)] }
    /// What is being done, in a word or two.
    public var title: String { method.name }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane { .long }

    /// Computes the answer.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> MapAnswer {
        let explained = explained(known(RunQuestion(subject)))
        return answer(try method.explain(explained, progress: progress), explained)
    }

    /// What is meant in a run.
    public func explained(_ run: Run) -> Explained {
        let task = task ?? run.predictions.leading
        let target = target ?? run.predictions[task].best
        // Against itself nothing is to explain.
        return Explained(run, task: task, target: target, against: other == target ? nil : other)
    }

    /// The answer with what a method found out.
    public func answer(_ finding: Finding, _ explained: Explained) -> MapAnswer {
        let (run, prediction) = (explained.run, explained.run.predictions[explained.task])
        let (seesClass, task) = (method.label.seesClass, prediction.task)
        let name = seesClass ? "\(task): \(explained.name)" : task
        var facts = run.facts.merging(["method": method.name, "task": task]) { $1 }
        if seesClass {
            facts["target"] = prediction.labels[explained.target]
            facts["against"] = explained.other.map { prediction.labels[$0] }
        }
        return MapAnswer(
            .overInput(RankedRelevance(finding.relevance, without: run.input.removed)),
            title: MapTitle([method.name, name]),
            facts: facts,
            meaning: finding.relevance.meaning,
            quantity: method.quantity(prediction.scoring),
            isShare: false,
            seesClass: seesClass,
            keys: .input,
            blocks: finding.blocks,
            caution: finding.caution,
            kind: finding.relevance.kind,
            measures: finding.measures,
            latentEffects: finding.effects
        )
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: MapAnswer) -> Int { MapAnswer.size(answer) }
}
