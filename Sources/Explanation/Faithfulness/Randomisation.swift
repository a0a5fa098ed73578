public import Models

/// What becomes of a map when the model's weights are drawn anew (Adebayo et al. 2018, *Sanity checks for saliency maps*).
///
/// A map that stays the same does not show what the model has learned.
public struct Randomisation: Sendable, Hashable {
    /// What was drawn anew, and how alike the map still is.
    public struct Step: Sendable, Hashable {
        /// What was drawn anew.
        public let part: RedrawnPart
        /// Spearman's rank correlation of both maps, over the tokens that the model got; `nil` where one of them is the
        /// same everywhere.
        public let correlation: Double?
    }

    /// What can be said of a map.
    public enum Verdict: String, Sendable, Hashable {
        case changes = "changes with the weights"
        case partly = "changes only in part with the weights"
        case stays = "hardly changes with the weights"
        /// One of both maps is the same everywhere.
        case unknown = "cannot be told: a map is the same everywhere"
    }

    /// The parts from the answers down, each with those before it.
    public let steps: [Step]
    /// Whether maps were compared by their size alone: of signed ones the sign tells the class, not the place.
    public let isOfSizes: Bool

    /// What the weights are drawn from.
    public static let seed: UInt64 = 1
    /// Correlations below the first are those of different maps, those from the second on those of much the same one.
    static let limits = (low: 0.3, high: 0.7)

    /// What is said of the map, from the last step: with all weights drawn anew.
    public var verdict: Verdict {
        guard let correlation = steps.last?.correlation.map(abs) else { return .unknown }
        return correlation < Self.limits.low ? .changes : correlation < Self.limits.high ? .partly : .stays
    }

    /// In a few words: `changes with the weights: ρ .08`.
    public var words: String {
        guard let correlation = steps.last?.correlation else { return verdict.rawValue }
        return "\(verdict.rawValue): ρ \(decimal(correlation, places: 2))"
    }

    /// The numbers with their names, for what is printed and written.
    public var measures: [Measure] {
        steps.compactMap { step in
            step.correlation.map { Measure("correlation with random \(step.part.word)", $0) }
        }
    }

    /// Compares a map with those of other weights.
    ///
    /// - Parameters:
    ///   - map: the map.
    ///   - tokens: the tokens that are compared.
    ///   - maps: the map with each part's weights drawn anew.
    init(_ map: Relevance, over tokens: [Int], _ maps: [(RedrawnPart, Relevance)]) {
        let isOfSizes = map.isSigned
        func numbers(_ relevance: Relevance) -> [Float] {
            tokens.map { isOfSizes ? abs(relevance.values[$0]) : relevance.values[$0] }
        }
        let own = numbers(map)
        self.isOfSizes = isOfSizes
        steps = maps.map { part, other in
            Step(part: part, correlation: RankCorrelation.spearman(own, numbers(other)))
        }
    }
}
