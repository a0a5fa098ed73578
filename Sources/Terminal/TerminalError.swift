/// Why there can be no screen.
public enum TerminalError: Error, Equatable, CustomStringConvertible {
    /// The process has no terminal.
    case noTerminal(reason: String)
    /// `TERM` is unset or empty.
    case noType
    /// Nothing is known of terminals of this type.
    case unknownType(String)
    /// The terminal can only write line after line.
    case cannotPlaceCursor(type: String)
    /// The process has a screen already.
    case alreadyOpen
    /// The system gave no file descriptor to wait on.
    case noDescriptor(reason: String)

    /// One sentence: what is wrong, and what would help.
    public var description: String {
        switch self {
        case .noTerminal(let reason):
            "There is no terminal to draw on (/dev/tty: \(reason)). Start the explorer from a terminal."
        case .noType:
            "TERM is not set, so nothing is known of the terminal. Try TERM=xterm-256color."
        case .unknownType(let type):
            "TERM=\(type): this type of terminal is not known here. Try TERM=xterm-256color, or install ncurses-term."
        case .cannotPlaceCursor(let type):
            "TERM=\(type): a terminal of this type cannot show a full screen. Try TERM=xterm-256color or TERM=vt100."
        case .alreadyOpen:
            "The screen is open already."
        case .noDescriptor(let reason):
            "The screen needs one more file descriptor (\(reason)). Close some files, or raise ulimit -n."
        }
    }
}
