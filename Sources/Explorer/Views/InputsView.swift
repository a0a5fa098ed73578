import Cells
import Explanation
import Models

/// The list of inputs; what was made from one stands below it.
enum InputsView {
    static func draw(_ explorer: Explorer, in area: Rectangle, on canvas: inout Canvas) -> [Region] {
        let filter = explorer.list.filter.isEmpty ? "" : " /\(explorer.list.filter)"
        let focused = explorer.main.focus == .inputs
        let title = "Inputs" + filter
        let inner = canvas.frame(area, title: title, focused: focused)
        let entries = explorer.listed
        guard !entries.isEmpty else {
            let hint =
                explorer.list.entries.isEmpty
                ? "Press f to open a file or t to type a text." : "Nothing matches; Esc shows all."
            canvas.paragraph(hint, in: inner, style: .dim)
            return []
        }
        let lines = lines(entries)
        let cursor = lines.firstIndex { $0.entry?.id == explorer.list.selected } ?? 0
        let list = ScrolledList(lines.count, cursor: cursor, in: inner)
        for row in list.rows { draw(lines[row], explorer, in: list.line(of: row), on: &canvas) }
        // A second click runs.
        return list.regions { explorer, row in
            guard let id = lines[row].entry?.id else { return }
            if focused, id == explorer.list.selected { explorer.run(id) } else { explorer.select(id) }
        }
    }

    /// A line of the list.
    private enum Line {
        case heading(String)
        /// An input, and how many of those that it was made from are listed above it.
        case input(Entry, depth: Int)

        var entry: Entry? { if case .input(let entry, _) = self { entry } else { nil } }
    }

    /// The inputs, with a heading where a section begins that has one.
    private static func lines(_ entries: [Entry]) -> [Line] {
        var lines: [Line] = []
        var section: String?
        for (row, entry) in entries.enumerated() {
            if let title = entry.section, title != section { lines.append(.heading(title)) }
            section = entry.section
            lines.append(.input(entry, depth: depth(entries, row)))
        }
        return lines
    }

    private static func draw(
        _ line: Line,
        _ explorer: Explorer,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        switch line {
        case .heading(let title): canvas.line(title, in: area, y: area.y, style: .bold)
        case .input(let entry, let depth): draw(entry, depth: depth, explorer, in: area, on: &canvas)
        }
    }

    /// How many of those that an entry was made from are listed above it.
    private static func depth(_ entries: [Entry], _ row: Int) -> Int {
        let above = Set(entries[..<row].map(\.source))
        return sequence(first: entries[row].source, next: \.parent).dropFirst().count(where: above.contains)
    }

    private static func draw(
        _ entry: Entry,
        depth: Int,
        _ explorer: Explorer,
        in line: Rectangle,
        on canvas: inout Canvas
    ) {
        let input = explorer.input(entry)
        let isSelected = entry.id == explorer.list.selected
        let mark = isSelected ? ">" : entry.id == explorer.list.counterpart ? "=" : " "
        var style = Style.plain
        if isSelected { style = explorer.main.focus == .inputs ? .reverse : .bold }
        let isRefused = explorer.refusal(of: entry) != nil
        if input.failure != nil || isRefused { style.attributes.insert(.dim) }
        let branch =
            String(repeating: "  ", count: max(0, depth - 1)) + (explorer.appearance.ascii ? "` " : "└ ")
        let name = depth > 0 ? branch + entry.source.lastChange : entry.source.name
        let room = line.width - 4 - Glyphs.width(of: name)
        canvas.line(
            mark + " " + name,
            right: isRefused ? "-" : state(of: input, explorer.appearance, room: room),
            in: line,
            y: line.y,
            style: style
        )
    }

    /// What became of an input: its answer where the name leaves room for some of it, otherwise a mark.
    private static func state(of input: Input, _ appearance: Appearance, room: Int) -> String {
        if input.failure != nil { return "!" }
        if input.isBusy || input.wantsRun && input.answer == nil { return "…" }
        guard let answer = input.answer else { return "" }
        let task = input.chosenTask ?? answer.leading
        guard answer.labels.indices.contains(task) else { return "*" }
        let label = answer.labels[task]
        return room >= min(leastRoom, Glyphs.width(of: label)) ? appearance.fitted(label, width: room) : "*"
    }

    /// The least number of columns that a longer answer is shown in.
    private static let leastRoom = 5
}
