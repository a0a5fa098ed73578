import Cells
import Models

/// The list of inputs.
enum InputsView {
    static func draw(_ explorer: Explorer, in area: Rectangle, on canvas: inout Canvas) {
        let filter = explorer.filter.isEmpty ? "" : " /\(explorer.filter)"
        let focused = explorer.focus == .inputs
        let inner = canvas.frame(
            area,
            title: "Inputs" + filter,
            focused: focused,
            appearance: explorer.appearance
        )
        let rows = explorer.listed
        guard !rows.isEmpty else {
            let hint =
                explorer.entries.isEmpty
                ? "Press f to open a file or t to type a text." : "Nothing matches; Esc shows all."
            canvas.paragraph(hint, in: inner, style: .dim)
            return
        }
        for (line, entry) in rows.dropFirst(firstRow(explorer, height: inner.height)).prefix(inner.height)
            .enumerated()
        {
            draw(entry, explorer, in: inner, y: inner.y + line, on: &canvas)
        }
    }

    /// The index of the first listed entry that is visible.
    static func firstRow(_ explorer: Explorer, height: Int) -> Int {
        let rows = explorer.listed
        let index = rows.firstIndex { $0.id == explorer.selected } ?? 0
        return max(0, min(index - height / 2, rows.count - height))
    }

    private static func draw(
        _ entry: Entry,
        _ explorer: Explorer,
        in area: Rectangle,
        y: Int,
        on canvas: inout Canvas
    ) {
        let isSelected = entry.id == explorer.selected
        let mark = isSelected ? ">" : entry.id == explorer.partner ? "=" : " "
        var style = Style.plain
        if isSelected && explorer.focus == .inputs { style = .reverse } else if isSelected { style = .bold }
        let isRefused = explorer.refusal(of: entry) != nil
        if case .failed = entry.state {
            style.attributes.insert(.dim)
        } else if isRefused {
            style.attributes.insert(.dim)
        }
        let room = area.width - 4 - Glyphs.width(of: entry.source.name)
        canvas.line(
            mark + " " + entry.source.name,
            right: isRefused ? "-" : state(of: entry, explorer.appearance, room: room),
            in: area,
            y: y,
            style: style,
            appearance: explorer.appearance
        )
    }

    /// What became of an input: its answer where the name leaves room for some of it, otherwise a mark.
    private static func state(of entry: Entry, _ appearance: Appearance, room: Int) -> String {
        if case .failed = entry.state { return "!" }
        if case .reading = entry.state { return "…" }
        if entry.wantsRun { return "…" }
        guard let run = entry.run else { return "" }
        guard run.predictions.indices.contains(entry.task) else { return "*" }
        let prediction = run.predictions[entry.task]
        let answer = prediction.labels[prediction.best]
        return room >= min(leastRoom, Glyphs.width(of: answer)) ? appearance.fitted(answer, width: room) : "*"
    }

    /// Of a longer answer so many columns are shown at least.
    private static let leastRoom = 5
}
