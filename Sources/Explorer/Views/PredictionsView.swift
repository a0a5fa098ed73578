import Cells
import Explanation
import Models
import Numerics

/// The answers of every task, the target among them, and facts about the latent that is looked at.
enum PredictionsView {
    static func draw(_ explorer: Explorer, in area: Rectangle, on canvas: inout Canvas) {
        let focused = explorer.focus == .predictions
        let filter = explorer.classFilter.isEmpty ? "" : " /\(explorer.classFilter)"
        let inner = canvas.frame(
            area,
            title: title(explorer) + filter,
            focused: focused,
            appearance: explorer.appearance
        )
        guard let entry = explorer.current, let run = entry.run else {
            canvas.paragraph(explorer.current.map { hint(explorer, $0) } ?? "", in: inner, style: .dim)
            return
        }
        let (list, box) = inner.splitBottom(boxHeight(explorer, inner))
        if case .bytes(let bytes) = run.output, let places = bytesArea(explorer, in: area) {
            BytesView.draw(explorer, entry, bytes, in: places, on: &canvas)
            let tasks = list.splitTop(places.y - list.y).top
            if !run.predictions.isEmpty { drawBest(explorer, entry, run, in: tasks, on: &canvas) }
        } else if case .flow(let field) = run.output {
            FlowView.draw(explorer, entry, field, in: list, on: &canvas)
        } else if explorer.isExpanded, run.predictions.indices.contains(entry.task) {
            drawAll(explorer, entry, run.predictions[entry.task], in: list, on: &canvas)
        } else {
            drawBest(explorer, entry, run, in: list, on: &canvas)
        }
        if box.height > 0 { LatentFacts.draw(explorer, entry, in: box, on: &canvas) }
    }

    /// Why there are no predictions of an entry, or how to have them.
    private static func hint(_ explorer: Explorer, _ entry: Entry) -> String {
        if entry.wantsRun { return "running…" }
        if let refusal = explorer.refusal(of: entry) { return refusal }
        if case .failed = entry.state { return "" }
        return "Press Enter in Inputs to run the model."
    }

    private static func title(_ explorer: Explorer) -> String {
        guard explorer.readyModel?.kind == .opticalFlow else { return "Predictions" }
        return "Flow"
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
        guard let entry = explorer.current, let run = entry.run, case .bytes(let bytes) = run.output else {
            return nil
        }
        let inner = pane.inset(left: 1, top: 1, right: 1, bottom: 1)
        let list = inner.splitBottom(boxHeight(explorer, inner)).rest
        if run.predictions.isEmpty { return list }
        guard !explorer.isExpanded, !bytes.positions.isEmpty || entry.askedToken != nil else { return nil }
        return list.splitBottom(list.height / 2).bottom
    }

    /// The task and its class at a row of the pane, for the mouse.
    static func target(_ explorer: Explorer, y: Int, in area: Rectangle) -> (task: Int, index: Int)? {
        guard let entry = explorer.current, let run = entry.run else { return nil }
        guard !run.predictions.isEmpty else { return nil }
        let inner = area.inset(left: 1, top: 1, right: 1, bottom: 1)
        let header = headerLines
        let line = y - inner.y
        if explorer.isExpanded {
            let rows = explorer.listedClasses(run.predictions[entry.task])
            let first = firstRow(explorer, entry, rows: rows, height: listHeight(explorer, inner) - header)
            let index = first + line - header
            return line >= header && rows.indices.contains(index) ? (entry.task, rows[index]) : nil
        }
        let block = rowsPerTask(explorer) + header
        let (task, row) = (line / block, line % block - header)
        let places = bytesArea(explorer, in: area)
        guard row >= 0, places.map({ y < $0.y }) ?? true, run.predictions.indices.contains(task) else {
            return nil
        }
        let ranking = run.predictions[task].ranking
        return ranking.indices.contains(row) ? (task, ranking[row]) : nil
    }

    private static func boxHeight(_ explorer: Explorer, _ inner: Rectangle) -> Int {
        guard case .bytes(let bytes)? = explorer.current?.run?.output, !explorer.isExpanded,
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
        _ entry: Entry,
        _ run: Run,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let rows = rowsPerTask(explorer)
        var rest = area
        for (task, prediction) in run.predictions.enumerated() {
            let (block, below) = rest.splitTop(rows + headerLines)
            rest = below
            drawHeader(
                prediction,
                isCurrent: task == entry.task && entry.askedToken == nil,
                explorer,
                in: block,
                on: &canvas
            )
            var shown = Array(prediction.ranking.prefix(rows))
            // A target from further down takes the last row.
            if let target = entry.target(task: task), !shown.contains(target), !shown.isEmpty {
                shown[shown.count - 1] = target
            }
            let list = block.inset(top: headerLines)
            for (row, index) in shown.enumerated() where row < list.height {
                drawClass(
                    index,
                    prediction,
                    task: task,
                    entry,
                    explorer,
                    in: list,
                    y: list.y + row,
                    on: &canvas
                )
            }
        }
    }

    private static func drawAll(
        _ explorer: Explorer,
        _ entry: Entry,
        _ prediction: Prediction,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        drawHeader(prediction, isCurrent: true, explorer, in: area, on: &canvas)
        let list = area.inset(top: headerLines)
        let rows = explorer.listedClasses(prediction)
        guard !rows.isEmpty else {
            canvas.paragraph("No class is called that.", in: list, style: .dim)
            return
        }
        let first = firstRow(explorer, entry, rows: rows, height: list.height)
        for (line, index) in rows.dropFirst(first).prefix(list.height).enumerated() {
            drawClass(
                index,
                prediction,
                task: entry.task,
                entry,
                explorer,
                in: list,
                y: list.y + line,
                on: &canvas
            )
        }
    }

    private static func firstRow(_ explorer: Explorer, _ entry: Entry, rows: [Int], height: Int) -> Int {
        let index = entry.target(task: entry.task).flatMap { rows.firstIndex(of: $0) } ?? 0
        return max(0, min(index - height / 2, rows.count - height))
    }

    private static func drawHeader(
        _ prediction: Prediction,
        isCurrent: Bool,
        _ explorer: Explorer,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let margin = Numbers.hundredths(Double(prediction.margin))
        let entropy = "\(Numbers.hundredths(prediction.entropy)) bits"
        let long = "margin \(margin) \(explorer.appearance.dot) \(entropy)"
        let room = area.width - Glyphs.width(of: prediction.task) - 2
        let facts = long.count <= room ? long : "+\(margin) \(entropy)"
        let style: Style = isCurrent ? Style(.standard, on: .standard, [.bold, .underline]) : .bold
        canvas.line("", right: facts, in: area, y: area.y, style: .dim, appearance: explorer.appearance)
        canvas.write(prediction.task, x: area.x, y: area.y, style: style, limit: area.width)
    }

    /// One class: mark of the target, name, bar, probability, and the score where there is room.
    private static func drawClass(
        _ index: Int,
        _ prediction: Prediction,
        task: Int,
        _ entry: Entry,
        _ explorer: Explorer,
        in area: Rectangle,
        y: Int,
        on canvas: inout Canvas
    ) {
        let isTarget = entry.target(task: task) == index
        let isCursor = isTarget && task == entry.task && entry.askedToken == nil
        let style: Style = isCursor ? (explorer.focus == .predictions ? .reverse : .bold) : .plain
        let probability = Numbers.probability(prediction.probabilities[index]).padded(4)
        let score = decimal(Double(prediction.logits[index]), places: 1).padded(6)
        let numbers = probability + (area.width >= 20 ? score : "")
        let mark = isTarget ? ">" : " "
        canvas.line(
            mark + prediction.labels[index],
            right: numbers,
            in: area,
            y: y,
            style: style,
            appearance: explorer.appearance
        )
        let name = min(max(area.width * 2 / 5, 9), 18)
        let bar = area.width - name - numbers.count - 3
        guard bar >= 3 else { return }
        let label = explorer.appearance.fitted(prediction.labels[index], width: name)
        canvas.write((mark + label).filled(name + 2), x: area.x, y: y, style: style)
        canvas.fill(Rectangle(x: area.x + name + 2, y: y, width: bar, height: 1))
        let colour: Colour = explorer.appearance.depth == .monochrome ? .standard : .ansi(isTarget ? 3 : 4)
        let probabilityBar = Style(colour, on: .standard)
        canvas.bar(
            prediction.probabilities[index],
            x: area.x + name + 2,
            y: y,
            width: bar,
            style: probabilityBar,
            appearance: explorer.appearance
        )
    }
}

extension String {
    /// With blanks behind up to a number of cells.
    func filled(_ width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - Glyphs.width(of: self)))
    }
}
