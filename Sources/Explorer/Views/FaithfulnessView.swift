import Cells
import Explanation

/// How faithful the map is that is shown: deletion and insertion beside random rankings, and what follows from them.
enum FaithfulnessView {
    /// The rows that it takes of the pane's, and the least that it needs.
    static func height(in rows: Int) -> Int { rows >= 14 ? min(rows - 6, 18) : 0 }

    static func draw(_ explorer: Explorer, _ input: Input, in area: Rectangle, on canvas: inout Canvas) {
        let label = input.run.flatMap { run in
            input.target(task: input.task).map { run.predictions[input.task].labels[$0] }
        }
        let titles = label.map { ["Faithfulness of the map for \($0)", "Faithfulness for \($0)"] } ?? []
        let title = Reading.longest(titles + ["Faithfulness of the map"], width: area.width)
        canvas.line(title, in: area, y: area.y, style: .bold)
        let rest = area.inset(top: 1)
        guard let question = explorer.faithfulnessQuestion(input) else {
            let text =
                input.found?.task == nil
                ? "This map is about a place, not about a class. Esc asks for classes again."
                : "Only maps over the input can be measured."
            canvas.paragraph(text, in: rest, style: .dim)
            return
        }
        let parts: [any Question] = [question.removals, question.controls]
        if let failure = parts.lazy.compactMap({ explorer.ledger.failure(of: $0) }).first {
            canvas.paragraph(failure.description, in: rest, style: .dim)
            return
        }
        guard let removals = explorer.ledger[question.removals] else {
            canvas.paragraph("Measuring…", in: rest, style: .dim)
            return
        }
        // The map's own curves are there before those of random orders.
        let controls = explorer.ledger[question.controls]
        let verdicts = controls.map { Faithfulness(removals, $0).verdicts } ?? ["Measuring random orders…"]
        draw(removals, controls, verdicts, in: rest, on: &canvas)
    }

    private static func draw(
        _ found: MapRemovals,
        _ controls: ControlCurves?,
        _ verdicts: [String],
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let verdicts = verdicts.flatMap { wrapped(canvas.appearance.spelled($0), width: area.width) }
        let (top, words) = area.splitBottom(verdicts.count + 1)
        for (row, text) in verdicts.enumerated() {
            let style: Style = controls == nil ? .dim : row == 0 ? .bold : .plain
            canvas.line(text, in: words, y: words.y + row, style: style)
        }
        canvas.line(numbers(found, width: area.width), in: words, y: words.y + verdicts.count, style: .dim)
        let (upper, lower) = top.splitTop(top.height / 2)
        let random = controls?.randomDeletion.mean
        let curves = found.curves
        let all = [curves.deletion, curves.insertion] + (random.map { [$0] } ?? [])
        let range = CurvePlot.range(of: all.flatMap(\.values))
        draw("deletion", curves.deletion, beside: random, range, in: upper, on: &canvas)
        draw("insertion", curves.insertion, beside: random?.mirrored, range, in: lower, on: &canvas)
    }

    /// One curve, with its area beside that of random rankings.
    private static func draw(
        _ name: String,
        _ curve: RemovalCurve,
        beside random: RemovalCurve?,
        _ range: ClosedRange<Double>,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let isDeletion = name == "deletion"
        let marks =
            canvas.appearance.ascii
            ? [isDeletion ? "(lower is better)" : "(higher is better)", isDeletion ? "(lower)" : "(higher)"]
            : [isDeletion ? "↓" : "↑"]
        let other = random.map { "random \(Numbers.hundredths($0.area))" } ?? ""
        let own = Reading.longest(
            marks.map { "\(name) \($0) \(Numbers.hundredths(curve.area))" },
            width: area.width - Glyphs.width(of: other) - 1
        )
        canvas.line(own, right: other, in: area, y: area.y)
        let plot = CurvePlot(range: range)
        let lines =
            (random.map { [CurvePlot.Line(curve: $0, style: .dim, mark: ".")] } ?? []) + [
                CurvePlot.Line(curve: curve, style: Accent.chosen.style(canvas.appearance), mark: "*")
            ]
        plot.draw(lines, in: area.inset(top: 1), on: &canvas)
    }

    private static func numbers(_ found: MapRemovals, width: Int) -> String {
        let coefficient = found.groups.coefficient.map { "SaCo \(Numbers.hundredths($0))" }
        let comprehensiveness = Numbers.hundredths(found.shown.comprehensiveness)
        let sufficiency = Numbers.hundredths(found.shown.sufficiency)
        let parts = [coefficient, "comp. \(comprehensiveness)", "suff. \(sufficiency)"].compactMap { $0 }
        let forms = (1...parts.count).reversed().map { parts.prefix($0).joined(separator: " · ") }
        return Reading.longest(forms, width: width)
    }
}
