import Media

/// Typing a text for the model.
enum EditorView {
    static func draw(_ explorer: Explorer, _ state: EditorState, in area: Rectangle, on canvas: inout Canvas)
    {
        let count = state.line.string.utf8.count
        let title = "Type a text · \(count) \(count == 1 ? "byte" : "bytes")"
        let inner = canvas.frame(area, title: title, focused: true, appearance: explorer.appearance)
        let geometry = TextGeometry(
            Media.Text(state.line.string + " "),
            width: inner.width,
            breakMark: explorer.appearance.ascii ? "$" : "↵"
        )
        let caret = geometry.characters[min(state.line.caret, geometry.characters.count - 1)]
        let first = max(0, caret.line - inner.height + 1)
        for placed in geometry.characters {
            let y = inner.y + placed.line - first
            guard y >= inner.y && y < inner.y + inner.height else { continue }
            let style: Style = placed.bytes == caret.bytes ? .reverse : .plain
            canvas.write(String(placed.character), x: inner.x + placed.x, y: y, style: style)
        }
    }
}
