import Testing

@Suite("The probe's colours", .serialized, .enabled(if: TmuxSession.isAvailable))
struct ProbeColourTests {
    /// A terminal, what it is said to be, and how the probe's 5 × 2 uppermost gradient cells begin there.
    struct Case: CustomTestStringConvertible {
        var type: String
        var environment: [String: String] = [:]
        var arguments = ""
        var depth: String
        var has: [String]
        var lacks: [String]
        var testDescription: String { "\(type) \(environment) \(arguments)" }
    }

    static let full = [
        "\u{1B}[48;5;232m", "\u{1B}[38;2;", "\u{1B}[48;2;", "\u{1B}[41m", "\u{1B}[91m",
        "\u{1B}[48;2;255;128;0m",
    ]
    static let fixed = ["\u{1B}[48;5;232m", "\u{1B}[41m", "\u{1B}[91m", "\u{1B}[48;5;208m"]

    static let cases = [
        Case(
            type: "xterm-256color",
            environment: ["COLORTERM": "truecolor"],
            depth: "24bit",
            has: full,
            lacks: ["8;5;208"]
        ),
        Case(
            type: "screen-256color",
            environment: ["COLORTERM": "24bit"],
            depth: "24bit",
            has: full,
            lacks: ["8;5;208"]
        ),
        Case(type: "xterm-ghostty", depth: "24bit", has: full, lacks: ["8;5;208"]),
        Case(type: "xterm-direct", depth: "24bit", has: full, lacks: ["8;5;208"]),
        Case(type: "vt100", arguments: "--color 24bit", depth: "24bit", has: full, lacks: ["8;5;208"]),
        Case(type: "xterm-256color", depth: "256", has: fixed, lacks: ["8;2;"]),
        Case(type: "tmux-256color", depth: "256", has: fixed, lacks: ["8;2;"]),
        Case(type: "xterm", arguments: "--color 256", depth: "256", has: fixed, lacks: ["8;2;"]),
        Case(
            type: "xterm",
            depth: "16",
            has: ["\u{1B}[32m", "\u{1B}[41m"],
            lacks: ["8;2;", "8;5;", "[91m"]
        ),
        Case(
            type: "linux",
            depth: "16",
            has: ["\u{1B}[32m", "\u{1B}[41m"],
            lacks: ["8;2;", "8;5;", "[91m"]
        ),
        Case(
            type: "xterm-256color",
            arguments: "--color 16",
            depth: "16",
            has: ["[91m", "[41m"],
            lacks: ["8;2;", "8;5;"]
        ),
        Case(
            type: "vt100",
            depth: "none",
            has: ["\u{1B}[1m", "\u{1B}[7m"],
            lacks: ["[31m", "[41m", "8;5;", "8;2;"]
        ),
        Case(
            type: "xterm-256color",
            environment: ["NO_COLOR": "1", "COLORTERM": "truecolor"],
            depth: "none",
            has: ["\u{1B}[1m", "\u{1B}[7m"],
            lacks: ["[31m", "[41m", "8;5;", "8;2;"]
        ),
    ]

    @Test("fit the terminal", arguments: cases)
    func colours(_ example: Case) throws {
        let terminal = try TmuxSession(type: example.type, environment: example.environment)
        try terminal.run("TerminalProbe", example.arguments)
        try terminal.wait(
            for: "probe 80×24 \(example.depth) ascii=false",
            "日本語 한국어 e\u{301} naïve Ελλάδα Москва",
            "┌─┐╔═╗ ▁▂▃▄▅▆▇█ ⣿⡇ ░▒▓"
        )
        let styled = try terminal.screen(styled: true)
        for part in example.has { #expect(styled.contains(part), "\(part.dropFirst()) is missing") }
        for part in example.lacks { #expect(!styled.contains(part), "\(part) is there") }
        try terminal.press("q")
        #expect(try terminal.exitStatus() == 0)
        try terminal.wait(for: TmuxSession.Modes.whole)
    }

    @Test("are those of the cells, also after many frames of new ones")
    func recycling() throws {
        // 12,000 pairs in each frame: the table of 65,536 is full in the sixth.
        let terminal = try TmuxSession(columns: 200, rows: 60, environment: ["COLORTERM": "truecolor"])
        try terminal.run("TerminalProbe", "--bench worst 8 --hold")
        let last = try terminal.wait("the last frame") { screen in
            screen.contains("frame 7")
        }
        #expect(last.contains("frame 7"))
        let line = try #require(try terminal.screen(styled: true).split(separator: "\n").first)
        // Phase 7, blue 128 + 49: red 0, 1, 2 … + 7, green 0 + 21 above and 2 + 21 below.
        let cells = line.split(separator: "▀").prefix(200)
        #expect(cells[0].hasSuffix("\u{1B}[38;2;7;21;177m\u{1B}[48;2;7;23;177m"))
        #expect(cells[100].contains("38;2;135;21;177m") && cells[100].contains("48;2;135;23;177m"))
        try terminal.press("q")
        #expect(try terminal.exitStatus() == 0)
    }

    @Test("and characters are ASCII where nothing else is wanted")
    func ascii() throws {
        let terminal = try TmuxSession(environment: ["LC_ALL": "C"])
        try terminal.run("TerminalProbe", "--ascii")
        let screen = try terminal.wait(for: "+-++=+", "probe 80x24 256 ascii=true")
        let isASCII = screen.allSatisfy(\.isASCII)
        #expect(isASCII)
        #expect(screen.contains("? ? ?  ? ? ?  e naive"))
        #expect(screen.contains("+-++=+ ...#####"))
    }

    @Test("and characters do not depend on the locale")
    func locale() throws {
        for locale in ["C", "de_DE.ISO-8859-1", "en_US.UTF-8"] {
            let terminal = try TmuxSession(environment: ["LC_ALL": locale])
            try terminal.run("TerminalProbe")
            try terminal.wait(for: "日本語 한국어 e\u{301} naïve")
        }
    }
}
