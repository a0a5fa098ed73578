import Cells
import Explanation
import Models
import Numerics

/// The answers of every task, the target among them, and facts about the latent that is looked at.
enum PredictionsView {
    static func draw(_ explorer: Explorer, in area: Rectangle, on canvas: inout Canvas) -> [Region] {
        let inner = canvas.frame(
            area,
            title: title(explorer),
            filter: explorer.main.classFilter,
            headings: headings(explorer, in: area),
            focused: explorer.main.focus == .predictions
        )
        guard let input = explorer.current, let run = explorer.completion?.run ?? input.run else {
            canvas.paragraph(explorer.current.map { hint(explorer, $0) } ?? "", in: inner, style: .dim)
            return []
        }
        let (list, box) = inner.splitBottom(boxHeight(explorer, inner))
        if box.height > 0 { drawBox(explorer, input, in: box, on: &canvas) }
        if case .bytes(let bytes) = run.output, let places = bytesArea(explorer, in: area) {
            let tasks = list.splitTop(places.y - list.y).top
            return BytesView.draw(explorer, input, bytes, in: places, on: &canvas)
                + drawBest(explorer, input, run, in: tasks, on: &canvas)
        }
        if case .transcript(let transcript) = run.output {
            return TranscriptView.draw(explorer, input, transcript, in: list, on: &canvas)
        }
        if case .flow(let field) = run.output {
            FlowView.draw(explorer, input, field, in: list, on: &canvas)
            return []
        }
        if FeaturesView.isShown(explorer) {
            FeaturesView.draw(explorer, run, in: list, on: &canvas)
            return []
        }
        drawEdge(explorer, input, run, of: area, on: &canvas)
        if explorer.main.isExpanded, run.predictions.indices.contains(input.task) {
            return drawAll(explorer, input, run.predictions[input.task], in: list, on: &canvas)
        }
        return drawBest(explorer, input, run, in: list, on: &canvas)
    }

    private static func title(_ explorer: Explorer) -> String {
        switch explorer.current?.run?.output {
        case .flow: "Flow"
        case .transcript: "Transcript"
        case .bytes, .classes, .clip, .tokens, .colours, nil:
            FeaturesView.isShown(explorer) ? "Features" : "Predictions"
        }
    }

    /// What the columns say; nothing where classes are not listed alone.
    private static func headings(_ explorer: Explorer, in area: Rectangle) -> String {
        guard let run = explorer.current?.run, !run.predictions.isEmpty,
            bytesArea(explorer, in: area) == nil
        else { return "" }
        if case .flow = run.output { return "" }
        let task = explorer.main.isExpanded ? explorer.current?.task : nil
        let shown = run.predictions.indices.filter { task == nil || $0 == task }.map { run.predictions[$0] }
        let isChange = explorer.current.flatMap(explorer.changes) != nil
        return PredictionColumns(area.inset(left: 1, right: 1), shown, showsChange: isChange).headings
    }

    /// In the lower edge whether the map is about the target.
    private static func drawEdge(
        _ explorer: Explorer,
        _ input: Input,
        _ run: Run,
        of area: Rectangle,
        on canvas: inout Canvas
    ) {
        guard !run.predictions.isEmpty else { return }
        guard let map = explorer.shownMap(input), input.found?.task != nil || !map.seesClass else { return }
        let note = map.seesClass ? " the map explains the target " : " the map is the same for every class "
        let short = map.seesClass ? " map: for the target " : " map: same for every class "
        let bare = map.seesClass ? "map: for the target" : "map: same for every class"
        let shown = Reading.longest([note, short, bare], width: area.width - 2)
        canvas.write(shown, x: area.x + 1, y: area.y + area.height - 1, style: .dim, limit: area.width - 2)
    }

    /// Why there are no predictions of an input, or how to have them.
    private static func hint(_ explorer: Explorer, _ input: Input) -> String {
        if let refusal = explorer.refusal(of: input.entry) { return refusal }
        if input.failure != nil { return "" }
        guard explorer.awaitsRun(input) else { return "Press 1, then Enter to run the model." }
        return explorer.main.box == .latent ? "Running…" : "Running, then measuring…"
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
        let shown = run.predictions.indices.map { listed($0, run, input, count: rows) }
        let labels = zip(run.predictions, shown).flatMap { task, rows in rows.map { task.labels[$0] } }
        let changes = explorer.changes(of: input)
        let columns = PredictionColumns(area, run.predictions, labels: labels, showsChange: changes != nil)
        var (rest, regions) = (area, [Region]())
        for task in run.predictions.byCertainty {
            let prediction = run.predictions[task]
            let (block, below) = rest.splitTop(rows + headerLines)
            rest = below
            // The surest tasks come first; there may be no room for the others.
            guard block.height > headerLines else { break }
            let isCurrent = task == input.task && input.askedToken == nil
            let look = PredictionLook(
                prediction: prediction,
                task: task,
                columns: columns,
                change: changes?.tasks[task]
            )
            drawHeader(look, isCurrent: isCurrent, explorer, in: block, on: &canvas)
            let list = ScrolledList(shown[task].count, cursor: 0, in: block.inset(top: headerLines))
            regions += draw(shown[task], list, look, input, explorer, on: &canvas)
        }
        return regions
    }

    /// The best classes of a task; a target from further down takes the last row.
    private static func listed(_ task: Int, _ run: Run, _ input: Input, count: Int) -> [Int] {
        var shown = Array(run.predictions[task].ranking.prefix(count))
        if let target = input.target(task: task), !shown.contains(target), !shown.isEmpty {
            shown[shown.count - 1] = target
        }
        return shown
    }

    private static func drawAll(
        _ explorer: Explorer,
        _ input: Input,
        _ prediction: Prediction,
        in area: Rectangle,
        on canvas: inout Canvas
    ) -> [Region] {
        let changes = explorer.changes(of: input)
        let columns = PredictionColumns(
            area,
            [prediction],
            labels: prediction.labels,
            showsChange: changes != nil
        )
        let look = PredictionLook(
            prediction: prediction,
            task: input.task,
            columns: columns,
            change: changes?.tasks[input.task]
        )
        drawHeader(look, isCurrent: true, explorer, in: area, on: &canvas)
        let classes = explorer.listedClasses(prediction)
        let inner = area.inset(top: headerLines)
        guard !classes.isEmpty else {
            canvas.paragraph("No matching class. Esc shows all.", in: inner, style: .dim)
            return []
        }
        let cursor = input.target(task: input.task).flatMap { classes.firstIndex(of: $0) } ?? 0
        let list = ScrolledList(classes.count, cursor: cursor, in: inner)
        return draw(classes, list, look, input, explorer, on: &canvas)
    }

    private static func draw(
        _ classes: [Int],
        _ list: ScrolledList,
        _ look: PredictionLook,
        _ input: Input,
        _ explorer: Explorer,
        on canvas: inout Canvas
    ) -> [Region] {
        for row in list.rows {
            drawClass(classes[row], look, input, explorer, in: list.line(of: row), on: &canvas)
        }
        let task = look.task
        return list.regions { $0.choose(classes[$1], of: task) }
    }

    private static func drawHeader(
        _ look: PredictionLook,
        isCurrent: Bool,
        _ explorer: Explorer,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let prediction = look.prediction
        let room = area.width - Glyphs.width(of: prediction.task) - 1
        let dot = explorer.appearance.dot
        let forms = look.headings(dot: dot)
        let facts = Reading.longest(forms, width: room)
        let style: Style = isCurrent ? Style(.standard, on: .standard, [.bold, .underline]) : .bold
        canvas.line("", right: facts, in: area, y: area.y, style: .dim)
        canvas.write(prediction.task, x: area.x, y: area.y, style: style, limit: area.width)
    }

    /// One class: mark of the target, label, bar, numbers.
    ///
    /// A number has no bar.
    private static func drawClass(
        _ index: Int,
        _ look: PredictionLook,
        _ input: Input,
        _ explorer: Explorer,
        in line: Rectangle,
        on canvas: inout Canvas
    ) {
        let (prediction, columns, appearance) = (look.prediction, look.columns, explorer.appearance)
        let isTarget = input.target(task: look.task) == index
        let isCursor = isTarget && look.task == input.task && input.askedToken == nil
        let style: Style = isCursor ? (explorer.main.focus == .predictions ? .reverse : .bold) : .plain
        let blank = String(repeating: " ", count: columns.swatch)
        let label = (isTarget ? ">" : " ") + blank + prediction.labels[index]
        let shown = columns.bar >= 3 ? appearance.fitted(label, width: columns.label) : label
        canvas.line(shown, right: columns.numbers(look, index), in: line, y: line.y, style: style)
        drawSwatch(prediction, index, columns, appearance, x: line.x + 1, y: line.y, on: &canvas)
        guard columns.bar >= 3, let share = prediction.probabilities?[index] else { return }
        let bar = Rectangle(x: line.x + columns.label + 1, y: line.y, width: columns.bar - 1, height: 1)
        canvas.fill(bar)
        let barStyle = (isTarget ? Accent.chosen : .other).style(appearance)
        canvas.bar(share, x: bar.x, y: bar.y, width: bar.width, style: barStyle)
    }

    /// The colour that a class stands for, if it is one and there are colours; a dot in it where the pixel has it.
    private static func drawSwatch(
        _ prediction: Prediction,
        _ index: Int,
        _ columns: PredictionColumns,
        _ appearance: Appearance,
        x: Int,
        y: Int,
        on canvas: inout Canvas
    ) {
        guard columns.swatch > 0, let place = prediction.place else { return }
        let mark = place.truth == index ? "=" : " "
        guard appearance.hasPictureColours, let pixel = place.colours[index] else {
            canvas.write(mark, x: x, y: y, limit: 1)
            return
        }
        let colour = RGB(pixel.red, pixel.green, pixel.blue)
        let style = Style(colour.readable.colour, on: colour.colour, .bold)
        canvas.write(mark + " ", x: x, y: y, style: style, limit: 2)
    }
}

extension String {
    /// With blanks behind up to a number of cells.
    func filled(_ width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - Glyphs.width(of: self)))
    }
}
