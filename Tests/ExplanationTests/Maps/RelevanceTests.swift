import Explanation
import Testing

@Suite struct RelevanceTests {
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
