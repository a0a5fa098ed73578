public import Media

/// A cloud of points as a screen shows it.
public struct CloudOutline: Sendable, Hashable {
    /// The points that are drawn: all, or some of many.
    public let points: [SIMD3<Double>]
    /// How many there are.
    public let count: Int
    /// What the file says of itself.
    public let origin: PointCloud.Origin

    /// What is kept of a cloud.
    package init(_ cloud: PointCloud) {
        let shown = min(cloud.points.count, Self.mostPoints)
        points = (0..<shown).map { cloud.points[$0 * cloud.points.count / shown] }
        (count, origin) = (cloud.points.count, cloud.origin)
    }

    /// What it is, in one line.
    public var facts: String {
        let points = "\(count.grouped) points"
        return origin.faceCount > 0
            ? "\(points) on a mesh of \(origin.faceCount.grouped) faces · \(origin.format)"
            : "\(points) · \(origin.format)"
    }

    private static let mostPoints = 4096
}
