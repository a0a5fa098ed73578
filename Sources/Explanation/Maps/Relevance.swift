/// One number for each token of an input: what a heatmap shows.
public struct Relevance: Sendable, Hashable {
    /// A number for each token.
    public let values: [Float]
    /// Whether zero is the middle: positive numbers speak for the class, negative ones against it.
    public let isSigned: Bool
    /// What the numbers are, in words for the legend.
    public let meaning: String
    /// The least number that deserves full colour, if the numbers have a size of their own: weaker maps are drawn faint.
    public let fullColour: Float?
    /// The largest number: of signed ones what speaks most for the class.
    public let largest: Float

    /// Numbers for the tokens of one input.
    public init(values: [Float], isSigned: Bool, meaning: String, fullColour: Float? = nil) {
        self.values = values
        self.isSigned = isSigned
        self.meaning = meaning
        self.fullColour = fullColour
        largest = values.reduce(-.infinity) { $1 > $0 ? $1 : $0 }
    }

    /// The numbers at both ends of a scale that says how strong the map is: symmetric about zero for signed ones, and
    /// never so narrow that a weak map gets full colours; `nil` where only differences count.
    public var anchoredRange: ClosedRange<Float>? {
        guard isSigned || fullColour != nil else { return nil }
        let reach = Swift.max(self.reach, fullColour ?? 0)
        return isSigned ? -reach...reach : 0...reach
    }

    /// Whether all numbers are far from what deserves full colour: less than a fifth of it.
    public var isWeak: Bool { fullColour.map { reach < $0 / 5 } ?? false }

    /// How far the numbers go from zero.
    public var reach: Float { values.reduce(0) { Swift.max($0, abs($1)) } }
}
