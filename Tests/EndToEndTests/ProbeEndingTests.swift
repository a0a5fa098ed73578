import Foundation
import Testing

@Suite("The probe's ends", .serialized, .enabled(if: TmuxSession.isAvailable))
struct ProbeEndingTests {
    private func started(_ before: String = "") throws -> TmuxSession {
        let terminal = try TmuxSession(environment: ["COLORTERM": "truecolor"])
        try terminal.run("TerminalProbe", before: before)
        try terminal.wait(for: "probe 80×24")
        return terminal
    }

    @Test(
        "by a crash leave the terminal whole, a message, and the right status",
        arguments: [
            ("t", 132, "Fatal error: the probe was told to"), ("s", 139, "Segmentation fault"),
            ("a", 134, "Aborted"), ("o", 139, "Segmentation fault"),
            ("d", 132, "Fatal error: the probe was told to"),
            ("O", 139, "Segmentation fault"), ("P", 139, "Segmentation fault"),
            ("e", 1, "TerminalProbe: Thrown()"), ("x", 3, "ready>"), ("q", 0, "events: 1"),
        ],
        ["enable=no", "enable=yes"]
    )
    func crash(ending: (key: String, status: Int, message: String), backtrace: String) throws {
        let terminal = try started("SWIFT_BACKTRACE=\(backtrace)")
        try terminal.press(ending.key)
        // Swift's question for a key would take 30 seconds.
        #expect(try terminal.exitStatus(timeout: .seconds(20)) == ending.status)
        try terminal.wait(for: TmuxSession.Modes.whole)
        #expect(try terminal.hasKeptItsSettings())
        try terminal.wait("the message") { _ in
            try terminal.screen(history: true).contains(ending.message)
        }
    }

    @Test(
        "by a signal leave the terminal whole and the right status",
        arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGUSR1, SIGSEGV, SIGABRT, SIGALRM]
    )
    func signals(signal: Int32) throws {
        // A shell would take SIGINT for its own if it did not have a trap.
        let terminal = try started("trap : INT; SWIFT_BACKTRACE=enable=no")
        try terminal.send(signal: signal)
        #expect(try terminal.exitStatus() == 128 + Int(signal))
        try terminal.wait(for: TmuxSession.Modes.whole)
        #expect(try terminal.hasKeptItsSettings())
    }

    @Test("come with the terminal's", arguments: ["", "trap '' HUP;"])
    func hangUp(before: String) throws {
        let terminal = try started(before)
        let process = try terminal.pid()
        try terminal.hangUp()
        let deadline = ContinuousClock.now + .seconds(5)
        while kill(process, 0) == 0, .now < deadline { usleep(10_000) }
        #expect(kill(process, 0) != 0, "it still runs")
    }

    @Test(
        "can wait: ^Z gives the shell its terminal, fg takes it back at its new size",
        arguments: ["C-z", "TSTP", "STOP"]
    )
    func suspension(how: String) throws {
        let terminal = try started()
        // After SIGSTOP the old screen stays: only another size tells that it was drawn again.
        let sizes = (how == "STOP" ? [] : [(80, 24)]) + [(100, 30), (80, 24)]
        for (columns, rows) in sizes {
            if how == "C-z" {
                try terminal.press(how)
            } else {
                try terminal.send(signal: how == "STOP" ? SIGSTOP : SIGTSTP)
            }
            #expect(try terminal.exitStatus() == 128 + Int(how == "STOP" ? SIGSTOP : SIGTSTP))
            if how != "STOP" {
                try terminal.wait(for: "Stopped")
                try terminal.wait(for: TmuxSession.Modes.whole)
            }
            try terminal.resize(columns: columns, rows: rows)
            try terminal.continueInForeground()
            try terminal.wait(for: "probe \(columns)×\(rows)")
            try terminal.wait(for: TmuxSession.Modes.taken)
            try terminal.press("h")
            try terminal.wait(for: #"key(Cells.Key.character("h"))"#)
        }
        try terminal.press("q")
        #expect(try terminal.exitStatus() == 0)
        try terminal.wait(for: TmuxSession.Modes.whole)
    }

    @Test("while it is stopped leave the shell its terminal")
    func endedWhileStopped() throws {
        let terminal = try started()
        try terminal.press("C-z")
        #expect(try terminal.exitStatus() == 128 + Int(SIGTSTP))
        try terminal.send(signal: SIGTERM)
        try terminal.continueInForeground()
        #expect(try terminal.exitStatus() == 128 + Int(SIGTERM))
        try terminal.wait(for: TmuxSession.Modes.whole)
    }
}
