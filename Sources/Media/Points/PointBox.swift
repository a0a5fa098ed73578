/// A box in space, as it is seen from a side.
public struct PointBox: Sendable, Hashable {
    /// To the right, upwards, and towards the eye; without limit where a bound is infinite.
    public let ranges: [ClosedRange<Double>]
    /// The side that it is seen from.
    public let view: Viewpoint

    /// A range without limits.
    public static let all = -Double.infinity...Double.infinity

    /// A box by its ranges.
    public init(
        _ x: ClosedRange<Double>,
        _ y: ClosedRange<Double>,
        _ z: ClosedRange<Double> = all,
        view: Viewpoint = .front
    ) {
        (ranges, self.view) = ([x, y, z], view)
    }

    /// Whether a point lies in the box, be it on its border.
    public func contains(_ point: SIMD3<Double>) -> Bool {
        let seen = view.seen(point)
        return ranges[0].contains(seen.x) && ranges[1].contains(seen.y) && ranges[2].contains(seen.z)
    }

    /// The same box by the axes themselves, if it is seen along one of them.
    public var straight: PointBox {
        guard view.isAlongAxis else { return self }
        var own = [Self.all, Self.all, Self.all]
        let (right, up, near) = view.directions
        for (range, direction) in zip(ranges, [right, up, near]) {
            for axis in 0..<3 where direction[axis] != 0 {
                own[axis] = direction[axis] > 0 ? range : -range.upperBound...(-range.lowerBound)
            }
        }
        return PointBox(own[0], own[1], own[2])
    }
}

extension PointCloud {
    /// The cloud without the points in a box; `nil` if none is left.
    ///
    /// - Returns: the cloud, and how many points were taken away.
    public func without(_ box: PointBox) -> (cloud: PointCloud, count: Int)? {
        let left = points.filter { !box.contains($0) }
        guard !left.isEmpty else { return nil }
        return (PointCloud(left, origin: origin, notes: notes), points.count - left.count)
    }

    /// The cloud with the same part of another one in a box; clouds of other sizes are fitted into the same box first.
    ///
    /// - Returns: `nil` if neither has a point there.
    public func replacing(_ part: PointBox, with other: PointCloud) -> PointCloud? {
        let (own, theirs) = (box, other.box)
        let sides = (own.high - own.low, theirs.high - theirs.low)
        let fitted = other.points.map { point in
            var share = (point - theirs.low) / sides.1
            for axis in 0..<3 where !(sides.1[axis] > 0) { share[axis] = 0.5 }
            return own.low + share * sides.0
        }
        let (left, new) = (points.filter { !part.contains($0) }, fitted.filter(part.contains))
        guard left.count < points.count || !new.isEmpty, !(left + new).isEmpty else { return nil }
        return PointCloud(left + new, origin: origin, notes: notes)
    }
}
