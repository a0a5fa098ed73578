public import Media
import Models

/// A cloud of points as a screen shows it.
public struct CloudOutline: Sendable, Hashable {
    /// The points that are drawn: all, or some of many.
    public let points: [SIMD3<Double>]
    /// Of each the token whose centre is nearest to it.
    public let tokens: [Int]
    /// How many there are.
    public let count: Int
    /// What the file says of itself.
    public let origin: PointCloud.Origin

    /// What is kept of a cloud.
    ///
    /// - Parameter layout: where the tokens' centres lie.
    package init(_ cloud: PointCloud, layout: Layout) {
        points = EvenChoice.numbers(min(cloud.points.count, Self.mostPoints), of: cloud.points.count)
            .map { cloud.points[$0] }
        (count, origin) = (cloud.points.count, cloud.origin)
        guard let centres = layout.placed.points, centres.dimensions.count == 3 else {
            tokens = []
            return
        }
        let places = (0..<centres.count).map(centres.place)
        let first = layout.placed.first
        tokens = points.map { point in
            var (best, least) = (0, Double.infinity)
            for (index, place) in places.enumerated() {
                let offset = point - place
                let distance = (offset * offset).sum()
                if distance < least { (best, least) = (index, distance) }
            }
            return best + first
        }
    }

    /// What it is, in one line.
    public var facts: String {
        let points = "\(count.grouped) point\(count == 1 ? "" : "s")"
        let source =
            origin.faceCount > 0 ? " on a mesh of \(origin.faceCount.grouped) faces" : ""
        return "\(points)\(source) · \(origin.format)"
    }

    private static let mostPoints = 8192
}
