/// How many pixels a cell has, side by side and one above the other.
public struct Density: Sendable, Hashable {
    /// Pixels side by side.
    public var x: Int
    /// Pixels one above the other.
    public var y: Int

    /// A density; both numbers are positive.
    public init(x: Int, y: Int) {
        self.x = x
        self.y = y
    }

    /// Two pixels, one above the other.
    public static let halves = Density(x: 1, y: 2)
    /// Two by three pixels.
    public static let sextants = Density(x: 2, y: 3)
}

/// What the pixels of pictures and maps are made of.
public enum Pixels: Sendable, Hashable {
    /// Half blocks: each cell has two pixels, which have the colours that they shall have.
    case halves
    /// Sextants: each cell has six pixels, which share two colours.
    case sextants
    /// Pictures that the terminal draws by kitty's protocol, with so many pixels for a cell.
    case pictures(Density)

    /// How many pixels a cell has.
    public var density: Density {
        switch self {
        case .halves: .halves
        case .sextants: .sextants
        case .pictures(let density): density
        }
    }
}

extension Appearance {
    /// Whether pictures and heatmaps can have colours of their own.
    package var hasPictureColours: Bool { depth == .indexed || depth == .full }

    /// What pixels are made of: anything but half blocks needs 24-bit colours, and more than ASCII.
    package var drawnPixels: Pixels { depth == .full && !ascii ? pixels : .halves }

    /// How many pixels a cell has in which something is drawn.
    package var density: Density { drawnPixels.density }
}
