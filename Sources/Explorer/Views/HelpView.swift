import Cells

/// The list of keys: first those of this screen, then all others.
enum HelpView {
    static func draw(
        _ explorer: Explorer,
        _ state: HelpState,
        in area: Rectangle,
        on canvas: inout Canvas
    ) -> [Region] {
        canvas.fill(area)
        let inner = canvas.frame(area, title: "Keys", focused: true)
        let lines = lines(explorer, width: inner.width)
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

    /// Of this screen's keys each is listed once, with what it does here; dim if that is not possible now.
    private static func lines(_ explorer: Explorer, width: Int) -> [Line] {
        var without = explorer
        without.help = nil
        let here = without.scopes
        let order = here + Command.Scope.allCases.filter { !here.contains($0) && $0 != .help }
        var lines: [Line] = []
        var taken: Set<Key> = []
        for scope in order {
            lines.append((scope.title, .bold))
            let isHere = here.contains(scope)
            for command in Command.all where command.scopes.contains(scope) {
                let keys = command.keys.filter { !isHere || !taken.contains($0) }
                if isHere { taken.formUnion(keys) }
                guard !keys.isEmpty else { continue }
                let isPossible = !isHere || command.obstacle(without) == nil
                let label = keys.map(\.label).joined(separator: " ").filled(12)
                lines += row(label, command.help, width, isPossible ? .plain : .dim)
            }
        }
        lines.append(("Command line, after :", .bold))
        for command in NamedCommand.all {
            lines += row("\(command.name) \(command.argument)".filled(28), command.help, width)
        }
        lines.append(("  Tab completes names and paths; the arrows choose among what is offered.", .plain))
        lines.append(("Mouse", .bold))
        lines.append(("  Click chooses, on a map reads, on a key presses it; the wheel scrolls.", .plain))
        lines.append(("  Hold Shift to select text, or press m to give the mouse back.", .plain))
        return lines
    }

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
    static func lastStart(_ explorer: Explorer) -> Int {
        max(0, lines(explorer, width: explorer.size.width - 2).count - height(explorer))
    }
}
