import Models
public import Perceiver

/// A map with everything that is said of it: what screens draw, commands print and files hold.
public struct MapAnswer: Sendable {
    /// What the numbers lie over.
    public enum Content: Sendable {
        /// A number for each token of the input.
        case overInput(RankedRelevance)
        /// A number for each key that has no place in the input.
        case strip([Float])
        /// A number for each pair of a query and a key; of many, neighbours share one.
        case matrix(PooledMatrix)
    }

    /// The numbers.
    public let content: Content
    /// What is shown, in parts.
    public let title: MapTitle
    /// What the map is, for the numbers as JSON.
    public let facts: [String: String]
    /// What the numbers say, for legends.
    public let meaning: String
    /// What one number is called, for readings.
    public let quantity: String
    /// Whether the numbers are shares of attention, of which a place would have one in their number by chance.
    public let isShare: Bool
    /// Whether it would be another map for another class.
    public let seesClass: Bool
    /// What the numbers are of.
    public let keys: Space
    /// Which vectors ask, one for each row of a matrix.
    public let queries: Space
    /// What has one number together; `nil` if each token has its own.
    public let blocks: Blocks?
    /// What its positive and its negative numbers say; `nil` of numbers without a sign.
    public let sides: MapSides?
    /// What readers should know before they trust the colours, in a few words.
    public let caution: String?
    /// What several of its numbers amount to.
    public let kind: Relevance.Kind
    /// What was measured on the way.
    public private(set) var measures: [Measure]
    /// What becomes of it with random weights, in a few words, if that was asked.
    public private(set) var verdict: String?
    /// The drop in log p of the class without each latent; `nil` if that was not found out for the map.
    public let latentEffects: [Float]?

    /// A map with everything that is said of it.
    public init(
        _ content: Content,
        title: MapTitle,
        facts: [String: String],
        meaning: String,
        quantity: String,
        isShare: Bool,
        seesClass: Bool,
        keys: Space,
        queries: Space? = nil,
        blocks: Blocks? = nil,
        sides: MapSides? = nil,
        caution: String? = nil,
        kind: Relevance.Kind = .share,
        measures: [Measure] = [],
        latentEffects: [Float]? = nil
    ) {
        self.content = content
        self.title = title
        self.facts = facts
        self.meaning = meaning
        self.quantity = quantity
        self.isShare = isShare
        self.seesClass = seesClass
        self.keys = keys
        self.queries = queries ?? keys
        self.blocks = blocks
        self.sides = sides
        self.caution = caution
        self.kind = kind
        self.measures = measures
        self.latentEffects = latentEffects
    }

    /// The same with what becomes of it with random weights.
    public func adding(_ found: Randomisation) -> MapAnswer {
        var answer = self
        answer.measures += found.measures
        answer.verdict = found.words
        return answer
    }

    /// All numbers one after the other.
    public var relevance: Relevance {
        switch content {
        case .overInput(let ranked): ranked.relevance
        case .strip(let values): relevance(values)
        case .matrix(let matrix): relevance(matrix.values.elements)
        }
    }

    /// Some of its numbers, of which there are no negative ones that speak against something.
    public func relevance(_ values: [Float]) -> Relevance {
        Relevance(values: values, isSigned: false, meaning: meaning, kind: kind)
    }

    /// The title where one row of a matrix is marked: its latent, or its token, stands behind the layer.
    ///
    /// Rows are marked where those that ask are those that are asked.
    public func title(marking latent: Int) -> MapTitle {
        guard case .matrix(let matrix) = content, let name = QueryChoice.one(latent).words(of: keys)
        else {
            return title
        }
        var (long, short) = (title.long, title.short)
        long.insert("\(name) of \(matrix.keyCount)", at: 1)
        short.insert(name, at: 1)
        return MapTitle(long, short: short, least: title.least, brief: title.brief)
    }

    /// About how many bytes it keeps.
    static func size(_ answer: MapAnswer) -> Int {
        switch answer.content {
        case .overInput(let ranked): 8 * ranked.relevance.values.count + 1024
        case .strip(let values): 4 * values.count + 1024
        case .matrix(let matrix): 4 * matrix.values.count + 1024
        }
    }
}

/// A map's title in parts, the most general first.
public struct MapTitle: Sendable, Hashable {
    /// Where there is room.
    public let long: [String]
    /// Where there is less.
    public let short: [String]
    /// The parts of the short form that stay where there is hardly any.
    public let least: [String]
    /// Shorter ones yet, for where even these do not fit: the same in fewer words, then what matters most.
    public let brief: [[String]]

    /// What the flow of a pair of pictures is called.
    public static let flow = MapTitle(["flow from the first picture to the second"], short: ["flow"])

    /// A title with a short form.
    ///
    /// - Parameters:
    ///   - least: the parts of the short form that stay where there is hardly any room; all unless given.
    ///   - brief: shorter ones yet, the longest first.
    public init(_ long: [String], short: [String]? = nil, least: [String]? = nil, brief: [[String]] = []) {
        self.long = long
        self.short = short ?? long
        self.least = least ?? self.short
        self.brief = brief
    }

    /// The same with one more part at the end of each form, but for those that have to do without.
    ///
    /// - Parameters:
    ///   - other: the part in the short form, if that differs.
    ///   - mark: the part in forms that are shorter yet, if that differs.
    ///   - stays: whether the part is told where there is hardly any room, too.
    func adding(_ part: String, short other: String? = nil, brief mark: String? = nil, stays: Bool)
        -> MapTitle
    {
        let other = other ?? part
        return MapTitle(
            long + [part],
            short: short + [other],
            least: least + (stays ? [other] : []),
            brief: brief.map { $0 + (stays ? [mark ?? other] : []) }
        )
    }

    /// The same with each part as a rule has it.
    public func mapping(_ rule: (String) -> String) -> MapTitle {
        MapTitle(
            long.map(rule),
            short: short.map(rule),
            least: least.map(rule),
            brief: brief.map { $0.map(rule) }
        )
    }

    /// All forms, the longest first: the short one loses one more part each time, the last ones first.
    ///
    /// - Parameter losesFirst: whether the first part of the short form goes before all others.
    public func forms(losesFirst: Bool) -> [[String]] {
        var parts = short
        var forms = [long, short]
        func lose(_ index: Int) {
            guard parts.count > 1, !least.contains(parts[index]) else { return }
            parts.remove(at: index)
            forms.append(parts)
        }
        if losesFirst { lose(0) }
        for index in parts.indices.reversed() { lose(index) }
        return forms + brief
    }

    /// The title with a dot between its parts.
    public func text(dot: String = "·", isShort: Bool = false) -> String {
        (isShort ? short : long).joined(separator: " \(dot) ")
    }
}

extension Run {
    /// The model and the kind of input, as results of any kind have them.
    var facts: [String: String] { ["model": model.title, "modality": input.modality.rawValue] }
}
