import Cells

/// A list of which a part is seen: the rows around its cursor.
struct ScrolledList: Sendable {
    /// Where it is drawn, a line for each row.
    let area: Rectangle
    /// How many rows there are.
    let count: Int
    /// The row under the cursor.
    let cursor: Int

    init(_ count: Int, cursor: Int, in area: Rectangle) {
        self.area = area
        self.count = count
        self.cursor = cursor
    }

    /// A list that is scrolled by hand, to a row that comes first as far as that is possible.
    init(_ count: Int, first: Int, in area: Rectangle) {
        self.init(count, cursor: min(max(first, 0), max(0, count - area.height)) + area.height / 2, in: area)
    }

    /// The first row that is seen.
    var first: Int { max(0, min(cursor - area.height / 2, count - area.height)) }

    /// The rows that are seen.
    var rows: Range<Int> { first..<max(first, min(count, first + area.height)) }

    /// The line of the screen that a row is on.
    func y(of row: Int) -> Int { area.y + row - first }

    /// The line of the screen that a row is on, as wide as the list.
    func line(of row: Int) -> Rectangle { Rectangle(x: area.x, y: y(of: row), width: area.width, height: 1) }

    /// A cursor moved by some rows, no further than to the ends.
    static func moved(_ cursor: Int, by step: Int, count: Int) -> Int {
        min(max(cursor + step, 0), max(0, count - 1))
    }

    /// What a click on each row that is seen does.
    func regions(_ act: @escaping @Sendable (inout Explorer, Int) -> Void) -> [Region] {
        rows.map { row in Region(line(of: row)) { explorer, _, _ in act(&explorer, row) } }
    }
}

/// A part of the screen that can be clicked.
struct Region: Sendable {
    /// Where it is.
    let area: Rectangle
    /// What a click at a cell does.
    let click: @Sendable (inout Explorer, _ x: Int, _ y: Int) -> Void
    /// What moving to a cell with the button held does.
    let drag: (@Sendable (inout Explorer, _ x: Int, _ y: Int) -> Void)?
    /// What a turn of the wheel does: 1 downwards, −1 upwards.
    let turn: (@Sendable (inout Explorer, _ step: Int) -> Void)?

    init(
        _ area: Rectangle,
        click: @escaping @Sendable (inout Explorer, _ x: Int, _ y: Int) -> Void = { _, _, _ in },
        drag: (@Sendable (inout Explorer, _ x: Int, _ y: Int) -> Void)? = nil,
        turn: (@Sendable (inout Explorer, Int) -> Void)? = nil
    ) {
        self.area = area
        self.turn = turn
        self.click = click
        self.drag = drag
    }
}
