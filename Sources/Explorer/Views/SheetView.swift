import Cells
import Explanation
import Models
import Numerics

/// Thumbnails of the maps over the input, of all latents or where tokens ask of these.
enum SheetView {
    /// How thumbnails are laid out.
    struct Grid {
        let columns: Int
        let rows: Int
        let cell: Size

        /// As large as the number of thumbnails allows.
        init(count: Int, in area: Rectangle) {
            var best = (columns: max(1, area.width / 4), rows: 1, score: -1.0)
            for columns in 1...max(1, area.width / 4) {
                let rows = (count + columns - 1) / columns
                let (width, height) = (area.width / columns, area.height / rows)
                guard height >= 2 else { continue }
                // The nearer a thumbnail is to a square of pixels, and the larger, the better.
                let score = Double(min(width - 1, 2 * (height - 1)))
                if score > best.score { best = (columns, rows, score) }
            }
            if best.score < 3 {
                // Too many for one screen: it shows some of them in a legible size.
                columns = max(1, area.width / 12)
                rows = max(1, (count + columns - 1) / columns)
                cell = Size(width: max(2, area.width / columns), height: min(6, max(2, area.height)))
                return
            }
            columns = best.columns
            rows = max(1, (count + columns - 1) / columns)
            cell = Size(width: max(2, area.width / columns), height: max(2, area.height / rows))
        }
    }

    /// The number of columns on the present screen.
    static func columns(_ explorer: Explorer) -> Int {
        guard case .sheet(let state) = explorer.screen else { return 1 }
        return Grid(count: explorer.sheetCount(state), in: inner(explorer.body)).columns
    }

    private static func inner(_ area: Rectangle) -> Rectangle {
        area.inset(left: 1, top: 1, right: 1, bottom: 1)
    }

    /// Draws the page; a click on a thumbnail chooses its latent, and on the chosen one shows its map.
    static func draw(_ explorer: Explorer, _ state: SheetState, in area: Rectangle, on canvas: inout Canvas)
        -> [Region]
    {
        let page = Region(area, turn: { $0.moveInSheet(0, $1) })
        let title = title(explorer, state)
        canvas.frame(area, title: title, focused: true)
        guard let input = explorer.current, input.opened != nil else { return [page] }
        let inner = inner(area)
        guard let map = explorer.shownSheet(state, input)?.map else {
            canvas.paragraph("Computing the maps of all \(explorer.askerWord)s…", in: inner, style: .dim)
            return [page]
        }
        let cells = cells(explorer, state, input, map, in: inner)
        guard let first = cells.first?.cell else { return [page] }
        let picture = picture(in: first)
        let thumbnail = Thumbnail(
            map.layout,
            frame: explorer.frameShown,
            width: picture.width,
            height: picture.height * 2
        )
        for (latent, cell) in cells {
            guard let row = map.row(ofQuery: latent) else { continue }
            let relevance = Relevance(values: map.values[row: row], isSigned: false, meaning: "")
            let scale = MapScale(relevance, lens: explorer.lens)
            drawTitle(latent, input, map.layout, scale, explorer, in: cell, on: &canvas)
            thumbnail.draw(scale, explorer, in: Self.picture(in: cell), on: &canvas)
        }
        return [page] + cells.map(region)
    }

    /// The thumbnails that are seen, and where: if not all fit, those around the chosen one.
    private static func cells(
        _ explorer: Explorer,
        _ state: SheetState,
        _ input: Input,
        _ map: PooledMap,
        in area: Rectangle
    ) -> [(latent: Int, cell: Rectangle)] {
        let grid = Grid(count: map.values.rows, in: area)
        let latents = explorer.sheetOrder(state.order, input).filter { map.row(ofQuery: $0) != nil }
        let visible = Rectangle(
            x: area.x,
            y: area.y,
            width: area.width,
            height: max(1, area.height / grid.cell.height)
        )
        let chosen = latents.firstIndex(of: explorer.lens.latent) ?? 0
        let window = ScrolledList(grid.rows, cursor: chosen / grid.columns, in: visible)
        let seen = latents.dropFirst(window.first * grid.columns).prefix(window.rows.count * grid.columns)
        return seen.enumerated().map { place, latent in
            let cell = Rectangle(
                x: area.x + place % grid.columns * grid.cell.width,
                y: area.y + place / grid.columns * grid.cell.height,
                width: grid.cell.width,
                height: grid.cell.height
            )
            return (latent, cell)
        }
        .filter { $0.cell.y + $0.cell.height <= area.y + area.height }
    }

    private static func region(_ latent: Int, _ cell: Rectangle) -> Region {
        Region(
            cell,
            click: { explorer, _, _ in
                if explorer.lens.latent == latent {
                    explorer.press(.enter)
                } else {
                    explorer.lens.latent = latent
                }
            }
        )
    }

    private static func title(_ explorer: Explorer, _ state: SheetState) -> String {
        let all = "All \(explorer.askerWord)s"
        guard let input = explorer.current else { return all }
        let wanted = explorer.sheetQuestion(input)
        let shown = explorer.shownSheet(state, input)?.question ?? wanted
        let layer = explorer.readyModel.map { $0.layers[SheetQuestion.layer(shown.layer, of: $0)] }
        let head = shown.head.among(heads: layer?.heads ?? 1)
        let ordered =
            switch state.order {
            case .number: ""
            case .decoder: ", by decoder weight for \(input.found?.name ?? "the answer")"
            case .focus: ", most focused first"
            }
        let parts = [all, layer?.name, "head \(head.name)", shown.unit.rawValue].compactMap { $0 }
        let title = parts.joined(separator: " · ") + "\(ordered) · each on its own scale"
        return title + (shown == wanted ? "" : " …")
    }

    /// Where the map lies, below its title.
    private static func picture(in cell: Rectangle) -> Rectangle { cell.inset(top: 1, right: 1) }

    /// Who asks, and to the right the cells of those tokens that have no place in the map.
    private static func drawTitle(
        _ asker: Int,
        _ input: Input,
        _ layout: Layout,
        _ scale: MapScale,
        _ explorer: Explorer,
        in place: Rectangle,
        on canvas: inout Canvas
    ) {
        let line = place.inset(right: 1)
        let isChosen = asker == explorer.lens.latent
        let title = (isChosen ? ">" : "") + name(asker, input, explorer)
        let style: Style = isChosen ? .reverse : .dim
        canvas.line(title, in: line, y: line.y, style: style)
        var end = line.x + line.width
        for section in layout.sections.reversed() where section.shape == .unplaced {
            let room = end - section.count - (line.x + Glyphs.width(of: title) + 1)
            guard room >= 0 else { return }
            end -= section.count
            for (column, token) in section.tokens.enumerated() {
                canvas[end + column, line.y] = explorer.appearance.barCell(scale.share(token), scale)
            }
            guard room > Glyphs.width(of: section.name) else { continue }
            end -= Glyphs.width(of: section.name) + 1
            canvas.write(section.name, x: end, y: line.y, style: .dim)
        }
    }

    /// A latent's number; a token's with its byte, or its name if it has no place.
    private static func name(_ asker: Int, _ input: Input, _ explorer: Explorer) -> String {
        guard explorer.layer?.queries == .input, let opened = input.opened else { return "\(asker)" }
        let section = opened.input.layout.section(of: asker)
        if section.shape == .unplaced { return "\(asker) \(section.name)" }
        guard section.columns.quantity == .byte else { return "\(asker)" }
        return Reading.place(of: asker, in: opened).replacing("byte ", with: "")
    }
}
