import Explanation
import Media
import Models

/// Tokens that are points, and the points of a cloud around them, as they are seen from a side.
struct SeenPoints {
    /// A point that is drawn.
    struct Point {
        /// To the right, upwards, and towards the eye.
        let place: SIMD3<Double>
        /// The number of its token, from the first of the section.
        let token: Int
    }

    /// The end of an axis: what is measured there.
    struct Axis {
        let name: String
        /// At the left or lower end.
        let low: Double
        /// At the right or upper end.
        let high: Double
        /// The unit as written after a number.
        let unit: String

        var words: String { unit.isEmpty ? name : "\(name) in \(unit)" }

        /// Both ends as they are written: what is less than a thousandth of the axis is 0.
        var ends: (low: Double, high: Double) {
            func written(_ end: Double) -> Double { abs(end) < abs(high - low) / 1000 ? 0 : end }
            return (written(low), written(high))
        }
    }

    /// Where the tokens are seen.
    let tokens: [SIMD3<Double>]
    /// What is drawn: the points of a cloud, or without one the tokens themselves.
    let drawn: [Point]
    /// What is shown to the right and upwards.
    let ranges: [ClosedRange<Double>]
    /// From the farthest to the nearest.
    let depth: ClosedRange<Double>
    /// Whether all tokens lie in a plane.
    let isFlat: Bool
    /// Whether points of a cloud hide others behind them.
    let isCloud: Bool
    /// To the right and upwards; `nil` where it is none of the points' own.
    let axes: [Axis?]
    /// The side that they are seen from.
    let view: Viewpoint
    /// Whether both axes have the same unit, and so the same scale.
    let isEven: Bool

    init(_ points: Layout.Points, _ cloud: CloudOutline? = nil, from view: Viewpoint = .front) {
        let dimensions = points.dimensions
        isFlat = dimensions.count == 2
        let view = isFlat ? .front : view
        self.view = view
        let cloud = cloud.flatMap { $0.tokens.isEmpty || dimensions.count == 2 ? nil : $0 }
        isCloud = cloud != nil
        let (right, up, near) = view.directions
        func seen(_ point: SIMD3<Double>) -> SIMD3<Double> {
            SIMD3((point * right).sum(), (point * up).sum(), (point * near).sum())
        }
        let all = (0..<points.count).map { point in
            SIMD3(
                points.coordinate(point, 0),
                points.coordinate(point, 1),
                dimensions.count == 3 ? points.coordinate(point, 2) : 0
            )
        }
        let tokens = all.map(seen)
        let drawn =
            cloud.map { zip($0.points, $0.tokens).map { Point(place: seen($0), token: $1) } }
            ?? tokens.enumerated().map { Point(place: $1, token: $0) }
        (self.tokens, self.drawn) = (tokens, drawn)
        axes = [right, up].map { Self.axis($0, dimensions) }
        if let across = axes[0], let upwards = axes[1] {
            ranges = [across, upwards].map { min($0.low, $0.high)...max($0.low, $0.high) }
                .enumerated().map { place, range in
                    // Coordinates that fall to the right are counted the other way round.
                    [across, upwards][place].low > [across, upwards][place].high
                        ? -range.upperBound...(-range.lowerBound) : range
                }
        } else {
            ranges = (0..<2).map { axis in Self.range(drawn.map { $0.place[axis] }) }
        }
        depth =
            view == .front && dimensions.count == 3 && cloud == nil
            ? dimensions[2].range : Self.range(drawn.map(\.place.z))
        isEven =
            dimensions.count == 3 && dimensions.allSatisfy { $0.unit == dimensions[0].unit }
            || dimensions[0].unit == dimensions[1].unit
    }

    private static func range(_ numbers: [Double]) -> ClosedRange<Double> {
        let (low, high) = (numbers.min() ?? 0, numbers.max() ?? 0)
        return low...max(low, high)
    }

    /// What lies along a direction, if it is one of the dimensions.
    private static func axis(
        _ direction: SIMD3<Double>,
        _ dimensions: [Layout.Points.Dimension]
    ) -> Axis? {
        for (index, dimension) in dimensions.enumerated() where abs(direction[index]) == 1 {
            let (low, high) = (dimension.range.lowerBound, dimension.range.upperBound)
            let isForward = direction[index] > 0
            return Axis(
                name: dimension.name,
                low: isForward ? low : high,
                high: isForward ? high : low,
                unit: dimension.unit
            )
        }
        return nil
    }
}
