package import Cells
import Explanation
import Models

/// Where the tokens of a grid lie on the screen: on a picture, a spectrogram, a frame or a wave.
package struct GridGeometry: PixelGeometry {
    /// The cells the grid takes.
    package let frame: Rectangle
    /// How many pixels it takes.
    package private(set) var pixels: (width: Int, height: Int)
    /// How many of them a cell has.
    package private(set) var density = Density.halves
    private let plane: Plane
    private var columns: PixelAxis
    private var rows: PixelAxis
    /// Where the tokens' columns and rows begin and end.
    private let edges: (columns: [Double], rows: [Double])
    /// The source's width and height in the units of the layout's axes; for a spectrogram the time span
    /// and the number of bands.
    private let span: (x: ClosedRange<Double>, y: ClosedRange<Double>)
    private let isSpectrogram: Bool

    /// A picture of a given size, as large as an area allows, in its middle.
    ///
    /// - Parameters:
    ///   - section: the tokens that lie on the picture; without it the layout's first one with places.
    ///   - shownFrame: which frame of them.
    package init(
        picture width: Int,
        _ height: Int,
        layout: Layout,
        section: Layout.Section? = nil,
        shownFrame: Int = 0,
        in area: Rectangle
    ) {
        let aspect = Double(width) / Double(height)
        let fitted = min(Double(area.width), Double(area.height * 2) * aspect)
        let across = max(1, Int(fitted.rounded(.down)))
        let down = max(1, min(area.height * 2, Int((fitted / aspect).rounded())))
        pixels = (across, down)
        frame = Rectangle(
            x: area.x + (area.width - across) / 2,
            y: area.y + (area.height - (down + 1) / 2) / 2,
            width: across,
            height: (down + 1) / 2
        )
        let section = section ?? layout.placed
        plane = Plane(section, frame: shownFrame)
        span = (0...Double(width), 0...Double(height))
        isSpectrogram = false
        edges = (section.columns.edges, section.rows?.edges ?? [0, Double(height)])
        columns = PixelAxis(edges: edges.columns, span: span.x, count: across)
        rows = PixelAxis(edges: edges.rows, span: span.y, count: down)
    }

    /// A spectrogram that fills an area.
    ///
    /// - Parameter section: its tokens; without it the layout's first ones with places.
    package init(
        spectrogramOf bands: Int,
        layout: Layout,
        section: Layout.Section? = nil,
        in area: Rectangle
    ) {
        let section = section ?? layout.placed
        frame = area
        pixels = (area.width, area.height * 2)
        plane = Plane(section)
        isSpectrogram = true
        let times = section.columns.edges
        span = (times[0]...times[times.count - 1], 0...Double(bands))
        columns = PixelAxis(edges: times, span: span.x, count: pixels.width)
        // Rows of tokens are centred on bands at equal distances.
        let (count, stride) = (section.rowCount, Double(bands) / Double(section.rowCount))
        let bandEdges = (0...count).map { row in
            row == 0 ? 0 : row == count ? Double(bands) : Double(row) * stride + 0.5 - stride / 2
        }
        edges = (times, bandEdges)
        rows = PixelAxis(edges: bandEdges, span: span.y, count: pixels.height, isUpward: true)
    }

    package func finer(_ density: Density) -> GridGeometry {
        guard density != self.density else { return self }
        var finer = self
        finer.density = density
        finer.pixels.width = (pixels.width * density.x + self.density.x - 1) / self.density.x
        finer.pixels.height = (pixels.height * density.y + self.density.y - 1) / self.density.y
        finer.columns = PixelAxis(edges: edges.columns, span: span.x, count: finer.pixels.width)
        finer.rows = PixelAxis(
            edges: edges.rows,
            span: span.y,
            count: finer.pixels.height,
            isUpward: isSpectrogram
        )
        return finer
    }

    /// One row of tokens in the first line of an area, a pixel to a cell: of a sound's wave, or without a place.
    ///
    /// - Parameters:
    ///   - section: the tokens.
    ///   - end: what lies at the end of the line, in the unit of the tokens' columns; 0 lies at its beginning.
    package init(row section: Layout.Section, upTo end: Double, in area: Rectangle) {
        frame = Rectangle(x: area.x, y: area.y, width: area.width, height: min(1, area.height))
        pixels = (frame.width, frame.height)
        plane = Plane(section)
        isSpectrogram = false
        span = (0...max(end, 1e-9), 0...1)
        edges = (section.columns.edges, [0, 1])
        columns = PixelAxis(edges: edges.columns, span: span.x, count: pixels.width)
        rows = PixelAxis(edges: edges.rows, span: span.y, count: pixels.height)
    }

    /// The place in the source that a pixel shows: for a spectrogram seconds and bands from the lowest.
    package func source(x: Int, y: Int) -> (x: Double, y: Double) {
        let across = (Double(x) + 0.5) / Double(pixels.width)
        let down = (Double(y) + 0.5) / Double(pixels.height)
        return (
            span.x.lowerBound + across * (span.x.upperBound - span.x.lowerBound),
            (isSpectrogram ? 1 - down : down) * span.y.upperBound
        )
    }

    /// The token under the middle of a pixel, or else one whose middle falls into it; `nil` where the model does not look.
    package func token(x: Int, y: Int) -> Int? {
        guard isPixel(x, y), let column = columns.middles[x] ?? columns.cells[x].first,
            let row = rows.middles[y] ?? rows.cells[y].first
        else { return nil }
        return plane.token(column: column, row: row)
    }

    package func tokens(x: Int, y: Int) -> [Int] {
        isPixel(x, y) ? rows.cells[y].flatMap { plane.tokens(columns: columns.cells[x], row: $0) } : []
    }

    /// The same as for any geometry, without a list for each pixel.
    package func shown(x: Int, y: Int, over relevance: Relevance?) -> Int? {
        guard let relevance, isPixel(x, y) else { return token(x: x, y: y) }
        let across = columns.cells[x]
        var best: Int?
        for row in rows.cells[y] {
            best = relevance.strongest(of: plane.tokens(columns: across, row: row), than: best)
        }
        return best ?? token(x: x, y: y)
    }

    private func isPixel(_ x: Int, _ y: Int) -> Bool {
        columns.cells.indices.contains(x) && rows.cells.indices.contains(y)
    }

    package func mostTokens(inWholeCells: Bool) -> Int {
        columns.mostCells() * rows.mostCells(in: inWholeCells ? 2 : 1)
    }

    package func contains(_ token: Int) -> Bool {
        plane.tokens.contains(token) && pixels.width > 0 && pixels.height > 0
    }

    package func cell(of token: Int) -> (x: Int, y: Int)? {
        guard contains(token) else { return nil }
        let place = pixel(of: token)
        return (frame.x + place.x / density.x, frame.y + place.y / density.y)
    }

    /// The pixel that the token's middle falls into.
    private func pixel(of token: Int) -> (x: Int, y: Int) {
        let (row, column) = (token - plane.tokens.lowerBound).quotientAndRemainder(
            dividingBy: plane.columnCount
        )
        return (columns.pixels[column], rows.pixels[row])
    }

    /// The neighbour of a token in the grid.
    package func moved(_ token: Int, across: Int, down: Int, over relevance: Relevance?) -> Int? {
        guard contains(token) else { return nil }
        let cell = plane.cell(of: token)
        return plane.token(
            column: cell.column + across.signum(),
            row: cell.row + (isSpectrogram ? -down : down).signum()
        )
    }
}

/// The tokens of one frame of a section, row by row; none of a frame that it does not have.
private struct Plane: Sendable {
    let tokens: Range<Int>
    let columnCount: Int

    init(_ section: Layout.Section, frame: Int = 0) {
        columnCount = section.columnCount
        let first = section.token(column: 0, row: 0, frame: frame)
        tokens = first..<first + (frame < section.frameCount ? section.rowCount * columnCount : 0)
    }

    /// The token in a column and a row; `nil` beside the grid.
    func token(column: Int, row: Int) -> Int? {
        (0..<columnCount).contains(column) ? tokens(columns: column..<column + 1, row: row).first : nil
    }

    func cell(of token: Int) -> (column: Int, row: Int) {
        let (row, column) = (token - tokens.lowerBound).quotientAndRemainder(dividingBy: columnCount)
        return (column, row)
    }

    /// Neighbours in a row have numbers that follow each other.
    func tokens(columns: Range<Int>, row: Int) -> Range<Int> {
        let start = tokens.lowerBound + row * columnCount
        return (start + columns.lowerBound..<start + columns.upperBound).clamped(to: tokens)
    }
}
