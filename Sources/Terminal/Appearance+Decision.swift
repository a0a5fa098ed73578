import Cells

extension Appearance {
    /// What to show on a terminal, from what a person asked for, the environment and the terminal's type.
    ///
    /// The first of these that says anything decides about the colours: the option, `NO_COLOR`, a dumb
    /// terminal, `COLORTERM`, the terminal's own description, the names of terminals known to have more
    /// colours than their description, and the number of colours in the description.
    package init(options: TerminalOptions, terminal: TerminalDescription, canWriteUTF8: Bool) {
        self.init(
            depth: Self.depth(options: options, terminal: terminal),
            ascii: options.ascii || !canWriteUTF8
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
