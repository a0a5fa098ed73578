/// A relevance with what readings and rankings of it say, which takes long to find out for large inputs.
public struct RankedRelevance: Sendable {
    /// The numbers.
    public let relevance: Relevance
    /// How widely they are spread.
    public let spread: Spread
    /// Where they stand among each other.
    public let ranking: Ranking

    /// Ranks the numbers.
    public init(_ relevance: Relevance) {
        self.relevance = relevance
        spread = Spread(weights: relevance.values)
        ranking = Ranking(relevance.values)
    }
}
