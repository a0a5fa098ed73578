import Cells
import Explanation
import Explorer
import Media
import Testing

@Suite("Characters two cells wide")
struct WideCharacterTests {
    private func characters(_ canvas: Canvas) -> [Character?] {
        canvas.cells.map(\.character)
    }

    @Test("lose both halves when another one covers either")
    func overwriting() {
        var canvas = Canvas(Size(width: 5, height: 1))
        canvas.write("日木", x: 0, y: 0)
        #expect(characters(canvas) == ["日", nil, "木", nil, " "])
        canvas.write("水", x: 1, y: 0)
        #expect(characters(canvas) == [" ", "水", nil, " ", " "])
        canvas.write("a", x: 2, y: 0)
        #expect(characters(canvas) == [" ", " ", "a", " ", " "])
    }

    @Test("are left out where half of them would be cut off")
    func clipping() {
        var canvas = Canvas(Size(width: 3, height: 1))
        #expect(canvas.write("a日本", x: 0, y: 0) == 3)
        #expect(characters(canvas) == ["a", "日", nil])
        #expect(canvas.write("日本", x: 0, y: 0, limit: 3) == 2)
    }

    @Test(
        "are those that terminals show so, and no others",
        arguments: [
            ("日", 2), ("한", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("👍", 2), ("👩‍👧", 2), ("Ｗ", 2),
            ("é", 1), ("e\u{301}", 1), ("α", 1), ("▀", 1), ("⣿", 1), ("\u{600}", 1), ("\u{E000}", 1),
            // Marks that are drawn beside their letters.
            ("कि", 2), ("\u{1019}\u{103C}\u{1014}\u{103A}", 3),
        ]
    )
    func widths(text: String, width: Int) {
        #expect(Glyphs.width(of: text) == width)
        #expect(text.flatMap(Glyphs.pieces).allSatisfy { $0 != "\u{FFFD}" })
    }

    @Test("are shown where somebody hid them behind others, each in a cell of its own")
    func hidden() {
        let text =
            "dog" + "hidden".unicodeScalars.map { String(Unicode.Scalar(0xE0000 + $0.value) ?? " ") }.joined()
        #expect(Glyphs.width(of: text) == 9)
        #expect(String(text.flatMap(Glyphs.pieces)) == "dog" + String(repeating: "\u{FFFD}", count: 6))
        // A line is as wide as it is told; each of them is a place of the text.
        let geometry = TextGeometry(
            Text(text),
            layout: nil,
            width: 5,
            appearance: Appearance(depth: .full, ascii: false)
        )
        #expect(geometry.characters.map(\.line) == [0, 0, 0, 0, 0, 1, 1, 1, 1])
        #expect(geometry.characters.map(\.bytes.count) == [1, 1, 1, 4, 4, 4, 4, 4, 4])
    }

    @Test("Bytes of names that are not UTF-8 are written out")
    func bytesOfNames() {
        #expect(String("caf\u{10FEE9}".flatMap(Glyphs.pieces)) == "caf\\xE9")
    }

    @Test(
        "and all others are shown only if they can be",
        arguments: [
            "\u{9B}", "\u{378}", "\u{AD}", "\u{3164}", "\u{200B}", "\u{2028}", "\u{301}", "\u{11A8}",
            "\u{10FFFF}",
        ]
    )
    func unshown(text: String) {
        #expect(text.flatMap(Glyphs.pieces) == ["\u{FFFD}"])
    }
}
