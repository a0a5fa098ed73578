import Cells
import Explanation

/// Choosing a file, with a preview of the one under the cursor.
enum BrowserView {
    static func draw(
        _ explorer: Explorer,
        _ state: BrowserState,
        in area: Rectangle,
        on canvas: inout Canvas
    ) -> [Region] {
        let (left, preview) = area.splitLeft(area.width < 60 ? area.width : max(30, area.width * 2 / 5))
        let filter = state.filter.isEmpty ? "" : " /\(state.filter)"
        // Of a long path the end says most.
        let room = left.width - 4 - Glyphs.width(of: filter)
        let title = explorer.appearance.fittedInside(state.path, width: max(4, room)) + filter
        let inner = canvas.frame(left, title: title, focused: true)
        let items = state.listed(explorer.items(state))
        let folder = FolderQuestion(path: state.path)
        if let failure = explorer.ledger.failure(of: folder) {
            canvas.paragraph(failure.description, in: inner)
        } else if explorer.ledger[folder] == nil {
            canvas.paragraph("Reading…", in: inner, style: .dim)
        } else if items.isEmpty {
            let text = state.filter.isEmpty ? "This folder is empty." : "No file matches. Esc shows all."
            canvas.paragraph(text, in: inner, style: .dim)
        }
        if preview.width > 4 { drawPreview(explorer, state, in: preview, on: &canvas) }
        let list = ScrolledList(items.count, cursor: state.cursor, in: inner)
        return [Region(area, turn: { $0.stepFile($1) })]
            + draw(items, list, cursor: state.cursor, on: &canvas)
    }

    private static func draw(
        _ items: [FolderItem],
        _ list: ScrolledList,
        cursor: Int,
        on canvas: inout Canvas
    ) -> [Region] {
        for row in list.rows {
            let item = items[row]
            canvas.line(
                (row == cursor ? "> " : "  ") + item.name + (item.isFolder ? "/" : ""),
                right: item.isFolder ? "" : Numbers.bytes(item.size),
                in: list.line(of: row),
                y: list.y(of: row),
                style: row == cursor ? .reverse : item.isFolder ? .bold : .plain
            )
        }
        // A second click opens.
        return list.regions { explorer, row in
            if row == cursor { explorer.openFile() } else { explorer.stepFile(row - cursor) }
        }
    }

    private static func drawPreview(
        _ explorer: Explorer,
        _ state: BrowserState,
        in area: Rectangle,
        on canvas: inout Canvas
    ) {
        let item = state.current(in: explorer.items(state))
        let title = explorer.appearance.fittedInside(item?.name ?? "", width: area.width - 4)
        let inner = canvas.frame(area, title: title, focused: false)
        guard let item else { return }
        let question = PreviewQuestion(path: state.path(of: item), model: explorer.models.place)
        if let preview = explorer.ledger[question] {
            PreviewDrawing(explorer).draw(preview, in: inner, on: &canvas)
        } else if let failure = explorer.ledger.failure(of: question) {
            canvas.paragraph(failure.description, in: inner)
        } else {
            canvas.paragraph("Reading…", in: inner, style: .dim)
        }
    }
}
