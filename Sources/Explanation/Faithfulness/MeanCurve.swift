/// The mean of some curves, and how sure it is.
public struct MeanCurve: Sendable, Hashable {
    /// The mean at each share.
    public let curve: RemovalCurve
    /// Its standard error at each point; `nil` of a single curve.
    public let errors: [Double]?

    /// The mean of curves at the shares that they have; where these differ, at even distances, as many as the curve with
    /// the most points has, and between points on the lines that join them.
    ///
    /// - Precondition: there is a curve.
    public init(_ curves: [RemovalCurve]) {
        let most = curves.map(\.fractions.count).max() ?? 0
        let first = curves[0].fractions
        // What is removed and what is kept add up to 1 but for rounding.
        let areAlike = curves.allSatisfy { curve in
            curve.fractions.count == first.count
                && zip(curve.fractions, first).allSatisfy { abs($0 - $1) < 1e-9 }
        }
        let shares = areAlike ? first : (0..<most).map { Double($0) / Double(max(1, most - 1)) }
        let statistics = shares.indices.map { point in
            Statistics(curves.map { areAlike ? $0.values[point] : $0.value(at: shares[point]) })
        }
        curve = RemovalCurve(fractions: shares, values: statistics.map(\.mean))
        errors = curves.count > 1 ? statistics.map { $0.error ?? 0 } : nil
    }

    private init(_ curve: RemovalCurve, errors: [Double]?) { (self.curve, self.errors) = (curve, errors) }

    /// The same seen from the other end.
    public var mirrored: MeanCurve { MeanCurve(curve.mirrored, errors: errors.map { $0.reversed() }) }
}
