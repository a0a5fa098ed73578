import TestData
import Testing

func expectClose(
    _ got: [Float],
    _ expected: [Float],
    within tolerance: Float,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let worst = largestDifference(got, expected)
    #expect(worst <= tolerance, "largest difference \(worst)", sourceLocation: sourceLocation)
}
