import Media
public import Models
import Numerics
import Perceiver

/// Two maps side by side, of one input or of two, of one model or of two: what they have in common.
public struct ViewComparison: Sendable {
    /// What is known of one of the maps.
    public struct Side: Sendable, Hashable {
        /// The map's title, in parts.
        public let title: [String]
        /// The entropy of its numbers, in bits, each by its size; `nil` of a matrix.
        public let entropy: Double?
        /// Over how many places it is spread: 2 to the power of the entropy.
        public let effective: Double?

        package init(title: [String], entropy: Double?, effective: Double?) {
            (self.title, self.entropy, self.effective) = (title, entropy, effective)
        }
    }

    /// The first map and the second.
    public let sides: [Side]
    /// How alike the maps rank the same places, by Spearman's rank correlation; `nil` where they have not the same
    /// places, or a map is the same everywhere.
    public let rankCorrelation: Double?
    /// The share of the highest tenth of the first map that is among the highest tenth of the second; `nil` where they
    /// have not the same places.
    public let overlap: Double?
    /// The average over latents of the cosine of what each ends with in both runs, less the latents' mean; `nil` of one
    /// run, of two models, or without latents.
    public let latentCosine: Double?
    /// Spearman's rank correlation of what both answers read of each latent; `nil` of two models, or without latents.
    public let readingCorrelation: Double?
    /// The same of what both targets lose without each latent; `nil` unless both were found out.
    public let effectCorrelation: Double?
    /// The number of places that both maps have; `nil` where they differ.
    public let placeCount: Int?

    package init(
        sides: [Side],
        rankCorrelation: Double?,
        overlap: Double?,
        latentCosine: Double?,
        readingCorrelation: Double?,
        effectCorrelation: Double?,
        placeCount: Int?
    ) {
        self.sides = sides
        self.rankCorrelation = rankCorrelation
        self.overlap = overlap
        self.latentCosine = latentCosine
        self.readingCorrelation = readingCorrelation
        self.effectCorrelation = effectCorrelation
        self.placeCount = placeCount
    }

    /// Compares two maps.
    ///
    /// - Parameters:
    ///   - maps: both.
    ///   - runs: the runs that they are of.
    ///   - latentCosine: how alike their latents are, if that can be told.
    ///   - readings: what the answers that they are about read of each latent; none of two models.
    ///   - effects: what both targets lose without each latent, if that is known.
    public init(
        _ maps: [MapAnswer],
        _ runs: [Run],
        latentCosine: Double?,
        readings: [[Float]],
        effects: [[Float]]
    ) {
        sides = maps.map(Self.side)
        let numbers = Self.shared(maps, runs)
        placeCount = numbers?.first.count
        rankCorrelation = numbers.flatMap { RankCorrelation.spearman($0.first, $0.second) }
        overlap = numbers.map { Self.overlap($0.first, $0.second) }
        self.latentCosine = latentCosine
        readingCorrelation = Self.correlation(readings)
        effectCorrelation = Self.correlation(effects)
    }

    /// What they have in common, in a few words each.
    public var words: [String] {
        func fixed(_ value: Double) -> String { decimal(value, places: 3) }
        let correlation =
            rankCorrelation.map { "rank correlation \(fixed($0)) over \((placeCount ?? 0).grouped) places" }
            ?? (placeCount == nil
                ? "no rank correlation: the maps have different places"
                : "no rank correlation: one of the maps is the same everywhere")
        let spread = sides.compactMap { $0.effective.map { decimal($0, places: 1) } }
        let lines: [String?] = [
            correlation, overlap.map { "highest tenth shared \(decimal(100 * $0, places: 0)) %" },
            spread.count == 2 ? "spread over \(spread[0]) and \(spread[1]) places" : nil,
            latentCosine.map { "final latents: mean cosine \(fixed($0)) less the latents' mean" },
            readingCorrelation.map { "decoder weights: rank correlation \(fixed($0))" },
            effectCorrelation.map { "effects of latents: rank correlation \(fixed($0))" },
        ]
        return lines.compactMap { $0 }
    }

    private static func correlation(_ numbers: [[Float]]) -> Double? {
        guard numbers.count == 2, numbers[0].count == numbers[1].count, numbers[0].count > 1 else {
            return nil
        }
        return RankCorrelation.spearman(numbers[0], numbers[1])
    }

    private static func side(_ map: MapAnswer) -> Side {
        if case .matrix = map.content { return Side(title: map.title.short, entropy: nil, effective: nil) }
        let spread = Spread(weights: map.relevance.masses.map(abs))
        return Side(title: map.title.short, entropy: spread.entropy, effective: spread.effectiveCount)
    }

    /// Numbers of the places that both maps have, as far as both models got them.
    private static func shared(_ maps: [MapAnswer], _ runs: [Run]) -> (first: [Float], second: [Float])? {
        switch (maps[0].content, maps[1].content) {
        case (.overInput(let a), .overInput(let b)):
            let inputs = runs.map(\.input)
            guard inputs[0].layout.isAlike(inputs[1].layout) else { return nil }
            let removed = inputs[0].removed.union(inputs[1].removed)
            let tokens = a.relevance.values.indices.filter { !removed.contains($0) }
            return (tokens.map { a.relevance.values[$0] }, tokens.map { b.relevance.values[$0] })
        case (.strip(let a), .strip(let b)) where a.count == b.count: return (a, b)
        case (.matrix(let a), .matrix(let b))
        where a.values.rows == b.values.rows && a.values.columns == b.values.columns:
            return (a.valuesByNumber.elements, b.valuesByNumber.elements)
        default: return nil
        }
    }

    private static func overlap(_ a: [Float], _ b: [Float]) -> Double {
        let count = max(1, a.count / 10)
        func top(_ numbers: [Float]) -> Set<Int> {
            Set(numbers.indices.sorted { (numbers[$0], $1) > (numbers[$1], $0) }.prefix(count))
        }
        return Double(top(a).intersection(top(b)).count) / Double(count)
    }
}
