public import Explanation
public import Models
import Perceiver

/// A map as session files have it.
public struct SessionMap: Codable, Sendable, Hashable {
    /// Who asks, where somebody was chosen.
    struct Chosen: Codable, Sendable, Hashable {
        private let task: Int?
        private let query: Int?

        init(_ asker: Asker) {
            switch asker {
            case .task(let task): (self.task, query) = (task, nil)
            case .query(let query): (task, self.query) = (nil, query)
            }
        }

        /// Whom a run has there.
        func asker(in run: Run) throws(SessionError) -> Asker {
            if let query {
                try query.session("query", below: run.decoderQueryCount)
                return .query(query)
            }
            let task = task ?? -1
            try task.session("task", below: run.predictions.count)
            return .task(task)
        }
    }

    fileprivate struct Attention: Codable, Hashable {
        let layer: String?
        let head: String
        let query: String
        let unit: AttentionUnit
        let part: ScorePart?
        let order: MatrixOrder?
        let asker: Chosen?
    }

    fileprivate struct Explained: Codable, Hashable {
        let method: String
        let task: Int?
        let target: Int?
        let against: Int?
        let place: Int?
    }

    /// What a map is less, and of which input that is.
    fileprivate struct Former: Codable, Hashable {
        let map: [SessionMap]
        let input: SessionInput
    }

    private let attention: Attention?
    private let explanation: Explained?
    private let former: Former?
    /// By what it is shown, if not by token.
    private let granularity: String?

    /// A map as it is drawn; `nil` if it is less that of what was piped into the program.
    init?(_ seen: SeenMap, by grain: Granularity? = nil) {
        switch seen {
        case .attention(let question): self.init(question, by: grain)
        case .relevance(let question): self.init(question, by: grain)
        case .difference(let question): self.init(question.map, less: question.former, by: grain)
        }
    }

    /// What speaks for a class.
    init(_ question: RelevanceQuestion) {
        attention = nil
        explanation = Explained(
            method: question.method.name,
            task: question.task,
            target: question.target,
            against: question.other,
            place: question.place
        )
        (former, granularity) = (nil, nil)
    }

    private init?(_ question: any MapAsking, less other: (any MapAsking)? = nil, by grain: Granularity?) {
        switch question {
        case let question as MapQuestion:
            attention = Attention(
                layer: question.layer,
                head: question.head.name,
                query: question.query.name,
                unit: question.unit,
                part: question.part,
                order: question.order,
                asker: question.asker.map(Chosen.init)
            )
            explanation = nil
        case let question as RelevanceQuestion:
            (attention, explanation) = (nil, SessionMap(question).explanation)
        default: return nil
        }
        granularity = grain?.rawValue
        guard let other else {
            former = nil
            return
        }
        guard let input = SessionInput(other.subject.source), let map = SessionMap(other, by: nil) else {
            return nil
        }
        former = Former(map: [map], input: input)
    }
}

// MARK: asking again

extension SessionMap {
    /// The question whose answer it is, without its granularity.
    ///
    /// - Parameter run: gives runs of subjects, which must have what is named.
    /// - Throws: ``SessionError`` if it names what the run, or this program, does not know; what `run` throws.
    public func question(_ subject: Subject, _ run: (Subject) throws -> Run) throws -> any Mapping {
        let question = try asking(subject, run)
        guard let former else { return question }
        guard let map = former.map.first, map.former == nil else {
            throw SessionError.damaged(place: "former", problem: "is no map")
        }
        let other = Subject(try former.input.source(), model: subject.model)
        return DifferenceQuestion(question, less: try map.asking(other, run))
    }

    /// By what it is shown, in an input of a layout; `nil` for its tokens.
    ///
    /// - Throws: ``SessionError`` if the input has no such parts.
    public func grain(in layout: Layout) throws(SessionError) -> Granularity? {
        guard let granularity else { return nil }
        let all = Granularity.all(for: layout)
        guard let grain = all.first(where: { $0.rawValue == granularity }) else {
            throw .unknown(what: "granularity", word: granularity, accepted: all.map(\.rawValue))
        }
        return grain
    }

    private func asking(_ subject: Subject, _ run: (Subject) throws -> Run) throws -> any MapAsking {
        if let explanation { return try explanation.question(subject, run(subject)) }
        if let attention { return try attention.question(subject, run(subject)) }
        throw SessionError.damaged(place: "map", problem: "has neither attention nor explanation")
    }
}

extension SessionMap.Attention {
    fileprivate func question(_ subject: Subject, _ run: Run) throws(SessionError) -> MapQuestion {
        let layers = run.model.layers
        if let layer, run.model.layer(named: layer) == nil {
            throw .unknown(what: "layer", word: layer, accepted: layers.map(\.name))
        }
        let place = run.model.layer(layer)
        guard let head = HeadChoice(name: head), head.exists(amongHeads: layers[place].heads) else {
            let heads = HeadChoice.all(heads: layers[place].heads)
            throw .unknown(what: "head", word: head, accepted: heads.map(\.name))
        }
        guard let query = QueryChoice(name: query) else {
            throw .unknown(what: "query", word: query, accepted: ["output", "mean", "all", "numbers from 0"])
        }
        if let part, !run.splitsScores(layer: place) {
            throw .impossible("part is \"\(part.rawValue)\", and scores of this layer have no parts")
        }
        var chosen: Asker?
        if let asker { chosen = try asker.asker(in: run) }
        return MapQuestion(
            subject,
            layer: layer,
            head: head,
            query: query,
            unit: unit,
            part: part,
            asker: chosen,
            order: order ?? .number
        )
    }
}

extension SessionMap.Explained {
    fileprivate func question(_ subject: Subject, _ run: Run) throws(SessionError) -> RelevanceQuestion {
        guard let known = ExplanationMethod(name: method) else {
            let names = ExplanationMethod.all.map(\.name)
            throw .unknown(what: "method", word: method, accepted: names)
        }
        let suits = known.variant?.fill.suits(run.model, run.input.modality) ?? true
        guard known.isAllowed(by: run.model) && suits else {
            let names = ExplanationMethod.all(for: run.model).map(\.name)
            throw .unknown(what: "method", word: method, accepted: names)
        }
        if let place, !known.needsTask {
            try place.session("place", below: run.decoderQueryCount)
            return RelevanceQuestion(subject, known, place: .query(place))
        }
        let task = task ?? run.predictions.leading
        try task.session("task", below: run.predictions.count)
        let labels = run.predictions[task].labels
        for (what, label) in [("target", target), ("against", against)] {
            try label?.session(what, below: labels.count)
        }
        return RelevanceQuestion(subject, known, task: self.task, target: target, against: against)
    }
}

extension SessionMap {
    /// The question about what a class loses without each latent.
    ///
    /// - Throws: ``SessionError`` if it is another one, or of what the run does not have.
    func effects(_ subject: Subject, _ run: Run) throws(SessionError) -> RelevanceQuestion {
        guard let explanation, explanation.method == ExplanationMethod.ablation.name else {
            throw .damaged(place: "effects", problem: "is not about latents")
        }
        return try explanation.question(subject, run)
    }
}
