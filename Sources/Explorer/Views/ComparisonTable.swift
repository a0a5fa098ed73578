import Cells
import Explanation
import Models

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
        order = Self.order(explorer, state, comparison)
    }

    private static func order(
        _ explorer: Explorer,
        _ state: CompareState,
        _ comparison: Comparison
    ) -> [Int] {
        let latents = comparison.latents
        switch state.table {
        case .predictions: return Array(comparison.concepts.indices)
        case .latents:
            let cosines = explorer.centredComparison(state)?.cosines ?? latents.map(\.similarity)
            return explorer.latentOrder(state, cosines)
        case .pairs: return explorer.latentOrder(state, latents.map(\.partnerSimilarity))
        case .ranking, .matrix, .views: return []
        }
    }

    /// The lines above the rows.
    private var headings: Int { state.table == .latents ? LatentTable.headings : 1 }

    /// How many of them stand side by side.
    private func columns(of area: Rectangle) -> Int { state.table == .pairs ? max(1, area.width / 26) : 1 }

    /// How many of them are seen in an area, which begins with headings.
    func capacity(of area: Rectangle) -> Int { max(0, area.height - headings) * columns(of: area) }

    /// Which of them are seen.
    private func window(in area: Rectangle) -> ScrolledList {
        let height = capacity(of: area)
        return ScrolledList(
            order.count,
            first: state.scroll,
            in: Rectangle(x: area.x, y: area.y + headings, width: area.width, height: height)
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
            let text = "This model has no latents. Its tokens attend to each other."
            canvas.paragraph(text, in: area, style: .dim)
        case .latents: drawLatents(in: area, on: &canvas)
        case .pairs: drawPairs(in: area, on: &canvas)
        case .ranking, .matrix, .views: break
        }
    }

    private func drawConcepts(in area: Rectangle, on canvas: inout Canvas) {
        canvas.line(verdict, in: area, y: area.y, style: .bold)
        let rows = area.inset(top: 1)
        guard comparison.values.isEmpty else { return drawValues(in: rows, on: &canvas) }
        guard !comparison.concepts.isEmpty else {
            guard comparison.tasks.count == 2 else { return }
            let hint = "Press y for another task on this side."
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
                let style = (side == 0 ? Accent.other : .chosen).style(canvas.appearance)
                canvas.bar(probability, x: x + 5, y: y, width: bar, style: style)
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
        guard comparison.tasks.count == 2 else {
            let next = explorer.hasLatents ? "Press v to compare latents." : "Press v for other tables."
            return "These inputs have no classes. \(next)"
        }
        let isOne = comparison.tasks[0] == comparison.tasks[1]
        let tasks = isOne ? comparison.tasks[0] : comparison.tasks.joined(separator: " and ")
        guard comparison.values.isEmpty else { return "\(tasks), left and right" }
        guard !comparison.concepts.isEmpty else { return "\(tasks) have no classes in common" }
        let best = (0...1).map { side in
            comparison.concepts.max { $0.probabilities[side] < $1.probabilities[side] }
        }
        guard let first = best[0], let second = best[1] else { return tasks }
        let answers =
            first.name == second.name
            ? "Both: \(first.name)" : "Left: \(first.name), right: \(second.name)"
        let dot = explorer.appearance.dot
        let agreement = comparison.agreement.map { " \(dot) P(same class) \(Numbers.probability($0))" } ?? ""
        return "\(answers)\(agreement) \(dot) \(comparison.concepts.count) classes of \(tasks)"
    }

    private func drawLatents(in area: Rectangle, on canvas: inout Canvas) {
        LatentTable(explorer, state, comparison).draw(seen(in: area).map { $0 }, in: area, on: &canvas)
    }

    private func drawPairs(in area: Rectangle, on canvas: inout Canvas) {
        let heading = "left latent → most similar right latent, cosine"
        let forms = ["\(heading) of final states (= same number)", "\(heading) (= same number)", heading]
        canvas.line(Reading.longest(forms, width: area.width), in: area, y: area.y, style: .bold)
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
