import Cells
import Explanation
import Models

/// Compare's table of both views: how alike the maps are, what their inputs share, and what each is.
struct ViewsTable {
    private let explorer: Explorer
    private let state: CompareState

    init(_ explorer: Explorer, _ state: CompareState) { (self.explorer, self.state) = (explorer, state) }

    func draw(in area: Rectangle, on canvas: inout Canvas) {
        let sides = explorer.sides(state)
        guard sides.count == 2 else { return }
        guard let found = explorer.viewComparison(state) else {
            let failure = explorer.viewComparisonQuestion(state).flatMap { explorer.ledger.failure(of: $0) }
            canvas.paragraph(failure?.description ?? "Comparing both views…", in: area, style: .dim)
            return
        }
        let name = min(22, area.width / 3)
        let rows = rows(found, sides, width: area.width - name)
        let first = start(in: area, rows.count)
        let height = height(in: area, rows.count)
        if height < rows.count {
            let told = "rows \(first + 1)–\(first + height) of \(rows.count), PgUp PgDn"
            canvas.line(
                explorer.appearance.spelled(told),
                in: area,
                y: area.y + height,
                style: .dim
            )
        }
        for (row, y) in zip(rows.dropFirst(first), area.y..<area.y + height) {
            canvas.write(row.name, x: area.x, y: y, style: .dim, limit: name - 1)
            if row.cells.count == 2 {
                let width = (area.width - name) / 2
                for (side, text) in row.cells.enumerated() {
                    let shown = explorer.appearance.fitted(text, width: width - 1)
                    canvas.write(shown, x: area.x + name + side * width, y: y, limit: width - 1)
                }
            } else {
                let text = explorer.appearance.fitted(row.cells.first ?? "", width: area.width - name)
                canvas.write(text, x: area.x + name, y: y, style: .bold, limit: area.width - name)
            }
        }
    }

    /// How many rows are seen: where not all are, the last line says which.
    private func height(in area: Rectangle, _ count: Int) -> Int {
        count > area.height ? max(1, area.height - 1) : area.height
    }

    private func start(in area: Rectangle, _ count: Int) -> Int {
        min(max(0, state.scroll), max(0, count - height(in: area, count)))
    }

    /// The first row that is seen after a scroll by some rows, no further than to the ends.
    func start(in area: Rectangle, after rows: Int) -> Int {
        let sides = explorer.sides(state)
        guard sides.count == 2, let found = explorer.viewComparison(state) else { return 0 }
        let count = self.rows(found, sides, width: area.width).count
        return min(max(0, start(in: area, count) + rows), max(0, count - height(in: area, count)))
    }

    private typealias Row = (name: String, cells: [String])

    /// What both have in common, then what each of them is.
    private func rows(_ found: ViewComparison, _ sides: [Input], width: Int) -> [Row] {
        shared(found, width: width) + alignment + each(found, sides)
    }

    private func shared(_ found: ViewComparison, width: Int) -> [Row] {
        var rows: [Row] = [("rank correlation", [correlation(found)])]
        if let overlap = found.overlap {
            rows.append(("highest tenth shared", ["\(decimal(100 * overlap, places: 0)) %"]))
        }
        if let latents = latents(found, width: width) { rows.append(("latents", [latents])) }
        if let reading = found.readingCorrelation {
            rows.append(("decoder weights", ["rank correlation \(Numbers.likeness(reading))"]))
        }
        if let effects = found.effectCorrelation {
            rows.append(("effects of latents", ["rank correlation \(Numbers.likeness(effects))"]))
        } else if let question = explorer.effectComparisonQuestion(state), explorer.ledger[question] == nil {
            let failure = explorer.ledger.failure(of: question)?.description
            rows.append(("effects of latents", [failure ?? "leaving out one latent after the other…"]))
        }
        return rows
    }

    private func each(_ found: ViewComparison, _ sides: [Input]) -> [Row] {
        var rows: [Row] = []
        if found.sides.allSatisfy({ $0.effective != nil }) {
            rows.append(("entropy", found.sides.map { Numbers.hundredths($0.entropy ?? 0) + " bits" }))
            rows.append(("effective places", found.sides.map { Numbers.short($0.effective ?? 0) }))
        }
        let dot = " \(explorer.appearance.dot) "
        rows.append(("view", found.sides.map { $0.title.joined(separator: dot) }))
        rows.append(("input", sides.map(\.source.name)))
        if sides[0].subject.model != sides[1].subject.model {
            rows.append(("model", sides.map { $0.run?.model.title ?? $0.subject.model.name }))
        }
        return rows + [("answer", sides.map(answer))]
    }

    /// How alike the latents of two inputs are: less what any inputs share, where there are enough of them.
    private func latents(_ found: ViewComparison, width: Int) -> String? {
        guard let cosine = found.latentCosine else { return nil }
        let own = "\(Numbers.likeness(cosine)) less the latents' mean"
        guard let centred = explorer.centredComparison(state) else {
            let why = explorer.centringObstacle ?? "running the model on all inputs…"
            return Reading.longest(
                ["mean cosine \(own); less inputs' mean: \(why)", "mean cosine \(own)"],
                width: width
            )
        }
        let mean = "\(Numbers.likeness(centred.mean)) less the means over \(centred.inputCount) inputs"
        return Reading.longest(["mean cosine \(mean); \(own)", "mean cosine \(mean)"], width: width)
    }

    private func correlation(_ found: ViewComparison) -> String {
        if let correlation = found.rankCorrelation, let count = found.placeCount {
            return "\(Numbers.likeness(correlation)) over \(Numbers.grouped(count)) places"
        }
        return found.placeCount == nil
            ? "none: the maps have different places"
            : "none: one of the maps is the same everywhere"
    }

    /// What each side answers to the task that it is about.
    private func answer(_ input: Input) -> String {
        guard let run = input.run, run.predictions.indices.contains(input.task) else { return "" }
        let prediction = run.predictions[input.task]
        let target = input.target(task: input.task) ?? prediction.best
        return "\(prediction.task): \(prediction.labels[target]) \(Numbers.answer(prediction, target))"
    }

    /// How alike two models arrange the inputs of the list.
    private var alignment: [Row] {
        let sides = explorer.sides(state)
        guard sides[0].subject.model != sides[1].subject.model else { return [] }
        guard let question = explorer.alignmentQuestion(state) else {
            return [("latents (CKA)", ["takes \(KernelAlignment.fewest) inputs or more"])]
        }
        guard let found = explorer.ledger[question] else {
            let failure = explorer.ledger.failure(of: question)?.description
            return [("latents (CKA)", [failure ?? "running both models on all inputs…"])]
        }
        let unbiased = found.unbiased.map { "\(Numbers.hundredths($0)) unbiased, " } ?? ""
        let biased = "\(Numbers.hundredths(found.biased)) linear"
        return [("latents (CKA)", ["\(unbiased)\(biased), of \(found.inputCount) inputs"])]
    }
}
