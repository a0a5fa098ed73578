import Cells
import Explanation
import Models

/// The list of inputs; what was made from one stands below it.
enum InputsView {
    static func draw(_ explorer: Explorer, in area: Rectangle, on canvas: inout Canvas) -> [Region] {
        let focused = explorer.main.focus == .inputs
        let inner = canvas.frame(
            area,
            title: "Inputs",
            filter: explorer.list.filter,
            headings: " answer",
            focused: focused
        )
        let entries = explorer.listed
        guard !entries.isEmpty else {
            let hint =
                explorer.list.entries.isEmpty
                ? "Press f to open a file or t to type a text." : "No input matches. Esc shows all."
            canvas.paragraph(hint, in: inner, style: .dim)
            return []
        }
        let lines = lines(entries, width: inner.width)
        let cursor = lines.firstIndex { $0.entry?.id == explorer.list.selected } ?? 0
        let list = ScrolledList(lines.count, cursor: cursor, in: inner)
        for row in list.rows { draw(lines[row], explorer, in: list.line(of: row), on: &canvas) }
        // A second click goes to the map.
        return list.regions { explorer, row in
            guard let id = lines[row].entry?.id else { return }
            guard focused, id == explorer.list.selected else { return explorer.visit(id) }
            explorer.run(id)
            explorer.main.focus = .attention
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
    private static func lines(_ entries: [Entry], width: Int) -> [Line] {
        var lines: [Line] = []
        var section: String?
        for (row, entry) in entries.enumerated() {
            if let title = entry.section, title != section {
                lines += wrapped(title, width: width).map { .heading($0) }
            }
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
        let mark = isSelected ? ">" : explorer.list.marked.contains(entry.id) ? "=" : " "
        var style = Style.plain
        if isSelected { style = explorer.main.focus == .inputs ? .reverse : .bold }
        let isRefused = explorer.refusal(of: entry) != nil
        if input.failure != nil || isUnseenMissing(input) || isRefused { style.attributes.insert(.dim) }
        let branch =
            depth == 0
            ? ""
            : String(repeating: "  ", count: depth - 1) + (explorer.appearance.ascii ? "` " : "└ ")
        let (name, right) = fitted(
            depth > 0 ? entry.source.lastChange : entry.source.name,
            isRefused ? "-" : state(of: input, explorer),
            isChange: depth > 0,
            width: line.width - 2 - Glyphs.width(of: branch),
            explorer.appearance
        )
        canvas.line("\(mark) \(branch)\(name)", right: right, in: line, y: line.y, style: style)
    }

    /// A name and what became of it, both shortened where there is no room for both: the name in its middle, an answer
    /// at its end if it is longer than most.
    ///
    /// - Parameter isChange: whether a change stands in the name's place, which is cut at its end.
    private static func fitted(
        _ name: String,
        _ state: String,
        isChange: Bool,
        width: Int,
        _ appearance: Appearance
    ) -> (name: String, state: String) {
        func fitted(_ width: Int) -> String {
            isChange ? appearance.fitted(name, width: width) : appearance.fittedInside(name, width: width)
        }
        guard !state.isEmpty else { return (fitted(width), "") }
        let room = max(0, width - 1)
        let needed = Glyphs.width(of: state)
        // A short answer is whole; of a long one and the name each has half of the room.
        let nameRoom = max(room - needed, room - max(room / 2, min(needed, 10)))
        let shown = fitted(nameRoom)
        return (shown, appearance.fitted(state, width: room - Glyphs.width(of: shown)))
    }

    /// Whether it was not there at the beginning, and nothing newer is known.
    private static func isUnseenMissing(_ input: Input) -> Bool {
        input.isMissing && input.opened == nil && !input.isBusy
    }

    /// What became of an input: its answer, or a mark.
    private static func state(of input: Input, _ explorer: Explorer) -> String {
        if input.failure != nil || isUnseenMissing(input) { return "!" }
        if input.isBusy || input.wantsRun && input.answer == nil { return "…" }
        guard let answer = input.answer else { return "" }
        return answer.label(of: input.entry, explorer.lens) ?? (explorer.appearance.ascii ? "*" : "✓")
    }
}
