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
        let (areas, maps) = (Areas(area), explorer.sharedMaps(state))
        for (side, rectangle) in areas.sides.enumerated() {
            guard let input = explorer.side(state, side) else { continue }
            let shared = maps.map { AttentionView.Shared(answer: $0.answers[side], range: $0.range) }
            draw(explorer, input, shared, isActive: side == state.active, in: rectangle, on: &canvas)
        }
        let title = tableTitle(explorer, state, maps, width: areas.table.width - 4)
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
        if state.table == .views {
            ViewsTable(explorer, state).draw(in: inner, on: &canvas)
        } else if let comparison = explorer.shownComparison(state) {
            ComparisonTable(explorer, state, comparison).draw(in: inner, on: &canvas)
        } else {
            canvas.paragraph(wait(explorer, state), in: inner, style: .dim)
        }
        return [Region(area, turn: { $0.scrollTable($1) })] + sides
    }

    private static func draw(
        _ explorer: Explorer,
        _ input: Input,
        _ shared: AttentionView.Shared?,
        isActive: Bool,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let answer = input.run.flatMap { run -> String? in
            guard run.predictions.indices.contains(input.task) else { return nil }
            let prediction = run.predictions[input.task]
            let target = input.target(task: input.task) ?? prediction.best
            let answer = Numbers.answer(prediction, target)
            return "\(prediction.task): \(prediction.labels[target]) \(answer)"
        }
        let pin = input.held == nil ? nil : "pinned"
        let parts = [pin, input.source.name, answer].compactMap { $0 }
        let title = explorer.appearance.fitted(parts, width: area.width - 4)
        let inner = canvas.frame(area, title: title, focused: isActive)
        let (map, info) = inner.splitBottom(inner.height >= 7 ? 2 : 0)
        AttentionView.draw(explorer, input, shared, map: map, info: info, on: &canvas)
    }

    /// What a comparison that is not there yet waits for.
    private static func wait(_ explorer: Explorer, _ state: CompareState) -> String {
        if let reason = explorer.comparisonObstacle(state) {
            let side = explorer.isBroken(state.sides[state.active]) ? "" : "Tab for its side, then "
            let sentence = reason.hasPrefix("the ") ? "The " + reason.dropFirst(4) : reason
            return "\(sentence). Press \(side)> or < for another input."
        }
        let sides = explorer.sides(state)
        if sides.contains(where: { $0.run == nil && !$0.wantsRun }) {
            return "The model has not run on both inputs. Press > or < for another one on this side."
        }
        if Set(sides.map(\.subject.model)).count > 1 {
            return
                "These are views of two models, which share no latents. Press v for both views."
        }
        guard let question = explorer.comparisonQuestion(state) else { return "Running…" }
        return explorer.ledger.failure(of: question)?.description ?? "Comparing…"
    }

    /// What the table shows, and what the maps above it.
    private static func tableTitle(
        _ explorer: Explorer,
        _ state: CompareState,
        _ shared: SharedMaps?,
        width: Int
    ) -> String {
        let title =
            switch state.table {
            case .predictions: "Shared classes"
            case .latents: "Latent by latent"
            case .pairs: "Most similar latents"
            case .ranking: RankingView.title(explorer, state)
            case .matrix: ""
            case .views: "Both views"
            }
        let maps = maps(explorer, state, shared)
        let mark = explorer.isStale(state) ? " …" : ""
        let forms = (maps.isEmpty ? [] : ["\(title) \(explorer.appearance.dot) maps: \(maps)"]) + [title]
        return Reading.longest(forms.map { $0 + mark }, width: width)
    }

    /// What the maps above show: what both of their titles say, and where these differ one after the other.
    private static func maps(_ explorer: Explorer, _ state: CompareState, _ shared: SharedMaps?) -> String {
        let titles = state.sides.indices.compactMap { side -> [String]? in
            guard let input = explorer.side(state, side) else { return nil }
            switch explorer.content(of: input) {
            case .map(_, let answer, _):
                let shown = shared?.answers[side] ?? answer
                return shown.title(marking: explorer.lens.latent).short
            case .output: return ["decoded input"]
            case .message, .source: return nil
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
