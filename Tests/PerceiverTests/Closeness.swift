import Numerics
import TestData
import Testing

/// Expects two matrices to agree as well as two correct computations in 32 bits do.
func expectClose(
    _ got: Matrix,
    _ expected: Matrix,
    _ what: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let (got, expected) = (got.elements, expected.elements)
    let tolerance = 1e-4 + 1e-5 * (expected.map(abs).max() ?? 0)
    let worst = largestDifference(got, expected)
    #expect(worst <= tolerance, "\(what) differs by \(worst)", sourceLocation: sourceLocation)
}
