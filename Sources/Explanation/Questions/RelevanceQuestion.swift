public import Models

/// What an answer comes from, over the input: what speaks for a class, or for one class and against another.
public struct RelevanceQuestion: Question {
    /// What is looked at.
    public let subject: Subject
    /// How it is found out.
    public let method: ExplanationMethod
    /// The task; `nil` for the leading one, and for a place.
    public let task: Int?
    /// The class; `nil` for the most probable one.
    public let target: Int?
    /// The class that it is set against; `nil` if it is explained by itself.
    public let other: Int?
    /// The place that is asked for, by its decoder query; `nil` for a task.
    public let place: Int?

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
        place = nil
    }

    /// What speaks for what a model without tasks puts out at a place; `nil` for the usual one.
    public init(_ subject: Subject, _ method: ExplanationMethod, place: Asker?) {
        self.subject = subject
        self.method = method
        (task, target, other) = (nil, nil, nil)
        self.place = if case .query(let query)? = place { query } else { nil }
    }

    /// What must be known first.
    public var needs: [any Question] { [RunQuestion(subject)] + (standIns.map { [$0] } ?? []) }
    /// What is being done, in a word or two.
    public var title: String { method.usual.name }

    /// What takes the place of parts, where that is made of the medium.
    private var standIns: StandInsQuestion? {
        switch method.variant?.fill {
        case nil, .remove, .mean: nil
        case .blur, .silence, .mask: method.variant.map { StandInsQuestion(subject, $0.fill) }
        }
    }

    /// Where it is computed: what takes no longer than a look at the screen, not behind what does.
    public func lane(_ known: Known) -> Lane {
        known[RunQuestion(subject)].map(method.isQuick) == true ? .quick : .long
    }

    /// Computes the answer.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> MapAnswer {
        var explained = explained(known(RunQuestion(subject)))
        if let standIns { explained.standIns = known(standIns) }
        return answer(try method.explain(explained, progress: progress), explained)
    }

    /// The same map of another run of the input, for the class that is meant in the original.
    public func answer(of run: Run, as original: Run, progress: @escaping Progress) throws -> MapAnswer {
        let explained = Explained(run, like: explained(original))
        return answer(try method.explain(explained, progress: progress), explained)
    }

    /// What is meant in a run.
    ///
    /// - Precondition: the model has tasks, or can be asked for places.
    public func explained(_ run: Run) -> Explained {
        if let found = found(in: run) { return Explained(run, place: found) }
        let task = task ?? run.predictions.leading
        let target = target ?? run.predictions[task].best
        // Against itself nothing is to explain.
        return Explained(run, task: task, class: target, against: other == target ? nil : other)
    }

    /// The place that is asked for, if it is not a task that asks.
    ///
    /// The usual one of a text with masks is the first of these.
    private func found(in run: Run) -> FoundAsker? {
        guard !method.needsTask else { return nil }
        if let place { return run.found(.query(place)) }
        guard task == nil && target == nil, let usual = run.found(nil), usual.task == nil else { return nil }
        return usual
    }

    /// The answer with what a method found out.
    public func answer(_ finding: Finding, _ explained: Explained) -> MapAnswer {
        let (run, seesClass) = (explained.run, method.label.seesClass)
        let relevance = finding.relevance.setting(aside: run.input.ownTokens)
        var facts = run.facts.merging(["method": method.name, "task": explained.asker]) { $1 }
        if seesClass { facts["target"] = explained.name }
        if let place = explained.place {
            facts["task"] = nil
            facts["asking"] = "\(place.number)"
        }
        return MapAnswer(
            .overInput(RankedRelevance(relevance, without: run.input.removed)),
            title: title(explained),
            facts: facts,
            meaning: relevance.meaning,
            quantity: method.quantity(explained),
            isShare: false,
            seesClass: seesClass,
            keys: .input,
            blocks: finding.blocks,
            sides: relevance.isSigned ? explained.sides : nil,
            caution: finding.caution,
            kind: relevance.kind,
            measures: finding.measures + relevance.sideShares(of: run.input, finding.blocks),
            latentEffects: finding.effects
        )
    }

    private func title(_ explained: Explained) -> MapTitle {
        guard method.label.seesClass else {
            return MapTitle([method.title, explained.asker], brief: [[method.title]])
        }
        return MapTitle(
            [method.title, "\(explained.sides.question) (\(explained.asker))"],
            short: [method.title, "\(explained.asker): \(explained.name)"],
            brief: [[method.title, explained.name], [method.usual.title, explained.name], [explained.name]]
        )
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: MapAnswer) -> Int { MapAnswer.size(answer) }
}
