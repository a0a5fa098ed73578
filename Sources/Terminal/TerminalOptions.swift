import Cells
import FoundationEssentials

/// What pixels shall be made of, by the words for it.
public enum PixelChoice: String, Sendable, Hashable, CaseIterable {
    /// The sharpest that the terminal is known to draw well.
    case auto
    /// Pictures by kitty's protocol, over Unicode placeholders.
    case kitty
    /// Six pixels a cell, of two colours.
    case sextant
    /// Two pixels a cell.
    case half
}

/// What a person asked of the screen.
public struct TerminalOptions: Sendable {
    /// The colours to use whatever the terminal claims; `nil` to find out.
    public var depth: ColourDepth?
    /// Whether clicks and the wheel come to the program; if not, the terminal's own selection works.
    public var mouse: Bool
    /// Whether to draw with ASCII only, whatever the locale.
    public var ascii: Bool
    /// Whether the terminal is dark or light whatever it says; `nil` to find out.
    public var background: Background?
    /// What pictures and maps are made of.
    public var pixels: PixelChoice
    /// Where `TERM`, `COLORTERM`, `NO_COLOR`, `COLORFGBG`, `ESCDELAY` and `TMUX` are looked up.
    public var environment: [String: String]

    /// Options; without arguments everything is found out.
    public init(
        depth: ColourDepth? = nil,
        mouse: Bool = true,
        ascii: Bool = false,
        background: Background? = nil,
        pixels: PixelChoice = .auto,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        self.depth = depth
        self.mouse = mouse
        self.ascii = ascii
        self.background = background
        self.pixels = pixels
        self.environment = environment
    }

    /// The name of the terminal's type; empty if there is none.
    package var type: String { environment["TERM"] ?? "" }

    /// How many milliseconds after Escape the rest of a key's sequence may come: `ESCDELAY`, or 25.
    ///
    /// Slow lines need more. The Escape key is heard so much later.
    package var escapeDelay: Int {
        let asked = environment["ESCDELAY"].flatMap { Int($0) }
        return asked.map { min(max($0, 0), 10_000) } ?? 25
    }
}
