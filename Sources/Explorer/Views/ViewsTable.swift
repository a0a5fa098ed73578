import Cells
import Explanation
import Models

/// Compare's table of both views: what each is, and how alike the maps are.
struct ViewsTable {
    private let explorer: Explorer
    private let state: CompareState

    init(_ explorer: Explorer, _ state: CompareState) { (self.explorer, self.state) = (explorer, state) }

    func draw(in area: Rectangle, on canvas: inout Canvas) {
        let sides = explorer.sides(state)
        guard sides.count == 2 else { return }
        guard let question = explorer.viewComparisonQuestion(state),
            let found = explorer.ledger[question]
        else {
            let failure = explorer.viewComparisonQuestion(state).flatMap { explorer.ledger.failure(of: $0) }
            canvas.paragraph(failure?.description ?? "Comparing both views…", in: area, style: .dim)
            return
        }
        let name = min(22, area.width / 4)
        var y = area.y
        for row in rows(found, sides) {
            guard y < area.y + area.height else { return }
            canvas.write(row.name, x: area.x, y: y, style: .dim, limit: name)
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
            y += 1
        }
    }

    private func rows(_ found: ViewComparison, _ sides: [Input]) -> [(name: String, cells: [String])] {
        let dot = " \(explorer.appearance.dot) "
        var rows: [(name: String, cells: [String])] = [("rank correlation", [correlation(found)])]
        if let overlap = found.overlap {
            rows.append(("highest tenth shared", ["\(decimal(100 * overlap, places: 0)) %"]))
        }
        rows.append(("view", found.sides.map { $0.title.joined(separator: dot) }))
        rows.append(("input", sides.map(\.source.name)))
        if sides[0].subject.model != sides[1].subject.model {
            rows.append(("model", sides.map { $0.run?.model.title ?? $0.subject.model.name }))
        }
        rows.append(("answer", sides.map(answer)))
        if found.sides.allSatisfy({ $0.effective != nil }) {
            rows.append(("effective places", found.sides.map { Numbers.short($0.effective ?? 0) }))
            rows.append(("entropy", found.sides.map { Numbers.hundredths($0.entropy ?? 0) + " bits" }))
        }
        if let reading = found.readingCorrelation {
            rows.append(("decoder weights", ["rank correlation \(Numbers.likeness(reading))"]))
        }
        if let effects = found.effectCorrelation {
            rows.append(("effects of latents", ["rank correlation \(Numbers.likeness(effects))"]))
        }
        return rows + alignment
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
    private var alignment: [(name: String, cells: [String])] {
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
