import Glibc
import Numerics

/// How numbers are spread over the colours.
package enum ScaleKind: String, Sendable, Hashable, CaseIterable {
    /// In proportion up to the 99th percentile, or a quarter of the largest number if that is more: a few large numbers
    /// do not make all others vanish.
    case clipped
    /// In proportion up to the largest.
    case linear
    /// By their logarithm, over at most four decades.
    case log
    /// By their place in the ranking.
    case rank
}

/// Maps the numbers of one map to shares 0…1 of a colour map.
package struct Scale: Sendable {
    package let kind: ScaleKind
    /// The numbers at both ends of the colours; those beyond them have the colour of the end.
    package let range: ClosedRange<Float>
    /// Whether some numbers are larger than the upper end.
    package let isClipped: Bool
    private let sorted: [Float]

    /// A scale for the given numbers.
    ///
    /// - Parameters:
    ///   - values: the numbers.
    ///   - kind: how they are spread. Clipped only if none is negative, and by logarithm only if besides one is positive;
    ///     otherwise linearly.
    ///   - fromZero: whether a linear scale begins at 0 if the least number is larger.
    ///   - range: the numbers at both ends; without it the least and the largest.
    package init(_ values: [Float], kind: ScaleKind, fromZero: Bool, range: ClosedRange<Float>? = nil) {
        let finite = values.filter(\.isFinite)
        let (low, high) = (finite.min() ?? 0, finite.max() ?? 0)
        let from = fromZero ? min(0, low) : low
        let whole = range ?? from...max(from, high)
        self.kind = Self.isFit(kind, low: low, high: whole.upperBound) ? kind : .linear
        self.range =
            switch self.kind {
            case .clipped where range == nil: from...Self.clipped(finite, largest: whole.upperBound)
            case .log: Self.decades(finite, upTo: whole.upperBound)
            case .clipped, .linear, .rank: whole
            }
        isClipped = self.range.upperBound < high
        sorted = kind == .rank ? finite.sorted() : []
    }

    private static func isFit(_ kind: ScaleKind, low: Float, high: Float) -> Bool {
        switch kind {
        case .linear, .rank: true
        case .clipped: low >= 0
        case .log: low >= 0 && high > 0
        }
    }

    /// The largest number that is not among the top hundredth; not less than a quarter of the largest of all.
    private static func clipped(_ values: [Float], largest: Float) -> Float {
        let top = values.count / 100
        guard top > 0 else { return largest }
        return max(values.sorted()[values.count - 1 - top], largest / 4)
    }

    /// From the least positive number, but not from further down than four decades below the largest.
    private static func decades(_ values: [Float], upTo high: Float) -> ClosedRange<Float> {
        let least = values.filter { $0 > 0 }.min() ?? high
        return min(max(least, high / 1e4), high)...high
    }

    /// Where a number lies: 0 at the lower end, 1 at the upper one.
    package func callAsFunction(_ value: Float) -> Double {
        guard value.isFinite else { return 0 }
        switch kind {
        case .clipped, .linear:
            let width = range.upperBound - range.lowerBound
            return width > 0 ? Double(min(max((value - range.lowerBound) / width, 0), 1)) : 0
        case .log:
            let (bottom, top) = (log10(Double(range.lowerBound)), log10(Double(range.upperBound)))
            guard value > 0, top > bottom else { return 0 }
            return min(max((log10(Double(value)) - bottom) / (top - bottom), 0), 1)
        case .rank:
            guard sorted.count > 1 else { return 0 }
            return Double(sorted.partitioningIndex { $0 >= value }) / Double(sorted.count - 1)
        }
    }
}
