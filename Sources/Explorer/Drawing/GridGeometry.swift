import Models

/// Where the tokens of a picture or a spectrogram lie on the screen.
///
/// The picture takes `pixels.width` by `pixels.height` pixels, two to a cell one above the other.
package struct GridGeometry: Sendable {
    /// The cells the picture takes.
    package let frame: Rectangle
    package let pixels: (width: Int, height: Int)
    package let layout: Layout
    /// The source's width and height in the units of the layout's axes; for a spectrogram the time span
    /// and the number of bands.
    private let span: (x: ClosedRange<Double>, y: ClosedRange<Double>)
    private let isSpectrogram: Bool

    /// A picture of so many pixels, as large as an area allows, in its middle.
    package init(picture width: Int, _ height: Int, layout: Layout, in area: Rectangle) {
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
        self.layout = layout
        span = (0...Double(width), 0...Double(height))
        isSpectrogram = false
    }

    /// A spectrogram that fills an area.
    package init(spectrogramOf bands: Int, layout: Layout, in area: Rectangle) {
        frame = area
        pixels = (area.width, area.height * 2)
        self.layout = layout
        span = (layout.columns.edges[0]...layout.columns.edges[layout.columnCount], 0...Double(bands))
        isSpectrogram = true
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

    /// The token under a pixel; `nil` where the model does not look.
    package func token(x: Int, y: Int) -> Int? {
        let place = source(x: x, y: y)
        guard let column = column(place.x), let row = row(place.y) else { return nil }
        return layout.token(column: column, row: row)
    }

    /// The token under a cell of the screen.
    package func token(cellX: Int, cellY: Int) -> Int? {
        guard frame.contains(x: cellX, y: cellY) else { return nil }
        let (x, y) = (cellX - frame.x, 2 * (cellY - frame.y))
        return token(x: x, y: y) ?? token(x: x, y: y + 1)
    }

    /// A cell of the screen that shows the token.
    package func cell(of token: Int) -> (x: Int, y: Int) {
        let (column, row) = layout.cell(of: token)
        let time = layout.columns.centre(column)
        let across = (time - span.x.lowerBound) / max(span.x.upperBound - span.x.lowerBound, 1e-9)
        let y: Double
        if isSpectrogram {
            y = 1 - (Double(row) * stride + 0.5) / span.y.upperBound
        } else {
            y = (layout.rows?.centre(row) ?? 0) / span.y.upperBound
        }
        return (
            frame.x + min(frame.width - 1, max(0, Int(across * Double(pixels.width)))),
            frame.y + min(frame.height - 1, max(0, Int(y * Double(pixels.height)) / 2))
        )
    }

    /// Bands a token row advances.
    private var stride: Double { span.y.upperBound / Double(layout.rowCount) }

    private func column(_ x: Double) -> Int? {
        let edges = layout.columns.edges
        guard x >= edges[0] && x <= edges[edges.count - 1] else { return nil }
        return layout.columns.cell(at: x)
    }

    private func row(_ y: Double) -> Int? {
        if isSpectrogram {
            return min(layout.rowCount - 1, max(0, Int((y - 0.5 + stride / 2) / stride)))
        }
        guard let rows = layout.rows, y >= rows.edges[0] && y <= rows.edges[rows.edges.count - 1] else {
            return nil
        }
        return rows.cell(at: y)
    }
}
