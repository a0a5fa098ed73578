import Cells
import Explanation
import Models

/// Where tokens that are points lie on the screen: seen from the front, the first dimension to the right, the second
/// upwards.
///
/// A pixel without a point is empty.
package struct PointGeometry: PixelGeometry {
    /// The cells of the plot.
    package let frame: Rectangle
    /// How many pixels it takes.
    package let pixels: (width: Int, height: Int)
    /// Half blocks: smaller points could hardly be seen.
    package let density = Density.halves
    private let first: Int
    private let points: Layout.Points
    /// The pixel of each point.
    private let places: [Pixel]
    /// The points at each pixel that has any.
    private let pointsAt: [Pixel: [Int]]
    /// The points, column by column.
    private let order: [Int]

    private struct Pixel: Hashable, Sendable {
        let x: Int
        let y: Int
    }

    /// A plot that fills an area; where both dimensions have the same unit they have the same scale.
    ///
    /// - Parameter first: the number of the first token.
    package init(_ points: Layout.Points, first: Int = 0, in area: Rectangle) {
        let ranges = points.dimensions.map(\.range)
        let spans = ranges.map { max($0.upperBound - $0.lowerBound, 1e-9) }
        var (width, height) = (area.width, area.height * 2)
        if points.dimensions[0].unit == points.dimensions[1].unit {
            let scale = min(Double(width) / spans[0], Double(height) / spans[1])
            (width, height) = (
                min(width, max(1, Int(spans[0] * scale))), min(height, max(2, Int(spans[1] * scale)))
            )
        }
        pixels = (width, height)
        frame = Rectangle(
            x: area.x + (area.width - width) / 2,
            y: area.y + (area.height - (height + 1) / 2) / 2,
            width: width,
            height: (height + 1) / 2
        )
        self.first = first
        self.points = points
        func place(_ point: Int, _ dimension: Int, of count: Int) -> Int {
            let share =
                (points.coordinate(point, dimension) - ranges[dimension].lowerBound) / spans[dimension]
            return Int(min(max(share * Double(count), 0), Double(max(count, 1)) - 0.5))
        }
        places = (0..<points.count).map { point in
            Pixel(x: place(point, 0, of: width), y: height - 1 - place(point, 1, of: height))
        }
        let isEmpty = width == 0 || height == 0
        pointsAt = isEmpty ? [:] : Dictionary(grouping: places.indices, by: { [places] in places[$0] })
        order = places.indices.sorted { [places] in
            (places[$0].x, places[$0].y, $0) < (places[$1].x, places[$1].y, $1)
        }
    }

    package func finer(_ density: Density) -> PointGeometry { self }

    package func tokens(x: Int, y: Int) -> [Int] { (pointsAt[Pixel(x: x, y: y)] ?? []).map { $0 + first } }

    /// The nearest point at a pixel.
    package func token(x: Int, y: Int) -> Int? { nearest(tokens(x: x, y: y)) }

    package func token(cellX: Int, cellY: Int) -> Int? { nearest(tokens(cellX: cellX, cellY: cellY)) }

    private func nearest(_ tokens: [Int]) -> Int? {
        guard points.dimensions.count == 3 else { return tokens.first }
        return tokens.max {
            (points.coordinate($0 - first, 2), $1) < (points.coordinate($1 - first, 2), $0)
        }
    }

    /// How near a token is, 0 to 1; 1 of points in a plane.
    func nearness(_ token: Int) -> Double {
        guard points.dimensions.count == 3 else { return 1 }
        let range = points.dimensions[2].range
        let share =
            (points.coordinate(token - first, 2) - range.lowerBound)
            / max(range.upperBound - range.lowerBound, 1e-9)
        return min(max(share, 0), 1)
    }

    package func mostTokens(inWholeCells: Bool) -> Int {
        let places = Dictionary(grouping: places) { Pixel(x: $0.x, y: inWholeCells ? $0.y / 2 : $0.y) }
        return places.values.reduce(0) { max($0, $1.count) }
    }

    package func contains(_ token: Int) -> Bool {
        places.indices.contains(token - first) && !pointsAt.isEmpty
    }

    package func cell(of token: Int) -> (x: Int, y: Int)? {
        guard contains(token) else { return nil }
        let place = places[token - first]
        return (frame.x + place.x, frame.y + place.y / 2)
    }

    /// To a side through all points column by column; up and down to the nearest pixel of the next row with points.
    package func moved(_ token: Int, across: Int, down: Int, over relevance: Relevance?) -> Int? {
        guard contains(token) else { return nil }
        if down == 0 {
            guard let index = order.firstIndex(of: token - first) else { return nil }
            let next = index + across.signum()
            return order.indices.contains(next) ? order[next] + first : nil
        }
        return nextRow(from: places[token - first], down).flatMap { shown(x: $0.x, y: $0.y, over: relevance) }
    }

    private func nextRow(from here: Pixel, _ down: Int) -> Pixel? {
        let step = down.signum()
        return pointsAt.keys.filter { ($0.y - here.y) * step > 0 }.min {
            (abs($0.y - here.y), abs($0.x - here.x), $0.x) < (abs($1.y - here.y), abs($1.x - here.x), $1.x)
        }
    }
}
