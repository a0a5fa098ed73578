import Testing

@Suite("The harness", .serialized, .enabled(if: TmuxSession.isAvailable))
struct HarnessTests {
    @Test("starts a command, types, and reads the screen and the exit status")
    func session() throws {
        let terminal = try TmuxSession(columns: 40, rows: 5)
        try terminal.run("sh", "-c 'read x; echo got:$x; exit 7'")
        try terminal.type("hello\n")
        try terminal.wait(for: "got:hello")
        #expect(try terminal.exitStatus() == 7)
        try terminal.wait(for: TmuxSession.Modes.whole)
        #expect(try terminal.hasKeptItsSettings())
    }

    @Test("passes the environment on, and nothing else")
    func environment() throws {
        let terminal = try TmuxSession(
            type: "vt100",
            environment: ["COLORTERM": "truecolor", "NO_COLOR": "it's"]
        )
        try terminal.run("sh", #"-c 'echo "<$TERM $COLORTERM $NO_COLOR $SECRET>"'"#)
        try terminal.wait(for: "<vt100 truecolor it's >")
    }

    @Test("captures colours, and follows the size")
    func colours() throws {
        let terminal = try TmuxSession(columns: 30, rows: 4)
        try terminal.run("sh", #"-c 'printf "\033[38;2;1;2;3mrgb\033[m "; stty size; read x'"#)
        try terminal.wait(for: "rgb 4 30")
        #expect(try terminal.screen(styled: true).contains("\u{1B}[38;2;1;2;3mrgb"))
        try terminal.resize(columns: 50, rows: 7)
        try terminal.type("\n")
        _ = try terminal.exitStatus()
        try terminal.run("stty", "size")
        try terminal.wait(for: "7 50")
    }

    @Test("gives up waiting, and shows the screen")
    func timeout() throws {
        let terminal = try TmuxSession()
        #expect(throws: TmuxSession.TimedOut.self) {
            try terminal.wait(for: "godot", timeout: .milliseconds(50))
        }
    }
}
