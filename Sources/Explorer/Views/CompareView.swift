import Cells
import Explanation
import Models

/// Two inputs side by side, and below what they share.
enum CompareView {
    /// Where the parts lie.
    struct Areas {
        let sides: [Rectangle]
        let table: Rectangle

        init(_ area: Rectangle) {
            let (upper, lower) = area.splitBottom(max(6, area.height * 2 / 5))
            let (left, right) = upper.splitShared(upper.width / 2 + 1)
            sides = [left, right]
            table = lower
        }
    }

    /// Draws the page; a click on a side makes it the active one.
    static func draw(_ explorer: Explorer, _ state: CompareState, in area: Rectangle, on canvas: inout Canvas)
        -> [Region]
    {
        if state.table == .matrix { return MatrixView.draw(explorer, state, in: area, on: &canvas) }
        let areas = Areas(area)
        for (side, rectangle) in areas.sides.enumerated() {
            guard let input = explorer.input(state.sides[side]) else { continue }
            draw(explorer, input, isActive: side == state.active, in: rectangle, on: &canvas)
        }
        let title = tableTitle(explorer, state)
        let inner = canvas.frame(areas.table, title: title, focused: false)
        // The border that the sides share is the left one's.
        let sides = areas.sides.indices.reversed().map { side in
            Region(
                areas.sides[side],
                click: { explorer, _, _ in explorer.changeComparison { $0.active = side } }
            )
        }
        if state.table == .ranking {
            let page = Region(area, turn: { $0.movePointed(across: 0, down: $1) })
            return [page] + sides + RankingView.draw(explorer, state, in: inner, on: &canvas)
        }
        if let comparison = explorer.shownComparison(state) {
            ComparisonTable(explorer, state, comparison).draw(in: inner, on: &canvas)
        } else {
            canvas.paragraph(wait(explorer, state), in: inner, style: .dim)
        }
        return [Region(area, turn: { $0.scrollTable($1) })] + sides
    }

    private static func draw(
        _ explorer: Explorer,
        _ input: Input,
        isActive: Bool,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let answer = input.run.flatMap { run -> String? in
            guard run.predictions.indices.contains(input.task) else { return nil }
            let prediction = run.predictions[input.task]
            let target = input.target(task: input.task) ?? prediction.best
            let answer = Numbers.answer(prediction, target)
            return " · \(prediction.task): \(prediction.labels[target]) \(answer)"
        }
        let title = input.source.name + (answer ?? "")
        let inner = canvas.frame(area, title: title, focused: isActive)
        let (map, info) = inner.splitBottom(inner.height >= 7 ? 2 : 0)
        AttentionView.draw(explorer, input, map: map, info: info, on: &canvas)
    }

    /// What a comparison that is not there yet waits for.
    private static func wait(_ explorer: Explorer, _ state: CompareState) -> String {
        let sides = state.sides.compactMap { explorer.input($0) }
        if sides.contains(where: { $0.run == nil && !$0.wantsRun }) {
            return "Not both of them have been run. > and < put another input on the active side."
        }
        guard let question = explorer.comparisonQuestion(state) else { return "running…" }
        return explorer.ledger.failure(of: question)?.description ?? "comparing…"
    }

    /// What the table shows, and what the maps above it.
    private static func tableTitle(_ explorer: Explorer, _ state: CompareState) -> String {
        let title =
            switch state.table {
            case .predictions: "What both can name"
            case .latents: "Latent by latent"
            case .pairs: "Latents that behave alike"
            case .ranking: RankingView.title(explorer, state)
            case .matrix: ""
            }
        let maps = maps(explorer, state)
        return title + (maps.isEmpty ? "" : " · maps: " + maps) + (explorer.isStale(state) ? " …" : "")
    }

    /// What the maps above show: what both of their titles say, and where these differ one after the other.
    private static func maps(_ explorer: Explorer, _ state: CompareState) -> String {
        let titles = state.sides.compactMap(explorer.input).compactMap { input -> [String]? in
            switch explorer.content(of: input) {
            case .map(_, let answer, _): answer.title(marking: explorer.lens.latent).short
            case .output: ["what was decoded"]
            case .message, .source: nil
            }
        }
        guard let first = titles.first else { return "" }
        guard titles.allSatisfy({ $0.count == first.count }) else {
            return titles.map { $0.joined(separator: " · ") }.joined(separator: " / ")
        }
        return first.indices.map { part in
            titles.map { $0[part] }.reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
                .joined(separator: " / ")
        }
        .joined(separator: " · ")
    }
}

/// The lower part of Compare.
struct ComparisonTable {
    private let explorer: Explorer
    private let state: CompareState
    private let comparison: Comparison
    /// What the table lists, in its order: places of concepts, or numbers of latents.
    private let order: [Int]

    init(_ explorer: Explorer, _ state: CompareState, _ comparison: Comparison) {
        self.explorer = explorer
        self.state = state
        self.comparison = comparison
        order = Self.order(comparison, state.table)
    }

    private static func order(_ comparison: Comparison, _ table: CompareState.Table) -> [Int] {
        let latents = comparison.latents.indices
        switch table {
        case .predictions: return Array(comparison.concepts.indices)
        case .latents:
            return latents.sorted { comparison.latents[$0].similarity > comparison.latents[$1].similarity }
        case .pairs:
            return latents.sorted {
                comparison.latents[$0].partnerSimilarity > comparison.latents[$1].partnerSimilarity
            }
        case .ranking, .matrix: return []
        }
    }

    /// How many of them stand side by side.
    private func columns(of area: Rectangle) -> Int { state.table == .pairs ? max(1, area.width / 26) : 1 }

    /// How many of them are seen in an area, whose first line is a heading.
    func capacity(of area: Rectangle) -> Int { max(0, area.height - 1) * columns(of: area) }

    /// Which of them are seen.
    private func window(in area: Rectangle) -> ScrolledList {
        let height = capacity(of: area)
        return ScrolledList(
            order.count,
            first: state.scroll,
            in: Rectangle(x: area.x, y: area.y + 1, width: area.width, height: height)
        )
    }

    /// The first that is seen if the end is.
    func lastStart(in area: Rectangle) -> Int { max(0, order.count - capacity(of: area)) }

    /// The first that is seen.
    func start(in area: Rectangle) -> Int { window(in: area).first }

    /// Where the chosen latent stands.
    var chosenPlace: Int? {
        state.table == .predictions
            ? nil : order.firstIndex { comparison.latents[$0].latent == explorer.lens.latent }
    }

    private func seen(in area: Rectangle) -> ArraySlice<Int> { order[window(in: area).rows] }

    func draw(in area: Rectangle, on canvas: inout Canvas) {
        switch state.table {
        case .predictions: drawConcepts(in: area, on: &canvas)
        case .latents where comparison.latents.isEmpty, .pairs where comparison.latents.isEmpty:
            canvas.paragraph("This model has no latents: its tokens ask.", in: area, style: .dim)
        case .latents: drawLatents(in: area, on: &canvas)
        case .pairs: drawPairs(in: area, on: &canvas)
        case .ranking, .matrix: break
        }
    }

    private func drawConcepts(in area: Rectangle, on canvas: inout Canvas) {
        canvas.line(verdict, in: area, y: area.y, style: .bold)
        let rows = area.inset(top: 1)
        guard comparison.values.isEmpty else { return drawValues(in: rows, on: &canvas) }
        guard !comparison.concepts.isEmpty else {
            guard comparison.tasks.count == 2 else { return }
            let hint = "These tasks name nothing in common. y chooses another task for the active side."
            canvas.paragraph(hint, in: rows, style: .dim)
            return
        }
        let name = min(20, area.width / 4)
        let bar = max(4, (area.width - name - 14) / 2)
        for (row, concept) in seen(in: area).map({ comparison.concepts[$0] }).enumerated() {
            let y = rows.y + row
            canvas.write(canvas.appearance.fitted(concept.name, width: name), x: area.x, y: y)
            for (side, probability) in concept.probabilities.enumerated() {
                let x = area.x + name + 1 + side * (bar + 6)
                canvas.write(Numbers.probability(probability).padded(4), x: x, y: y)
                let colour: Colour =
                    canvas.appearance.depth == .monochrome ? .standard : .ansi(side == 0 ? 4 : 3)
                canvas.bar(probability, x: x + 5, y: y, width: bar, style: Style(colour))
            }
        }
    }

    private func drawValues(in area: Rectangle, on canvas: inout Canvas) {
        for (row, value) in comparison.values.prefix(area.height).enumerated() {
            let numbers = value.values.map { Numbers.short($0).padded(9) }.joined()
            canvas.line(value.name, right: numbers, in: area, y: area.y + row)
        }
    }

    /// Whether the answers agree, in a sentence.
    private var verdict: String {
        guard comparison.tasks.count == 2 else { return "These inputs have no classes; v compares latents" }
        let isOne = comparison.tasks[0] == comparison.tasks[1]
        let tasks = isOne ? comparison.tasks[0] : comparison.tasks.joined(separator: " and ")
        guard comparison.values.isEmpty else { return "What \(tasks) is, left and right" }
        guard !comparison.concepts.isEmpty else { return "\(tasks) share no names" }
        let best = (0...1).map { side in
            comparison.concepts.max { $0.probabilities[side] < $1.probabilities[side] }
        }
        guard let first = best[0], let second = best[1] else { return tasks }
        let answers =
            first.name == second.name
            ? "Both say \(first.name)" : "Left says \(first.name), right \(second.name)"
        let agreement = comparison.agreement.map { "; the same one with \(Numbers.probability($0))" } ?? ""
        return "\(answers), of \(comparison.concepts.count) things that \(tasks) can name" + agreement
    }

    private func drawLatents(in area: Rectangle, on canvas: inout Canvas) {
        let layer = explorer.readyModel.map { $0.layers[$0.layer(nil)].name } ?? ""
        let header = "latent  cosine of final states      entropy left  right (\(layer), bits)"
        canvas.line(header, in: area, y: area.y, style: .bold)
        let rows = area.inset(top: 1)
        for (row, pair) in seen(in: area).map({ comparison.latents[$0] }).enumerated() {
            let y = rows.y + row
            let isChosen = pair.latent == explorer.lens.latent
            let text =
                "\(isChosen ? ">" : " ")\(String(pair.latent).padded(5))  \(fixed(pair.similarity).padded(5))"
            canvas.write(text, x: area.x, y: y, style: isChosen ? .bold : .plain)
            canvas.bar(max(0, pair.similarity), x: area.x + 15, y: y, width: 18, style: .plain)
            let entropies = pair.entropies.map { fixed($0).padded(8) }.joined(separator: " ")
            canvas.write(entropies, x: area.x + 37, y: y, limit: max(0, area.width - 37))
        }
    }

    private func drawPairs(in area: Rectangle, on canvas: inout Canvas) {
        canvas.line(
            "left latent → most similar right latent, by final states (=: the same one)",
            in: area,
            y: area.y,
            style: .bold
        )
        let rows = area.inset(top: 1)
        for (place, pair) in seen(in: area).map({ comparison.latents[$0] }).enumerated() {
            let same = pair.partner == pair.latent ? "=" : " "
            let mark = pair.latent == explorer.lens.latent ? ">" : " "
            let text =
                "\(mark)\(String(pair.latent).padded(3)) → \(String(pair.partner).padded(3)) \(same) \(fixed(pair.partnerSimilarity))"
            let style: Style = pair.latent == explorer.lens.latent ? .bold : .plain
            canvas.write(
                text,
                x: area.x + place / rows.height * 26,
                y: rows.y + place % rows.height,
                style: style
            )
        }
    }

    private func fixed(_ value: Double) -> String { decimal(value, places: 2) }
}
