import Cells
import Explanation
import Media
import Models

/// Where tokens that are points lie on the screen, seen from a side: by itself from the front, the first dimension to the
/// right, the second upwards.
///
/// A pixel without a point is empty. Points of a cloud are small discs, of which a nearer one hides those behind it; each
/// stands for the token whose centre is nearest to it.
package struct PointGeometry: PixelGeometry {
    /// The cells of the plot.
    package let frame: Rectangle
    /// How many pixels it takes.
    package let pixels: (width: Int, height: Int)
    /// How many pixels a cell has.
    package let density: Density
    private let first: Int
    private let seen: SeenPoints
    /// The pixel of each token, where cells have two.
    private let places: [PointPixel]
    /// The tokens at each pixel that has any.
    private let pointsAt: [PointPixel: [Int]]
    /// The tokens, column by column.
    private let order: [Int]
    /// What is seen of a cloud.
    private let discs: PointDiscs?

    /// A plot that fills an area; where both dimensions have the same unit they have the same scale.
    ///
    /// - Parameters:
    ///   - first: the number of the first token.
    ///   - cloud: the points around the tokens.
    ///   - view: the side that points in space are seen from.
    package init(
        _ points: Layout.Points,
        first: Int = 0,
        cloud: CloudOutline? = nil,
        view: Viewpoint = .front,
        in area: Rectangle
    ) {
        self.init(SeenPoints(points, cloud, from: view), first: first, in: area)
    }

    init(_ seen: SeenPoints, first: Int, in area: Rectangle) {
        let spans = seen.ranges.map { max($0.upperBound - $0.lowerBound, 1e-9) }
        var (width, height) = (area.width, area.height * 2)
        if seen.isEven {
            let scale = min(Double(width) / spans[0], Double(height) / spans[1])
            (width, height) = (
                min(width, max(1, Int(spans[0] * scale))), min(height, max(2, Int(spans[1] * scale)))
            )
        }
        let frame = Rectangle(
            x: area.x + (area.width - width) / 2,
            y: area.y + (area.height - (height + 1) / 2) / 2,
            width: width,
            height: (height + 1) / 2
        )
        self.init(seen, first: first, frame: frame, pixels: (width, height), density: .halves)
    }

    private init(
        _ seen: SeenPoints,
        first: Int,
        frame: Rectangle,
        pixels: (width: Int, height: Int),
        density: Density
    ) {
        (self.seen, self.first, self.frame, self.pixels, self.density) = (seen, first, frame, pixels, density)
        let grid = PointGrid(seen.ranges, width: pixels.width, height: pixels.height)
        let places = seen.tokens.map(grid.pixel)
        self.places = places
        let isEmpty = pixels.width == 0 || pixels.height == 0
        pointsAt = isEmpty ? [:] : Dictionary(grouping: places.indices, by: { places[$0] })
        order = places.indices.sorted { (places[$0].x, places[$0].y, $0) < (places[$1].x, places[$1].y, $1) }
        discs = seen.isCloud && !isEmpty ? PointDiscs(seen, grid, density: density) : nil
    }

    /// The same with so many pixels in each cell; without a cloud points would be too small to be seen.
    package func finer(_ density: Density) -> PointGeometry {
        guard seen.isCloud, density != self.density else { return self }
        return PointGeometry(
            seen,
            first: first,
            frame: frame,
            pixels: (pixels.width * density.x, pixels.height * density.y / 2),
            density: density
        )
    }

    package func tokens(x: Int, y: Int) -> [Int] {
        if let discs { return discs.token(x: x, y: y).map { [$0 + first] } ?? [] }
        return (pointsAt[PointPixel(x: x, y: y)] ?? []).map { $0 + first }
    }

    /// The nearest point at a pixel.
    package func token(x: Int, y: Int) -> Int? { nearest(tokens(x: x, y: y)) }

    package func token(cellX: Int, cellY: Int) -> Int? { nearest(tokens(cellX: cellX, cellY: cellY)) }

    private func nearest(_ tokens: [Int]) -> Int? {
        guard !seen.isFlat else { return tokens.first }
        return tokens.max {
            (seen.tokens[$0 - first].z, $1) < (seen.tokens[$1 - first].z, $0)
        }
    }

    /// The least shade of a point where there are no colours: it must not vanish.
    var leastShade: Double { discs == nil ? 0.25 : 0.5 }

    /// The grey of the nearest point at a pixel; the nearer, the lighter.
    func source(x: Int, y: Int) -> RGB? {
        let depth = discs.map { $0.depth(x: x, y: y) } ?? token(x: x, y: y).map { seen.tokens[$0 - first].z }
        guard let depth else { return nil }
        let range = seen.depth
        let share = (depth - range.lowerBound) / max(range.upperBound - range.lowerBound, 1e-9)
        return RGB(grey: 0.35 + 0.5 * (seen.isFlat ? 1 : min(max(share, 0), 1)))
    }

    package func mostTokens(inWholeCells: Bool) -> Int {
        guard discs == nil else { return 1 }
        let places = Dictionary(grouping: places) { PointPixel(x: $0.x, y: inWholeCells ? $0.y / 2 : $0.y) }
        return places.values.reduce(0) { max($0, $1.count) }
    }

    package func contains(_ token: Int) -> Bool {
        places.indices.contains(token - first) && !pointsAt.isEmpty
    }

    package func cell(of token: Int) -> (x: Int, y: Int)? {
        guard contains(token) else { return nil }
        let place = places[token - first]
        return (frame.x + place.x / density.x, frame.y + place.y / density.y)
    }

    /// To a side through all points column by column; up and down to the nearest pixel of the next row with points.
    ///
    /// In a cloud to the nearest token in the direction, of those that are seen.
    package func moved(_ token: Int, across: Int, down: Int, over relevance: Relevance?) -> Int? {
        guard contains(token) else { return nil }
        if let discs { return discs.moved(token - first, places, across, down).map { $0 + first } }
        if down == 0 {
            guard let index = order.firstIndex(of: token - first) else { return nil }
            let next = index + across.signum()
            return order.indices.contains(next) ? order[next] + first : nil
        }
        return nextRow(from: places[token - first], down).flatMap { shown(x: $0.x, y: $0.y, over: relevance) }
    }

    private func nextRow(from here: PointPixel, _ down: Int) -> PointPixel? {
        let step = down.signum()
        return pointsAt.keys.filter { ($0.y - here.y) * step > 0 }.min {
            (abs($0.y - here.y), abs($0.x - here.x), $0.x) < (abs($1.y - here.y), abs($1.x - here.x), $1.x)
        }
    }
}
