import CNcurses
import Cells
import Terminal
import Testing

@Suite("Input")
struct InputTests {
    private func raw(_ text: String) -> [RawInput] {
        text.unicodeScalars.map { RawInput.character($0.value) }
    }

    private func events(_ input: [RawInput]) -> [TerminalEvent] {
        var decoder = InputDecoder()
        return decoder.events(input)
    }

    private func keys(_ text: String) -> [TerminalEvent] { events(raw(text)) }

    @Test("of characters")
    func characters() {
        #expect(keys("aé木👍") == ["a", "é", "木", "👍"].map { .key(.character($0)) })
        #expect(keys("\r\t\u{7F}\u{8}") == [.enter, .tab, .backspace, .backspace].map { .key($0) })
        // In raw mode Enter is a carriage return, and a line feed is ^J.
        #expect(keys("\n") == [.key(.control("j"))])
        #expect(keys("\u{3}\u{1A}\u{1C}") == ["c", "z", "\\"].map { .key(.control($0)) })
        #expect(keys("\0\u{9B}") == [])
    }

    @Test("of keys that the terminal's description has")
    func described() {
        let input: [RawInput] = [
            .key(KEY_UP), .key(KEY_BTAB), .key(KEY_F0 + 5), .named("kUP5"), .named("kXYZ"),
        ]
        #expect(events(input) == [.key(.up), .key(.backTab), .key(.up)])
    }

    @Test(
        "of sequences that it lacks",
        arguments: [
            ("[A", Key.up), ("OB", .down), ("[1;5C", .right), ("[1;3D", .left), ("OH", .home), ("[F", .end),
            ("[1~", .home), ("[4~", .end), ("[5~", .pageUp), ("[6;5~", .pageDown), ("[3~", .delete),
            ("[Z", .backTab),
        ]
    )
    func sequences(sequence: String, key: Key) {
        #expect(keys("\u{1B}\(sequence)x") == [.key(key), .key(.character("x"))])
    }

    @Test("of sequences that mean nothing here is dropped")
    func unknownSequences() {
        #expect(keys("\u{1B}[99~a\u{1B}[201~b\u{1B}[?1;2cc\u{1B}[<35;1;1Md") == keys("abcd"))
        #expect(keys("\u{1B}[" + String(repeating: "9", count: 25) + "~") == [])
    }

    @Test("of Escape alone")
    func escape() {
        #expect(keys("\u{1B}") == [.key(.escape)])
        #expect(keys("\u{1B}\u{1B}") == [.key(.escape), .key(.escape)])
        #expect(keys("q\u{1B}") == [.key(.character("q")), .key(.escape)])
    }

    @Test("of keys held together with Alt is not taken for Escape and the key")
    func alt() {
        for text in ["q", "Q", "é", "\r", "\u{7F}", "[", "O", "[q", "OP", "[201~"] {
            #expect(keys("\u{1B}\(text)") == [], "Alt and \(text)")
        }
        #expect(keys("a\u{1B}qb") == keys("ab"))
        #expect(events([.character(0x1B), .key(KEY_UP)]) == [.key(.up)])
        #expect(keys("\u{1B}\u{1B}[A") == [.key(.up)])
    }

    @Test("of the mouse")
    func mouse() {
        let sequences =
            "\u{1B}[<0;7;4M\u{1B}[<32;8;4M\u{1B}[<35;9;4M\u{1B}[<0;300;4m\u{1B}[<64;1;1M\u{1B}[<69;1;2M\u{1B}[<2;1;1M\u{1B}[<0;0;0M"
        let expected = [
            Mouse(.press, x: 6, y: 3), Mouse(.drag, x: 7, y: 3), Mouse(.release, x: 299, y: 3),
            Mouse(.wheelUp, x: 0, y: 0),
            Mouse(.wheelDown, x: 0, y: 1), Mouse(.press, x: 0, y: 0),
        ]
        #expect(keys(sequences) == expected.map { .mouse($0) })
    }

    // MARK: pastes

    private let begin = "\u{1B}[200~"
    private let end = "\u{1B}[201~"

    @Test("of a paste is a text and no keys")
    func pastes() {
        let text = "q\r\tü\u{1B}[A\u{1B}[201 \u{1B}"
        let expected: [TerminalEvent] = [
            .key(.character("a")), .pasted(Paste(text)), .key(.character("b")), .pasted(Paste("")),
        ]
        #expect(keys("a\(begin)\(text)\(end)b\(begin)\(end)") == expected)
        // ncurses may take something in a paste for keys that it knows.
        let mixed = raw(begin + "x") + [.key(KEY_UP), .named("kUP5")] + raw("y" + end)
        #expect(events(mixed) == [.pasted(Paste("xy"))])
    }

    @Test("of a paste in several batches is one")
    func pastesInParts() {
        var decoder = InputDecoder()
        let all = raw("\(begin)one\rtwo\(end)x")
        for length in 7..<all.count - 1 {
            #expect(decoder.isPasting(after: Array(all[..<length])) == (length < all.count - 1))
            let events = decoder.events(Array(all[..<length])) + decoder.events(Array(all[length...]))
            #expect(events == [.pasted(Paste("one\rtwo")), .key(.character("x"))])
        }
        #expect(!decoder.isPasting(after: all))
    }

    @Test("of a paste whose end does not come is what there is of it")
    func endlessPastes() {
        var decoder = InputDecoder()
        #expect(decoder.events(raw(begin + "one")) == [])
        #expect(decoder.endPaste() == [.pasted(Paste("one"))])
        #expect(decoder.endPaste() == [])
        #expect(decoder.events(raw("q")) == [.key(.character("q"))])
    }

    @Test("of a long paste is kept up to a limit")
    func longPastes() {
        let limit = String(repeating: "x", count: Paste.limit)
        #expect(keys(begin + limit + end + "q") == [.pasted(Paste(limit)), .key(.character("q"))])
        let expected: [TerminalEvent] = [.pasted(Paste(limit, isCut: true)), .key(.character("q"))]
        #expect(keys(begin + limit + limit + end + "q") == expected)
    }
}
