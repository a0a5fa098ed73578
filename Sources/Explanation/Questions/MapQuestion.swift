public import Models
public import Perceiver

/// The attention of one layer: over the input, over latents, or of every query.
public struct MapQuestion: Question {
    /// What is looked at.
    public let subject: Subject
    /// The layer's name; `nil` for the usual one.
    public let layer: String?
    /// The heads; a head that the layer lacks is the mean.
    public let head: HeadChoice
    /// Who asks in the layer.
    public let query: QueryChoice
    /// What the numbers mean.
    public let unit: AttentionUnit
    /// The part of the scores that is meant; `nil` for the whole, and in other units.
    public let part: ScorePart?
    /// Whose answer it is about, where that matters; `nil` for the usual one.
    public let asker: Asker?
    /// The order of a matrix, where it has one; by number elsewhere.
    public let order: MatrixOrder

    /// A map of a layer.
    public init(
        _ subject: Subject,
        layer: String? = nil,
        head: HeadChoice = .usual,
        query: QueryChoice = .usual,
        unit: AttentionUnit = .usual,
        part: ScorePart? = nil,
        asker: Asker? = nil,
        order: MatrixOrder = .number
    ) {
        self.subject = subject
        self.layer = layer
        self.head = head
        self.query = query
        self.unit = unit
        self.part = unit == .score ? part : nil
        // Where nobody's answer matters, the same map is the same question.
        self.asker = query == .output ? asker : nil
        self.order = query == .all ? order : .number
    }

    /// What must be known first.
    public var needs: [any Question] { [RunQuestion(subject)] }
    /// What is being done, in a word or two.
    public var title: String { "map" }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane {
        let run = known(RunQuestion(subject))
        let layer = run.model.layers[run.model.layer(layer)]
        switch query {
        case .one: return .instant
        case .mean, .output, .all:
            // Of what is asked of the model there is one row.
            return layer.queries != .outputs && run.pairs(in: layer) > PooledMatrix.largestWhole
                ? .long : .quick
        }
    }

    /// Computes the answer.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> MapAnswer {
        let map = MapDescription(self, known(RunQuestion(subject)))
        switch map.query {
        case .all: return map.answer(try PooledMatrix(map.rows, progress: progress))
        case .one(let number): return map.answer(row: map.rows.row(number))
        case .mean: return map.answer(row: try map.rows.mean(progress: progress))
        case .output:
            return map.answer(row: try map.rows.behind(query: map.asker?.query ?? 0, progress: progress))
        }
    }

    /// The same map of another run of the input, for the one whose answer comes first in the original.
    public func answer(of run: Run, as original: Run, progress: @escaping Progress) throws -> MapAnswer {
        let usual = query == .output ? original.found(nil).map { Asker.query($0.query) } : nil
        return try about(subject, asker: usual)
            .answer(Known([RunQuestion(subject).asked: run]), progress: progress)
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: MapAnswer) -> Int { MapAnswer.size(answer) }
}

extension Model {
    /// The place of a layer of a name; without one, that of the last layer that reads the input.
    public func layer(_ name: String?) -> Int {
        name.flatMap(layer(named:)) ?? layers.lastIndex { $0.keys == .input } ?? 0
    }

    /// The place of the last layer in which latents read the input; `nil` if none does.
    public var readingLayer: Int? { looks.last }

    /// The places of the layers in which latents read the input.
    public var looks: [Int] {
        layers.indices.filter { layers[$0].queries == .latents && layers[$0].keys == .input }
    }
}

extension Layer {
    /// Who asks in a map of the layer unless something else was chosen: latents that ask latents are shown all at once.
    public var usualQuery: QueryChoice { queries == .latents && keys == .latents ? .all : .usual }
}

/// What is said of a map of attention, from its question and the run it is of.
public struct MapDescription: Sendable {
    /// The run.
    public let run: Run
    /// The layer's place among the model's layers.
    public let layer: Int
    /// The heads that are shown.
    public let head: HeadChoice
    /// Who asks, as far as that makes a difference in the layer.
    public let query: QueryChoice
    /// What the numbers mean.
    public let unit: AttentionUnit
    /// The part of the scores that they are; `nil` for the whole.
    public let part: ScorePart?
    /// Whose answer it is about, if anybody's.
    public let asker: FoundAsker?
    /// The order of the matrix; by number of what is none, or cannot be clustered.
    public let order: MatrixOrder

    /// What a question means for a run.
    public init(_ question: MapQuestion, _ run: Run) {
        self.run = run
        layer = run.model.layer(question.layer)
        let place = run.model.layers[layer]
        head = question.head.among(heads: place.heads)
        unit = question.unit
        part = run.splitsScores(layer: layer) ? question.part : nil
        // Of what is asked of the model each has a row of its own.
        query =
            place.queries == .outputs ? .output : question.query.clamped(below: run.size(of: place.queries))
        asker = query == .output ? run.found(question.asker) : nil
        order = query == .all && run.canCluster(layer: layer) ? question.order : .number
    }

    /// The layer.
    public var place: Layer { run.model.layers[layer] }

    var rows: AttentionRows { AttentionRows(run, layer: layer, head: head, unit: unit, part: part) }

    /// What numbers in the unit say, for legends.
    var meaning: String {
        part?.meaning
            ?? (unit == .weight && head == .max ? "share of attention, max over heads" : unit.meaning)
    }

    /// What the numbers are called: the unit, or the part of the score.
    private var quantity: String { part.map { "score from \($0.rawValue)" } ?? unit.rawValue }

    /// The answer with a number for each key.
    public func answer(row: [Float]) -> MapAnswer {
        guard place.keys == .input else { return answer(.strip(row)) }
        let relevance = Relevance(
            values: row,
            isSigned: false,
            meaning: meaning,
            kind: unit.kind,
            own: run.input.ownTokens
        )
        return answer(.overInput(RankedRelevance(relevance, without: run.input.removed)))
    }

    /// The answer with the numbers of all queries, which stand in the order of their numbers.
    public func answer(_ matrix: PooledMatrix) -> MapAnswer {
        switch order {
        case .number: answer(.matrix(matrix))
        case .clustered: answer(.matrix(matrix.clustered()))
        }
    }

    /// The answer with some numbers.
    private func answer(_ content: MapAnswer.Content) -> MapAnswer {
        var measures: [Measure] = []
        if case .overInput(let ranked) = content, part == nil {
            measures = ranked.relevance.sideShares(of: run.input, nil)
        }
        return MapAnswer(
            content,
            title: title,
            facts: facts,
            meaning: meaning,
            quantity: quantity,
            isShare: unit == .weight,
            seesClass: false,
            keys: place.keys,
            queries: place.queries,
            kind: unit.kind,
            measures: measures
        )
    }

    private var title: MapTitle {
        let asking = query.words(of: place.queries)
        let (long, short): (String?, String?) =
            switch query {
            case .all: (nil, nil)
            case .one(let number) where place.queries == .input && run.ownName(number) != nil:
                (run.ownName(number), run.ownName(number))
            case .one: (asking.map { "\($0) of \(run.size(of: place.queries))" }, asking)
            case .mean: (asking, "\(place.queries.askerWord)s")
            case .output where place.queries == .outputs:
                (asker.map { "query: \($0.name)" } ?? "query", asker.map { "query: \($0.name)" } ?? "query")
            case .output: (asker.map { "attention behind \($0.name)" }, asker.map { "for \($0.name)" })
            }
        let isOrdered = order != .number
        let order = isOrdered ? order.rawValue : nil
        let brief = isOrdered ? [place.name, "clust."] : [short].compactMap { $0 }
        let unit = part.map { "\($0.rawValue) score" } ?? quantity
        return MapTitle(
            [place.name, long, order, "head \(head.name)", quantity].compactMap { $0 },
            short: [place.name, short, order, shortHead, quantity].compactMap { $0 },
            least: [isOrdered ? place.name : nil, short, order, shortHead, quantity].compactMap { $0 },
            brief: [
                brief + [shortHead, unit].compactMap { $0 },
                brief + [shortHead, part?.rawValue ?? unit].compactMap { $0 },
                brief + [part?.rawValue ?? unit], brief,
            ]
            .filter { !$0.isEmpty }
        )
    }

    /// The head for a short title, unless it is the usual one: `head 2`, `max`.
    private var shortHead: String? {
        switch head {
        case .usual: nil
        case .one(let number): "head \(number)"
        case .mean, .max: head.name
        }
    }

    private var facts: [String: String] {
        var facts = run.facts
        facts["layer"] = place.name
        facts["head"] = head.name
        facts["unit"] = unit.rawValue
        facts["part"] = part?.rawValue
        facts["query"] = query.name
        facts["order"] = order == .number ? nil : order.rawValue
        if let asker {
            if asker.task != nil {
                facts["task"] = asker.name
            } else {
                facts["asking"] = "\(asker.number)"
                if place.queries == .outputs { facts["query"] = "\(asker.number)" }
            }
        }
        return facts
    }
}

extension Run {
    /// What one who asks in a layer is called: by a number, or a token without a place by its name.
    func name(ofAsker number: Int, in space: Space) -> String {
        if space == .outputs { return "query \(number)" }
        return (space == .input ? ownName(number) : nil) ?? "\(space.askerWord) \(number)"
    }

    /// What a token without a place is called; `nil` of all others, which have numbers.
    public func ownName(_ number: Int) -> String? {
        let section = input.layout.section(of: number)
        return section.shape == .unplaced ? section.name(of: number) : nil
    }
}

extension QueryChoice {
    /// The same choice, of the last one where a number is beyond it.
    fileprivate func clamped(below count: Int) -> QueryChoice {
        if case .one(let number) = self { .one(min(number, max(0, count - 1))) } else { self }
    }
}
