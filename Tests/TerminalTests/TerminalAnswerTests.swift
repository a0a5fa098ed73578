import Cells
import Glibc
import Terminal
import Testing

@Suite("What a terminal says of itself")
struct TerminalAnswerTests {
    private func raw(_ text: String) -> [RawInput] {
        text.unicodeScalars.map { RawInput.character($0.value) }
    }

    /// A decoder that has read a text, and the events.
    private func read(_ parts: String...) -> (events: [TerminalEvent], answers: [TerminalAnswer]) {
        var decoder = InputDecoder()
        let events = parts.flatMap { decoder.events(raw($0)) }
        return (events, decoder.answers)
    }

    private func keys(_ text: String) -> [TerminalEvent] { text.map { .key(.character($0)) } }

    /// What terminals say, and what is made of it.
    static let said: [(String, TerminalAnswer?)] = [
        ("]11;rgb:ffff/8080/0000\u{1B}\\", .background(RGB(255, 128, 0))),
        ("]11;rgba:ff/80/00/ff\u{7}", .background(RGB(255, 128, 0))),
        ("]11;#ff8000\u{9C}", .background(RGB(255, 128, 0))),
        ("]11;rgb:f/8/0\u{7}", .background(RGB(255, 136, 0))),
        ("]11;none\u{7}", nil), ("]10;rgb:0000/0000/0000\u{7}", nil), ("]lq\u{7}", nil),
        ("P>|kitty(0.35.2)\u{1B}\\", .name("kitty(0.35.2)")), ("P1$r2 q\u{1B}\\", nil),
        ("P0+r544e\u{7}", nil),
        ("P!|7E565445\u{1B}\\", nil), ("P=1s\u{1B}\\", nil),
        ("_Gi=31;OK\u{1B}\\", .picture(id: 31, isFine: true)),
        ("_Gi=31,p=2;ENOENT:no q\u{1B}\\", .picture(id: 31, isFine: false)),
        ("^q\u{1B}\\", nil), ("Xq\u{1B}\\", nil),
        ("[?62;22c", .attributes), ("[6;20;10t", .cell(width: 10, height: 20)), ("[?997;1n", .theme(.dark)),
        ("[?997;2n", .theme(.light)), ("[?997;3n", nil), ("[8;24;80t", nil), ("[?2031;1$y", nil),
    ]

    @Test("is understood, and presses no keys, wherever it is split", arguments: said)
    func split(said: String, meaning: TerminalAnswer?) {
        let whole = "\u{1B}" + said
        for cut in 0...whole.unicodeScalars.count {
            let middle = whole.unicodeScalars.index(whole.startIndex, offsetBy: cut)
            // After Escape alone nobody can know; ncurses waits there.
            let first = cut == 1 ? "" : String(whole[..<middle])
            let (events, answers) = read("a" + first, (cut == 1 ? "\u{1B}" : "") + whole[middle...] + "b")
            #expect(events == keys("ab"), "cut at \(cut)")
            #expect(answers == (meaning.map { [$0] } ?? []), "cut at \(cut)")
        }
        var decoder = InputDecoder()
        let head = Array(whole.unicodeScalars.prefix(2).map { RawInput.character($0.value) })
        var events = decoder.events(head)
        for input in raw(String(whole.dropFirst(2))) { events += decoder.events([input]) }
        #expect(events == [] && decoder.answers == (meaning.map { [$0] } ?? []))
        #expect(!decoder.isInside)
    }

    @Test("is over when a key comes that no answer has")
    func brokenOff() {
        #expect(read("\u{1B}]11;rgb:ff\rj").events == [.key(.enter), .key(.character("j"))])
        #expect(read("\u{1B}]11;rgb:ff\u{3}").events == [.key(.control("c"))])
        #expect(read("\u{1B}]11;rgb:ff", "\u{1B}[A").events == [.key(.up)])
        #expect(read("\u{1B}[?99", "\u{1B}[A").events == [.key(.up)])
        var decoder = InputDecoder()
        _ = decoder.events(raw("\u{1B}P>|x"))
        #expect(decoder.events([.key(0o402)]) == [.key(.down)])
        _ = decoder.events(raw("\u{1B}[?6"))
        #expect(decoder.events([.key(0o402)]) == [.key(.down)])
    }

    @Test("is not expected after letters held together with Alt when keys follow")
    func alt() {
        for letter in ["]", "P", "_"] {
            #expect(read("\u{1B}\(letter)", "jk").events == keys("jk"), "Alt and \(letter)")
        }
        #expect(read("\u{1B}\u{1B}]11;rgb:0/0/0\u{7}").events == [.key(.escape)])
        #expect(read("\u{1B}\u{1B}[?62c").events == [.key(.escape)])
    }

    @Test("may have only begun, and can be given up")
    func beginnings() {
        for (text, isBarely) in [
            ("\u{1B}[", true), ("\u{1B}]", true), ("\u{1B}[<64", false), ("\u{1B}]1", false),
        ] {
            var decoder = InputDecoder()
            _ = decoder.events(raw(text))
            #expect(decoder.isInside && decoder.isBarelyInside == isBarely, "\(text.dropFirst())")
            decoder.giveUp()
            #expect(decoder.events(raw("7")) == keys("7"))
        }
        for text in ["", "a", "\u{1B}", "\u{1B}[A", "\u{1B}x[1", "\u{1B}]11;x\u{7}"] {
            var decoder = InputDecoder()
            _ = decoder.events(raw(text))
            #expect(!decoder.isInside, "\(text.dropFirst())")
        }
    }

    @Test("changes the appearance when all is said, unless an option has decided")
    func appearance() {
        let dark = Appearance(depth: .full, ascii: false)
        for (asked, expected) in [(nil, Background.light), (.dark, .dark)] as [(Background?, Background)] {
            let options = TerminalOptions(background: asked, environment: [:])
            var inquiry = inquiry(type: "xterm", options)
            #expect(inquiry.isOpen && inquiry.questions.hasSuffix("\u{1B}[c"))
            inquiry.take(.background(RGB(253, 246, 227)))
            #expect(inquiry.isOpen)
            inquiry.take(.attributes)
            #expect(!inquiry.isOpen)
            #expect(inquiry.appearance(dark, options: options).background == expected)
        }
        #expect(!inquiry(type: "linux").isOpen)
    }

    private func inquiry(type: String, _ options: TerminalOptions = TerminalOptions(environment: [:]))
        -> Inquiry
    {
        Inquiry(TerminalDescription(type: type, colours: 256), options)
    }

    /// A terminal's type, what it says, what was asked for, and what pixels are made of.
    static let choices: [(String, [TerminalAnswer], PixelChoice, Pixels)] = [
        ("xterm-kitty", [.picture(id: 31, isFine: true)], .auto, .pictures(Density(x: 4, y: 8))),
        (
            "xterm-256color",
            [.name("ghostty 1.2"), .picture(id: 31, isFine: true), .cell(width: 12, height: 24)],
            .auto, .pictures(Density(x: 6, y: 12))
        ),
        // Others take pictures, and cannot place them.
        ("xterm-256color", [.name("WezTerm 2024"), .picture(id: 31, isFine: true)], .auto, .sextants),
        ("xterm-256color", [.name("Konsole 23"), .picture(id: 31, isFine: true)], .auto, .halves),
        ("xterm-kitty", [.picture(id: 31, isFine: false)], .auto, .sextants),
        ("xterm-kitty", [.picture(id: 31, isFine: true), .name("tmux 3.3a")], .auto, .halves),
        // The terminal around tmux draws, with pictures if tmux hands them on.
        (
            "tmux-256color", [.outer(name: "kitty(0.42.1)", takesPictures: true), .name("tmux 3.3a")],
            .auto, .pictures(Density(x: 4, y: 8))
        ),
        (
            "tmux-256color", [.name("tmux 3.3a"), .outer(name: "kitty(0.42.1)", takesPictures: false)],
            .auto, .sextants
        ),
        ("tmux-256color", [.outer(name: "WezTerm 2024", takesPictures: true)], .auto, .sextants),
        ("tmux-256color", [.outer(name: "XTerm(379)", takesPictures: true)], .auto, .halves),
        ("foot", [], .auto, .sextants), ("xterm-256color", [], .auto, .halves),
        ("xterm-kitty", [.picture(id: 31, isFine: true)], .half, .halves),
        ("xterm-kitty", [.picture(id: 31, isFine: true)], .sextant, .sextants),
        ("xterm-256color", [], .kitty, .pictures(Density(x: 4, y: 8))),
        ("xterm-256color", [.cell(width: 30, height: 60)], .kitty, .pictures(Density(x: 6, y: 12))),
    ]

    @Test("decides what pixels are made of, unless an option does", arguments: choices)
    func pixels(type: String, said: [TerminalAnswer], choice: PixelChoice, expected: Pixels) {
        setlocale(LC_CTYPE, "C.UTF-8")
        var inquiry = inquiry(type: type)
        for answer in said { inquiry.take(answer) }
        #expect(inquiry.pixels(choice) == expected)
    }

    @Test("is told by tmux, too")
    func outer() {
        let said: [(String, TerminalAnswer?)] = [
            ("1 kitty(0.42.1)\n", .outer(name: "kitty(0.42.1)", takesPictures: true)),
            ("all ghostty 1.2\n", .outer(name: "ghostty 1.2", takesPictures: true)),
            ("0 XTerm(379)\n", .outer(name: "XTerm(379)", takesPictures: false)),
            ("off foot(1.13)\n", .outer(name: "foot(1.13)", takesPictures: false)),
            // A terminal that does not tell its name, and a tmux that knows no such words.
            ("1 \n", nil), (" \n", nil), ("", nil),
        ]
        for (line, answer) in said { #expect(TerminalAnswer(outer: line) == answer, "\(line)") }
    }

    @Test("gets smaller pictures over a network")
    func network() {
        let options = TerminalOptions(environment: ["SSH_CONNECTION": "10.0.0.1 22 10.0.0.2 22"])
        #expect(inquiry(type: "xterm", options).pixels(.kitty) == .pictures(Density(x: 3, y: 6)))
    }

    @Test("is not asked about pictures where the question would be a title")
    func titles() {
        #expect(inquiry(type: "xterm").questions.contains("\u{1B}_G"))
        for type in ["tmux-256color", "screen-256color"] {
            #expect(!inquiry(type: type).questions.contains("_G"))
        }
        for variable in ["TMUX", "STY"] {
            let options = TerminalOptions(environment: [variable: "x"])
            #expect(!inquiry(type: "xterm", options).questions.contains("_G"))
        }
    }

    @Test("is told by COLORFGBG, too, as long as the terminal is silent")
    func environment() {
        for (words, expected) in [
            ("0;15", Background.light), ("0;default;7", .light), ("15;0", .dark), ("x", .dark), ("", .dark),
        ] {
            let options = TerminalOptions(environment: ["COLORFGBG": words])
            let terminal = TerminalDescription(type: "xterm", colours: 8)
            let appearance = Appearance(options: options, terminal: terminal, canWriteUTF8: true)
            #expect(appearance.background == expected, "\(words)")
        }
    }

    @Test("comes as late after Escape as ESCDELAY allows")
    func escapeDelay() {
        for (words, expected) in [
            (nil, 25), ("500", 500), ("0", 0), ("-1", 0), ("99999999", 10_000), ("x", 25),
        ] {
            let environment = words.map { ["ESCDELAY": $0] } ?? [:]
            #expect(TerminalOptions(environment: environment).escapeDelay == expected)
        }
    }
}
