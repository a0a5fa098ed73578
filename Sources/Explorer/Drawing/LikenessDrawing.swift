import Cells
import Explanation

/// Draws how alike inputs are, two by two: a row and a column for each, hundredths in coloured cells.
struct LikenessDrawing {
    /// The fewest and the most cells that a number takes.
    private static let (leastWidth, mostWidth) = (4, 20)

    let likeness: Likeness
    /// What the inputs are called.
    let names: [String]
    let measure: Likeness.Measure
    let appearance: Appearance
    /// Whether names may be cut that take more than their share of the width.
    private let cutsNames: Bool
    let scale: MapScale

    init(
        _ likeness: Likeness,
        names: [String],
        measure: Likeness.Measure,
        lens: Lens,
        appearance: Appearance,
        cutsNames: Bool = true
    ) {
        self.cutsNames = cutsNames
        self.likeness = likeness
        self.names = names
        self.measure = measure
        self.appearance = appearance
        let isSigned = measure == .latents
        var linear = lens
        linear.scale = .linear
        scale = MapScale(
            Relevance(
                values: [isSigned ? -1 : 0, 1],
                isSigned: isSigned,
                meaning: measure.meaning + ", in hundredths"
            ),
            lens: linear
        )
    }

    /// The cells that numbers and names of rows take in a width.
    func labelWidth(in width: Int) -> Int {
        guard cutsNames else { return numberWidth + 1 + longestName }
        let room = max(6, width - Self.leastWidth * names.count - numberWidth - 1)
        return numberWidth + 1 + min(longestName, max(8, min(room, width / 3)))
    }

    /// The cells that a number takes in a width: more where there is room for names above the columns.
    func cellWidth(in width: Int) -> Int {
        let room = (width - labelWidth(in: width)) / max(1, names.count)
        return min(max(room, Self.leastWidth), max(10, min(longestName + 1, Self.mostWidth)))
    }

    /// The lines that a row takes in a height below the columns' names.
    func rowHeight(in height: Int) -> Int { min(3, max(1, height / max(1, names.count))) }

    /// How many columns of numbers a width has room for.
    func columnCount(in width: Int) -> Int {
        max(1, (width - labelWidth(in: width)) / cellWidth(in: width))
    }

    private var numberWidth: Int { "\(names.count)".count }
    private var longestName: Int { names.map { Glyphs.width(of: $0) }.max() ?? 0 }

    /// The cells that all columns take beside whole names of rows.
    var wholeWidth: Int {
        let cell = longestName < Self.mostWidth ? longestName + 1 : Self.leastWidth + 1
        return numberWidth + 1 + longestName + cell * names.count
    }

    /// Draws a part of the matrix: a line of column numbers, then the rows, each of one or more lines.
    func draw(
        rows: Range<Int>,
        columns: Range<Int>,
        cursor: (row: Int, column: Int)?,
        rowHeight: Int = 1,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let (label, cell) = (labelWidth(in: area.width), cellWidth(in: area.width))
        let areNamed = canTellNames(in: cell)
        for (place, column) in columns.enumerated() {
            let style: Style = cursor?.column == column ? .bold : .dim
            canvas.write(
                areNamed ? heading(column, width: cell) : "\(column + 1)".padded(cell),
                x: area.x + label + place * cell,
                y: area.y,
                style: style
            )
        }
        for (line, row) in rows.enumerated() {
            let y = area.y + 1 + line * rowHeight
            guard y + rowHeight <= area.y + area.height else { break }
            let middle = y + (rowHeight - 1) / 2
            let name = "\(row + 1)".padded(numberWidth) + " " + names[row]
            let style: Style = cursor?.row == row ? .bold : .plain
            canvas.write(
                appearance.fitted(name, width: label),
                x: area.x,
                y: middle,
                style: style,
                limit: label
            )
            for (place, column) in columns.enumerated() {
                let isCursor = cursor.map { $0 == (row, column) } ?? false
                let (text, style) = look(row, column, width: cell, isCursor: isCursor)
                let x = area.x + label + place * cell
                canvas.fill(Rectangle(x: x, y: y, width: cell, height: rowHeight), with: Cell(" ", style))
                canvas.write(text, x: x, y: middle, style: style)
            }
        }
    }

    /// Whether names can be told apart in a column's width; otherwise columns have numbers.
    private func canTellNames(in width: Int) -> Bool {
        guard cutsNames else { return longestName < width }
        return width >= 6
            && Set(names.map { appearance.fitted($0, width: width - 1) }).count == Set(names).count
    }

    private func heading(_ column: Int, width: Int) -> String {
        let name = appearance.fitted(names[column], width: width - 1)
        return String(repeating: " ", count: width - Glyphs.width(of: name)) + name
    }

    /// Where a pair lies between the ends of the colours, from 0 to 1; `nil` if the measure says nothing of it.
    func share(_ row: Int, _ column: Int) -> Double? {
        likeness.value(row, column, by: measure).map { measure == .latents ? ($0 + 1) / 2 : $0 }
    }

    func colour(_ share: Double) -> RGB { scale.palette.level(share) }

    /// What stands in a pair's cell: hundredths, or that it is itself; `nil` if the measure says nothing of it.
    func label(_ row: Int, _ column: Int) -> String? {
        guard let value = likeness.value(row, column, by: measure) else { return nil }
        let isItself = measure == .latents && row == column
        // There is no room for a sign before three digits.
        return isItself ? "=" : "\(max(-99, Int((value * 100).rounded())))"
    }

    private func look(_ row: Int, _ column: Int, width: Int, isCursor: Bool) -> (String, Style) {
        guard let share = share(row, column), let number = label(row, column) else {
            return ((appearance.ascii ? "-" : "–").padded(width), isCursor ? .reverse : .dim)
        }
        var text = number.padded(width)
        var style = Style.plain
        if appearance.hasPictureColours {
            style = Style(
                colour(share).readable.colour,
                on: scale.palette.colour(share, depth: appearance.depth)
            )
        } else if number.count < width {
            text = String(appearance.shade(share)) + text.dropFirst()
        }
        if isCursor { style.attributes.formUnion([.reverse, .bold]) }
        return (text, style)
    }

    /// What colours and numbers say.
    func drawLegend(in area: Rectangle, y: Int, on canvas: inout Canvas) {
        canvas.legend(scale, in: area, y: y)
    }
}
