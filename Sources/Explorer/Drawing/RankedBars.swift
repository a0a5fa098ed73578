import Cells

/// Names with a number and a bar each, one below the other, in as many columns as there are need and room for.
struct RankedBars {
    /// One of the names.
    struct Row {
        let label: String
        let number: String
        /// How long the bar is, of the longest one.
        let length: Double
        let colour: Colour
        var isChosen = false
    }

    /// The fewest cells that a column takes.
    private static let narrowest = 26

    /// The cells that bars shall have at least, unless names take more than half of the width; without any, numbers are
    /// whole before names are.
    var leastBar = 7
    /// Where the rows lie.
    let area: Rectangle
    /// How many rows there are.
    let count: Int
    /// The first row that is seen.
    private let first: Int
    private let columns: Int

    /// Places for rows, so many of which are seen that the chosen one is.
    init(_ count: Int, chosen: Int? = nil, in area: Rectangle) {
        self.area = area
        self.count = count
        let needed = (count + max(1, area.height) - 1) / max(1, area.height)
        columns = max(1, min(needed, area.width / Self.narrowest))
        let capacity = columns * area.height
        first = max(0, min((chosen ?? 0) - capacity + 1, count - capacity))
    }

    /// The rows that are seen.
    var seen: Range<Int> { first..<max(first, min(count, first + columns * area.height)) }

    /// The line that a row is on; `nil` if it is not seen.
    func line(of row: Int) -> Rectangle? {
        guard seen.contains(row) else { return nil }
        let (column, line) = (row - first).quotientAndRemainder(dividingBy: area.height)
        let width = area.width / columns
        return Rectangle(x: area.x + column * width, y: area.y + line, width: width, height: 1)
    }

    /// The row at a cell.
    func row(x: Int, y: Int) -> Int? {
        guard area.contains(x: x, y: y) else { return nil }
        return seen.first { line(of: $0)?.contains(x: x, y: y) ?? false }
    }

    /// Draws the rows that are seen.
    func draw(_ rows: [Row], on canvas: inout Canvas) {
        let width = area.width / columns - (columns > 1 ? 2 : 0)
        let shown = seen.map { rows[$0] }
        let number = shown.map { Glyphs.width(of: $0.number) }.max() ?? 0
        let longest = shown.map { Glyphs.width(of: $0.label) }.max() ?? 0
        let least = leastBar > 0 ? width / 2 : 0
        let label = max(1, min(longest + 1, max(least, width - number - 1 - leastBar)))
        for row in seen {
            guard let line = line(of: row) else { continue }
            draw(rows[row], label: label, number: number, in: line, width: width, on: &canvas)
        }
    }

    private func draw(
        _ row: Row,
        label: Int,
        number: Int,
        in line: Rectangle,
        width: Int,
        on canvas: inout Canvas
    ) {
        let style: Style = row.isChosen ? .reverse : .plain
        let name = canvas.appearance.fitted(row.label, width: label - 1)
        canvas.write(name, x: line.x, y: line.y, style: style, limit: label)
        canvas.write(row.number.padded(number), x: line.x + label, y: line.y, limit: max(0, width - label))
        let bar = width - label - number - 1
        guard bar >= 3 else { return }
        canvas.bar(
            row.length,
            x: line.x + label + number + 1,
            y: line.y,
            width: bar,
            style: Style(row.colour)
        )
    }
}
