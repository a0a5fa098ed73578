/// Points as the model sees them: the middle of their box is 0, and the farthest one has the distance 1.
struct Places: Sendable {
    let points: [SIMD3<Float>]
    private let lengths: [Float]

    /// Moves and scales points.
    init(_ all: [SIMD3<Double>]) {
        let low = all.dropFirst().reduce(all[0]) { pointwiseMin($0, $1) }
        let high = all.dropFirst().reduce(all[0]) { pointwiseMax($0, $1) }
        let moved = all.map { $0 - (low + high) / 2 }
        let farthest = moved.reduce(1e-300) { max($0, ($1 * $1).sum()) }.squareRoot()
        self.init(moved.map { SIMD3<Float>($0 / farthest) }, areScaled: true)
    }

    /// Points that were moved and scaled.
    init(_ points: [SIMD3<Float>], areScaled: Bool) {
        self.points = points
        lengths = points.map { Self.square($0).squareRoot() }
    }

    /// Squares are added in the order of the axes.
    private static func square(_ point: SIMD3<Float>) -> Float {
        point.x * point.x + point.y * point.y + point.z * point.z
    }

    /// Points that lie far from each other: first the one farthest from 0, then always the one whose nearest chosen one is
    /// farthest away, of several as far the first.
    func spread(_ count: Int) -> [Int] {
        func farthest(_ distances: [Float]) -> Int {
            distances.indices.dropFirst().reduce(0) { distances[$1] > distances[$0] ? $1 : $0 }
        }
        var chosen = [farthest(points.map(Self.square))]
        var nearest = [Float](repeating: .infinity, count: points.count)
        while chosen.count < min(count, points.count) {
            let last = points[chosen[chosen.count - 1]]
            for (index, point) in points.enumerated() {
                nearest[index] = min(nearest[index], Self.square(point - last))
            }
            chosen.append(farthest(nearest))
        }
        return chosen
    }

    /// The numbers of the points nearest to one, itself first; of several as near the first in order.
    func nearest(to centre: Int, _ count: Int) -> [Int] {
        // Distances are not negative, so that their bits are in the same order.
        var keys: [UInt64] = []
        keys.reserveCapacity(points.count)
        for (index, point) in points.enumerated() where index != centre {
            keys.append(UInt64(Self.square(points[centre] - point).bitPattern) << 32 | UInt64(index))
        }
        keys.sort()
        return [centre] + keys.prefix(count - 1).map { Int($0 & 0xFFFF_FFFF) }
    }

    /// What a point is, seen from a centre: where, how much farther out, and how far away.
    func facts(_ point: Int, from centre: Int) -> [Float] {
        let offset = points[point] - points[centre]
        let numbers = [
            offset.x, offset.y, offset.z, lengths[point] - lengths[centre],
            Self.square(offset).squareRoot(),
        ]
        return numbers.map { 8 * $0 }
    }
}
