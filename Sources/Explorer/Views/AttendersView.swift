import Cells
import Explanation

/// Who attends to a part of the input, by lift.
enum AttendersView {
    static func draw(
        _ explorer: Explorer,
        _ state: AttendersState,
        in area: Rectangle,
        on canvas: inout Canvas
    ) -> [Region] {
        let dot = " \(explorer.appearance.dot) "
        let page = Region(area, turn: { $0.stepAttender($1) })
        guard let found = explorer.ledger[state.question] else {
            let inner = canvas.frame(area, title: "Who attends to \(state.part)", focused: true)
            let failure = explorer.ledger.failure(of: state.question)?.description
            canvas.paragraph(failure ?? "Looking for who attends here…", in: inner, style: .dim)
            return [page]
        }
        let tokens = found.tokenCount == 1 ? "1 token" : "\(Numbers.grouped(found.tokenCount)) tokens"
        let title = "Who attends to \(state.part)\(dot)\(tokens) of \(Numbers.grouped(found.inputCount))"
        let inner = canvas.frame(area, title: title, focused: true)
        let (upper, bottom) = inner.splitBottom(inner.height > 4 ? 1 : 0)
        let shown = found.first.count
        let legend =
            "lift: the part's attention as a multiple of an even share"
            + dot
            + (shown < found.count
                ? "first \(shown) of \(Numbers.grouped(found.count))" : "\(found.count) in all")
        canvas.line(legend, in: bottom, y: bottom.y, style: .dim)
        let list = ScrolledList(shown, cursor: state.cursor, in: upper.inset(top: 1))
        draw(found.first, list, cursor: state.cursor, in: upper, on: &canvas)
        return [page]
            + list.regions { explorer, row in
                if row == state.cursor { return explorer.press(.enter) }
                explorer.changeAttenders { $0.cursor = row }
            }
    }

    /// Headings, and the rows that are seen, each with its lift as a bar.
    private static func draw(
        _ attenders: [Attender],
        _ list: ScrolledList,
        cursor: Int,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let layer = max(7, attenders.map { Glyphs.width(of: $0.layer) }.max() ?? 0)
        let bar = max(0, min(24, area.width - layer - 56))
        let heading =
            "rank".padded(6) + "  " + "layer".filled(layer) + "  " + "asker".filled(13) + "head"
            + "lift".padded(9) + "mass".padded(9) + "inputs".padded(9)
        canvas.line(heading, in: area, y: area.y, style: .dim)
        let most = attenders.first?.lift ?? 1
        for row in list.rows {
            let (one, line) = (attenders[row], list.line(of: row))
            let style: Style = row == cursor ? .reverse : .plain
            let numbers = [one.lift, one.mass, one.effectiveCount].map { Numbers.short($0).padded(9) }
            let mark = row == cursor ? ">" : " "
            let text =
                mark + "\(row + 1)".padded(5) + "  " + one.layer.filled(layer) + "  "
                + one.name.filled(13) + "\(one.head)".padded(4) + numbers.joined()
            canvas.line(text, in: line, y: line.y, style: style)
            let x = line.x + Glyphs.width(of: text) + 2
            canvas.bar(most > 0 ? one.lift / most : 0, x: x, y: line.y, width: bar, style: style)
        }
    }
}
