import Cells

/// What this screen shows and its keys, then all other keys; on another page the words.
enum HelpView {
    static func draw(
        _ explorer: Explorer,
        _ state: HelpState,
        in area: Rectangle,
        on canvas: inout Canvas
    ) -> [Region] {
        canvas.fill(area)
        let title = state.page == .glossary ? "Glossary" : "Help"
        let inner = canvas.frame(area, title: title, focused: true)
        let lines = lines(explorer, state.page, width: inner.width)
        let list = ScrolledList(lines.count, first: state.scroll, in: inner)
        for row in list.rows {
            let line = lines[row]
            let y = list.y(of: row)
            canvas.line(line.text, in: inner, y: y, style: line.style)
        }
        if lines.count > inner.height {
            let text = " \(list.first + 1)–\(list.rows.upperBound) of \(lines.count) "
            let x = area.x + area.width - Glyphs.width(of: text) - 2
            canvas.write(text, x: x, y: area.y + area.height - 1, style: .dim)
        }
        return [Region(area, turn: { $0.scrollHelp(3 * $1) })]
    }

    private typealias Line = (text: String, style: Style)

    private static func lines(_ explorer: Explorer, _ page: HelpState.Page, width: Int) -> [Line] {
        switch page {
        case .screen:
            var without = explorer
            without.help = nil
            return explanation(without, width) + keys(without, width) + commandLine(width) + mouse
        case .glossary: return glossary(width)
        }
    }

    /// What the screen shows.
    private static func explanation(_ explorer: Explorer, _ width: Int) -> [Line] {
        let help = ScreenHelp(explorer)
        let lines = help.lines.flatMap { wrapped($0, width: width - 2) }
        let title = wrapped(help.title, width: width).map { line -> Line in (line, .bold) }
        return title + lines.map { line -> Line in (" " + line, .plain) } + [("", .plain)]
    }

    private static func glossary(_ width: Int) -> [Line] {
        Glossary.entries.flatMap { entry -> [Line] in
            let meaning = wrapped(entry.meaning, width: width - 4)
            return [(entry.term, .bold)] + meaning.map { line -> Line in ("  " + line, .plain) }
        }
    }

    /// Of this screen's keys each is listed once, with what it does here; dim if that is not possible now.
    private static func keys(_ explorer: Explorer, _ width: Int) -> [Line] {
        let here = explorer.scopes
        let order = here + Command.Scope.allCases.filter { !here.contains($0) && $0 != .help }
        var lines: [Line] = []
        var taken: Set<Key> = []
        for scope in order {
            lines.append(("Keys: \(scope.title)", .bold))
            let isHere = here.contains(scope)
            for command in Command.all where command.scopes.contains(scope) {
                let keys = command.keys.filter { !isHere || !taken.contains($0) }
                if isHere { taken.formUnion(keys) }
                guard !keys.isEmpty else { continue }
                let isPossible = !isHere || command.obstacle(explorer) == nil
                let label = keys.map(\.label).joined(separator: " ").filled(12)
                lines += row(label, command.help, width, isPossible ? .plain : .dim)
            }
        }
        return lines
    }

    private static func commandLine(_ width: Int) -> [Line] {
        var lines: [Line] = [("Commands, after :", .bold)]
        for command in NamedCommand.all {
            lines += row("\(command.name) \(command.argument)".filled(28), command.help, width)
        }
        lines.append(("  Tab completes names and paths. The arrows choose a suggestion.", .plain))
        return lines
    }

    private static let mouse: [Line] = [
        ("Mouse", .bold),
        ("  Click to choose, to read a map's number, or to press a key in the last line.", .plain),
        ("  The wheel scrolls. Hold Shift to select text, or press m first.", .plain),
    ]

    /// A key and what it does, in as many lines as that takes.
    private static func row(_ label: String, _ help: String, _ width: Int, _ style: Style = .plain) -> [Line]
    {
        let indent = Glyphs.width(of: label) + 3
        let parts = wrapped(help, width: max(12, width - indent))
        return parts.enumerated().map { index, part in
            ((index == 0 ? "  \(label) " : String(repeating: " ", count: indent)) + part, style)
        }
    }

    /// How many lines are visible.
    static func height(_ explorer: Explorer) -> Int { max(1, explorer.size.height - 4) }

    /// The first line that can be at the top.
    static func lastStart(_ explorer: Explorer, _ page: HelpState.Page) -> Int {
        max(0, lines(explorer, page, width: explorer.size.width - 2).count - height(explorer))
    }
}
