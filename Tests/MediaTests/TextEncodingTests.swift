import Media
import Testing

/// Texts in other encodings than UTF-8; `Tests/Fixtures/texts.py` wrote them with Python's codecs.
struct TextEncodingTests {
    private func text(_ name: String) throws -> Text {
        guard case .text(let text) = try Medium.read(path: Fixtures.path("encodings/\(name).txt")) else {
            throw MediaError(name, .missing)
        }
        return text
    }

    @Test(
        "What is read is what was written, and a note says from which encoding",
        arguments: [
            ("utf16le", "expected", "read from UTF-16 (little-endian)"),
            ("utf16be", "expected", "read from UTF-16 (big-endian)"),
            ("utf32le", "expected", "read from UTF-32 (little-endian)"),
            ("utf32be", "expected", "read from UTF-32 (big-endian)"),
            (
                "utf16le-unmarked", "expected",
                "read from UTF-16 (little-endian), as every other byte is 0"
            ),
            ("utf16be-unmarked", "expected", "read from UTF-16 (big-endian), as every other byte is 0"),
            ("windows1252", "expected", "not UTF-8, read from Windows-1252"),
            ("table", "expected-table", "not UTF-8, read from Windows-1252"),
            ("latin1", "expected-latin1", "not UTF-8, read from Latin-1 (ISO 8859-1)"),
        ]
    )
    func reads(name: String, expected: String, note: String) throws {
        let text = try text(name)
        #expect(text.bytes == (try Fixtures.bytes("encodings/\(expected).txt")))
        #expect(text.notes == [note])
        #expect(Medium.modality(path: Fixtures.path("encodings/\(name).txt")) == .text)
    }

    @Test func utf8GoesWithoutSaying() throws {
        #expect(try text("expected").notes.isEmpty)
    }

    @Test("Letters beside each other are of an encoding that is not read", arguments: ["koi8-r", "gbk"])
    func refused(name: String) {
        let error = #expect(throws: MediaError.self) { try text(name) }
        #expect(error?.description.contains("iconv makes UTF-8 of a text in another encoding") == true)
    }

    @Test(
        "Bytes that are no whole characters are told",
        arguments: [
            [0xFF, 0xFE, 0x61], [0xFF, 0xFE, 0x00, 0xD8], [0xFF, 0xFE, 0, 0, 0, 0, 0x11, 0],
            [0, 0, 0xFE, 0xFF, 0, 0, 0xD8, 0],
        ] as [[UInt8]]
    )
    func damaged(bytes: [UInt8]) {
        let error = #expect(throws: MediaError.self) { try Text(decoding: bytes, name: "t") }
        #expect(error?.description.contains("it has half of a character") == true)
    }

    @Test("Bytes with controls among them are no text of Western Europe, and no UTF-16")
    func binary() {
        for bytes: [UInt8] in [[0x61, 0xE9, 0x01], [0x61, 0x81], [0x85, 0, 0x01, 0, 0x03, 0]] {
            let error = #expect(throws: MediaError.self) { try Text(decoding: bytes, name: "t") }
            guard case .notText? = error?.problem else {
                Issue.record("\(bytes)")
                return
            }
        }
    }
}
