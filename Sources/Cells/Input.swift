/// A key, as far as every terminal can tell them apart.
public enum Key: Sendable, Hashable {
    /// A character that was typed.
    case character(Character)
    /// A letter together with Ctrl, in lower case.
    case control(Character)
    case up, down, left, right
    case home, end, pageUp, pageDown
    case enter, escape, tab, backTab
    case backspace, delete
}

/// Something done with the mouse.
public struct Mouse: Sendable, Hashable {
    /// What was done.
    public enum Action: Sendable, Hashable {
        case press, release, wheelUp, wheelDown
        /// The pointer moved to another cell while the button was held.
        case drag
    }

    /// What was done.
    public var action: Action
    /// The column of the cell under the pointer.
    public var x: Int
    /// The row of the cell under the pointer.
    public var y: Int

    /// Something done at a cell.
    public init(_ action: Action, x: Int, y: Int) {
        self.action = action
        self.x = x
        self.y = y
    }
}

/// A text that was pasted, with whatever control characters it holds.
public struct Paste: Sendable, Hashable {
    /// The most characters (Unicode scalars) that are kept of one.
    public static let limit = 1 << 16

    /// The text.
    public var text: String
    /// Whether it was longer than ``limit``.
    public var isCut: Bool

    /// A text that was pasted.
    public init(_ text: String, isCut: Bool = false) {
        self.text = text
        self.isCut = isCut
    }
}

/// What reaches the program through the terminal.
public enum TerminalEvent: Sendable, Hashable {
    case key(Key)
    case mouse(Mouse)
    case pasted(Paste)
    /// The screen has a new size.
    case resized(Size)
    /// The terminal has told what it can show, or its theme has changed.
    case appeared(Appearance)
}

/// How many colours a terminal shows.
public enum ColourDepth: String, Sendable, Hashable, CaseIterable {
    /// None: only bold, reverse and the like.
    case monochrome = "none"
    /// The 8 or 16 named ones.
    case named = "16"
    /// The 240 fixed ones besides.
    case indexed = "256"
    /// 24 bits.
    case full = "24bit"
}

/// How light the terminal's own background is.
public enum Background: String, Sendable, Hashable, CaseIterable {
    case dark, light
}

/// What a terminal can show.
public struct Appearance: Sendable, Hashable {
    /// How many colours.
    public var depth: ColourDepth
    /// Whether only ASCII may be used.
    public var ascii: Bool
    /// What lies behind everything that has no colour of its own.
    public var background: Background
    /// What pictures and maps are made of, if there are colours enough for it.
    public var pixels: Pixels

    /// The abilities of a terminal.
    public init(
        depth: ColourDepth,
        ascii: Bool,
        background: Background = .dark,
        pixels: Pixels = .halves
    ) {
        self.depth = depth
        self.ascii = ascii
        self.background = background
        self.pixels = pixels
    }
}
