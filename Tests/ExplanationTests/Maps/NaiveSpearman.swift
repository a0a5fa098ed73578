/// The definition of Spearman's rank correlation: Pearson's of ranks, where equal numbers share the mean of theirs.
func naiveSpearman(_ first: [Float], _ second: [Float]) -> Double {
    func ranks(_ numbers: [Float]) -> [Double] {
        numbers.map { number in
            let (less, equal) = (numbers.count { $0 < number }, numbers.count { $0 == number })
            return Double(less) + Double(equal + 1) / 2
        }
    }
    let (a, b) = (ranks(first), ranks(second))
    let means = (a.reduce(0, +) / Double(a.count), b.reduce(0, +) / Double(b.count))
    func sum(_ product: (Double, Double) -> Double) -> Double {
        zip(a, b).reduce(0) { $0 + product($1.0 - means.0, $1.1 - means.1) }
    }
    return sum { $0 * $1 } / (sum { x, _ in x * x } * sum { _, y in y * y }).squareRoot()
}
