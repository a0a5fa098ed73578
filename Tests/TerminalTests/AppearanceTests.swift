import Cells
import Terminal
import Testing

@Suite("What a terminal can show")
struct AppearanceTests {
    /// A terminal, an environment and an option, and the colours that follow.
    struct Case: CustomTestStringConvertible {
        var asked: ColourDepth?
        var environment: [String: String] = [:]
        var type = "xterm"
        var colours = 8
        var isDirect = false
        var depth: ColourDepth
        var testDescription: String { "\(type) \(environment)" }
    }

    @Test(
        "is decided by the first of these that says anything",
        arguments: [
            // The option, whatever else is said.
            Case(asked: .full, environment: ["NO_COLOR": "1"], type: "dumb", colours: 0, depth: .full),
            Case(asked: .monochrome, environment: ["COLORTERM": "truecolor"], depth: .monochrome),
            // NO_COLOR, if it is not empty.
            Case(environment: ["NO_COLOR": "0", "COLORTERM": "truecolor"], depth: .monochrome),
            Case(environment: ["NO_COLOR": "", "COLORTERM": "truecolor"], depth: .full),
            // A dumb terminal.
            Case(environment: ["COLORTERM": "truecolor"], type: "dumb", depth: .monochrome),
            // COLORTERM, if it is one of two words.
            Case(environment: ["COLORTERM": "24bit"], type: "vt100", colours: 0, depth: .full),
            Case(environment: ["COLORTERM": "1"], depth: .named),
            // The description, and known names.
            Case(type: "something", isDirect: true, depth: .full),
            Case(type: "xterm-kitty", colours: 256, depth: .full),
            Case(type: "alacritty", colours: 256, depth: .full),
            Case(type: "foot-extra", colours: 256, depth: .full),
            Case(type: "xterm-ghostty", depth: .full),
            Case(type: "iterm2-direct", depth: .full),
            Case(type: "footless", depth: .named),
            // The number of colours.
            Case(type: "screen-256color-bce", depth: .indexed),
            Case(type: "st", colours: 256, depth: .indexed),
            Case(type: "xterm-16color", colours: 16, depth: .named),
            Case(type: "linux", colours: 8, depth: .named),
            Case(type: "vt100", colours: 0, depth: .monochrome),
        ]
    )
    func depth(_ example: Case) {
        let options = TerminalOptions(depth: example.asked, environment: example.environment)
        let terminal = TerminalDescription(
            type: example.type,
            colours: example.colours,
            hasDirectColour: example.isDirect
        )
        let appearance = Appearance(options: options, terminal: terminal, canWriteUTF8: true)
        #expect(appearance.depth == example.depth && !appearance.ascii)
    }

    @Test("is ASCII where it is asked for, and where there is no UTF-8")
    func ascii() {
        let terminal = TerminalDescription(type: "xterm", colours: 8)
        for (asked, canWriteUTF8, ascii) in [(true, true, true), (false, false, true), (false, true, false)] {
            let options = TerminalOptions(ascii: asked, environment: [:])
            let appearance = Appearance(options: options, terminal: terminal, canWriteUTF8: canWriteUTF8)
            #expect(appearance.ascii == ascii)
        }
    }

    @Test("does not depend on the database for terminals like xterm")
    func resemblance() {
        for name in [
            "xterm-ghostty", "xterm-new", "tmux", "screen.xterm-256color", "wezterm", "rio", "st-256color",
        ] {
            #expect(TerminalType(name).resemblesXterm == (name != "screen.xterm-256color"), "\(name)")
        }
        for name in ["vt220", "hp2626", "sun", ""] { #expect(!TerminalType(name).resemblesXterm) }
    }
}
