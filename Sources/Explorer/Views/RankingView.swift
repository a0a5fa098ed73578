import Cells
import Explanation

/// Compare's page of the other inputs by how alike they are to one: the model finds them by names, or by latents.
enum RankingView {
    /// Inputs as far as they were run, and what they are asked, for titles.
    static func extent(_ explorer: Explorer) -> String {
        guard let compared = explorer.compared else { return "" }
        let dot = explorer.appearance.dot
        let count = compared.entries.count
        let whole = explorer.isPortraying ? "\(count) inputs so far" : "\(count) inputs"
        let names = compared.names
        if names.names.isEmpty { return whole }
        let asked = names.task.map { "task \($0)" } ?? "classes that several tasks share"
        return "\(whole) \(dot) \(asked), \(names.names.count) classes"
    }

    static func title(_ explorer: Explorer, _ state: CompareState) -> String {
        let name = explorer.list.entry(state.asked)?.source.name ?? ""
        return "Similar to \(name) \(explorer.appearance.dot) \(extent(explorer))"
    }

    /// Draws the list; a click on an input chooses it, and on the chosen one puts it on the active side.
    static func draw(_ explorer: Explorer, _ state: CompareState, in area: Rectangle, on canvas: inout Canvas)
        -> [Region]
    {
        guard let compared = explorer.compared, let asked = compared.index(state.asked) else {
            let hint =
                explorer.isPortraying
                ? "Running the model on all inputs…"
                : explorer.rankingObstacle.map { "\($0)." } ?? "Running the model…"
            canvas.paragraph(hint, in: area, style: .dim)
            return []
        }
        let measure = explorer.measure(state, compared)
        let sentence = Reading.longest(verdicts(explorer, compared, asked), width: area.width)
        canvas.line(sentence, in: area, y: area.y, style: .bold)
        let columns = Columns(area, compared.names.measures)
        if area.height > 1 { columns.drawHeader(measure, y: area.y + 1, on: &canvas) }
        let order = explorer.ranking(state, compared)
        let cursor = explorer.rankingPlace(state, compared)
        let list = ScrolledList(
            order.count,
            cursor: cursor ?? 0,
            in: area.inset(top: 2, bottom: area.height > 6 ? 1 : 0)
        )
        for place in list.rows {
            let row = Row(place: place, index: order[place], isChosen: place == cursor)
            columns.draw(row, asked, compared, y: list.y(of: place), on: &canvas)
        }
        if area.height > 6 {
            let y = area.y + area.height - 1
            canvas.line(measure.meaning, in: area, y: y, style: .dim)
        }
        let ids = order.map { compared.entries[$0].id }
        return list.regions { explorer, place in
            if state.pointed == ids[place] { return explorer.press(.enter) }
            explorer.changeComparison { $0.pointed = ids[place] }
        }
    }

    /// What the input is called, and where the first file of the same thing stands, the longest form first.
    private static func verdicts(_ explorer: Explorer, _ compared: Explorer.ComparedInputs, _ asked: Int)
        -> [String]
    {
        let dot = " \(explorer.appearance.dot) "
        let entry = compared.entries[asked]
        let label = compared.name(asked).map { "\(dot)top label: \($0.0) \(Numbers.probability($0.1))" } ?? ""
        let ranks = compared.names.measures.compactMap { measure in
            compared.likeness.rank(of: asked, by: measure) { compared.isSameThing(asked, $0) }
                .map { "\(Numbers.ordinal($0)) by \(measure.words)" }
        }
        guard let thing = entry.source.thing else { return [entry.source.name + label] }
        let places = ranks.joined(separator: ", ")
        let next =
            ranks.isEmpty
            ? ["no other file called \(thing)\(explorer.isPortraying ? " so far" : "")"]
            : ["next file called \(thing): \(places)", "next \(thing): \(places)"]
        return next.map { entry.source.name + label + dot + $0 } + next.map { entry.source.name + dot + $0 }
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
        func drawHeader(_ measure: Likeness.Measure, y: Int, on canvas: inout Canvas) {
            for (index, other) in measures.enumerated() {
                let mark = other == measure ? (canvas.appearance.ascii ? " v" : " ▼") : ""
                let style: Style = other == measure ? .bold : .dim
                canvas.write(other.words + mark, x: x(of: index), y: y, style: style)
            }
            let room = max(0, area.x + area.width - calledX)
            canvas.write("top label", x: calledX, y: y, style: .dim, limit: room)
        }

        func draw(
            _ row: Row,
            _ asked: Int,
            _ compared: Explorer.ComparedInputs,
            y: Int,
            on canvas: inout Canvas
        ) {
            let style: Style = row.isChosen ? .bold : .plain
            let same = compared.isSameThing(asked, row.index) ? "=" : " "
            let mark = row.isChosen ? ">" : " "
            canvas.write("\(mark)\("\(row.place + 1)".padded(2)) \(same)", x: area.x, y: y, style: style)
            let source = compared.entries[row.index].source.name
            canvas.write(
                canvas.appearance.fitted(source, width: name),
                x: area.x + 5,
                y: y,
                style: style,
                limit: name
            )
            for (index, measure) in measures.enumerated() {
                let value = compared.likeness.value(asked, row.index, by: measure)
                let text = value.map { Numbers.likeness($0) } ?? (canvas.appearance.ascii ? "-" : "–")
                canvas.write(text.padded(number), x: x(of: index), y: y, style: style)
                canvas.bar(value ?? 0, x: x(of: index) + number + 1, y: y, width: bar, style: .plain)
            }
            guard let (called, probability) = compared.name(row.index) else { return }
            let room = area.x + area.width - calledX
            let text = canvas.appearance.fitted("\(called) \(Numbers.probability(probability))", width: room)
            canvas.write(text, x: calledX, y: y, style: style, limit: max(0, room))
        }
    }
}
