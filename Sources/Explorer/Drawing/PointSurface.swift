/// How near points are at each pixel, and whose they are: a picture of depths whose holes can be closed.
struct PointSurface {
    private let width: Int
    private let height: Int
    /// How near the nearest point is, row by row; infinitely far where there is none.
    private(set) var depths: [Float]
    /// The token of that point; -1 where there is none.
    private(set) var tokens: [Int32]

    init(width: Int, height: Int) {
        (self.width, self.height) = (width, height)
        depths = [Float](repeating: -.infinity, count: width * height)
        tokens = [Int32](repeating: -1, count: width * height)
    }

    /// Takes in a point; of those at the same pixel the nearest stays.
    mutating func add(_ point: SeenPoints.Point, at pixel: PointPixel) {
        let (place, depth) = (pixel.y * width + pixel.x, Float(point.place.z))
        if depth > depths[place] { (depths[place], tokens[place]) = (depth, Int32(point.token)) }
    }

    /// Fills what lies between points that are at most twice as far apart, and nothing beside them.
    ///
    /// It is the closing of a grey picture by a square (Serra 1982): each pixel gets the nearest point around it, and then
    /// the farthest of these. So edges stay where they are.
    mutating func close(by reach: Int) {
        for isNearest in [true, false] {
            spread(reach, lines: height, apart: width, count: width, step: 1, isNearest)
            spread(reach, lines: width, apart: 1, count: height, step: width, isNearest)
        }
    }

    /// Gives each pixel of each line the nearest or the farthest point within reach on its line.
    private mutating func spread(
        _ reach: Int,
        lines: Int,
        apart: Int,
        count: Int,
        step: Int,
        _ isNearest: Bool
    ) {
        let (from, whose) = (depths, tokens)
        for line in 0..<lines {
            for place in 0..<count {
                let pixel = line * apart + place * step
                var best = pixel
                for other in max(0, place - reach)..<min(count, place + reach + 1) {
                    let other = line * apart + other * step
                    if isNearest ? from[other] > from[best] : from[other] < from[best] { best = other }
                }
                (depths[pixel], tokens[pixel]) = (from[best], whose[best])
            }
        }
    }
}
