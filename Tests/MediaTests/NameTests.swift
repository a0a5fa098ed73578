import Media
import Testing

/// Names as people sort them and look for them.
@Suite struct NameTests {
    @Test func numbersInNamesCount() {
        let names = ["frame10.png", "frame9.png", "frame1.png", "frame01.png", "b", "B2", "B10", "a", ""]
        let sorted = ["", "a", "b", "B2", "B10", "frame01.png", "frame1.png", "frame9.png", "frame10.png"]
        #expect(names.sorted(byName: \.self) == sorted)
        #expect(names.reversed().sorted(byName: \.self) == sorted)
    }

    /// Accents come as one scalar or as two.
    @Test(arguments: ["\u{C9}cole", "E\u{301}cole", "école", "ECOLE"])
    func capitalsAndAccentsMakeNoDifference(name: String) {
        #expect(["fox", name, "duck"].sorted(byName: \.self) == ["duck", name, "fox"])
        #expect(name.hasInIt("éc") && name.hasInIt("EC") && name.hasInIt("e\u{301}c") && name.hasInIt(""))
        #expect(!name.hasInIt("ek") && !name.hasInIt("écoles"))
    }

    @Test func marksAndLettersBecomeOne() {
        #expect(Array("E\u{301}x".composed.unicodeScalars) == ["\u{C9}", "x"])
        // Python's unicodedata.normalize("NFC", …).
        #expect(Array("\u{1112}\u{1161}\u{11AB}".composed.unicodeScalars) == ["\u{D55C}"])
        #expect("".composed.isEmpty)
    }
}
