import Foundation
import Testing

/// What a terminal says of itself, in the midst of keys, on a pseudo-terminal.
@Suite("The probe's terminal", .serialized)
struct AnswerTests {
    /// Answers of terminals, each to a question that may have been another program's.
    static let answers = [
        "\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\", "\u{1B}]10;rgb:0000/0000/0000\u{7}", "\u{1B}P1$r2 q\u{1B}\\",
        "\u{1B}P>|XTerm(379)\u{1B}\\", "\u{1B}_Gi=31;OK\u{1B}\\", "\u{1B}^privacy q\u{1B}\\",
        "\u{1B}Xstart q\u{7}", "\u{1B}[?62;22c", "\u{1B}[6;20;10t", "\u{1B}[?997;2n",
    ]

    /// A terminal's answers: a background and nothing else.
    static func light(_ request: String) -> String {
        switch request {
        case "]11;?": "\u{1B}]11;rgb:ffff/fdfd/e3e3\u{1B}\\"
        case "[c": "\u{1B}[?62;22c"
        default: ""
        }
    }

    @Test("answers, be it late or byte by byte, and presses no keys by that", arguments: answers)
    func late(answer: String) throws {
        // So much time for what follows Escape that no machine is too slow for it.
        let terminal = try RecordingTerminal("TerminalProbe", environment: ["ESCDELAY": "3000"])
        try terminal.wait(for: "probe 80×24")
        terminal.type(answer + "h")
        try terminal.wait(for: #"key(Cells.Key.character("h"))"#)
        terminal.type(answer, pausing: 5)
        terminal.type("i")
        try terminal.wait(for: #"key(Cells.Key.character("i"))"#)
        terminal.waitForQuiet()
        let notes = terminal.screen.lines.dropFirst(9).filter { $0.contains("key(") }
        #expect(notes.count == 2, "\(notes)")
        terminal.type("q")
        #expect(try terminal.exitStatus() == 0)
    }

    @Test("may take its time for what follows Escape, as much as ESCDELAY says")
    func escapeDelay() throws {
        let terminal = try RecordingTerminal("TerminalProbe", environment: ["ESCDELAY": "3000"])
        try terminal.wait(for: "probe 80×24")
        for (index, sequence) in ["\u{1B}[C", "\u{1B}OC", "\u{1B}[1;5C"].enumerated() {
            terminal.type(sequence, pausing: 50)
            try terminal.wait(for: "\(index + 1): key(Cells.Key.right)")
        }
        terminal.type("\u{1B}")
        try terminal.wait(for: "4: key(Cells.Key.escape)")
    }

    @Test("says whether it is light, and nothing typed meanwhile is lost")
    func background() throws {
        let terminal = try RecordingTerminal("TerminalProbe", answer: Self.light)
        terminal.type("hij")
        try terminal.wait(for: "ascii=false light", "appeared(", "\"h\"", "\"i\"", "\"j\"")
        terminal.type("\u{1B}[?997;1n")
        try terminal.wait(for: "ascii=false dark")
        terminal.type("q")
        #expect(try terminal.exitStatus() == 0)
        #expect(!terminal.screen.modes.contains(2031))
    }

    @Test("is not asked what an option says, nor believed")
    func overridden() throws {
        let terminal = try RecordingTerminal("TerminalProbe", ["--background", "dark"], answer: Self.light)
        try terminal.wait(for: "probe 80×24")
        terminal.type("\u{1B}[?997;2n")
        terminal.waitForQuiet()
        #expect(terminal.screen.lines[0].contains("ascii=false dark"))
        #expect(terminal.screen.modes.contains(2031))
    }

    @Test("is drawn on before it has answered, if it ever does")
    func silence() throws {
        let terminal = try RecordingTerminal("TerminalProbe", environment: ["COLORFGBG": "0;15"])
        try terminal.wait(for: "probe 80×24 24bit ascii=false light")
        terminal.type("q")
        #expect(try terminal.exitStatus() == 0)
    }

    @Test("is asked nothing if it may show the question")
    func unasked() throws {
        for type in ["linux", "vt100", "screen.xterm-256color"] {
            let terminal = try RecordingTerminal("TerminalProbe", environment: ["TERM": type])
            try terminal.wait(for: "probe 80×24")
            #expect(terminal.screen.strings == [], "\(type)")
        }
    }

    @Test("keeps answers from the shell that come after the end has begun")
    func answersAtTheEnd() throws {
        let terminal = try RecordingTerminal("TerminalProbe")
        try terminal.wait(for: "probe 80×24")
        terminal.type("q")
        terminal.type(Self.light("]11;?") + Self.light("[c"))
        #expect(try terminal.exitStatus() == 0)
        #expect(!terminal.screen.lines.joined().contains("62;22"))
    }
}
