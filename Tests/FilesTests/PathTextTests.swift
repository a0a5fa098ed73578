import Files
import Testing

@Suite("Paths as texts")
struct PathTextTests {
    @Test(
        "keep every byte",
        arguments: [
            [], Array("/tmp/日本.txt".utf8), [0x63, 0x61, 0x66, 0xE9, 0x2E], [0xFF, 0x80, 0xC3, 0xA9, 0xC3],
            // A character that stands for a byte elsewhere, and one next to it.
            Array("a\u{10FE85}\u{10FE7F}\u{301}".utf8), [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x90],
        ] as [[UInt8]]
    )
    func bytes(name: [UInt8]) {
        let text = PathText.text(of: name)
        #expect(PathText.bytes(of: text) == name)
        #expect(text.withSystemPath { PathText.text(of: $0) } == text)
    }

    @Test("are what they say if they are UTF-8") func utf8() {
        #expect(PathText.text(of: "/tmp/日本 é.txt".utf8) == "/tmp/日本 é.txt")
        #expect(PathText.escaped("/tmp/日本") == "/tmp/日本")
    }

    @Test("are shown with the bytes that are not") func escaped() {
        let text = PathText.text(of: Array("a/caf".utf8) + [0xE9, 0x80] + Array("é".utf8))
        #expect(PathText.escaped(text) == "a/caf\\xE9\\x80é" && printable(text) == "a/caf\\xE9\\x80é")
    }

    @Test("All bytes of a folder's entries are told apart") func everyByte() {
        let texts = (UInt8(0x80)...0xFF).map { PathText.text(of: [$0]) }
        #expect(Set(texts).count == 128 && texts.allSatisfy { $0.count == 1 })
    }
}

@Suite("Invisible characters")
struct InvisibleTests {
    @Test(
        "are found where somebody put them",
        arguments: [
            ("g\u{E0068}\u{E0069}", 2), ("a\u{200D}b", 1), ("a\u{FE0F}", 1), ("é\u{FE0F}\u{FE0E}", 1),
            ("a\u{E0101}\u{E0102}", 2), ("😀\u{E0101}", 1), ("x\u{34F}y", 1), ("a\u{115F}", 1),
            ("\u{200D}a", 1), ("🐈\u{200D}\u{200D}⬛", 1), ("a\u{2062}b", 1),
            ("🏴" + String(repeating: "\u{E0061}", count: 12), 5),
        ]
    )
    func found(text: String, count: Int) {
        #expect(Invisible.places(in: text.unicodeScalars).count == count)
    }

    @Test(
        "are expected where they change what is seen",
        arguments: [
            "👨\u{200D}👩\u{200D}👧", "✌\u{FE0F}", "1\u{FE0F}\u{20E3}", "葛\u{E0101}", "नि\u{200D}",
            "می\u{200C}خواهم", "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
            "🏳\u{FE0F}\u{200D}🌈",
        ]
    )
    func expected(text: String) {
        #expect(Invisible.places(in: text.unicodeScalars).isEmpty)
    }
}
