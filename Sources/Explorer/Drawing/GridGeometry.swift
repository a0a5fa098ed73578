package import Cells
import Models

/// Where the tokens of a picture or a spectrogram lie on the screen.
///
/// The picture takes `pixels.width` by `pixels.height` pixels, two to a cell one above the other.
package struct GridGeometry: Sendable {
    /// The cells the picture takes.
    package let frame: Rectangle
    package let pixels: (width: Int, height: Int)
    private let section: Layout.Section
    private let shownFrame: Int
    /// The column of tokens under each column of pixels, and the row under each row; `nil` where there is none.
    private let columns: [Int?]
    private let rows: [Int?]
    /// The source's width and height in the units of the layout's axes; for a spectrogram the time span
    /// and the number of bands.
    private let span: (x: ClosedRange<Double>, y: ClosedRange<Double>)
    private let isSpectrogram: Bool

    /// A picture of so many pixels, as large as an area allows, in its middle.
    ///
    /// - Parameters:
    ///   - section: the tokens that lie on the picture; without it the layout's first section.
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
        self.section = section ?? layout.sections[0]
        self.shownFrame = shownFrame
        span = (0...Double(width), 0...Double(height))
        isSpectrogram = false
        let axes = (self.section.columns, self.section.rows)
        columns = (0..<across).map { axes.0.cell(under: (Double($0) + 0.5) / Double(across) * Double(width)) }
        rows = (0..<down).map { axes.1?.cell(under: (Double($0) + 0.5) / Double(down) * Double(height)) }
    }

    /// A spectrogram that fills an area.
    package init(spectrogramOf bands: Int, layout: Layout, in area: Rectangle) {
        frame = area
        pixels = (area.width, area.height * 2)
        section = layout.sections[0]
        shownFrame = 0
        let (axis, across, down) = (layout.columns, area.width, area.height * 2)
        let (from, to) = (axis.edges[0], axis.edges[axis.count])
        span = (from...to, 0...Double(bands))
        isSpectrogram = true
        columns = (0..<across).map {
            axis.cell(under: from + (Double($0) + 0.5) / Double(across) * (to - from))
        }
        let (count, stride) = (layout.rowCount, Double(bands) / Double(layout.rowCount))
        rows = (0..<down).map { pixel in
            let band = (1 - (Double(pixel) + 0.5) / Double(down)) * Double(bands)
            return min(count - 1, max(0, Int((band - 0.5 + stride / 2) / stride)))
        }
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
        guard columns.indices.contains(x), rows.indices.contains(y), let column = columns[x],
            let row = rows[y],
            shownFrame < section.frameCount
        else { return nil }
        return section.token(column: column, row: row, frame: shownFrame)
    }

    /// The tokens that a pixel stands for: the one under its middle, or of a finer grid all that it covers.
    func tokens(x: Int, y: Int, visit: (Int) -> Void) {
        guard let middle = token(x: x, y: y), let column = columns[x], let row = rows[y] else { return }
        // Up to where the next pixel's begin.
        let across = x + 1 < columns.count ? (columns[x + 1] ?? column + 1) - column : 1
        let down = y + 1 < rows.count ? (rows[y + 1] ?? row + 1) - row : 1
        guard across > 1 || down > 1, !isSpectrogram else { return visit(middle) }
        for line in row..<row + max(1, down) {
            for place in column..<column + max(1, across) {
                visit(section.token(column: place, row: line, frame: shownFrame))
            }
        }
    }

    /// The token under a cell of the screen.
    package func token(cellX: Int, cellY: Int) -> Int? {
        guard frame.contains(x: cellX, y: cellY) else { return nil }
        let (x, y) = (cellX - frame.x, 2 * (cellY - frame.y))
        return token(x: x, y: y) ?? token(x: x, y: y + 1)
    }

    /// Whether a token is among those shown.
    func contains(_ token: Int) -> Bool {
        section.tokens.contains(token) && section.cell(of: token).frame == shownFrame
    }

    /// A cell of the screen that shows the token.
    package func cell(of token: Int) -> (x: Int, y: Int) {
        let (column, row, _) = section.cell(of: token)
        let place = section.columns.centre(column)
        let across = (place - span.x.lowerBound) / max(span.x.upperBound - span.x.lowerBound, 1e-9)
        let y: Double
        if isSpectrogram {
            // Bands a row of tokens advances.
            let stride = span.y.upperBound / Double(section.rowCount)
            y = 1 - (Double(row) * stride + 0.5) / span.y.upperBound
        } else {
            y = (section.rows?.centre(row) ?? 0) / span.y.upperBound
        }
        return (
            frame.x + min(frame.width - 1, max(0, Int(across * Double(pixels.width)))),
            frame.y + min(frame.height - 1, max(0, Int(y * Double(pixels.height)) / 2))
        )
    }
}

extension Axis {
    /// The cell that a position lies in; `nil` outside the axis.
    fileprivate func cell(under position: Double) -> Int? {
        position >= edges[0] && position <= edges[edges.count - 1] ? cell(at: position) : nil
    }
}
