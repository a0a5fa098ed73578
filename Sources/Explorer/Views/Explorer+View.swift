public import Cells
import Explanation
import Models

extension Explorer {
    /// The screen as it is now.
    public func view() -> Canvas {
        var canvas = Canvas(size)
        guard size.width >= 30 && size.height >= 8 else {
            drawTooSmall(on: &canvas)
            return canvas
        }
        let areas = MainAreas(self)
        TitleView.draw(self, in: areas.title, on: &canvas)
        let body = Rectangle(x: 0, y: 1, width: size.width, height: size.height - 2)
        switch screen {
        case .main: drawMain(areas, on: &canvas)
        case .sheet(let state): SheetView.draw(self, state, in: body, on: &canvas)
        case .compare(let state): CompareView.draw(self, state, in: body, on: &canvas)
        case .browser(let state): BrowserView.draw(self, state, in: body, on: &canvas)
        case .editor(let state): EditorView.draw(self, state, in: body, on: &canvas)
        case .models(let state): ModelsView.draw(self, state, in: body, on: &canvas)
        }
        if let help { HelpView.draw(self, help, in: body, on: &canvas) }
        FooterView.draw(self, in: areas.footer, on: &canvas)
        if let prompt { PromptView.draw(self, prompt, on: &canvas) }
        return canvas
    }

    private func drawMain(_ areas: MainAreas, on canvas: inout Canvas) {
        // The focused pane comes last: its border is bold where it meets others.
        for (pane, area) in areas.panes.sorted(by: { $1.key == focus && $0.key != focus }) {
            switch pane {
            case .inputs: InputsView.draw(self, in: area, on: &canvas)
            case .attention: AttentionView.draw(self, areas, in: area, on: &canvas)
            case .predictions: PredictionsView.draw(self, in: area, on: &canvas)
            }
        }
    }

    private func drawTooSmall(on canvas: inout Canvas) {
        let text = "needs 30×8, has \(size.width)×\(size.height)"
        let shown = appearance.fitted(text, width: size.width)
        canvas.write(
            shown,
            x: max(0, (size.width - Glyphs.width(of: shown)) / 2),
            y: max(0, (size.height - 1) / 2),
            limit: size.width
        )
    }
}

/// The first line: program, model, input, time, target.
enum TitleView {
    static func draw(_ explorer: Explorer, in area: Rectangle, on canvas: inout Canvas) {
        let separator = " \(explorer.appearance.dot) "
        var parts = [explorer.program]
        if let model = explorer.readyModel { parts.append(model.title) }
        if let place = explorer.loadingPlace { parts.append("loading \(place.name)…") }
        if case .compare(let state) = explorer.screen {
            let names = state.sides.compactMap { explorer.entry($0)?.source.name }
            parts.append(state.table == .matrix ? "all inputs" : names.joined(separator: " and "))
        } else if let entry = explorer.current {
            parts.append(entry.source.name + (entry.opened.map { " (\($0.summary))" } ?? ""))
            if let run = entry.run {
                let milliseconds =
                    Double(run.duration.components.attoseconds) / 1e15 + Double(
                        run.duration.components.seconds
                    ) * 1000
                parts.append(
                    milliseconds < 10_000
                        ? "\(Numbers.short(milliseconds)) ms" : "\(Numbers.short(milliseconds / 1000)) s"
                )
                if let target = entry.target(task: entry.task) {
                    let prediction = run.predictions[entry.task]
                    let rank = Numbers.ordinal(prediction.rank(of: target))
                    let probability = Numbers.probability(prediction.probabilities[target])
                    parts.append("target: \(prediction.labels[target]) (\(rank), \(probability))")
                }
            }
        }
        canvas.line(
            " " + parts.joined(separator: separator),
            in: area,
            y: area.y,
            style: Style(.standard, on: .standard, [.reverse]),
            appearance: explorer.appearance
        )
    }
}

/// The last line: keys that matter now, or a notice.
enum FooterView {
    /// A hint and the cells it takes.
    struct Hint {
        let keys: [Key]
        let text: String
        let x: Int
        let width: Int
    }

    static func draw(_ explorer: Explorer, in area: Rectangle, on canvas: inout Canvas) {
        if let notice = explorer.notice {
            draw(notice, explorer, above: area, on: &canvas)
            return
        }
        if let (work, progress) = explorer.shownWork {
            draw(work, progress, explorer, in: area, on: &canvas)
            return
        }
        for hint in hints(explorer, width: area.width) {
            let label = label(hint.keys)
            let used = canvas.write(label, x: area.x + hint.x, y: area.y, style: .bold)
            canvas.write(" " + hint.text, x: area.x + hint.x + used, y: area.y)
        }
    }

    /// A notice in as many lines as it takes, at most a third of the screen: what is behind them comes back with the
    /// next key.
    private static func draw(
        _ notice: Notice,
        _ explorer: Explorer,
        above area: Rectangle,
        on canvas: inout Canvas
    ) {
        let mark = notice.isError ? " ! " : " "
        let style = notice.isError ? Style(.ansi(1), on: .standard, .bold) : .bold
        let width = area.width - mark.count - 1
        let whole = wrapped(notice.text, width: width)
        let room = max(1, explorer.size.height / 3)
        // The last line that there is room for has a mark where the rest is cut off.
        let rest = whole.dropFirst(room - 1).joined(separator: " ")
        let lines = whole.prefix(room - 1) + (rest.isEmpty ? [] : [rest])
        for (row, line) in lines.enumerated() {
            let y = area.y - (lines.count - 1) + row
            let place = Rectangle(x: area.x, y: y, width: area.width, height: 1)
            canvas.fill(place)
            let start = row == 0 ? mark : String(repeating: " ", count: mark.count)
            canvas.line(start + line, in: place, y: y, style: style, appearance: explorer.appearance)
        }
    }

    /// What stands in the line while there is some work, and where.
    struct Progress {
        let text: String
        let bar: Range<Int>
        /// The words that say how it is cancelled.
        let cancel: Range<Int>
        static let hint = "Esc cancels"

        init(_ work: Work, _ progress: Double, _ explorer: Explorer, width: Int) {
            var text = " \(work.title) \(Int(progress * 100)) % "
            if let seconds = explorer.remaining(work, progress: progress), seconds >= 3 {
                text += "about \(duration(seconds)) "
            }
            self.text = text
            let used = Glyphs.width(of: text)
            bar = used..<used + max(4, min(30, width - used - 14))
            cancel = bar.upperBound + 1..<bar.upperBound + 1 + Self.hint.count
        }
    }

    private static func draw(
        _ work: Work,
        _ progress: Double,
        _ explorer: Explorer,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let parts = Progress(work, progress, explorer, width: area.width)
        canvas.write(parts.text, x: area.x, y: area.y, style: .bold)
        canvas.bar(
            progress,
            x: area.x + parts.bar.lowerBound,
            y: area.y,
            width: parts.bar.count,
            style: .plain,
            appearance: explorer.appearance
        )
        canvas.write(Progress.hint, x: area.x + parts.cancel.lowerBound, y: area.y, style: .dim)
    }

    private static func duration(_ seconds: Double) -> String {
        if seconds < 90 { return "\(Int(seconds.rounded())) s" }
        return seconds < 5400
            ? "\(Int((seconds / 60).rounded())) min" : "\(Int((seconds / 3600).rounded())) h"
    }

    /// The hints that fit into a width, most useful first; keys of one hint stand together.
    static func hints(_ explorer: Explorer, width: Int) -> [Hint] {
        if case .editor = explorer.screen, explorer.help == nil {
            return placed(
                EditorView.hints(explorer),
                width: width
            )
        }
        var groups: [(keys: [Key], text: String)] = []
        var seen: Set<Key> = []
        for scope in explorer.scopes {
            let commands = Command.all
                .filter { $0.scopes.contains(scope) && $0.footer != nil && $0.obstacle(explorer) == nil }
                .sorted { ($0.footer ?? 0) < ($1.footer ?? 0) }
            for command in commands {
                guard let key = command.keys.first, seen.insert(key).inserted else { continue }
                if let index = groups.firstIndex(where: { $0.text == command.hint }) {
                    groups[index].keys.append(key)
                } else {
                    groups.append((command.keys.prefix(1).map { $0 }, command.hint))
                }
            }
        }
        return placed(groups, width: width)
    }

    /// The general ones (`:`, `?`, `q`) always have a place at the end.
    private static func placed(_ groups: [(keys: [Key], text: String)], width: Int) -> [Hint] {
        let last = groups.filter { ["commands", "help", "quit"].contains($0.text) }
        let first = groups.filter { !["commands", "help", "quit"].contains($0.text) }
        var room = width - 1 - last.reduce(0) { $0 + size($1) }
        var shown: [(keys: [Key], text: String)] = []
        for group in first where size(group) <= room {
            shown.append(group)
            room -= size(group)
        }
        var x = 1
        return (shown + last).map { group in
            defer { x += size(group) }
            return Hint(keys: group.keys, text: group.text, x: x, width: size(group) - 2)
        }
    }

    private static func size(_ group: (keys: [Key], text: String)) -> Int {
        Glyphs.width(of: label(group.keys)) + 1 + group.text.count + 2
    }

    private static func label(_ keys: [Key]) -> String {
        keys.map(\.label).joined(separator: keys.contains { $0.label.count > 1 } ? "/" : "")
    }
}
