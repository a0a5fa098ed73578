import Cells
import Explanation
import Media
import Models

/// Typing a text for the model.
enum EditorView {
    static func draw(
        _ explorer: Explorer,
        _ state: EditorState,
        in area: Rectangle,
        on canvas: inout Canvas
    ) -> [Region] {
        let text = state.line.string
        let masks = text.ranges(of: Masking.literal).count
        let count = explorer.canMask ? Masking.byteCount(text) : text.utf8.count
        var title = "Type a text · \(Numbers.grouped(count)) \(count == 1 ? "byte" : "bytes")"
        if explorer.canMask { title += " · \(masks) masked" }
        let inner = canvas.frame(area, title: title, focused: true)
        let geometry = geometry(explorer, state)
        let caret = geometry.characters[min(state.line.caret, geometry.characters.count - 1)]
        let first = max(0, caret.line - inner.height + 1)
        for (index, placed) in geometry.characters.enumerated() {
            let y = inner.y + placed.line - first
            guard y >= inner.y && y < inner.y + inner.height else { continue }
            var style: Style = index == state.line.caret ? .reverse : .plain
            if state.selection?.contains(index) ?? false { style.attributes.formUnion([.underline, .bold]) }
            canvas.write(placed.text, x: inner.x + placed.x, y: y, style: style)
        }
        return []
    }

    /// Where the characters lie, and behind the last one the place for the caret.
    static func geometry(_ explorer: Explorer, _ state: EditorState) -> TextGeometry {
        TextGeometry(
            Media.Text(state.line.string + " "),
            layout: nil,
            // Within the frame.
            width: explorer.size.width - 2,
            appearance: explorer.appearance
        )
    }

    /// The keys of this screen for the footer.
    static func hints(_ explorer: Explorer, _ state: EditorState) -> [(keys: [Key], text: String)] {
        var hints: [(keys: [Key], text: String)] = [([.enter], "run"), ([.control("j")], "new line")]
        if explorer.canMask {
            hints.append(([.control("x")], state.mark == nil ? "mask from here" : "mask up to here"))
        }
        return hints + [([.escape], "back (the text is kept)")]
    }
}
