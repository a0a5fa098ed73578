import Foundation
import TestData
import Testing

// What the explorer makes of its terminal: sizes, signals, colours, locales.
extension ExplorerTests {
    @Test("follows the terminal's size, down to nothing and back")
    func resizing() throws {
        let terminal = try started(sample("dog.jpg"))
        try terminal.wait(for: "peak x")
        for (columns, rows) in [(200, 60), (40, 12), (20, 5), (1, 1), (400, 100), (80, 24)] {
            try terminal.resize(columns: columns, rows: rows)
            if columns == 20 { try terminal.wait(for: "needs 30×8") }
        }
        try terminal.wait("the whole screen") {
            $0.contains("peak x") && $0.contains("q quit") && $0.contains("Latent 0")
        }
    }

    @Test("stops for the shell, and comes back")
    func suspending() throws {
        let terminal = try started(sample("dog.jpg"))
        try terminal.wait(for: "peak x")
        try terminal.press("C-z")
        #expect(try terminal.exitStatus() == 148)
        #expect(try terminal.modes() == .whole)
        try terminal.continueInForeground()
        try terminal.wait(for: "peak x")
        try terminal.press("q")
        #expect(try terminal.exitStatus() == 0)
    }

    @Test("leaves the terminal whole when it is killed", arguments: [SIGTERM, SIGSEGV, SIGABRT])
    func killed(signal: Int32) throws {
        // The report of a crash takes longer than a test should.
        let environment = Self.full.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
        let terminal = try started(sample("dog.jpg"), environment: environment)
        try terminal.wait(for: "peak x")
        try terminal.send(signal: signal)
        #expect(try terminal.exitStatus(timeout: .seconds(20)) == 128 + Int(signal))
        #expect(try terminal.modes() == .whole)
        #expect(try terminal.hasKeptItsSettings())
    }

    @Test("respects NO_COLOR, 256 colours, --ascii and plain locales")
    func appearances() throws {
        let plain = try started(sample("dog.jpg"), environment: ["NO_COLOR": "1", "COLORTERM": "truecolor"])
        try plain.wait(for: "peak x")
        #expect(try !plain.screen(styled: true).contains("38;"))
        let indexed = try started(sample("dog.jpg"), environment: [:])
        try indexed.wait(for: "peak x")
        let styled = try indexed.screen(styled: true)
        #expect(styled.contains("38;5;") && !styled.contains("38;2;"))
        let ascii = try started("--ascii --color none \(sample("dog.jpg"))", environment: ["LANG": "C"])
        try ascii.wait(for: "peak x")
        #expect(try ascii.screen().allSatisfy { $0.isASCII })
    }

    private static let canMakeLocales =
        FileManager.default.fileExists(atPath: "/usr/share/i18n/locales/de_DE")
        && FileManager.default.fileExists(atPath: "/usr/bin/localedef")

    @Test("writes numbers the same in a locale with a decimal comma", .enabled(if: canMakeLocales))
    func decimalComma() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try Programs.output(of: "localedef -i de_DE -f UTF-8 \(Programs.quoted(folder))/de_DE.UTF-8")
        let environment = Self.full.merging(["LC_ALL": "de_DE.UTF-8", "LOCPATH": folder]) { $1 }
        let terminal = try started(sample("dog.jpg"), columns: 120, rows: 40, environment: environment)
        try terminal.wait(for: "peak x", " · rank 1 of 1,024")
        try terminal.press("a")
        try terminal.wait(for: "weight", " · lift ")
        #expect(try terminal.screen().contains(#/weight \.\d+ · lift \d+(\.\d+)? · /#))
    }

    @Test("sleeps while nothing happens")
    func idle() throws {
        let terminal = try started(sample("dog.jpg"))
        try terminal.wait(for: "peak x")
        let process = try terminal.pid()
        func ticks() throws -> Int {
            let fields =
                try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
                .split(separator: ")").last?.split(separator: " ") ?? []
            return (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0)
        }
        usleep(500_000)
        let before = try ticks()
        sleep(2)
        #expect(try ticks() - before <= 1)
    }
}
