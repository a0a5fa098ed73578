import Foundation
import TestData
import Testing

/// The explorer in a terminal that draws pictures as kitty does.
@Suite("Pictures that the terminal draws", .serialized)
struct PictureTests {
    private let kitty = FakeKitty()

    private func explorer(
        _ arguments: [String],
        columns: Int = 100,
        rows: Int = 36,
        environment: [String: String] = [:]
    ) throws -> RecordingTerminal {
        let kitty = kitty
        return try RecordingTerminal(
            "perceiver",
            arguments,
            columns: columns,
            rows: rows,
            environment: ["TERM": "xterm-kitty", "ESCDELAY": "1000"].merging(environment) { $1 },
            answer: kitty.answer
        )
    }

    /// Whether a screen has placeholders: with their marks they are other characters.
    private func holdsPlace(_ screen: String) -> Bool { screen.unicodeScalars.contains("\u{10EEEE}") }

    private var dog: String { "\(ExplorerTests.samples)/dog.jpg" }

    /// Waits until the map is there and nothing more comes.
    private func settle(_ terminal: RecordingTerminal, _ texts: String...) throws {
        try terminal.wait("the map") { terminal in
            let screen = terminal.screen.lines.joined(separator: "\n")
            return texts.allSatisfy(screen.contains) && !terminal.screen.lines[1].contains(" …")
        }
        terminal.waitForQuiet()
    }

    @Test("show what half blocks show, in as many cells, and are gone afterwards")
    func pictures() throws {
        let terminal = try explorer([dog])
        try settle(terminal, "peak x")
        let seen = kitty.seen(on: terminal.screen)
        #expect(kitty.faults == [])
        #expect(seen.count > 300)
        let blocks = try explorer(["--pixels", "half", dog])
        try settle(blocks, "peak x")
        var differences: [Double] = []
        for (index, halves) in seen {
            let cell = blocks.screen.cells[index]
            // The cursor's mark, and a last row of one half.
            guard cell.scalars == ["▀"], halves[1][3] > 0 else { continue }
            for (half, colour) in [(0, cell.foreground), (1, cell.background)] {
                let parts = colour.split(separator: ";").compactMap { Double($0) }.suffix(3)
                for (one, other) in zip(halves[half], parts) { differences.append(abs(one - other)) }
            }
        }
        // Half blocks lack the lowest three bits, and show of their tokens the strongest.
        #expect(differences.count > 1500)
        #expect(differences.reduce(0, +) / Double(max(1, differences.count)) < 10)
        terminal.type("q")
        #expect(try terminal.exitStatus() == 0)
        #expect(kitty.pictures.isEmpty && kitty.faults == [])
        #expect(!terminal.screen.modes.contains(1049))
    }

    @Test("are sent again only when they have changed, and never pile up")
    func economy() throws {
        let terminal = try explorer([dog])
        try settle(terminal, "peak x")
        let given = kitty.given
        #expect(kitty.pictures.count == 1)
        terminal.type("\t")
        terminal.type("?")
        try settle(terminal, "Go to the next pane.")
        terminal.type("\u{1B}")
        try settle(terminal, "peak x")
        #expect(kitty.given <= given + 1)
        let before = kitty.given
        terminal.type("]")
        try settle(terminal, "for photo · max · weight")
        #expect(kitty.given == before + 1 && kitty.pictures.count == 1 && kitty.most <= 2)
        #expect(kitty.seen(on: terminal.screen).count > 300 && kitty.faults == [])
    }

    @Test("are placed anew when the size changes, after ^L, and after ^Z, which takes them away")
    func changes() throws {
        let terminal = try explorer([dog])
        try settle(terminal, "peak x")
        for key in ["\u{C}", "\u{1A}"] {
            let given = kitty.given
            terminal.type(key)
            if key == "\u{1A}" {
                try terminal.wait("the pictures to go") { _ in self.kitty.pictures.isEmpty }
                terminal.send(signal: SIGCONT)
            }
            try terminal.wait("another picture") { _ in self.kitty.given > given }
            try settle(terminal, "peak x")
            #expect(kitty.pictures.count == 1 && kitty.seen(on: terminal.screen).count > 300)
        }
        terminal.resize(columns: 120, rows: 40)
        let given = kitty.given
        try terminal.wait("another picture") { _ in self.kitty.given > given }
        try settle(terminal, "peak x")
        #expect(kitty.pictures.count == 1 && kitty.seen(on: terminal.screen).count > 300)
        #expect(kitty.faults == [])
    }

    @Test("go with the program, however it ends", arguments: [SIGTERM, SIGSEGV, SIGHUP])
    func endings(signal: Int32) throws {
        let terminal = try explorer([dog], environment: ["SWIFT_BACKTRACE": "enable=no"])
        try settle(terminal, "peak x")
        #expect(!kitty.pictures.isEmpty)
        terminal.send(signal: signal)
        #expect(try terminal.exitStatus(timeout: .seconds(20)) == 128 + Int(signal))
        #expect(kitty.pictures.isEmpty && kitty.faults == [])
        #expect(!terminal.screen.modes.contains(1049))
    }

    @Test("are many and small on the sheet of all latents")
    func sheet() throws {
        let terminal = try explorer([dog], columns: 160, rows: 45)
        try settle(terminal, "peak x")
        terminal.type("s")
        try settle(terminal, "each on its own scale")
        #expect(kitty.pictures.count > 20)
        #expect(kitty.seen(on: terminal.screen).count > 300 && kitty.faults == [])
        // One leaves the sheet, the other the program.
        terminal.type("qq")
        #expect(try terminal.exitStatus() == 0)
        #expect(kitty.pictures.isEmpty)
    }

    @Test("give way to blocks where the terminal has no room, or another name, or another wish is told")
    func refusals() throws {
        kitty.refuses = true
        let full = try explorer([dog])
        try settle(full, "peak x")
        #expect(kitty.pictures.isEmpty && !holdsPlace(full.screen.lines.joined()))
        kitty.refuses = false
        kitty.name = "WezTerm 20240203"
        let other = try explorer([dog], environment: ["TERM": "xterm-256color"])
        try settle(other, "peak x")
        #expect(kitty.given == 0)
        #expect(
            other.screen.lines.joined().unicodeScalars.contains { (0x1FB00...0x1FB3B).contains($0.value) }
        )
        kitty.name = "kitty(0.42.1)"
        let half = try explorer(["--pixels", "half", dog])
        try settle(half, "peak x")
        #expect(kitty.given == 0 && half.screen.lines.joined().contains("▀"))
        #expect(kitty.faults == [])
    }

    @Test(
        "are drawn inside of a tmux that hands them on to such a terminal, by themselves",
        .enabled(if: TmuxSession.isAvailable),
        arguments: [true, false]
    )
    func tmuxHandsOn(isAllowed: Bool) throws {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("pt-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let program = try #require(Programs.path(of: "perceiver"))
        let settings = """
            set -g allow-passthrough \(isAllowed ? "on" : "off")
            set -g default-terminal tmux-256color
            set -ga terminal-features ',xterm-256color:RGB'
            """
        let file = folder.appendingPathComponent("tmux.conf").path
        try settings.write(toFile: file, atomically: true, encoding: .utf8)
        let command = "\(Programs.quoted(program)) \(Programs.quoted(dog))"
        let kitty = kitty
        let terminal = try RecordingTerminal(
            "/usr/bin/env",
            ["tmux", "-f", file, "new-session", "-x", "100", "-y", "36", command],
            columns: 100,
            rows: 36,
            environment: ["TERM": "xterm-256color", "TMUX_TMPDIR": folder.path],
            answer: kitty.answer
        )
        try terminal.wait(for: "peak x")
        terminal.waitForQuiet(milliseconds: 600)
        #expect(kitty.pictures.isEmpty != isAllowed && kitty.faults == [])
        #expect(holdsPlace(terminal.screen.lines.joined()) == isAllowed)
        terminal.type("q")
        #expect(try terminal.exitStatus() == 0)
        #expect(kitty.pictures.isEmpty)
    }

    @Test(
        "are not drawn inside of another tmux unless they are asked for, and its other panes keep nothing",
        .enabled(if: TmuxSession.isAvailable)
    )
    func tmux() throws {
        let terminal = try TmuxSession(columns: 100, rows: 36, environment: ["COLORTERM": "truecolor"])
        try terminal.run("perceiver", Programs.quoted(dog))
        try terminal.wait(for: "peak x")
        #expect(try !holdsPlace(terminal.screen()))
        try terminal.press("q")
        #expect(try terminal.exitStatus() == 0)
        try terminal.run("perceiver", "--pixels kitty \(Programs.quoted(dog))")
        try terminal.wait("placeholders") { $0.contains("peak x") && holdsPlace($0) }
        try terminal.openWindow()
        #expect(try !holdsPlace(terminal.screen()))
        try terminal.closeWindow()
        try terminal.wait("placeholders") { $0.contains("peak x") && holdsPlace($0) }
        try terminal.press("q")
        #expect(try terminal.exitStatus() == 0)
        #expect(try !holdsPlace(terminal.screen()))
        try terminal.wait(for: TmuxSession.Modes.whole)
    }
}
