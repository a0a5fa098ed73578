import Glibc
import Numerics

/// How widely a row of attention weights is spread.
public struct Spread: Sendable, Hashable {
    /// The entropy in bits.
    public let entropy: Double
    /// 2 to the power of the entropy: over how many places the row would spread if it were even.
    public let effectiveCount: Double
    /// The smallest number of places that hold half of the row's mass.
    public let halfMassCount: Int
    /// The place of the largest weight.
    public let peak: Int

    /// The spread of weights, which need not sum to 1; negative ones count as 0.
    public init(weights: [Float]) {
        self.init(weights: weights, sorted: weights.sorted(by: >))
    }

    /// The spread of weights that are sorted already, the largest first: sorting takes longer than the rest.
    init(weights: [Float], sorted: [Float]) {
        let total = weights.reduce(0.0) { $0 + Double(max($1, 0)) }
        var entropy = 0.0
        for weight in weights where weight > 0 {
            let share = Double(weight) / total
            entropy -= share * log2(share)
        }
        self.entropy = entropy
        effectiveCount = exp2(entropy)
        peak = sorted.first.flatMap(weights.firstIndex(of:)) ?? 0
        halfMassCount = Self.count(holding: 0.5, of: sorted, total: total)
    }

    /// The entropy in bits of one row of weights, which need not sum to 1.
    static func entropy(of weights: Matrix, row: Int) -> Double {
        weights[rows: row..<row + 1].withElements { elements in
            let total = elements.reduce(0.0) { $0 + Double($1) }
            // With p = w / total: −Σ p log p = log total − Σ w log w / total.
            let sum = elements.reduce(0.0) { $1 > 0 ? $0 + Double($1 * log2($1)) : $0 }
            return log2(total) - sum / total
        }
    }

    /// The places, most weight first, that together hold a share of the mass: the fewest that do.
    public static func places(holding share: Double, of weights: [Float]) -> [Int] {
        let total = weights.reduce(0.0) { $0 + Double(max($1, 0)) }
        let order = weights.indices.sorted { (weights[$0], $1) > (weights[$1], $0) }
        return Array(order.prefix(count(holding: share, of: order.map { weights[$0] }, total: total)))
    }

    private static func count(holding share: Double, of sorted: [Float], total: Double) -> Int {
        var sum = 0.0
        for (index, weight) in sorted.enumerated() {
            sum += Double(max(weight, 0))
            if sum >= share * total { return index + 1 }
        }
        return sorted.count
    }
}

/// Where values stand among each other.
public struct Ranking: Sendable {
    private let sorted: [Float]

    /// The ranking of some values.
    public init(_ values: [Float]) { self.init(sorted: values.sorted(by: >)) }

    /// The ranking of values that are sorted already, the largest first.
    init(sorted: [Float]) { self.sorted = sorted }

    /// How many values there are.
    public var count: Int { sorted.count }

    /// The place of a value, 1 for the largest; equal values share the first of their places.
    public func rank(of value: Float) -> Int {
        sorted.partitioningIndex { $0 <= value } + 1
    }

    /// The share of values that are not larger, in percent.
    public func percentile(of value: Float) -> Double {
        sorted.isEmpty ? 0 : 100 * Double(sorted.count - rank(of: value) + 1) / Double(sorted.count)
    }
}
