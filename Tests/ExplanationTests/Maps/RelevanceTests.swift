import Explanation
import Foundation
import Testing

@Suite struct RelevanceTests {
    private func word(_ values: [Float], _ kind: Relevance.Kind) -> Float {
        Relevance(values: [9] + values, isSigned: kind == .part, meaning: "", kind: kind)
            .value(of: Array(1...values.count))
    }

    /// A word's number is what its tokens' numbers amount to.
    @Test func numbersOfWords() {
        #expect(word([0.25, 0.5], .share) == 0.75)
        #expect(word([0.25, 0.75], .ratio) == 0.5)
        #expect(word([-0.5, -0.5], .part) == -0.5)
        #expect(word([-1, 2], .logarithm) == 0.5)
        #expect(word([-.infinity, -.infinity], .logarithm) == -.infinity)
    }

    /// What differs is signed, and of logarithms no longer one of shares.
    @Test func differences() {
        let (own, other) = ([2, 5, 1] as [Float], [1, 1, 1] as [Float])
        let (first, second) = (
            Relevance(values: own, isSigned: false, meaning: "", kind: .logarithm, fullColour: 3),
            Relevance(values: other, isSigned: false, meaning: "", kind: .logarithm)
        )
        let found = first.less(second, meaning: "more", without: [1])
        #expect(found.values == [1, 0, 0] && found.isSigned && found.kind == .ratio)
        #expect(found.meaning == "more" && found.fullColour == 3)
    }

    /// Scores have the mass that their softmax gives them.
    @Test func masses() {
        let shares: [Float] = [0.125, 0.5, 0.375]
        let scores = Relevance(
            values: shares.map { log($0) + 3 },
            isSigned: false,
            meaning: "",
            kind: .logarithm
        )
        for (mass, share) in zip(scores.masses, shares) { #expect(abs(mass - 2 * share) < 1e-6) }
        #expect(Relevance(values: shares, isSigned: false, meaning: "").masses == shares)
    }

    /// Numbers that have a size of their own are never drawn in full colour where they are small.
    @Test func scalesAreAnchored() {
        let weak = Relevance(values: [0.005, -0.002], isSigned: true, meaning: "", fullColour: 0.5)
        #expect(weak.anchoredRange == -0.5...0.5 && weak.isWeak)
        let strong = Relevance(values: [0.7, -0.9], isSigned: true, meaning: "", fullColour: 0.5)
        #expect(strong.anchoredRange == -0.9...0.9 && !strong.isWeak)
        let positive = Relevance(values: [0.1, 0.2], isSigned: false, meaning: "", fullColour: 0.5)
        #expect(positive.anchoredRange == 0...0.5 && !positive.isWeak)
        // Of shares of attention only differences count.
        let shares = Relevance(values: [0.1, 0.2], isSigned: false, meaning: "")
        #expect(shares.anchoredRange == nil && !shares.isWeak)
    }
}
