public import Models
public import Perceiver

/// The maps of all latents, or all tokens, of a layer over the input, side by side.
public struct SheetQuestion: Question {
    /// What is looked at.
    public let subject: Subject
    /// The layer's name; if it does not read the input, or there is none, the usual one is meant.
    public let layer: String?
    /// The heads.
    public let head: HeadChoice
    /// What the numbers mean.
    public let unit: AttentionUnit
    /// The part of the scores that is meant; `nil` for the whole, and in other units.
    public let part: ScorePart?
    /// The most numbers that are kept apart.
    public let largestWhole: Int

    /// The maps of a layer.
    public init(
        _ subject: Subject,
        layer: String? = nil,
        head: HeadChoice = .usual,
        unit: AttentionUnit = .usual,
        part: ScorePart? = nil,
        largestWhole: Int = PooledMap.largestWhole
    ) {
        self.subject = subject
        self.layer = layer
        self.head = head
        self.unit = unit
        self.part = unit == .score ? part : nil
        self.largestWhole = largestWhole
    }

    /// What must be known first.
    public var needs: [any Question] { [RunQuestion(subject)] }
    /// What is being done, in a word or two.
    public var title: String { "maps of all latents" }

    /// The layer that is meant for a model.
    public static func layer(_ name: String?, of model: Model) -> Int {
        let layer = model.layer(name)
        func isOfAll(_ layer: Layer) -> Bool { layer.keys == .input && layer.queries != .outputs }
        return isOfAll(model.layers[layer]) ? layer : model.layers.lastIndex(where: isOfAll) ?? layer
    }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane {
        let run = known(RunQuestion(subject))
        let layer = run.model.layers[Self.layer(layer, of: run.model)]
        return run.pairs(in: layer) > largestWhole ? .long : .quick
    }

    /// Computes the answer.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> PooledMap {
        let run = known(RunQuestion(subject))
        let layer = Self.layer(layer, of: run.model)
        let head = head.among(heads: run.model.layers[layer].heads)
        let rows = AttentionRows(run, layer: layer, head: head, unit: unit, part: part)
        return try PooledMap(rows, largestWhole: largestWhole, progress: progress)
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: PooledMap) -> Int { 4 * answer.values.count + 1024 }
}

/// How much of each latent, or of each token, an answer reads: the weights sum to 1.
public struct ReadingQuestion: Question {
    /// What is looked at.
    public let subject: Subject
    /// Whose answer; `nil` for the usual one.
    public let asker: Asker?

    /// What an answer reads.
    public init(_ subject: Subject, asker: Asker? = nil) {
        self.subject = subject
        self.asker = asker
    }

    /// What must be known first.
    public var needs: [any Question] { [RunQuestion(subject)] }
    /// What is being done, in a word or two.
    public var title: String { "map" }

    /// Computes the answer.
    public func answer(_ known: Known, progress: @escaping Progress) -> [Float] {
        let run = known(RunQuestion(subject))
        return run.found(asker).map { run.reading(query: $0.query) } ?? []
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: [Float]) -> Int { 4 * answer.count + 1024 }
}
