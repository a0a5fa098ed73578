import Cells
import Explanation
import Media
import Models

/// The tokens of a layout squeezed into a few pixels: one row is folded into lines, points are a small plot.
struct Thumbnail {
    private let layout: Layout.Section
    private let frame: Int
    private let points: PointGeometry?
    let width: Int
    let height: Int
    private let density: Density

    /// Keeps the shape of a picture's grid; of a clip it shows one frame.
    ///
    /// - Parameters:
    ///   - width: the most half blocks side by side.
    ///   - height: the most half blocks one above the other.
    ///   - density: how many pixels a cell is to have.
    ///   - cloud: the points around tokens that are points.
    ///   - view: the side that points in space are seen from.
    init(
        _ layout: Layout,
        frame: Int,
        width: Int,
        height: Int,
        density: Density,
        cloud: CloudOutline? = nil,
        view: Viewpoint = .front
    ) {
        let layout = layout.pictures ?? layout.placed
        self.layout = layout
        self.frame = min(frame, layout.frameCount - 1)
        let area = Rectangle(x: 0, y: 0, width: width, height: height / 2)
        points = layout.points.map {
            PointGeometry($0, first: layout.first, cloud: cloud, view: view, in: area).finer(density)
        }
        if let points {
            (self.width, self.height) = points.pixels
            self.density = points.density
            return
        }
        self.density = density
        let (most, highest) = (width * density.x, height * density.y / 2)
        guard layout.columns.quantity == .x, let rows = layout.rows else {
            (self.width, self.height) = (most, highest)
            return
        }
        let span = (layout.columns.edges[layout.columnCount] - layout.columns.edges[0])
        let aspect = span / max(rows.edges[rows.count] - rows.edges[0], 1)
        let across = min(Double(width), Double(height) * aspect)
        self.width = max(1, Int(across)) * density.x
        self.height = max(1, min(height, Int((across / aspect).rounded()))) * density.y / 2
    }

    /// A thumbnail as the explorer shows it.
    ///
    /// - Parameters:
    ///   - width: the most cells side by side.
    ///   - height: the most cells one above the other.
    init(_ layout: Layout, _ explorer: Explorer, width: Int, height: Int) {
        self.init(
            layout,
            frame: explorer.frameShown,
            width: width,
            height: 2 * height,
            density: explorer.appearance.density,
            cloud: explorer.current?.opened?.outline.cloud,
            view: explorer.lens.view
        )
    }

    /// The cells that it takes of an area.
    func frame(in area: Rectangle) -> Rectangle {
        Rectangle(
            x: area.x,
            y: area.y,
            width: min((width + density.x - 1) / density.x, area.width),
            height: min((height + density.y - 1) / density.y, area.height)
        )
    }

    /// Draws a map on a scale of its own.
    func draw(_ scale: MapScale, _ explorer: Explorer, in area: Rectangle, on canvas: inout Canvas) {
        guard explorer.appearance.hasPictureColours else {
            for y in 0..<(height + 1) / 2 {
                for x in 0..<width {
                    // One character stands for both of its pixels.
                    let shares = [share(x: x, y: 2 * y, scale), share(x: x, y: 2 * y + 1, scale)]
                    guard let share = shares.compactMap({ $0 }).max() else { continue }
                    let shade = explorer.appearance.shade(points == nil ? share : max(share, 0.25))
                    canvas[area.x + x, area.y + y] = Cell(shade)
                }
            }
            return
        }
        var raster = Raster(width: width, height: height, density: density)
        for y in 0..<raster.height {
            for x in 0..<raster.width { raster[x, y] = colour(x: x, y: y, scale) }
        }
        canvas.draw(raster, x: area.x, y: area.y)
    }

    /// The pixels of a map on a scale of its own.
    func image(_ scale: MapScale, empty: RGB) -> Image {
        Image(width, height) { colour(x: $0, y: $1, scale) ?? empty }
    }

    /// A pixel's colour; a point keeps some of its own, so that it is seen where the map is dark.
    private func colour(x: Int, y: Int, _ scale: MapScale) -> RGB? {
        guard let points else {
            return share(x: x, y: y, scale).map { scale.palette.level($0) }
        }
        guard let token = points.shown(x: x, y: y, over: scale.relevance),
            let source = points.source(x: x, y: y)
        else { return nil }
        return scale.lit(token)(source)
    }

    /// The largest share under a pixel, for a thin peak must not vanish; `nil` where there is no token.
    private func share(x: Int, y: Int, _ scale: MapScale) -> Double? {
        guard y < height else { return nil }
        if let points { return points.shown(x: x, y: y, over: scale.relevance).map(scale.share) }
        if layout.rows == nil {
            let (from, to) = part(y * width + x, of: width * height, layout.count)
            return (layout.first + from..<layout.first + to).map(scale.share).max()
        }
        let columns = part(x, of: width, layout.columnCount)
        let isSpectrogram = layout.columns.quantity == .time
        let rows = part(isSpectrogram ? height - 1 - y : y, of: height, layout.rowCount)
        let tokens = (rows.0..<rows.1).lazy.flatMap { row in
            (columns.0..<columns.1).lazy.map { layout.token(column: $0, row: row, frame: frame) }
        }
        return tokens.map(scale.share).max()
    }

    private func part(_ index: Int, of count: Int, _ total: Int) -> (Int, Int) {
        let from = min(index * total / count, total - 1)
        return (from, min(total, max(from + 1, (index + 1) * total / count)))
    }
}
