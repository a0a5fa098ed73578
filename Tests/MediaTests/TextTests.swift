import Media
import Testing

struct TextTests {
    @Test func prefixesEndBetweenCodePoints() throws {
        let text = try Text(utf8: Fixtures.bytes("text/words.txt"), name: "words.txt")
        for (count, kept) in try Fixtures.bytes("text/words.prefixes").enumerated() {
            #expect(text.prefix(bytes: count).bytes == Array(text.bytes[..<Int(kept)]))
        }
        #expect(text.prefix(bytes: -1).bytes.isEmpty)
    }

    @Test func placesAreCountedAsAPersonDoes() {
        let text = Text("añ🐈‍⬛b\r\n\nxyz")
        let place = { (offset: Int) in text.position(ofByte: offset) }
        #expect(place(0) == Text.Position(line: 1, column: 1))
        #expect(place(1) == Text.Position(line: 1, column: 2))
        #expect(place(2) == Text.Position(line: 1, column: 2))
        #expect(place(3) == Text.Position(line: 1, column: 3))
        #expect(place(3 + 9) == Text.Position(line: 1, column: 3))
        let cat = "🐈‍⬛".utf8.count
        #expect(place(3 + cat) == Text.Position(line: 1, column: 4))
        #expect(place(3 + cat + 3) == Text.Position(line: 2, column: 1))
        #expect(place(3 + cat + 4) == Text.Position(line: 3, column: 1))
        #expect(place(text.bytes.count) == Text.Position(line: 3, column: 4))
        #expect(Text("").position(ofByte: 0) == Text.Position(line: 1, column: 1))
    }

    @Test func aByteOrderMarkIsNoPartOfTheText() throws {
        let text = try Text(utf8: [0xEF, 0xBB, 0xBF, 0x61], name: "marked.txt")
        #expect(text == Text("a"))
        #expect(text.string == "a")
    }

    @Test(
        "What is not UTF-8 is told with its place",
        arguments: [
            ([0x61, 0xFF], 1, 1), ([0x61, 0x0A, 0x0A, 0xC3], 3, 3), ([0xC0, 0x80], 0, 1),
            ([0xED, 0xA0, 0x80], 0, 1),
            ([0x61, 0xE2, 0x82, 0x62], 1, 1),
        ]
    )
    func invalid(bytes: [UInt8], offset: Int, line: Int) {
        let error = #expect(throws: MediaError.self) { try Text(utf8: bytes, name: "t") }
        #expect(error?.problem == .notText(byte: offset, line: line))
    }
}
