import Cells
import Explanation

/// What becomes of the map that is shown when the model's weights are drawn anew.
enum RandomisationView {
    /// The rows that it takes of the pane's, and the least that it needs.
    static func height(in rows: Int) -> Int { rows >= 14 ? 8 : 0 }

    static func draw(_ explorer: Explorer, _ input: Input, in area: Rectangle, on canvas: inout Canvas) {
        canvas.line("With random weights", in: area, y: area.y, style: .bold)
        let rest = area.inset(top: 1)
        guard let question = explorer.randomisationQuestion(input) else {
            canvas.paragraph("Only maps over the input can be checked.", in: rest, style: .dim)
            return
        }
        if let failure = explorer.ledger.failure(of: question) {
            canvas.paragraph(failure.description, in: rest, style: .dim)
            return
        }
        guard let found = explorer.ledger[question] else {
            canvas.paragraph("Drawing weights…", in: rest, style: .dim)
            return
        }
        draw(found, in: rest, on: &canvas)
    }

    private static func draw(_ found: Randomisation, in area: Rectangle, on canvas: inout Canvas) {
        for (row, step) in found.steps.enumerated() where row < area.height {
            let number = step.correlation.map { Numbers.hundredths($0) } ?? "–"
            canvas.line(step.part.words, right: number, in: area, y: area.y + row)
        }
        let verdict = wrapped(canvas.appearance.spelled(found.words), width: area.width)
        let rest = area.inset(top: found.steps.count)
        for (row, text) in verdict.enumerated() where row < rest.height {
            canvas.line(text, in: rest, y: rest.y + row, style: .bold)
        }
        let note = found.isOfSizes ? "rank correlation of sizes, without signs" : "rank correlation"
        let last = rest.inset(top: verdict.count)
        canvas.paragraph(note, in: last, style: .dim)
    }
}
