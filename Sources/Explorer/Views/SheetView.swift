import Cells
import Explanation
import Models
import Numerics

/// Thumbnails of all latents' maps over the input.
enum SheetView {
    /// How thumbnails are laid out.
    struct Grid {
        let columns: Int
        let rows: Int
        let cell: Size

        /// As large as possible for so many thumbnails.
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
            canvas.paragraph("reading the maps of all latents…", in: inner, style: .dim)
            return [page]
        }
        var regions = [page]
        for (latent, cell) in cells(explorer, state, input, map, in: inner) {
            draw(latent, map.values[row: latent], map.layout, explorer, in: cell, on: &canvas)
            regions.append(region(latent, cell))
        }
        return regions
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
        let latents = explorer.sheetOrder(state.order, input).filter { $0 < map.values.rows }
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
        guard let input = explorer.current else { return "All latents" }
        let wanted = explorer.sheetQuestion(input)
        let shown = explorer.shownSheet(state, input)?.question ?? wanted
        let layer = explorer.readyModel.map { $0.layers[SheetQuestion.layer(shown.layer, of: $0)].name }
        let ordered =
            switch state.order {
            case .number: ""
            case .decoder: ", by what \(input.found?.name ?? "the answer") gives them"
            case .focus: ", by concentration"
            }
        let parts = ["All latents", layer, "head \(shown.head.name)", shown.unit.rawValue].compactMap { $0 }
        let title = parts.joined(separator: " · ") + "\(ordered), each on its own scale"
        return title + (shown == wanted ? "" : " …")
    }

    /// A latent's number, then its map on a scale of its own.
    private static func draw(
        _ latent: Int,
        _ values: [Float],
        _ layout: Layout,
        _ explorer: Explorer,
        in place: Rectangle,
        on canvas: inout Canvas
    ) {
        let cell = place.inset(right: 1)
        let isChosen = latent == explorer.lens.latent
        canvas.line(
            (isChosen ? ">" : "") + "\(latent)",
            in: cell,
            y: cell.y,
            style: isChosen ? .reverse : .dim
        )
        let picture = cell.inset(top: 1)
        let scale = MapScale(Relevance(values: values, isSigned: false, meaning: ""), lens: explorer.lens)
        let thumbnail = Thumbnail(
            layout,
            frame: explorer.frameShown,
            width: picture.width,
            height: picture.height * 2
        )
        guard canvas.appearance.hasPictureColours else {
            for y in 0..<picture.height {
                for x in 0..<thumbnail.width {
                    let share = thumbnail.share(x: x, y: 2 * y, scale)
                    canvas[picture.x + x, picture.y + y] = Cell(canvas.appearance.shade(share))
                }
            }
            return
        }
        var raster = Raster(width: thumbnail.width, height: thumbnail.height)
        for y in 0..<raster.height {
            for x in 0..<raster.width {
                raster[x, y] = scale.palette((thumbnail.share(x: x, y: y, scale) * 63).rounded() / 63)
            }
        }
        canvas.draw(raster, x: picture.x, y: picture.y)
    }
}

/// The tokens of a layout squeezed into a few pixels; a text is folded into lines.
struct Thumbnail {
    private let layout: Layout.Section
    private let frame: Int
    let width: Int
    let height: Int

    /// Keeps the shape of a picture's grid; of a clip it shows one frame.
    init(_ layout: Layout, frame: Int, width: Int, height: Int) {
        let layout = layout.pictures ?? layout.placed
        self.layout = layout
        self.frame = min(frame, layout.frameCount - 1)
        guard layout.columns.quantity == .x, let rows = layout.rows else {
            (self.width, self.height) = (width, height)
            return
        }
        let span = (layout.columns.edges[layout.columnCount] - layout.columns.edges[0])
        let aspect = span / max(rows.edges[rows.count] - rows.edges[0], 1)
        let across = min(Double(width), Double(height) * aspect)
        self.width = max(1, Int(across))
        self.height = max(1, min(height, Int((across / aspect).rounded())))
    }

    /// The largest share under a pixel: a thin peak must not vanish.
    func share(x: Int, y: Int, _ scale: MapScale) -> Double {
        if layout.rows == nil {
            let count = width * height
            let (from, to) = part(y * width + x, of: count, layout.count)
            return (layout.first + from..<layout.first + to).map(scale.share).max() ?? 0
        }
        let columns = part(x, of: width, layout.columnCount)
        let isSpectrogram = layout.columns.quantity == .time
        let rows = part(isSpectrogram ? height - 1 - y : y, of: height, layout.rowCount)
        var best = 0.0
        for row in rows.0..<rows.1 {
            for column in columns.0..<columns.1 {
                best = max(best, scale.share(layout.token(column: column, row: row, frame: frame)))
            }
        }
        return best
    }

    private func part(_ index: Int, of count: Int, _ total: Int) -> (Int, Int) {
        let from = min(index * total / count, total - 1)
        return (from, min(total, max(from + 1, (index + 1) * total / count)))
    }
}
