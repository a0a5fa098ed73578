import Cells

/// Choosing a file, with a preview of the one under the cursor.
enum BrowserView {
    /// The list and the preview.
    static func areas(_ area: Rectangle) -> (list: Rectangle, preview: Rectangle) {
        let (list, preview) = area.splitLeft(area.width < 60 ? area.width : max(30, area.width * 2 / 5))
        return (list, preview)
    }

    /// The index of the first visible item.
    static func firstRow(_ state: BrowserState, height: Int) -> Int {
        max(0, min(state.cursor - height / 2, state.listed.count - height))
    }

    static func draw(_ explorer: Explorer, _ state: BrowserState, in area: Rectangle, on canvas: inout Canvas)
    {
        let (list, preview) = areas(area)
        let filter = state.filter.isEmpty ? "" : " /\(state.filter)"
        let inner = canvas.frame(
            list,
            title: state.path + filter,
            focused: true,
            appearance: explorer.appearance
        )
        if let failure = state.failure {
            canvas.paragraph(failure, in: inner)
        } else if state.items == nil {
            canvas.paragraph("reading…", in: inner, style: .dim)
        } else if state.listed.isEmpty {
            canvas.paragraph(
                state.filter.isEmpty ? "This folder is empty." : "Nothing matches.",
                in: inner,
                style: .dim
            )
        }
        let first = firstRow(state, height: inner.height)
        for (row, item) in state.listed.dropFirst(first).prefix(inner.height).enumerated() {
            let style: Style = row + first == state.cursor ? .reverse : item.isFolder ? .bold : .plain
            let size = item.isFolder ? "" : Numbers.bytes(item.size)
            let name = (row + first == state.cursor ? "> " : "  ") + item.name + (item.isFolder ? "/" : "")
            canvas.line(
                name,
                right: size,
                in: inner,
                y: inner.y + row,
                style: style,
                appearance: explorer.appearance
            )
        }
        if preview.width > 4 { draw(state, explorer, in: preview, on: &canvas) }
    }

    private static func draw(
        _ state: BrowserState,
        _ explorer: Explorer,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let inner = canvas.frame(
            area,
            title: state.current?.name ?? "",
            focused: false,
            appearance: explorer.appearance
        )
        switch state.preview {
        case .none: break
        case .reading: canvas.paragraph("reading…", in: inner, style: .dim)
        case .failed(let reason): canvas.paragraph(reason, in: inner)
        case .opened(let preview): PreviewDrawing(explorer).draw(preview, in: inner, on: &canvas)
        }
    }
}
