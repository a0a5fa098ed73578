/// One number for each token of an input: what a heatmap shows.
public struct Relevance: Sendable, Hashable {
    /// A number for each token.
    public let values: [Float]
    /// Whether zero is the middle: positive numbers speak for the class, negative ones against it.
    public let isSigned: Bool
    /// What the numbers are, in words for the legend.
    public let meaning: String
    /// The largest number: of signed ones what speaks most for the class.
    public let largest: Float

    /// Numbers for the tokens of one input.
    public init(values: [Float], isSigned: Bool, meaning: String) {
        self.values = values
        self.isSigned = isSigned
        self.meaning = meaning
        largest = values.reduce(-.infinity) { $1 > $0 ? $1 : $0 }
    }

    /// The least and the largest number; symmetric about zero for signed ones.
    public var range: ClosedRange<Float> {
        let (low, high) = (values.min() ?? 0, values.max() ?? 0)
        guard isSigned else { return low...high }
        let reach = Swift.max(abs(low), abs(high))
        return -reach...reach
    }
}
