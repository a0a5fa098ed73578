/// A flow in a few numbers.
public struct FlowFacts: Sendable {
    /// The longest displacement in pixels.
    public let longest: Double
    /// The average length in pixels.
    public let mean: Double
    /// The average displacement.
    public let drift: (right: Double, down: Double)

    /// Measures a flow.
    public init(_ field: FlowField) {
        var (longest, lengths, right, down) = (Float(0), 0.0, 0.0, 0.0)
        field.values.withUnsafeBufferPointer { values in
            for index in stride(from: 0, to: values.count, by: 2) {
                let (x, y) = (values[index], values[index + 1])
                let length = (x * x + y * y).squareRoot()
                longest = max(longest, length)
                lengths += Double(length)
                right += Double(x)
                down += Double(y)
            }
        }
        let count = Double(max(1, field.width * field.height))
        self.longest = Double(longest)
        mean = lengths / count
        drift = (right / count, down / count)
    }
}
