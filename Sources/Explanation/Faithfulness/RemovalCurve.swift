/// What becomes of a class while tokens are left out, or added, in the order of a ranking.
public struct RemovalCurve: Sendable, Hashable {
    /// The share of the tokens that is removed (deletion) or kept (insertion), ascending from 0 to 1.
    public let fractions: [Double]
    /// The probability of the class at each of them; of a task that answers numbers, the number.
    public let values: [Double]

    /// A curve of some points.
    ///
    /// - Precondition: there is a value for each fraction.
    public init(fractions: [Double], values: [Double]) {
        precondition(fractions.count == values.count)
        self.fractions = fractions
        self.values = values
    }

    /// The area below the curve by the trapezoidal rule, over the true fractions.
    public var area: Double {
        fractions.indices.dropFirst().reduce(0.0) { sum, point in
            let width = fractions[point] - fractions[point - 1]
            return sum + width * (values[point] + values[point - 1]) / 2
        }
    }

    /// The same runs seen from the other end: what is removed by one ranking is kept by its reverse.
    public var mirrored: RemovalCurve {
        RemovalCurve(fractions: fractions.reversed().map { 1 - $0 }, values: values.reversed())
    }

    /// The value at a share from 0 to 1, between two points on the line that joins them.
    public func value(at share: Double) -> Double {
        guard let next = fractions.firstIndex(where: { $0 >= share }), next > 0 else {
            return values.first ?? 0
        }
        let (left, right) = (fractions[next - 1], fractions[next])
        let part = right > left ? (share - left) / (right - left) : 1
        return values[next - 1] + part * (values[next] - values[next - 1])
    }
}

/// Deletion and insertion by one ranking (Petsiuk, Das and Saenko 2018, *RISE*), by leaving tokens out.
public struct RankingCurves: Sendable, Hashable {
    /// What is left of the class while the first tokens of the ranking are removed: the lower, the better.
    public let deletion: RemovalCurve
    /// What there is of the class while the first tokens of the ranking alone are there: the higher, the better.
    public let insertion: RemovalCurve

    /// The curves of a ranking.
    public init(deletion: RemovalCurve, insertion: RemovalCurve) {
        self.deletion = deletion
        self.insertion = insertion
    }

    /// The area below insertion less that below deletion; 0 is what rankings have on average.
    public var gap: Double { insertion.area - deletion.area }

    /// The curves of the reversed ranking, which take no further run.
    public var reversed: RankingCurves {
        RankingCurves(deletion: insertion.mirrored, insertion: deletion.mirrored)
    }
}

/// How many tokens are removed at the points of curves.
struct RemovalSteps: Sendable, Hashable {
    /// How many tokens there are.
    let count: Int
    /// How many are removed, ascending from none to all.
    let removed: [Int]

    /// Points at even distances, both ends among them; fewer where there are not as many tokens.
    ///
    /// - Precondition: there are at least two points, and a token.
    init(points: Int, count: Int) {
        precondition(points > 1 && count > 0)
        let last = points - 1
        let half = (0..<(last + 1) / 2).map { (2 * $0 * count + last) / (2 * last) }
        let middle = last % 2 == 0 ? [(count + 1) / 2] : []
        self.count = count
        removed = Set(half + middle + half.map { count - $0 }).sorted()
    }

    /// The places of a ranking that deletion leaves out, one range for each point.
    var deletions: [Range<Int>] { removed.map { 0..<$0 } }
    /// The places of a ranking that insertion leaves out, from all to none.
    var insertions: [Range<Int>] { removed.reversed().map { count - $0..<count } }

    /// The curves of a ranking.
    ///
    /// - Parameter values: what becomes of the class without some places of the ranking.
    func curves(_ values: [Range<Int>: Double]) -> RankingCurves {
        func curve(_ fractions: [Int], _ places: [Range<Int>]) -> RemovalCurve {
            RemovalCurve(
                fractions: fractions.map { Double($0) / Double(count) },
                values: places.map { values[$0] ?? .nan }
            )
        }
        return RankingCurves(
            deletion: curve(removed, deletions),
            insertion: curve(removed.reversed().map { count - $0 }, insertions)
        )
    }
}
