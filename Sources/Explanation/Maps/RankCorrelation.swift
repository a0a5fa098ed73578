/// Spearman's rank correlation.
public enum RankCorrelation {
    /// How alike some numbers and others rank the same things: 1 in the same order, −1 in the opposite one; `nil` where
    /// all of either are equal, or one is not a number.
    ///
    /// Equal numbers share the mean of their ranks.
    ///
    /// - Precondition: there are as many of both.
    public static func spearman(_ first: [Float], _ second: [Float]) -> Double? {
        precondition(first.count == second.count)
        guard (first + second).allSatisfy({ !$0.isNaN }) else { return nil }
        return pearson(ranks(first), ranks(second))
    }

    /// The ranks of numbers from 1, the least first.
    static func ranks(_ numbers: [Float]) -> [Double] {
        let order = numbers.indices.sorted { numbers[$0] < numbers[$1] }
        var ranks = [Double](repeating: 0, count: numbers.count)
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, numbers[order[end]] == numbers[order[start]] { end += 1 }
            for place in start..<end { ranks[order[place]] = Double(start + end + 1) / 2 }
            start = end
        }
        return ranks
    }

    private static func pearson(_ first: [Double], _ second: [Double]) -> Double? {
        let middle = (Double(first.count) + 1) / 2
        var (product, squares, others) = (0.0, 0.0, 0.0)
        for (a, b) in zip(first, second) {
            product += (a - middle) * (b - middle)
            squares += (a - middle) * (a - middle)
            others += (b - middle) * (b - middle)
        }
        return squares > 0 && others > 0 ? product / (squares * others).squareRoot() : nil
    }
}
