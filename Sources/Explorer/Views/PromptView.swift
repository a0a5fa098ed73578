import Cells

/// The line at the bottom into which something is typed, and the list above it.
enum PromptView {
    static func draw(_ explorer: Explorer, _ prompt: Prompt, on canvas: inout Canvas) {
        let size = explorer.size
        let line = Rectangle(x: 0, y: size.height - 1, width: size.width, height: 1)
        let mark =
            switch prompt.purpose {
            case .command: ":"
            case .filter: "/"
            case .save: "save as: "
            case .replacement: "replace by: "
            }
        draw(prompt.line, after: mark, in: line, on: &canvas)
        let used = Glyphs.width(of: mark + prompt.line.string) + 2
        let enter =
            switch prompt.purpose {
            case .command: "run"
            case .filter: "keep"
            case .save: "save"
            case .replacement: "replace"
            }
        let hint = "Enter \(enter)  Esc cancel "
        if used + Glyphs.width(of: hint) < line.width {
            canvas.write(hint, x: line.width - Glyphs.width(of: hint), y: line.y, style: .dim)
        }
        if case .command = prompt.purpose { drawSuggestions(explorer, prompt, above: line, on: &canvas) }
        if case .save = prompt.purpose { drawFormats(explorer.savedFormats, above: line, on: &canvas) }
    }

    /// The line with its caret, scrolled so that the caret is visible.
    static func draw(_ editor: LineEditor, after mark: String, in area: Rectangle, on canvas: inout Canvas) {
        canvas.fill(area)
        let used = canvas.write(mark, x: area.x, y: area.y, style: .bold)
        let room = area.width - used - 1
        var (first, cells) = (editor.caret, 0)
        while first > 0 {
            cells += Glyphs.width(of: String(editor.text[first - 1]))
            if cells > room { break }
            first -= 1
        }
        var x = area.x + used
        for (index, character) in editor.text.enumerated().dropFirst(first) {
            let style: Style = index == editor.caret ? .reverse : .plain
            let width = canvas.write(
                String(character),
                x: x,
                y: area.y,
                style: style,
                limit: area.x + area.width - x
            )
            if width == 0 { break }
            x += width
        }
        if editor.caret == editor.text.count { canvas.write(" ", x: x, y: area.y, style: .reverse) }
    }

    /// The names' ends that tell what is written.
    private static func drawFormats(
        _ formats: [DrawnFigure.FileFormat],
        above line: Rectangle,
        on canvas: inout Canvas
    ) {
        let above = Rectangle(x: 0, y: line.y - 1, width: line.width, height: 1)
        canvas.fill(above)
        let endings = formats.endings
        let forms = [
            "The end of the name tells what is written: \(endings).", "The name ends in \(endings).",
        ]
        canvas.line(Reading.longest(forms, width: line.width), in: above, y: above.y, style: .dim)
    }

    private static func drawSuggestions(
        _ explorer: Explorer,
        _ prompt: Prompt,
        above line: Rectangle,
        on canvas: inout Canvas
    ) {
        let rows = explorer.suggestions(prompt)
        let columns = columns(explorer)
        let width = min(explorer.size.width, max(40, columns.whole + 2))
        // Where explanations are cut off, that of the chosen row is below the list as a whole.
        let lines = columns.whole + 2 > width ? 2 : 0
        let height = min(max(3, min(rows.count + 2 + lines, explorer.size.height * 2 / 3)), line.y)
        let area = Rectangle(x: 0, y: line.y - height, width: width, height: height)
        canvas.fill(area)
        let chosen = explorer.chosen(of: rows, prompt)
        let title =
            chosen == nil && !rows.isEmpty ? "No such command; ↓ chooses a similar one" : "Commands"
        let inner = canvas.frame(area, title: title, focused: true)
        if rows.isEmpty { canvas.paragraph("No matching command.", in: inner, style: .dim) }
        let (listed, detail) = inner.splitBottom(inner.height > 4 ? lines : 0)
        let list = ScrolledList(rows.count, cursor: prompt.cursor, in: listed)
        for (place, row) in zip(list.rows, rows[list.rows]) {
            var style: Style = place == chosen ? .reverse : .plain
            if row.obstacle != nil { style.attributes.insert(.dim) }
            let help = words(row)
            let text = row.title.filled(columns.title) + " " + row.keys.filled(columns.keys) + " " + help
            canvas.line(text, in: listed, y: list.y(of: place), style: style)
            if place == prompt.cursor { canvas.paragraph(help, in: detail, style: .dim) }
        }
    }

    /// What a command does, or why that is not possible now.
    private static func words(_ row: Suggestion) -> String { row.obstacle.map { "(\($0))" } ?? row.help }

    /// The widths of names, of keys and of whole rows: those of the longest of all commands, so that typing does not
    /// shift them.
    private static func columns(_ explorer: Explorer) -> (title: Int, keys: Int, whole: Int) {
        let all = explorer.suggestions(Prompt(purpose: .command))
        func width(_ text: (Suggestion) -> String) -> Int {
            all.map { Glyphs.width(of: text($0)) }.max() ?? 0
        }
        let (title, keys) = (width(\.title), width(\.keys))
        return (title, keys, title + 1 + keys + 1 + width(words))
    }
}
