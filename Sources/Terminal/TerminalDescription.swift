import CNcurses
import Glibc

/// What the terminfo database knows of a terminal, asked before anything is drawn.
package struct TerminalDescription: Equatable {
    /// The terminal's type as `TERM` has it.
    package var type: String
    /// The type under which the database knows it; another one if the database lacks this type.
    package var knownAs: String
    /// How many colours it has; 0 for none.
    package var colours = 0
    /// Whether it is marked as having 24-bit colours, in one of the three ways in use.
    package var hasDirectColour = false
    /// Whether it follows ECMA-48, as nearly all terminals in use do.
    package var speaksECMA48 = false
    /// What to write to it to end what a screen has begun.
    package var undo: [UInt8] = []

    /// Looks up the type of the terminal open at `descriptor`.
    package init(type: String, descriptor: Int32) throws(TerminalError) {
        guard !type.isEmpty else { throw .noType }
        // A screen that is open already keeps its own.
        let before = set_curterm(nil)
        defer {
            del_curterm(cnc_terminal())
            set_curterm(before)
        }
        self.type = type
        knownAs = type
        if !Self.setUp(type, descriptor) {
            knownAs = "xterm-256color"
            guard TerminalType(type).resemblesXterm, Self.setUp(knownAs, descriptor) else {
                throw .unknownType(type)
            }
        }
        guard let cursor = Self.string("cup") else { throw .cannotPlaceCursor(type: type) }
        colours = max(0, Int(tigetnum("colors")))
        hasDirectColour =
            tigetflag("RGB") > 0 || tigetnum("RGB") > 0 || tigetflag("Tc") > 0
            || Self.string("RGB") != nil || Self.string("setrgbf") != nil
        speaksECMA48 = cursor.starts(with: Array("\u{1B}[%i%p1%d;%p2%dH".utf8))
        undo = Self.undo(ecma48: speaksECMA48)
    }

    /// A description made up by a test.
    package init(type: String, colours: Int, hasDirectColour: Bool = false) {
        self.type = type
        knownAs = type
        self.colours = colours
        self.hasDirectColour = hasDirectColour
        speaksECMA48 = true
    }

    private static func setUp(_ type: String, _ descriptor: Int32) -> Bool {
        var status: Int32 = 0
        return setupterm(type, descriptor, &status) == OK
    }

    /// A string capability without its padding (`$<5>`); `nil` if the terminal lacks it.
    private static func string(_ name: String) -> [UInt8]? {
        // -1 stands for a name that is no string capability.
        guard let value = tigetstr(name), Int(bitPattern: value) != -1 else { return nil }
        return withoutPadding(
            UnsafeBufferPointer(start: value, count: strlen(value)).map(UInt8.init(bitPattern:))
        )
    }

    private static func withoutPadding(_ text: [UInt8]) -> [UInt8] {
        var (kept, place) = ([UInt8](), 0)
        while place < text.count {
            if text[place...].starts(with: "$<".utf8),
                let end = text[place...].firstIndex(of: UInt8(ascii: ">")),
                text[place + 2..<end].allSatisfy("0123456789.*/".utf8.contains)
            {
                place = end + 1
            } else {
                kept.append(text[place])
                place += 1
            }
        }
        return kept
    }

    /// Ends what a screen has begun by this description.
    private static func undo(ecma48: Bool) -> [UInt8] {
        let modes = ecma48 ? Array(ECMA48Terminal.endOfModes.utf8) : []
        let looks = ["cnorm", "sgr0", "op", "rmkx"].flatMap { string($0) ?? [] }
        // Without an alternate screen what comes next belongs below what is there.
        let leaving = string("rmcup") ?? Array((ecma48 ? "\u{1B}[999H\r\n" : "\r\n").utf8)
        return modes + looks + leaving
    }
}

/// What the name of a terminal's type tells.
package struct TerminalType {
    private let parts: [Substring]
    private let name: String

    package init(_ name: String) {
        self.name = name
        parts = name.split(separator: "-")
    }

    /// Terminals that have 24-bit colours under this name, whatever the database says.
    package var hasFullColour: Bool {
        let known: Set<Substring> = ["kitty", "alacritty", "foot", "wezterm", "ghostty", "contour", "rio"]
        return parts.contains(where: known.contains) || parts.last == "direct"
    }

    /// Whether programs inside of it see no terminal but itself.
    package var isMultiplexer: Bool { ["tmux", "screen"].contains(parts.first) }

    /// 256 colours, by convention.
    package var has256Colours: Bool { name.contains("256color") }

    /// Terminals close enough to xterm to be driven as one where the database does not know them, as
    /// happens when a new terminal is used over ssh.
    package var resemblesXterm: Bool {
        let families: Set<Substring> = [
            "xterm", "tmux", "screen", "rxvt", "konsole", "vte", "gnome", "putty", "st",
        ]
        return hasFullColour || parts.first.map(families.contains) == true
    }
}
