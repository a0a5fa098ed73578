import Cells
import Explanation

/// Compare's page of all inputs by all: how alike each finds the other.
enum MatrixView {
    /// Where the parts lie, and what is visible of the matrix.
    private struct Areas {
        let matrix: Rectangle
        let info: Rectangle
        /// The rows, as if each took one line.
        let rows: ScrolledList
        /// The lines that each of them takes.
        let rowHeight: Int
        /// The columns, as if they were lines.
        let columns: ScrolledList

        init(_ inner: Rectangle, _ drawing: LikenessDrawing, cursor: (row: Int, column: Int)) {
            (matrix, info) = inner.splitBottom(min(3, inner.height / 3))
            let count = drawing.names.count
            let down = matrix.inset(top: 1)
            rowHeight = drawing.rowHeight(in: down.height)
            let lines = max(1, down.height / rowHeight)
            rows = ScrolledList(
                count,
                cursor: cursor.row,
                in: Rectangle(x: down.x, y: down.y, width: down.width, height: lines)
            )
            let across = drawing.columnCount(in: matrix.width)
            columns = ScrolledList(
                count,
                cursor: cursor.column,
                in: Rectangle(x: 0, y: 0, width: 1, height: across)
            )
        }

        /// The first line of a row.
        func y(of row: Int) -> Int { rows.area.y + (row - rows.first) * rowHeight }

        /// Which columns are seen, if these are not all.
        var columnWords: String? {
            columns.rows.count < columns.count
                ? "columns \(columns.rows.lowerBound + 1)–\(columns.rows.upperBound) of \(columns.count)"
                : nil
        }
    }

    /// Draws the page; a click on a number chooses its pair, and on the chosen one compares it.
    static func draw(_ explorer: Explorer, _ state: CompareState, in area: Rectangle, on canvas: inout Canvas)
        -> [Region]
    {
        let page = Region(area, turn: { $0.movePointed(across: 0, down: $1) })
        let title = "All pairs \(explorer.appearance.dot) \(RankingView.extent(explorer))"
        let inner = canvas.frame(area, title: title, focused: true)
        guard let compared = explorer.compared, let cursor = explorer.matrixCell(state, compared) else {
            canvas.paragraph("Running the model on all inputs…", in: inner, style: .dim)
            return [page]
        }
        let drawing = drawing(explorer, state, compared)
        let areas = Areas(inner, drawing, cursor: cursor)
        drawing.draw(
            rows: areas.rows.rows,
            columns: areas.columns.rows,
            cursor: cursor,
            rowHeight: areas.rowHeight,
            in: areas.matrix,
            on: &canvas
        )
        var lines = reading(explorer, state, compared, cursor)
        if let words = areas.columnWords { lines[0] += " \(explorer.appearance.dot) \(words)" }
        draw(lines, drawing, in: areas.info, on: &canvas)
        return [page] + regions(state, compared, drawing, areas)
    }

    private static func draw(
        _ lines: [String],
        _ drawing: LikenessDrawing,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        for (line, text) in lines.prefix(max(0, area.height - 1)).enumerated() {
            let style: Style = line == 0 ? .bold : .plain
            canvas.line(text, in: area, y: area.y + line, style: style)
        }
        drawing.drawLegend(in: area, y: area.y + area.height - 1, on: &canvas)
    }

    /// What a click on each number does.
    private static func regions(
        _ state: CompareState,
        _ compared: Explorer.ComparedInputs,
        _ drawing: LikenessDrawing,
        _ areas: Areas
    ) -> [Region] {
        let left = areas.matrix.x + drawing.labelWidth(in: areas.matrix.width)
        let width = drawing.cellWidth(in: areas.matrix.width)
        let ids = compared.entries.map(\.id)
        let lines = areas.rows.rows.filter {
            areas.matrix.contains(x: areas.matrix.x, y: areas.y(of: $0))
        }
        return lines.flatMap { row in
            areas.columns.rows.map { column in
                let x = left + areas.columns.y(of: column) * width
                let cell = Rectangle(x: x, y: areas.y(of: row), width: width, height: areas.rowHeight)
                return region(cell, state, row: ids[row], column: ids[column])
            }
        }
    }

    private static func region(_ cell: Rectangle, _ state: CompareState, row: EntryID, column: EntryID)
        -> Region
    {
        let isChosen = state.pointing == row && state.pointed == column
        return Region(
            cell,
            click: { explorer, _, _ in
                if isChosen { return explorer.press(.enter) }
                explorer.changeComparison { ($0.pointing, $0.pointed) = (row, column) }
            }
        )
    }

    private static func drawing(
        _ explorer: Explorer,
        _ state: CompareState,
        _ compared: Explorer.ComparedInputs
    ) -> LikenessDrawing {
        LikenessDrawing(
            compared.likeness,
            names: compared.entries.map(\.source.name),
            measure: explorer.measure(state, compared),
            lens: explorer.lens,
            appearance: explorer.appearance
        )
    }

    /// The pair under the cursor: its number, its place for the row's input, and what each is called.
    private static func reading(
        _ explorer: Explorer,
        _ state: CompareState,
        _ compared: Explorer.ComparedInputs,
        _ cursor: (row: Int, column: Int)
    ) -> [String] {
        let names = [cursor.row, cursor.column].map { compared.entries[$0].source.name }
        let measure = explorer.measure(state, compared)
        let value = compared.likeness.value(cursor.row, cursor.column, by: measure)
        let without = measure == .names ? "no shared classes" : "needs three inputs of this kind"
        let number = value.map { Numbers.likeness($0) } ?? without
        let cross = explorer.appearance.ascii ? "x" : "×"
        var pair = "\(names[0]) \(cross) \(names[1]): \(number)"
        let place = compared.likeness.rank(of: cursor.row, by: measure) { $0 == cursor.column }
        if let place {
            pair += " \(explorer.appearance.dot) \(Numbers.ordinal(place)) of \(compared.entries.count - 1)"
        }
        let called = [cursor.row, cursor.column].compactMap { index in
            compared.name(index).map {
                "\(compared.entries[index].source.name): \($0.name) \(Numbers.probability($0.probability))"
            }
        }
        let isItself = cursor.row == cursor.column
        let words = called.prefix(isItself ? 1 : 2).joined(separator: " \(explorer.appearance.dot) ")
        return [pair, words]
    }
}
