import Foundation

/// How numbers are spread over the colours.
package enum ScaleKind: String, Sendable, Hashable, CaseIterable {
    /// In proportion.
    case linear
    /// By their logarithm, over at most four decades.
    case log
    /// By their place in the ranking.
    case rank
}

/// Maps the numbers of one map to shares 0…1 of a colour map.
package struct Scale: Sendable {
    package let kind: ScaleKind
    package let range: ClosedRange<Float>
    private let sorted: [Float]

    /// A scale for the given numbers.
    ///
    /// - Parameters:
    ///   - values: the numbers.
    ///   - kind: how they are spread. Signed numbers and those that are not positive are spread linearly.
    ///   - range: the numbers at both ends; without it the least and the largest, from 0 if `fromZero`.
    package init(_ values: [Float], kind: ScaleKind, fromZero: Bool, range: ClosedRange<Float>? = nil) {
        let finite = values.filter(\.isFinite)
        let (low, high) = (finite.min() ?? 0, finite.max() ?? 0)
        let from = fromZero ? min(0, low) : low
        self.range = range ?? from...max(from, high)
        self.kind = kind == .log && self.range.upperBound <= 0 ? .linear : kind
        sorted = kind == .rank ? finite.sorted() : []
    }

    /// Where a number lies: 0 at the lower end, 1 at the upper one.
    package func callAsFunction(_ value: Float) -> Double {
        guard value.isFinite else { return 0 }
        switch kind {
        case .linear:
            let width = range.upperBound - range.lowerBound
            return width > 0 ? Double((value - range.lowerBound) / width) : 0
        case .log:
            let top = Foundation.log10(Double(range.upperBound))
            let bottom = max(
                top - 4,
                range.lowerBound > 0 ? Foundation.log10(Double(range.lowerBound)) : top - 4
            )
            guard value > 0, top > bottom else { return 0 }
            return min(max((Foundation.log10(Double(value)) - bottom) / (top - bottom), 0), 1)
        case .rank:
            guard sorted.count > 1 else { return 0 }
            var (low, high) = (0, sorted.count)
            while low < high {
                let middle = (low + high) / 2
                if sorted[middle] < value { low = middle + 1 } else { high = middle }
            }
            return Double(low) / Double(sorted.count - 1)
        }
    }
}
