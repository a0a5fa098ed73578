/// A relevance with what readings and rankings of it say, which takes long to find out for large inputs.
public struct RankedRelevance: Sendable {
    /// The numbers.
    public let relevance: Relevance
    /// How widely they are spread.
    public let spread: Spread
    /// Where those of the tokens that the model got stand among each other.
    public let ranking: Ranking

    /// Ranks the numbers.
    ///
    /// - Parameters:
    ///   - relevance: a number for each token.
    ///   - removed: the tokens that the model did not get, which have no rank.
    public init(_ relevance: Relevance, without removed: Set<Int> = []) {
        let values = relevance.values
        let sorted = values.sorted(by: >)
        self.relevance = relevance
        spread = Spread(weights: values, sorted: sorted)
        ranking =
            removed.isEmpty
            ? Ranking(sorted: sorted)
            : Ranking(values.indices.filter { !removed.contains($0) }.map { values[$0] })
    }
}
