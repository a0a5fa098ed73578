import Cells
import Explanation

/// Compare's page of the other inputs by how alike they are to one: the model finds them by names, or by latents.
enum RankingView {
    /// Inputs as far as they were run, and what they are asked, for titles.
    static func extent(_ explorer: Explorer) -> String {
        guard let likened = explorer.likened else { return "" }
        let dot = explorer.appearance.dot
        let count = likened.entries.count
        let whole = explorer.requestedPortrait == nil ? "\(count) inputs" : "\(count) inputs so far"
        let names = likened.names
        if names.names.isEmpty { return whole }
        let asked = names.task ?? "what several tasks know"
        return "\(whole) \(dot) \(asked), \(names.names.count) names"
    }

    static func title(_ explorer: Explorer, _ state: CompareState) -> String {
        let name = explorer.entry(state.asked)?.source.name ?? ""
        return "Like \(name) \(explorer.appearance.dot) \(extent(explorer))"
    }

    static func draw(_ explorer: Explorer, _ state: CompareState, in area: Rectangle, on canvas: inout Canvas)
    {
        guard let likened = explorer.likened, let asked = likened.index(state.asked) else {
            let isRunning = explorer.requestedPortrait != nil
            let hint = isRunning ? "running the model on all inputs…" : "the model does not run on this input"
            canvas.paragraph(hint, in: area, style: .dim)
            return
        }
        let appearance = explorer.appearance
        canvas.line(
            verdict(explorer, state, likened, asked),
            in: area,
            y: area.y,
            style: .bold,
            appearance: appearance
        )
        let columns = Columns(area, likened.measures)
        let list = area.inset(top: 2, bottom: area.height > 6 ? 1 : 0)
        if area.height > 1 {
            columns.drawHeader(explorer.measure(state, likened), y: area.y + 1, appearance, on: &canvas)
        }
        let order = explorer.ranking(state, likened)
        let cursor = explorer.rankingPlace(state, likened)
        let first = firstRow(cursor, count: order.count, height: list.height)
        for (line, place) in order.indices.dropFirst(first).prefix(list.height).enumerated() {
            columns.draw(
                Row(place: place, index: order[place], isChosen: place == cursor),
                asked,
                likened,
                y: list.y + line,
                appearance,
                on: &canvas
            )
        }
        guard area.height > 6 else { return }
        let meaning = explorer.measure(state, likened).meaning
        canvas.line(meaning, in: area, y: area.y + area.height - 1, style: .dim, appearance: appearance)
    }

    /// The input in the list at a cell of the screen.
    static func input(_ explorer: Explorer, _ state: CompareState, at mouse: Mouse, in table: Rectangle)
        -> EntryID?
    {
        let area = table.inset(left: 1, top: 1, right: 1, bottom: 1)
        let list = area.inset(top: 2, bottom: area.height > 6 ? 1 : 0)
        guard let likened = explorer.likened, list.contains(x: mouse.x, y: mouse.y) else { return nil }
        let order = explorer.ranking(state, likened)
        let cursor = explorer.rankingPlace(state, likened)
        let row = firstRow(cursor, count: order.count, height: list.height) + mouse.y - list.y
        return order.indices.contains(row) ? likened.entries[order[row]].id : nil
    }

    private static func firstRow(_ cursor: Int?, count: Int, height: Int) -> Int {
        max(0, min((cursor ?? 0) - height / 2, count - height))
    }

    /// What the input is called, and where the first file of the same thing stands.
    private static func verdict(
        _ explorer: Explorer,
        _ state: CompareState,
        _ likened: Explorer.Likened,
        _ asked: Int
    ) -> String {
        let entry = likened.entries[asked]
        var parts = [entry.source.name]
        if let (name, probability) = likened.name(asked) {
            parts[0] += " is called \(name) \(Numbers.probability(probability))"
        }
        let ranks = likened.measures.compactMap { measure in
            likened.likeness.rank(of: asked, by: measure) { likened.isSameThing(asked, $0) }
                .map { "\(Numbers.ordinal($0)) by \(measure.rawValue)" }
        }
        if let thing = entry.source.thing {
            let isRunning = explorer.requestedPortrait != nil
            parts.append(
                ranks.isEmpty
                    ? "no other file named \(thing)\(isRunning ? " so far" : "")"
                    : "next file named \(thing): \(ranks.joined(separator: ", "))"
            )
        }
        return parts.joined(separator: " \(explorer.appearance.dot) ")
    }

    private struct Row {
        let place: Int
        let index: Int
        let isChosen: Bool
    }

    /// Where the columns of the list lie.
    private struct Columns {
        let area: Rectangle
        let measures: [Likeness.Measure]
        let name: Int
        let bar: Int
        private let number = 4

        init(_ area: Rectangle, _ measures: [Likeness.Measure]) {
            self.area = area
            self.measures = measures
            name = min(24, max(10, area.width / 4))
            bar = min(24, max(3, (area.width - 5 - name - 20) / measures.count - 7))
        }

        private func x(of measure: Int) -> Int { area.x + 5 + name + 1 + measure * (bar + 7) }

        private var calledX: Int { x(of: measures.count) }

        /// The column that orders the list is marked.
        func drawHeader(
            _ measure: Likeness.Measure,
            y: Int,
            _ appearance: Appearance,
            on canvas: inout Canvas
        ) {
            for (index, other) in measures.enumerated() {
                let mark = other == measure ? (appearance.ascii ? " v" : " ▼") : ""
                let style: Style = other == measure ? .bold : .dim
                canvas.write("by " + other.rawValue + mark, x: x(of: index), y: y, style: style)
            }
            let room = max(0, area.x + area.width - calledX)
            canvas.write("called", x: calledX, y: y, style: .dim, limit: room)
        }

        func draw(
            _ row: Row,
            _ asked: Int,
            _ likened: Explorer.Likened,
            y: Int,
            _ appearance: Appearance,
            on canvas: inout Canvas
        ) {
            let style: Style = row.isChosen ? .bold : .plain
            let same = likened.isSameThing(asked, row.index) ? "=" : " "
            let mark = row.isChosen ? ">" : " "
            canvas.write("\(mark)\("\(row.place + 1)".padded(2)) \(same)", x: area.x, y: y, style: style)
            let source = likened.entries[row.index].source.name
            canvas.write(
                appearance.fitted(source, width: name),
                x: area.x + 5,
                y: y,
                style: style,
                limit: name
            )
            for (index, measure) in measures.enumerated() {
                let value = likened.likeness.value(asked, row.index, by: measure)
                let text = value.map { Numbers.likeness($0) } ?? (appearance.ascii ? "-" : "–")
                canvas.write(text.padded(number), x: x(of: index), y: y, style: style)
                canvas.bar(
                    value ?? 0,
                    x: x(of: index) + number + 1,
                    y: y,
                    width: bar,
                    style: .plain,
                    appearance: appearance
                )
            }
            guard let (called, probability) = likened.name(row.index) else { return }
            let room = area.x + area.width - calledX
            let text = appearance.fitted("\(called) \(Numbers.probability(probability))", width: room)
            canvas.write(text, x: calledX, y: y, style: style, limit: max(0, room))
        }
    }
}
