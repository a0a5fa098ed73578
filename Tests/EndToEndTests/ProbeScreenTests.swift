import Foundation
import TestData
import Testing

@Suite("The probe's screen", .serialized, .enabled(if: TmuxSession.isAvailable))
struct ProbeScreenTests {
    @Test(
        "fits every size, also one that changes",
        arguments: [(1, 1), (20, 5), (80, 24), (200, 60), (400, 100)]
    )
    func sizes(columns: Int, rows: Int) throws {
        let terminal = try TmuxSession(columns: columns, rows: rows, environment: ["COLORTERM": "truecolor"])
        try terminal.run("TerminalProbe")
        for (columns, rows) in [(columns, rows), (1, 1), (120, 40), (3, 50), (90, 2), (columns, rows)] {
            try terminal.resize(columns: columns, rows: rows)
            let title = String("probe \(columns)×\(rows) 24bit".prefix(columns))
            try terminal.wait("the probe at \(columns)×\(rows)") { screen in
                let lines = screen.split(separator: "\n")
                return lines.first?.hasPrefix(title) == true
                    && (rows == 1 || lines.dropFirst().first == String(repeating: "▀", count: columns)[...])
                    && (rows < 10 || lines.dropFirst(6).first?.hasPrefix("plain".prefix(columns)) == true)
            }
        }
        try terminal.press("q")
        #expect(try terminal.exitStatus() == 0)
    }

    @Test("hears every key")
    func keys() throws {
        let terminal = try TmuxSession(rows: 60)
        try terminal.run("TerminalProbe")
        try terminal.wait(for: "probe")
        let keys = [
            ("Up", "up"), ("Down", "down"), ("Left", "left"), ("Right", "right"), ("Home", "home"),
            ("End", "end"),
            ("PPage", "pageUp"), ("NPage", "pageDown"), ("Enter", "enter"), ("Tab", "tab"),
            ("BTab", "backTab"),
            ("BSpace", "backspace"), ("DC", "delete"), ("Escape", "escape"), ("C-Right", "right"),
            ("M-Up", "up"),
            ("S-Left", "left"), ("C-c", #"control("c")"#), (#"C-\"#, #"control("\\")"#),
            ("é", #"character("é")"#),
            ("?", #"character("?")"#), ("[", #"character("[")"#), ("木", #"character("木")"#),
        ]
        for (number, (name, key)) in keys.enumerated() {
            try terminal.press(name)
            try terminal.wait(for: "\(number + 1): key(Cells.Key.\(key))")
        }
    }

    @Test("hears the mouse, unless it is told not to")
    func mouse() throws {
        let terminal = try TmuxSession()
        try terminal.run("TerminalProbe")
        try terminal.wait(for: "probe")
        #expect(try terminal.modes().mouse)
        try terminal.click(x: 79, y: 23)
        try terminal.wait(for: "Action.press, x: 79, y: 23")
        try terminal.wait(for: "Action.release, x: 79, y: 23")
        try terminal.type("\u{1B}[<64;3;4M\u{1B}[<65;3;4M")
        try terminal.wait(for: "Action.wheelUp, x: 2, y: 3")
        try terminal.wait(for: "Action.wheelDown, x: 2, y: 3")
        try terminal.press("k")
        try terminal.wait("the mouse to be left alone") { _ in try terminal.modes().mouse == false }
        try terminal.press("q")
        #expect(try terminal.exitStatus() == 0)
        try terminal.run("TerminalProbe", "--no-mouse")
        try terminal.wait(for: "probe")
        #expect(try terminal.modes().mouse == false)
    }

    @Test("takes pasted text in one go")
    func paste() throws {
        let terminal = try TmuxSession()
        try terminal.run("TerminalProbe")
        try terminal.wait(for: "probe")
        try terminal.type(String(repeating: "péw ", count: 1000))
        try terminal.wait(for: #"4000: key(Cells.Key.character(" "))"#)
    }

    @Test("tells what is pasted from what is typed, as long as it is there")
    func bracketedPaste() throws {
        let terminal = try TmuxSession()
        let probe = try #require(Programs.path(of: "TerminalProbe"))
        try terminal.run("sh", "-c \(Programs.quoted("\(Programs.quoted(probe)); exec cat -v"))")
        try terminal.wait(for: "probe 80×24")
        try terminal.paste("a q\nb\tü")
        try terminal.wait(for: "1: pasted(", #"a q\rb\tü"#)
        try terminal.press("C-z")
        #expect(try terminal.exitStatus() == 128 + Int(SIGTSTP))
        try terminal.continueInForeground()
        try terminal.wait(for: "probe 80×24")
        try terminal.paste("again")
        try terminal.wait(for: "pasted(", "again")
        try terminal.press("q")
        try terminal.wait(for: TmuxSession.Modes.whole)
        try terminal.paste("plain\n")
        let screen = try terminal.wait(for: "plain")
        #expect(!screen.contains("200~"), "\(screen)")
        try terminal.press("C-d")
    }

    @Test("goes on after a paste that does not end")
    func endlessPaste() throws {
        let terminal = try TmuxSession()
        try terminal.run("TerminalProbe")
        try terminal.wait(for: "probe 80×24")
        try terminal.type("\u{1B}[200~one")
        try terminal.wait(for: "1: pasted(", "one")
        try terminal.press("q")
        #expect(try terminal.exitStatus() == 0)
    }

    @Test("wakes for messages and for the end of a time, and sleeps otherwise")
    func waiting() throws {
        let terminal = try TmuxSession()
        try terminal.run("TerminalProbe")
        try terminal.press("m")
        try terminal.wait(for: "3: message two")
        try terminal.press("c")
        try terminal.wait(for: "5: time is over")
        let process = try terminal.pid()
        let before = try processorTime(of: process)
        sleep(1)
        #expect(try processorTime(of: process) == before)
    }

    /// Ticks of the processor a process has used.
    private func processorTime(of process: pid_t) throws -> [Substring] {
        let fields = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8).split(
            separator: " "
        )
        return Array(fields[13...14])
    }

    @Test("leaves standard input and output to pipes")
    func pipes() throws {
        let terminal = try TmuxSession()
        try terminal.run("TerminalProbe", "| cat > \(terminal.file("out").path)", before: "echo data |")
        try terminal.wait(for: "probe 80×24")
        try terminal.press("x", "q")
        _ = try terminal.exitStatus()
        #expect(try terminal.contents(of: "out") == "")
        try terminal.run("TerminalProbe", "> \(terminal.file("out").path)")
        try terminal.wait(for: "probe 80×24")
        try terminal.press("h", "q")
        #expect(try terminal.exitStatus() == 0)
        #expect(try terminal.contents(of: "out") == "events: 2")
    }

    @Test("can be closed and opened again, but not twice at a time")
    func reopening() throws {
        let terminal = try TmuxSession(environment: ["COLORTERM": "truecolor"])
        try terminal.run("TerminalProbe", "--twice")
        try terminal.wait(for: "░▒▓")
        try terminal.press("2")
        try terminal.wait(for: "2: The screen is open already.")
        try terminal.press("h", "q")
        try terminal.wait("an empty list") { $0.contains("░▒▓") && !$0.contains("character") }
        try terminal.press("i")
        try terminal.wait(for: "1: key(Cells.Key.character(\"i\"))")
        try terminal.press("q")
        #expect(try terminal.exitStatus() == 0)
        try terminal.wait(for: TmuxSession.Modes.whole)
        #expect(try terminal.hasKeptItsSettings())
    }

    @Test("says what is missing where there can be none")
    func refusals() throws {
        let probe = try #require(Programs.path(of: "TerminalProbe"))
        let lonely = try Programs.output(of: "setsid --wait \(probe) 2>&1 < /dev/null")
        #expect(lonely.status == 1)
        #expect(lonely.output.contains("no terminal to draw on (/dev/tty: No such device or address)"))
        let terminal = try TmuxSession()
        for (type, message) in [
            ("TERM=dumb", "TERM=dumb: a terminal of this type cannot show a full screen"),
            ("TERM=nonsense", "TERM=nonsense: this type of terminal is not known here"),
            ("TERM=", "TERM is not set"), ("-u TERM", "TERM is not set"),
        ] {
            try terminal.run("TerminalProbe", before: "env \(type)")
            try terminal.wait(for: message)
            #expect(try terminal.exitStatus() == 1)
            try terminal.wait(for: TmuxSession.Modes.whole)
        }
    }
}
