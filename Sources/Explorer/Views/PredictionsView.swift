import Cells
import Explanation
import Models
import Numerics

/// The answers of every task, the target among them, and facts about the latent that is looked at.
enum PredictionsView {
    static func draw(_ explorer: Explorer, in area: Rectangle, on canvas: inout Canvas) -> [Region] {
        let filter = explorer.main.classFilter.isEmpty ? "" : " /\(explorer.main.classFilter)"
        let isFlow = if case .flow? = explorer.current?.run?.output { true } else { false }
        let inner = canvas.frame(
            area,
            title: (isFlow ? "Flow" : "Predictions") + filter,
            focused: explorer.main.focus == .predictions
        )
        guard let input = explorer.current, let run = input.run else {
            canvas.paragraph(explorer.current.map { hint(explorer, $0) } ?? "", in: inner, style: .dim)
            return []
        }
        let (list, box) = inner.splitBottom(boxHeight(explorer, inner))
        if box.height > 0 { LatentFacts.draw(explorer, input, in: box, on: &canvas) }
        if case .bytes(let bytes) = run.output, let places = bytesArea(explorer, in: area) {
            let tasks = list.splitTop(places.y - list.y).top
            return BytesView.draw(explorer, input, bytes, in: places, on: &canvas)
                + drawBest(explorer, input, run, in: tasks, on: &canvas)
        }
        if case .flow(let field) = run.output {
            FlowView.draw(explorer, input, field, in: list, on: &canvas)
            return []
        }
        if explorer.main.isExpanded, run.predictions.indices.contains(input.task) {
            return drawAll(explorer, input, run.predictions[input.task], in: list, on: &canvas)
        }
        return drawBest(explorer, input, run, in: list, on: &canvas)
    }

    /// Why there are no predictions of an input, or how to have them.
    private static func hint(_ explorer: Explorer, _ input: Input) -> String {
        if let refusal = explorer.refusal(of: input.entry) { return refusal }
        if input.failure != nil { return "" }
        return input.wantsRun ? "running…" : "Press Enter in Inputs to run the model."
    }

    /// How many classes of each task are shown.
    static func rowsPerTask(_ explorer: Explorer) -> Int {
        let areas = MainAreas(explorer)
        guard let pane = areas.panes[.predictions], let count = explorer.current?.run?.predictions.count,
            count > 0
        else {
            return 5
        }
        let inner = pane.inset(left: 1, top: 1, right: 1, bottom: 1)
        let height = bytesArea(explorer, in: pane).map { $0.y - inner.y } ?? listHeight(explorer, inner)
        return max(1, height / count - headerLines)
    }

    /// Where a text's masked places are listed: all of the pane, or below the tasks, if there are tasks.
    ///
    /// - Returns: `nil` if there are no places to list.
    static func bytesArea(_ explorer: Explorer, in pane: Rectangle) -> Rectangle? {
        guard let input = explorer.current, let run = input.run, case .bytes(let bytes) = run.output else {
            return nil
        }
        let inner = pane.inset(left: 1, top: 1, right: 1, bottom: 1)
        let list = inner.splitBottom(boxHeight(explorer, inner)).rest
        if run.predictions.isEmpty { return list }
        guard !explorer.main.isExpanded, !bytes.positions.isEmpty || input.askedToken != nil else {
            return nil
        }
        return list.splitBottom(list.height / 2).bottom
    }

    private static func boxHeight(_ explorer: Explorer, _ inner: Rectangle) -> Int {
        guard case .bytes(let bytes)? = explorer.current?.run?.output, !explorer.main.isExpanded,
            explorer.current?.run?.predictions.isEmpty == false, !bytes.positions.isEmpty
        else { return inner.height >= 18 ? 6 : 0 }
        // Tasks and masked places need the room.
        return inner.height >= 30 ? 6 : 0
    }

    private static func listHeight(_ explorer: Explorer, _ inner: Rectangle) -> Int {
        inner.height - boxHeight(explorer, inner)
    }

    private static let headerLines = 1

    // MARK: tasks

    private static func drawBest(
        _ explorer: Explorer,
        _ input: Input,
        _ run: Run,
        in area: Rectangle,
        on canvas: inout Canvas
    ) -> [Region] {
        let rows = rowsPerTask(explorer)
        var (rest, regions) = (area, [Region]())
        for (task, prediction) in run.predictions.enumerated() {
            let (block, below) = rest.splitTop(rows + headerLines)
            rest = below
            let isCurrent = task == input.task && input.askedToken == nil
            drawHeader(prediction, isCurrent: isCurrent, explorer, in: block, on: &canvas)
            var shown = Array(prediction.ranking.prefix(rows))
            // A target from further down takes the last row.
            if let target = input.target(task: task), !shown.contains(target), !shown.isEmpty {
                shown[shown.count - 1] = target
            }
            let list = ScrolledList(shown.count, cursor: 0, in: block.inset(top: headerLines))
            regions += draw(shown, list, prediction, task: task, input, explorer, on: &canvas)
        }
        return regions
    }

    private static func drawAll(
        _ explorer: Explorer,
        _ input: Input,
        _ prediction: Prediction,
        in area: Rectangle,
        on canvas: inout Canvas
    ) -> [Region] {
        drawHeader(prediction, isCurrent: true, explorer, in: area, on: &canvas)
        let classes = explorer.listedClasses(prediction)
        let inner = area.inset(top: headerLines)
        guard !classes.isEmpty else {
            canvas.paragraph("No class is called that.", in: inner, style: .dim)
            return []
        }
        let cursor = input.target(task: input.task).flatMap { classes.firstIndex(of: $0) } ?? 0
        let list = ScrolledList(classes.count, cursor: cursor, in: inner)
        return draw(classes, list, prediction, task: input.task, input, explorer, on: &canvas)
    }

    private static func draw(
        _ classes: [Int],
        _ list: ScrolledList,
        _ prediction: Prediction,
        task: Int,
        _ input: Input,
        _ explorer: Explorer,
        on canvas: inout Canvas
    ) -> [Region] {
        for row in list.rows {
            drawClass(
                classes[row],
                prediction,
                task: task,
                input,
                explorer,
                in: list.line(of: row),
                on: &canvas
            )
        }
        return list.regions { $0.choose(classes[$1], of: task) }
    }

    private static func drawHeader(
        _ prediction: Prediction,
        isCurrent: Bool,
        _ explorer: Explorer,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let (long, short) = headerFacts(prediction, dot: explorer.appearance.dot)
        let room = area.width - Glyphs.width(of: prediction.task) - 2
        let facts = long.count <= room ? long : short
        let style: Style = isCurrent ? Style(.standard, on: .standard, [.bold, .underline]) : .bold
        canvas.line("", right: facts, in: area, y: area.y, style: .dim)
        canvas.write(prediction.task, x: area.x, y: area.y, style: style, limit: area.width)
    }

    /// What stands beside a task's name, where there is room and where there is less.
    private static func headerFacts(_ prediction: Prediction, dot: String) -> (long: String, short: String) {
        let count = prediction.labels.count
        switch prediction.scoring {
        case .oneClass:
            let margin = Numbers.hundredths(Double(prediction.margin))
            let entropy = "\(Numbers.hundredths(prediction.entropy)) bits"
            return ("margin \(margin) \(dot) \(entropy)", "+\(margin) \(entropy)")
        case .eachClass:
            let likely = "\(prediction.likelyCount) of \(count) above .50"
            return ("each by itself \(dot) \(likely)", likely)
        case .numbers:
            return count == 1 ? ("a number, no class", "a number") : ("numbers, no classes", "numbers")
        }
    }

    /// One class: mark of the target, name, bar, probability, and the score where there is room.
    ///
    /// A number has no bar.
    private static func drawClass(
        _ index: Int,
        _ prediction: Prediction,
        task: Int,
        _ input: Input,
        _ explorer: Explorer,
        in line: Rectangle,
        on canvas: inout Canvas
    ) {
        let isTarget = input.target(task: task) == index
        let isCursor = isTarget && task == input.task && input.askedToken == nil
        let style: Style = isCursor ? (explorer.main.focus == .predictions ? .reverse : .bold) : .plain
        let score = decimal(Double(prediction.logits[index]), places: 1).padded(6)
        let isClass = prediction.probabilities != nil
        let numbers =
            Numbers.answer(prediction, index).padded(4) + (isClass && line.width >= 20 ? score : "")
        let label = (isTarget ? ">" : " ") + prediction.labels[index]
        let appearance = explorer.appearance
        canvas.line(label, right: numbers, in: line, y: line.y, style: style)
        guard let share = prediction.probabilities?[index] else { return }
        let name = min(max(line.width * 2 / 5, 9), 18) + 1
        let bar = Rectangle(
            x: line.x + name + 1,
            y: line.y,
            width: line.width - name - numbers.count - 2,
            height: 1
        )
        guard bar.width >= 3 else { return }
        canvas.write(
            appearance.fitted(label, width: name).filled(name + 1),
            x: line.x,
            y: line.y,
            style: style
        )
        canvas.fill(bar)
        let colour: Colour = appearance.depth == .monochrome ? .standard : .ansi(isTarget ? 3 : 4)
        canvas.bar(share, x: bar.x, y: bar.y, width: bar.width, style: Style(colour))
    }
}

extension String {
    /// With blanks behind up to a number of cells.
    func filled(_ width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - Glyphs.width(of: self)))
    }
}
