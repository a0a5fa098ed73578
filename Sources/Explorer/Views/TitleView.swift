import Cells
import Explanation
import Models

/// The first line: program, model, input, time, target.
enum TitleView {
    static func draw(_ explorer: Explorer, in area: Rectangle, on canvas: inout Canvas) {
        var parts = [explorer.setting.program]
        if let model = explorer.readyModel { parts.append(model.title) }
        if let place = explorer.models.loading { parts.append("loading \(place.name)…") }
        if case .compare(let state) = explorer.screen {
            let names = state.sides.compactMap { explorer.list.entry($0)?.source.name }
            parts.append(state.table == .matrix ? "all inputs" : names.joined(separator: " and "))
        } else if let input = explorer.current {
            parts += facts(input)
        }
        canvas.line(
            " " + parts.joined(separator: " \(explorer.appearance.dot) "),
            in: area,
            y: area.y,
            style: Style(.standard, on: .standard, [.reverse])
        )
    }

    private static func facts(_ input: Input) -> [String] {
        let name = input.source.name + (input.opened.map { " (\($0.summary))" } ?? "")
        guard let run = input.run else { return [name] }
        guard let target = input.target(task: input.task) else { return [name, duration(run)] }
        let prediction = run.predictions[input.task]
        let rank = Numbers.ordinal(prediction.rank(of: target))
        let answer = Numbers.answer(prediction, target)
        let facts = prediction.scoring == .numbers ? answer : "\(rank), \(answer)"
        return [name, duration(run), "target: \(prediction.labels[target]) (\(facts))"]
    }

    private static func duration(_ run: Run) -> String {
        let milliseconds = run.duration / .milliseconds(1)
        return milliseconds < 10_000
            ? "\(Numbers.short(milliseconds)) ms" : "\(Numbers.short(milliseconds / 1000)) s"
    }
}
