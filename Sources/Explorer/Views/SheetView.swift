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
        let body = Rectangle(x: 0, y: 1, width: explorer.size.width, height: explorer.size.height - 2)
        return Grid(count: explorer.latentCount, in: inner(body)).columns
    }

    private static func inner(_ area: Rectangle) -> Rectangle {
        area.inset(left: 1, top: 1, right: 1, bottom: 1)
    }

    static func draw(_ explorer: Explorer, _ state: SheetState, in area: Rectangle, on canvas: inout Canvas) {
        let title = title(explorer, state.order)
        canvas.frame(area, title: title, focused: true, appearance: explorer.appearance)
        guard let entry = explorer.current, let opened = entry.opened else { return }
        let inner = inner(area)
        guard let (map, layout) = map(explorer, entry, opened) else {
            canvas.paragraph("reading the maps of all latents…", in: inner, style: .dim)
            return
        }
        let grid = Grid(count: map.rows, in: inner)
        let latents = explorer.sheetOrder(state.order, entry: entry)
        let first = firstPlace(latents, explorer, grid, in: inner)
        for (place, latent) in latents.dropFirst(first).enumerated() {
            let cell = Rectangle(
                x: inner.x + place % grid.columns * grid.cell.width,
                y: inner.y + place / grid.columns * grid.cell.height,
                width: grid.cell.width - 1,
                height: grid.cell.height
            )
            guard cell.y + cell.height <= inner.y + inner.height else { break }
            draw(latent, map[row: latent], layout, explorer, in: cell, on: &canvas)
        }
    }

    private static func title(_ explorer: Explorer, _ order: SheetState.Order) -> String {
        let lens = explorer.lens
        let asker = explorer.current.flatMap(explorer.askerName) ?? "the answer"
        let ordered =
            switch order {
            case .number: ""
            case .decoder: ", by what \(asker) gives them"
            case .focus: ", by concentration"
            }
        let shown = "\(LayerChoice.encoder.name) · head \(lens.head.name) · \(lens.unit.rawValue)"
        return "All latents · \(shown)\(ordered), each on its own scale"
    }

    /// The latent whose thumbnail is at a cell.
    static func latent(_ explorer: Explorer, _ state: SheetState, x: Int, y: Int, in area: Rectangle) -> Int?
    {
        let inner = inner(area)
        guard let entry = explorer.current, inner.contains(x: x, y: y) else { return nil }
        let grid = Grid(count: explorer.latentCount, in: inner)
        let order = explorer.sheetOrder(state.order, entry: entry)
        let place =
            (y - inner.y) / grid.cell.height * grid.columns + (x - inner.x) / grid.cell.width
            + firstPlace(order, explorer, grid, in: inner)
        return (x - inner.x) / grid.cell.width < grid.columns && order.indices.contains(place)
            ? order[place] : nil
    }

    /// The first thumbnail that is shown: if not all fit, those around the chosen one are.
    private static func firstPlace(_ order: [Int], _ explorer: Explorer, _ grid: Grid, in area: Rectangle)
        -> Int
    {
        let visible = max(1, area.height / grid.cell.height)
        let row = (order.firstIndex(of: explorer.lens.latent) ?? 0) / grid.columns
        return max(0, min(row - visible / 2, grid.rows - visible)) * grid.columns
    }

    /// The encoder's map with the lens's heads and unit, if known, and where its columns lie.
    private static func map(_ explorer: Explorer, _ entry: Entry, _ opened: OpenedMedium) -> (Matrix, Layout)?
    {
        if let key = explorer.pooledKey(entry) {
            return explorer.pooledMaps[key].map { ($0.values, $0.layout) }
        }
        let key = explorer.lens.layer == .encoder ? explorer.shownKey(entry) : explorer.weightsKey(entry)
        return key.flatMap { explorer.maps[$0] }.map { ($0.values, opened.input.layout) }
    }

    /// A latent's number, then its map on a scale of its own.
    private static func draw(
        _ latent: Int,
        _ values: [Float],
        _ layout: Layout,
        _ explorer: Explorer,
        in cell: Rectangle,
        on canvas: inout Canvas
    ) {
        let isChosen = latent == explorer.lens.latent
        canvas.line(
            (isChosen ? ">" : "") + "\(latent)",
            in: cell,
            y: cell.y,
            style: isChosen ? .reverse : .dim,
            appearance: explorer.appearance
        )
        let picture = cell.inset(top: 1)
        let scale = MapScale(Relevance(values: values, isSigned: false, meaning: ""), lens: explorer.lens)
        let thumbnail = Thumbnail(
            layout,
            frame: explorer.frameShown,
            width: picture.width,
            height: picture.height * 2
        )
        guard explorer.appearance.hasPictureColours else {
            for y in 0..<picture.height {
                for x in 0..<thumbnail.width {
                    let share = thumbnail.share(x: x, y: 2 * y, scale)
                    canvas[picture.x + x, picture.y + y] = Cell(explorer.appearance.shade(share))
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
        canvas.draw(raster, x: picture.x, y: picture.y, appearance: explorer.appearance)
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
        let layout = layout.pictures ?? layout.sections[0]
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
