import Models
import Testing

@Suite struct DecimalTests {
    @Test func roundsToPlaces() {
        #expect([3.142, -0.318, 12].map { decimal($0, places: 2) } == ["3.14", "-0.32", "12.00"])
        #expect(decimal(2.5001, places: 0) == "3")
    }

    /// A score of -0.04 is not shown as -0.0.
    @Test func whatRoundsToZeroHasNoSign() {
        #expect([3.84, -0.31, -0.04].map { decimal($0, places: 1) } == ["3.8", "-0.3", "0.0"])
        #expect(decimal(-0.06, places: 1) == "-0.1")
        #expect(decimal(-0.2, places: 0) == "0")
        #expect(decimal(-.infinity, places: 1) == "-inf")
    }

    @Test func theLongestNumberIsWhole() {
        let text = printed(-.greatestFiniteMagnitude, "%.2f")
        #expect(text.count == 1 + 309 + 3 && text.hasPrefix("-17976931348623157"))
        #expect(text.hasSuffix(".00"))
        #expect(printed(0.000_012_3, "%.1e") == "1.2e-05")
        #expect(printed(0.5, "%+.2f") == "+0.50")
    }
}
