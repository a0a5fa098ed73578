import Foundation
import Terminal
import Testing

// ncurses remembers the terminal asked about last, for the whole process.
@Suite("What is known of a terminal", .serialized)
struct DescriptionTests {
    @Test("stands in ASCII for everything that views draw")
    func standIns() {
        func ascii(_ text: String) -> String {
            String(String.UnicodeScalarView(text.unicodeScalars.map(StandIns.ascii)))
        }
        #expect(ascii("┌──┐│ab│└──┘═║") == "+--+|ab|+--+=|")
        #expect(ascii("▁▂▃▄▅▆▇█▀▌▐░▒▓") == "...########:%#")
        #expect(ascii("naïve “Œuvre” … 4×½ ← → λ₁₇") == "naive \"Ouvre\" . 4x? < > ?17")
        for value in UInt32(0x2500)...0x28FF {
            let isShown = Unicode.Scalar(value).map { StandIns.ascii($0).isASCII } ?? true
            #expect(isShown)
        }
    }

    @Test("comes from the database")
    func database() throws {
        let xterm = try TerminalDescription(type: "xterm-256color", descriptor: 1)
        #expect(xterm.colours == 256)
        #expect(xterm.speaksECMA48)
        #expect(!xterm.hasDirectColour)
        let undo = String(decoding: xterm.undo, as: UTF8.self)
        for part in ["[?1000l", "[?1002l", "[?25h", "[?1049l", "[?1l"] { #expect(undo.contains(part)) }
        #expect(throws: TerminalError.noType) { try TerminalDescription(type: "", descriptor: 1) }
        #expect(throws: TerminalError.unknownType("nonsense")) {
            try TerminalDescription(type: "nonsense", descriptor: 1)
        }
        #expect(throws: TerminalError.cannotPlaceCursor(type: "dumb")) {
            try TerminalDescription(type: "dumb", descriptor: 1)
        }
    }

    @Test("falls back on xterm where the database lags behind")
    func newTerminals() throws {
        let new = try TerminalDescription(type: "xterm-brandnew", descriptor: 1)
        #expect(new.type == "xterm-brandnew")
        #expect(new.knownAs == "xterm-256color")
    }

    @Test("has no padding, which only ncurses can write")
    func padding() throws {
        let vt100 = try TerminalDescription(type: "vt100", descriptor: 1)
        #expect(!String(decoding: vt100.undo, as: UTF8.self).contains("$<"))
    }

    @Test("of our own is what its source says")
    func ownDescription() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "terminfo-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try ECMA48Terminal.source.write(
            to: folder.appendingPathComponent("own.ti"),
            atomically: true,
            encoding: .utf8
        )
        let commands =
            "cd '\(folder.path)' && tic -x -o . own.ti && TERMINFO=. infocmp -x -Q2 -q \(ECMA48Terminal.type)"
        let stream = try #require(popen(commands, "re"))
        var compiled = ""
        while let character = UnicodeScalar(UInt32(bitPattern: fgetc(stream))) {
            compiled.unicodeScalars.append(character)
        }
        #expect(pclose(stream) == 0)
        #expect(compiled.filter { !$0.isWhitespace } == ECMA48Terminal.entry)
    }
}
