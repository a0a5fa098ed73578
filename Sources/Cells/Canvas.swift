/// A width and a height in cells.
public struct Size: Sendable, Hashable {
    /// Columns.
    public var width: Int
    /// Rows.
    public var height: Int

    /// A size in cells.
    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }
}

/// A rectangle of cells; the upper left cell of the screen is (0, 0).
public struct Rectangle: Sendable, Hashable {
    /// The leftmost column.
    public var x: Int
    /// The topmost row.
    public var y: Int
    /// Columns, never negative.
    public var width: Int
    /// Rows, never negative.
    public var height: Int

    /// A rectangle; negative sizes become zero.
    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = max(0, width)
        self.height = max(0, height)
    }

    /// The rectangle of a whole canvas of this size.
    public init(_ size: Size) {
        self.init(x: 0, y: 0, width: size.width, height: size.height)
    }

    /// Whether the cell lies inside.
    public func contains(x: Int, y: Int) -> Bool {
        x >= self.x && x < self.x + width && y >= self.y && y < self.y + height
    }

    /// The rectangle without some rows and columns at its edges.
    public func inset(left: Int = 0, top: Int = 0, right: Int = 0, bottom: Int = 0) -> Rectangle {
        Rectangle(x: x + left, y: y + top, width: width - left - right, height: height - top - bottom)
    }

    /// The first row, and the rows below it.
    public func splitTop(_ rows: Int) -> (top: Rectangle, rest: Rectangle) {
        let rows = min(max(rows, 0), height)
        return (
            Rectangle(x: x, y: y, width: width, height: rows),
            Rectangle(x: x, y: y + rows, width: width, height: height - rows)
        )
    }

    /// The rows above the last ones, and the last ones.
    public func splitBottom(_ rows: Int) -> (rest: Rectangle, bottom: Rectangle) {
        let (top, bottom) = splitTop(height - min(max(rows, 0), height))
        return (top, bottom)
    }

    /// The first columns, and the rest with the last of these columns again: for borders that are shared.
    public func splitShared(_ columns: Int) -> (left: Rectangle, right: Rectangle) {
        let (left, rest) = splitLeft(columns)
        return (left, Rectangle(x: rest.x - 1, y: y, width: rest.width + 1, height: height))
    }

    /// The first columns, and the columns right of them.
    public func splitLeft(_ columns: Int) -> (left: Rectangle, rest: Rectangle) {
        let columns = min(max(columns, 0), width)
        return (
            Rectangle(x: x, y: y, width: columns, height: height),
            Rectangle(x: x + columns, y: y, width: width - columns, height: height)
        )
    }

    /// Two equal parts beside each other, one or two columns apart.
    public var sides: (left: Rectangle, right: Rectangle) {
        let columns = max((width - 1) / 2, 0)
        return (splitLeft(columns).left, splitLeft(width - columns).rest)
    }
}

/// A screenful of cells, drawn by the views and shown by the terminal.
///
/// Whatever lies outside is silently clipped: views need not know where the screen ends.
public struct Canvas: Sendable, Equatable {
    /// Columns and rows.
    public let size: Size
    /// What the terminal can show that it is drawn for.
    public let appearance: Appearance
    /// Row by row from the top.
    public private(set) var cells: [Cell]
    /// What the terminal draws itself, in cells that hold the place.
    public private(set) var pictures: [Picture] = []

    /// A blank canvas.
    public init(_ size: Size, _ appearance: Appearance = Appearance(depth: .full, ascii: false)) {
        self.appearance = appearance
        self.size = Size(width: max(0, size.width), height: max(0, size.height))
        cells = Array(repeating: Cell(), count: self.size.width * self.size.height)
    }

    /// One cell; outside the canvas reading gives a blank one and writing does nothing.
    public subscript(x: Int, y: Int) -> Cell {
        get { contains(x, y) ? cells[y * size.width + x] : Cell() }
        set {
            guard contains(x, y) else { return }
            splitWide(at: x, y)
            cells[y * size.width + x] = newValue
        }
    }

    /// Fills a rectangle with one cell.
    public mutating func fill(_ area: Rectangle, with cell: Cell = Cell()) {
        for y in area.y..<area.y + area.height {
            for x in area.x..<area.x + area.width { self[x, y] = cell }
        }
    }

    /// Writes text from a cell rightwards, and stops before `limit` cells are exceeded.
    ///
    /// Characters two cells wide take two; one that would be cut in half is left out. Control
    /// characters appear as their visible stand-ins (``Glyphs/visible(_:)``), and each of ``Glyphs/pieces(of:)`` in a cell
    /// of its own.
    ///
    /// - Returns: how many cells were written.
    @discardableResult
    public mutating func write(
        _ text: some StringProtocol,
        x: Int,
        y: Int,
        style: Style = .plain,
        limit: Int = .max
    ) -> Int {
        if text.utf8.allSatisfy(Glyphs.isPlain) {
            return writePlain(text, x: x, y: y, style: style, limit: limit)
        }
        // A full stop in the place of the dot between parts would end a sentence.
        let text = appearance.ascii ? String(text).replacing(" · ", with: " | ") : String(text)
        var column = 0
        for shown in text.lazy.flatMap(Glyphs.pieces) {
            let width = Glyphs.width(of: shown)
            if column + width > limit || x + column + width > size.width { break }
            self[x + column, y] = Cell(shown, style)
            if width == 2 {
                // First a blank, so that a wide character that loses its first half here loses the second too.
                self[x + column + 1, y] = Cell(" ", style)
                put(Cell(nil, style), x + column + 1, y)
            }
            column += width
        }
        return column
    }

    /// Writes text whose characters each are a byte and take a cell.
    private mutating func writePlain(_ text: some StringProtocol, x: Int, y: Int, style: Style, limit: Int)
        -> Int
    {
        let bytes = text.utf8.prefix(max(0, min(limit, size.width - x)))
        for (column, byte) in bytes.enumerated() {
            self[x + column, y] = Cell(Character(UnicodeScalar(byte)), style)
        }
        return bytes.count
    }

    /// Draws a picture over cells; what lies outside is clipped, and what is drawn over it later hides it there.
    mutating func draw(_ picture: Picture, x: Int, y: Int) {
        if !pictures.contains(where: { $0.key == picture.key }) { pictures.append(picture) }
        let style = Style(.picture(picture.key))
        for row in 0..<picture.size.height {
            for column in 0..<picture.size.width {
                self[x + column, y + row] = Cell(Placeholder.character(row: row, column: column), style)
            }
        }
    }

    /// Changes the style of the cells of a rectangle, keeping their characters.
    public mutating func restyle(_ area: Rectangle, _ change: (inout Style) -> Void) {
        for y in area.y..<area.y + area.height {
            for x in area.x..<area.x + area.width where contains(x, y) {
                change(&cells[y * size.width + x].style)
            }
        }
    }

    private func contains(_ x: Int, _ y: Int) -> Bool {
        x >= 0 && y >= 0 && x < size.width && y < size.height
    }

    private mutating func put(_ cell: Cell, _ x: Int, _ y: Int) {
        if contains(x, y) { cells[y * size.width + x] = cell }
    }

    /// Blanks the other half of a wide character that is about to lose one of its cells.
    private mutating func splitWide(at x: Int, _ y: Int) {
        let here = y * size.width + x
        if cells[here].character == nil, x > 0 { cells[here - 1].character = " " }
        if x + 1 < size.width, cells[here + 1].character == nil { cells[here + 1].character = " " }
    }
}
