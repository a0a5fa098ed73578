import Cells

/// A pixel of a plot of points.
struct PointPixel: Hashable, Sendable {
    let x: Int
    let y: Int
}

/// The pixels of a plot, and what lies at them.
struct PointGrid {
    let width: Int
    let height: Int
    private let ranges: [ClosedRange<Double>]

    init(_ ranges: [ClosedRange<Double>], width: Int, height: Int) {
        (self.ranges, self.width, self.height) = (ranges, width, height)
    }

    /// The pixel of a place.
    func pixel(_ place: SIMD3<Double>) -> PointPixel {
        func number(_ axis: Int, of count: Int) -> Int {
            let range = ranges[axis]
            let share = (place[axis] - range.lowerBound) / max(range.upperBound - range.lowerBound, 1e-9)
            return Int(min(max(share * Double(count), 0), Double(max(count, 1)) - 0.5))
        }
        return PointPixel(x: number(0, of: width), y: height - 1 - number(1, of: height))
    }
}

/// The points of a cloud as discs, of which the nearest one is seen at each pixel.
struct PointDiscs: Sendable {
    private let width: Int
    private let height: Int
    /// The token of each pixel, row by row; -1 where there is none.
    private let tokens: [Int32]
    private let depths: [Float]
    /// The tokens that are seen anywhere, in their order.
    private let visible: [Int]

    init(_ seen: SeenPoints, _ grid: PointGrid, density: Density) {
        (width, height) = (grid.width, grid.height)
        var surface = PointSurface(width: grid.width, height: grid.height)
        var tokens = [Int32](repeating: -1, count: grid.width * grid.height)
        var depths = [Float](repeating: -.infinity, count: tokens.count)
        // So large that discs nearly touch, and at most as wide as a cell.
        let room = Double(tokens.count) / Double(max(seen.drawn.count, 1))
        let radius = min(0.45 * room.squareRoot(), Double(density.x) * 0.5)
        let size = Int(radius)
        for point in seen.drawn {
            let (middle, depth) = (grid.pixel(point.place), Float(point.place.z))
            for y in max(0, middle.y - size)..<min(grid.height, middle.y + size + 1) {
                for x in max(0, middle.x - size)..<min(grid.width, middle.x + size + 1) {
                    let (across, down) = (Double(x - middle.x), Double(y - middle.y))
                    guard across * across + down * down <= radius * radius + 0.25 else { continue }
                    let pixel = y * grid.width + x
                    guard depth > depths[pixel] else { continue }
                    (tokens[pixel], depths[pixel]) = (Int32(point.token), depth)
                }
            }
            surface.add(point, at: middle)
        }
        // Where points stand so close they are a surface, which has no holes and hides what is behind it.
        // Of random points ten are within reach, so that hardly a hole is left.
        let reach = ((10 * room).squareRoot() / 2 - 0.5).rounded(.up)
        // Half blocks are too large for that: gaps would be lost.
        if reach >= 1 && reach < Double(2 * density.x - 1) {
            surface.close(by: Int(reach))
            for pixel in tokens.indices where surface.depths[pixel] > depths[pixel] {
                (tokens[pixel], depths[pixel]) = (surface.tokens[pixel], surface.depths[pixel])
            }
        }
        (self.tokens, self.depths) = (tokens, depths)
        visible = Set(tokens).filter { $0 >= 0 }.sorted().map(Int.init)
    }

    /// The token that is seen at a pixel.
    func token(x: Int, y: Int) -> Int? {
        guard x >= 0, y >= 0, x < width, y < height, tokens[y * width + x] >= 0 else { return nil }
        return Int(tokens[y * width + x])
    }

    /// How near the point at a pixel is.
    func depth(x: Int, y: Int) -> Double? {
        token(x: x, y: y) == nil ? nil : Double(depths[y * width + x])
    }

    /// The nearest token in a direction, of those that are seen.
    func moved(_ token: Int, _ places: [PointPixel], _ across: Int, _ down: Int) -> Int? {
        let here = places[token]
        func cost(_ other: Int) -> Int? {
            let (x, y) = (places[other].x - here.x, places[other].y - here.y)
            let (along, aside) =
                down == 0 ? (x * across.signum(), abs(y)) : (y * down.signum(), abs(x))
            return along > 0 ? along + 2 * aside : nil
        }
        let found = visible.compactMap { other in cost(other).map { (cost: $0, token: other) } }
        return found.min { ($0.cost, $0.token) < ($1.cost, $1.token) }?.token
    }
}
