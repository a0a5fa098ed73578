/// The largest difference between two lists of numbers; infinite if their lengths differ or one of them has
/// something in it that is no number.
package func largestDifference(_ a: [Float], _ b: [Float]) -> Float {
    guard a.count == b.count else { return .infinity }
    return zip(a, b).reduce(0) { worst, pair in
        let difference = abs(pair.0 - pair.1)
        return difference.isNaN ? .infinity : max(worst, difference)
    }
}

/// The Euclidean norm of the difference of two lists of numbers, divided by that of the second one; infinite if their
/// lengths differ or something is no number.
package func relativeError(_ got: [Float], _ expected: [Float]) -> Double {
    guard got.count == expected.count else { return .infinity }
    var (difference, whole) = (0.0, 0.0)
    for (a, b) in zip(got, expected) {
        difference += (Double(a) - Double(b)) * (Double(a) - Double(b))
        whole += Double(b) * Double(b)
    }
    let error = difference.squareRoot() / max(whole.squareRoot(), 1e-30)
    return error.isNaN ? .infinity : difference == 0 ? 0 : error
}
