import Cells
import Explanation

/// Compare's page of all inputs by all: how alike each finds the other.
enum MatrixView {
    /// Where the parts lie, and what is visible of the matrix.
    private struct Areas {
        let matrix: Rectangle
        let info: Rectangle
        let rows: Range<Int>
        let columns: Range<Int>

        init(_ inner: Rectangle, _ drawing: LikenessDrawing, cursor: (row: Int, column: Int)) {
            (matrix, info) = inner.splitBottom(min(3, inner.height / 3))
            rows = Self.window(drawing.names.count, around: cursor.row, visible: matrix.height - 1)
            let across = drawing.columnCount(in: matrix.width)
            columns = Self.window(drawing.names.count, around: cursor.column, visible: across)
        }

        private static func window(_ count: Int, around place: Int, visible: Int) -> Range<Int> {
            let visible = min(max(1, visible), count)
            let first = max(0, min(place - visible / 2, count - visible))
            return first..<first + visible
        }
    }

    static func draw(_ explorer: Explorer, _ state: CompareState, in area: Rectangle, on canvas: inout Canvas)
    {
        let title = "All by all \(explorer.appearance.dot) \(RankingView.extent(explorer))"
        let inner = canvas.frame(area, title: title, focused: true, appearance: explorer.appearance)
        guard let likened = explorer.likened, let cursor = explorer.matrixCell(state, likened) else {
            canvas.paragraph("running the model on all inputs…", in: inner, style: .dim)
            return
        }
        let drawing = drawing(explorer, state, likened)
        let areas = Areas(inner, drawing, cursor: cursor)
        drawing.draw(rows: areas.rows, columns: areas.columns, cursor: cursor, in: areas.matrix, on: &canvas)
        let info = areas.info
        for (line, text) in reading(explorer, state, likened, cursor).prefix(max(0, info.height - 1))
            .enumerated()
        {
            canvas.line(
                text,
                in: info,
                y: info.y + line,
                style: line == 0 ? .bold : .plain,
                appearance: explorer.appearance
            )
        }
        drawing.drawLegend(in: info, y: info.y + info.height - 1, on: &canvas)
    }

    /// The row and the column at a cell of the screen.
    static func cell(_ explorer: Explorer, _ state: CompareState, at mouse: Mouse, in area: Rectangle)
        -> (row: EntryID, column: EntryID)?
    {
        let inner = area.inset(left: 1, top: 1, right: 1, bottom: 1)
        guard let likened = explorer.likened, let cursor = explorer.matrixCell(state, likened) else {
            return nil
        }
        let drawing = drawing(explorer, state, likened)
        let areas = Areas(inner, drawing, cursor: cursor)
        let x = mouse.x - areas.matrix.x - drawing.labelWidth(in: areas.matrix.width)
        let (row, column) = (mouse.y - areas.matrix.y - 1, x / drawing.cellWidth(in: areas.matrix.width))
        guard x >= 0, row >= 0, row < areas.rows.count, column < areas.columns.count,
            areas.matrix.contains(x: mouse.x, y: mouse.y)
        else { return nil }
        return (
            likened.entries[areas.rows.lowerBound + row].id,
            likened.entries[areas.columns.lowerBound + column].id
        )
    }

    private static func drawing(
        _ explorer: Explorer,
        _ state: CompareState,
        _ likened: Explorer.Likened
    ) -> LikenessDrawing {
        LikenessDrawing(
            likened.likeness,
            names: likened.entries.map(\.source.name),
            measure: explorer.measure(state, likened),
            lens: explorer.lens,
            appearance: explorer.appearance
        )
    }

    /// The pair under the cursor: its number, its place for the row's input, and what each is called.
    private static func reading(
        _ explorer: Explorer,
        _ state: CompareState,
        _ likened: Explorer.Likened,
        _ cursor: (row: Int, column: Int)
    ) -> [String] {
        let names = [cursor.row, cursor.column].map { likened.entries[$0].source.name }
        let measure = explorer.measure(state, likened)
        let value = likened.likeness.value(cursor.row, cursor.column, by: measure)
        let number = value.map { Numbers.likeness($0) } ?? (measure == .names ? "no names" : "no others")
        let cross = explorer.appearance.ascii ? "x" : "×"
        var pair = "\(names[0]) \(cross) \(names[1]): \(number)"
        let place = likened.likeness.rank(of: cursor.row, by: measure) { $0 == cursor.column }
        if let place {
            pair += " \(explorer.appearance.dot) \(Numbers.ordinal(place)) of \(likened.entries.count - 1)"
        }
        let called = [cursor.row, cursor.column].compactMap { index in
            likened.name(index).map {
                "\(likened.entries[index].source.name): \($0.name) \(Numbers.probability($0.probability))"
            }
        }
        let isItself = cursor.row == cursor.column
        let words = called.prefix(isItself ? 1 : 2).joined(separator: " \(explorer.appearance.dot) ")
        return [pair, words]
    }
}
