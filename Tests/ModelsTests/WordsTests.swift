import Models
import Testing

@Suite("Texts in parts")
struct WordsTests {
    private func parts(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        return Words.parts(of: bytes).map { part in String(decoding: part.map { bytes[$0] }, as: UTF8.self) }
    }

    @Test("Words have the spaces behind them")
    func words() {
        #expect(parts("Two  words,\nhé ") == ["Two  ", "words,\n", "hé "])
        #expect(parts(" a") == [" ", "a"])
        #expect(parts("") == [])
    }

    @Test("What has no spaces is cut: long words, scripts without any, and where scripts change")
    func withoutSpaces() {
        #expect(parts(String(repeating: "é", count: 30)).map(\.count) == [24, 6])
        #expect(parts("日本語です") == ["日本語", "です"])
        #expect(parts("Tokyo東京") == ["Tokyo", "東京"])
        #expect(parts("𠀀𠀀𠀀𠀀") == ["𠀀𠀀𠀀", "𠀀"])
    }

    @Test("Bytes that are not UTF-8 are kept, each once and in order")
    func invalid() {
        #expect(Words.parts(of: [0x80, 0x61, 0xE3, 0x81, 0x20, 0xFF, 0x80]) == [[0, 1, 2, 3, 4], [5, 6]])
        let bytes: [UInt8] = [0xF0, 0x9F, 0xC0, 0xED, 0xA0, 0x80, 0x20, 0xF8, 0x61]
        #expect(Words.parts(of: bytes).flatMap(\.self) == Array(bytes.indices))
    }
}
