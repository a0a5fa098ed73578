import Foundation
import TestData
import Testing

/// What a key makes the program send, with the bundled model and samples in 24-bit colours.
@Suite("What a key sends", .serialized, .enabled(if: TmuxSession.isAvailable))
struct FrameTests {
    /// The keys, what the title says when their work is done, and the most bytes they may send: half of what they
    /// took when each drew the screen twice.
    private static let keys = [
        (key: "]", title: "head max · weight", limit: 103_000),
        (key: "u", title: "head max · score", limit: 104_000),
        (key: "Down", title: "max · score", limit: 87_000),
        (key: "c", title: "dog.ogg · concept: ", limit: 95_000),
    ]

    /// What was found to be wrong, and whether the machine was too slow for a verdict: some answers came later than
    /// frames wait for them, so that the screen said they were on their way.
    private struct Finding {
        var complaints: [String] = []
        var isSlow = false
    }

    @Test("is one frame, in which a title comes with its map")
    func frames() throws {
        var finding = try found()
        for _ in 0..<4 where !finding.complaints.isEmpty && finding.isSlow { finding = try found() }
        #expect(finding.complaints.isEmpty)
    }

    private func found() throws -> Finding {
        var finding = Finding()
        let terminal = try TmuxSession(columns: 160, rows: 45, environment: ["COLORTERM": "truecolor"])
        try terminal.record(into: "sent")
        try terminal.run("perceiver")
        try terminal.wait(for: "what speaks for", "peak x", "Latent 0")
        try terminal.press("a")
        try terminal.wait(for: "head mean · weight", "peak x", "Latent 0")
        try terminal.press("Tab")
        var sent = try sentWhenQuiet(terminal)
        for (key, title, limit) in Self.keys {
            let before = try self.title(of: terminal.screen())
            try terminal.press(key)
            try terminal.wait("the map after \(key)") { screen in
                let now = try self.title(of: screen)
                return now != before && now.contains(title)
                    && !screen.split(separator: "\n")[1].contains(" …")
            }
            let all = try sentWhenQuiet(terminal)
            if all.count - sent.count >= limit {
                finding.complaints.append("\(key) sent \(all.count - sent.count) bytes")
            }
            try compareTitles(all, from: sent.count, &finding)
            sent = all
        }
        return finding
    }

    /// All that was sent, once no more comes.
    private func sentWhenQuiet(_ terminal: TmuxSession) throws -> [UInt8] {
        var (sent, since) = ([UInt8](), ContinuousClock.now)
        while .now - since < .seconds(1) {
            let now = try [UInt8](Data(contentsOf: terminal.file("sent")))
            if now.count != sent.count { (sent, since) = (now, .now) }
            usleep(20_000)
        }
        return sent
    }

    /// Shows what was sent once more, up to the end of each frame: where titles are alike, maps have to be so too.
    private func compareTitles(_ sent: [UInt8], from start: Int, _ finding: inout Finding) throws {
        let replay = try TmuxSession(columns: 160, rows: 45, environment: ["COLORTERM": "truecolor"])
        var maps: [String: ArraySlice<Substring>] = [:]
        for end in [start] + ends(ofFramesIn: sent, from: start) {
            // The last line is not compared, so it can tell that the terminal has read everything.
            let frames = sent[..<end] + Array("\u{1B}[45;1H\u{1B}[mread \(end)".utf8)
            try Data(frames).write(to: replay.file("frames"))
            try replay.run("sh", "-c 'cat \(replay.file("frames").path); read x'")
            try replay.wait(for: "read \(end)")
            let screen = try replay.screen()
            if end != start, screen.split(separator: "\n").dropFirst().first?.contains(" …") ?? false {
                finding.isSlow = true
            }
            let title = try self.title(of: screen)
            let map = try replay.screen(styled: true)
                .split(separator: "\n", omittingEmptySubsequences: false)[2..<20]
            if maps[title, default: map] != map { finding.complaints.append("another map below \(title)") }
            maps[title] = map
            try replay.press("Enter")
            _ = try replay.exitStatus()
        }
    }

    /// Where frames end: each goes down the screen, so that the next one begins by going up.
    private func ends(ofFramesIn sent: [UInt8], from start: Int) -> [Int] {
        let text = String(decoding: sent[start...], as: Unicode.ASCII.self)
        var (ends, row) = ([Int](), 0)
        for move in text.matches(of: #/\u{1B}\[(\d*)(?:;\d+)?([HdA])/#) {
            let number = Int(move.1) ?? 1
            if move.2 == "A" || number < row {
                ends.append(
                    start + text.unicodeScalars.distance(from: text.startIndex, to: move.range.lowerBound)
                )
            }
            row = move.2 == "A" ? row - number : number
        }
        return ends + [sent.count]
    }

    /// The line of titles without what says that another map is on its way.
    private func title(of screen: String) throws -> String {
        let lines = screen.split(separator: "\n", omittingEmptySubsequences: false)
        return try String(#require(lines.dropFirst().first)).replacing(" …", with: "").replacing(
            "─",
            with: ""
        )
    }
}
