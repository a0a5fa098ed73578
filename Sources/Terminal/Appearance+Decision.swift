import Cells

extension Appearance {
    /// What to show on a terminal, from what a person asked for, the environment and the terminal's type.
    ///
    /// The first of these that says anything decides about the colours: the option, `NO_COLOR`, a dumb
    /// terminal, `COLORTERM`, the terminal's own description, the names of terminals known to have more
    /// colours than their description, and the number of colours in the description.
    ///
    /// About the background decides the option, then `COLORFGBG`, which some terminals set, until the terminal itself
    /// tells.
    package init(options: TerminalOptions, terminal: TerminalDescription, canWriteUTF8: Bool) {
        self.init(
            depth: Self.depth(options: options, terminal: terminal),
            ascii: options.ascii || !canWriteUTF8,
            background: options.background ?? Background.told(by: options.environment),
            pixels: Inquiry(terminal, options).pixels(options.pixels)
        )
    }

    private static func depth(options: TerminalOptions, terminal: TerminalDescription) -> ColourDepth {
        let type = TerminalType(terminal.type)
        if let asked = options.depth { return asked }
        if options.environment["NO_COLOR"]?.isEmpty == false { return .monochrome }
        if terminal.type == "dumb" { return .monochrome }
        if ["truecolor", "24bit"].contains(options.environment["COLORTERM"]) { return .full }
        if terminal.hasDirectColour || type.hasFullColour { return .full }
        if type.has256Colours { return .indexed }
        return switch terminal.colours {
        case 256...: .indexed
        case 8...: .named
        default: .monochrome
        }
    }
}

extension Background {
    /// What the environment says of a terminal's background; dark if it says nothing.
    package static func told(by environment: [String: String]) -> Background {
        Background(colours: environment["COLORFGBG"]) ?? .dark
    }

    /// What `COLORFGBG` says: the numbers of the named colours of the foreground and the background, as in `0;15`.
    init?(colours: String?) {
        guard let number = colours?.split(separator: ";").last.flatMap({ Int($0) }), (0..<16).contains(number)
        else { return nil }
        self.init(FixedPalette.colours[number])
    }

    /// Light if black can be read better on a colour than white.
    init(_ colour: RGB) { self = colour.readable == RGB(0, 0, 0) ? .light : .dark }
}
