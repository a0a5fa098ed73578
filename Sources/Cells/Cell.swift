/// A colour of a cell, in the terms of the terminal that will show it.
public enum Colour: Sendable, Hashable {
    /// The terminal's own foreground or background.
    case standard
    /// One of the terminal's 16 named colours, 0…15, whatever its theme makes of them.
    case ansi(UInt8)
    /// One of the fixed colours 16…255 of a 256-colour terminal.
    case indexed(UInt8)
    /// 24-bit sRGB.
    case rgb(UInt8, UInt8, UInt8)
    /// No colour, but the key of a picture whose place the cell holds; of foregrounds alone.
    case picture(UInt32)
}

/// How a cell's character is drawn.
public struct Style: Sendable, Hashable {
    /// What can be added to the colours.
    public struct Attributes: OptionSet, Sendable, Hashable {
        /// The bits.
        public let rawValue: UInt8
        /// Attributes of the given bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        /// Heavier or brighter.
        public static let bold = Attributes(rawValue: 1)
        /// Fainter.
        public static let dim = Attributes(rawValue: 2)
        /// Foreground and background exchanged.
        public static let reverse = Attributes(rawValue: 4)
        /// A line under the character.
        public static let underline = Attributes(rawValue: 8)
    }

    /// The colour of the character.
    public var foreground: Colour
    /// The colour behind it.
    public var background: Colour
    /// Bold, dim, reverse, underline.
    public var attributes: Attributes

    /// A style; without arguments the terminal's own colours.
    public init(
        _ foreground: Colour = .standard,
        on background: Colour = .standard,
        _ attributes: Attributes = []
    ) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    /// The terminal's own colours.
    public static let plain = Style()
    /// Bold, in the terminal's own colours.
    public static let bold = Style(.standard, on: .standard, .bold)
    /// Faint, in the terminal's own colours.
    public static let dim = Style(.standard, on: .standard, .dim)
    /// Foreground and background exchanged.
    public static let reverse = Style(.standard, on: .standard, .reverse)
}

/// One place of the screen.
public struct Cell: Sendable, Hashable {
    /// What is shown; `nil` in the second cell of a character two cells wide.
    public var character: Character?
    /// How it is shown.
    public var style: Style

    /// A cell; without arguments a blank one.
    public init(_ character: Character? = " ", _ style: Style = .plain) {
        self.character = character
        self.style = style
    }
}
