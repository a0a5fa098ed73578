/// How the cells of one axis lie on a line of pixels.
struct PixelAxis: Sendable {
    /// The cells that each pixel stands for: the one under its middle, and all whose middle falls into it.
    let cells: [Range<Int>]
    /// The cell under the middle of each pixel; `nil` outside the axis.
    let middles: [Int?]
    /// The pixel that the middle of each cell falls into; of a middle beyond the ends the nearest.
    let pixels: [Int]

    /// Cells between edges, over `count` pixels that show a span.
    ///
    /// - Parameter isUpward: whether the first cell lies at the last pixel.
    init(edges: [Double], span: ClosedRange<Double>, count: Int, isUpward: Bool = false) {
        guard count > 0 else {
            (cells, middles, pixels) = ([], [], edges.dropLast().map { _ in 0 })
            return
        }
        let (from, length) = (span.lowerBound, max(span.upperBound - span.lowerBound, 1e-9))
        let places = zip(edges, edges.dropFirst()).map { edge, next in
            let place = ((edge + next) / 2 - from) / length * Double(count)
            return Int(min(max(place, 0), Double(count) - 0.5))
        }
        let under = Self.middles(edges, from: from, step: length / Double(count), count: count)
        var ranges = under.map { cell in cell.map { $0..<$0 + 1 } ?? 0..<0 }
        for (cell, pixel) in places.enumerated() {
            let range = ranges[pixel]
            ranges[pixel] =
                range.isEmpty
                ? cell..<cell + 1 : min(range.lowerBound, cell)..<max(range.upperBound, cell + 1)
        }
        cells = isUpward ? ranges.reversed() : ranges
        middles = isUpward ? under.reversed() : under
        pixels = isUpward ? places.map { count - 1 - $0 } : places
    }

    /// The cell under the middle of each of `count` pixels.
    private static func middles(_ edges: [Double], from: Double, step: Double, count: Int) -> [Int?] {
        var cell = 0
        return (0..<count).map { pixel in
            let place = from + (Double(pixel) + 0.5) * step
            guard place >= edges[0], place <= edges[edges.count - 1] else { return nil }
            while cell + 2 < edges.count && edges[cell + 1] <= place { cell += 1 }
            return cell
        }
    }

    /// The most cells that a number of neighbouring pixels stand for together.
    func mostCells(in pixels: Int = 1) -> Int {
        stride(from: 0, to: cells.count, by: pixels).reduce(0) { most, pixel in
            let ranges = cells[pixel..<min(pixel + pixels, cells.count)].filter { !$0.isEmpty }
            let first = ranges.map(\.lowerBound).min() ?? 0
            return max(most, (ranges.map(\.upperBound).max() ?? first) - first)
        }
    }
}
