import Explanation
import Testing

@Suite struct SpreadTests {
    @Test func evenAndPeaked() {
        let even = Spread(weights: Array(repeating: 0.25, count: 4))
        #expect(
            abs(even.entropy - 2) < 1e-9 && abs(even.effectiveCount - 4) < 1e-9 && even.halfMassCount == 2
        )
        let peaked = Spread(weights: [0, 1, 0])
        #expect(peaked.entropy == 0 && peaked.halfMassCount == 1 && peaked.peak == 1)
    }

    @Test func fewestPlaces() {
        #expect(Spread.places(holding: 0.6, of: [0.1, 0.5, 0.15, 0.25]) == [1, 3])
        #expect(Spread.places(holding: 1, of: [0.25, 0.75]) == [1, 0])
    }

    @Test func ranking() {
        let ranking = Ranking([3, 1, 2, 2])
        #expect([3, 2, 1].map { ranking.rank(of: Float($0)) } == [1, 2, 4])
        #expect(ranking.percentile(of: 3) == 100 && ranking.percentile(of: 1) == 25)
    }

    /// A token that the model did not get stands nowhere among the others.
    @Test func removedTokensHaveNoRank() {
        let relevance = Relevance(values: [0, 0.5, 0.25, 0.25], isSigned: false, meaning: "")
        #expect(RankedRelevance(relevance, without: [0]).ranking.count == 3)
        #expect(RankedRelevance(relevance, without: [0]).ranking.rank(of: 0) == 4)
        #expect(RankedRelevance(relevance).ranking.count == 4)
    }

    @Test func rangesOfSignedNumbersAreSymmetric() {
        #expect(Relevance(values: [-1, 3], isSigned: true, meaning: "").anchoredRange == -3...3)
        #expect(Relevance(values: [-1, 3], isSigned: false, meaning: "").anchoredRange == nil)
    }
}
