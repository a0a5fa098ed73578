/// The list of keys: first those of this screen, then all others.
enum HelpView {
    static func draw(_ explorer: Explorer, _ state: HelpState, in area: Rectangle, on canvas: inout Canvas) {
        canvas.fill(area)
        let inner = canvas.frame(area, title: "Keys", focused: true, appearance: explorer.appearance)
        let lines = lines(explorer, width: inner.width)
        let first = max(0, min(state.scroll, lines.count - inner.height))
        for (row, line) in lines.dropFirst(first).prefix(inner.height).enumerated() {
            canvas.line(
                line.text,
                in: inner,
                y: inner.y + row,
                style: line.isHeading ? .bold : .plain,
                appearance: explorer.appearance
            )
        }
        if lines.count > inner.height {
            let text = " \(first + 1)–\(min(lines.count, first + inner.height)) of \(lines.count) "
            canvas.write(
                text,
                x: area.x + area.width - Glyphs.width(of: text) - 2,
                y: area.y + area.height - 1,
                style: .dim
            )
        }
    }

    private static func lines(_ explorer: Explorer, width: Int) -> [(text: String, isHeading: Bool)] {
        var without = explorer
        without.help = nil
        let here = without.scopes
        let order = here + Command.Scope.allCases.filter { !here.contains($0) && $0 != .help }
        var lines: [(String, Bool)] = []
        for scope in order {
            lines.append((scope.title, true))
            for command in Command.all where command.scopes.contains(scope) {
                let keys = command.keys.map(\.label).joined(separator: " ")
                lines.append(("  " + keys.filled(12) + " " + command.help, false))
            }
        }
        lines.append(("Command line, after :", true))
        for command in NamedCommand.all {
            lines.append(
                ("  " + "\(command.name) \(command.argument)".filled(28) + " " + command.help, false)
            )
        }
        lines.append(("Mouse", true))
        lines.append(("  Click chooses, on a map reads, on a key presses it; the wheel scrolls.", false))
        lines.append(("  Hold Shift to select text, or press m to give the mouse back.", false))
        return lines
    }
}
