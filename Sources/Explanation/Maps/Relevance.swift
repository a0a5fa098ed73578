import Glibc
public import Perceiver

/// One number for each token of an input: what a heatmap shows.
public struct Relevance: Sendable, Hashable {
    /// What the numbers of several tokens amount to.
    public enum Kind: Sendable, Hashable {
        /// Shares of a whole, which add up.
        case share
        /// Multiples of an even share, of which the average counts.
        case ratio
        /// Logarithms of shares, up to a constant.
        case logarithm
        /// What a whole part of the input does, told of each of its tokens.
        case part
    }

    /// A number for each token.
    public let values: [Float]
    /// Whether zero is the middle: positive numbers speak for the class, negative ones against it.
    public let isSigned: Bool
    /// What the numbers are, in words for the legend.
    public let meaning: String
    /// The least number that deserves full colour, if the numbers have a size of their own: weaker maps are drawn faint.
    public let fullColour: Float?
    /// What the numbers of several tokens amount to.
    public let kind: Kind
    /// The largest number: of signed ones what speaks most for the class.
    public let largest: Float
    /// Tokens of the model's own, which have no place: colours and masks are made for the others.
    public let own: Range<Int>
    /// How far 99 of 100 signed shares go from zero, or all of them where the others are nothing; `nil` of other numbers.
    private let usualReach: Float?

    /// Numbers for the tokens of one input.
    public init(
        values: [Float],
        isSigned: Bool,
        meaning: String,
        kind: Kind = .share,
        fullColour: Float? = nil,
        own: Range<Int> = 0..<0
    ) {
        self.values = values
        self.isSigned = isSigned
        self.meaning = meaning
        self.kind = kind
        self.fullColour = fullColour
        self.own = own
        usualReach = isSigned && kind == .share ? Self.usualReach(values.without(own)) : nil
        largest = values.reduce(-.infinity) { $1 > $0 ? $1 : $0 }
    }

    /// The same numbers, whose colours and masks are made for tokens other than some of the model's own.
    public func setting(aside own: Range<Int>) -> Relevance {
        guard own != self.own else { return self }
        return Relevance(
            values: values,
            isSigned: isSigned,
            meaning: meaning,
            kind: kind,
            fullColour: fullColour,
            own: own
        )
    }

    /// The numbers that colours are made for.
    public var placed: [Float] { values.without(own) }

    /// The tokens of the smallest part that holds a share of the mass of those that have a place.
    public func places(holding share: Double) -> [Int] {
        var masses = masses
        for token in own where masses.indices.contains(token) { masses[token] = -.infinity }
        return Spread.places(holding: share, of: masses)
    }

    /// The numbers at both ends of a scale that says how strong the map is: symmetric about zero for signed ones, and
    /// never so narrow that a weak map gets full colours; `nil` where only differences count.
    ///
    /// Of signed shares the largest hundredth goes beyond it: a single token would leave all others dark.
    public var anchoredRange: ClosedRange<Float>? {
        guard isSigned || fullColour != nil else { return nil }
        let reach = Swift.max(usualReach ?? self.reach, fullColour ?? 0)
        return isSigned ? -reach...reach : 0...reach
    }

    private static func usualReach(_ values: [Float]) -> Float {
        let sizes = values.map(abs).sorted()
        guard let most = sizes.last else { return 0 }
        let usual = sizes[Int((0.99 * Double(sizes.count - 1)).rounded(.up))]
        return usual > 0 ? usual : most
    }

    /// Whether all numbers are far from what deserves full colour: less than a fifth of it.
    public var isWeak: Bool { fullColour.map { reach < $0 / 5 } ?? false }

    /// How far the numbers go from zero.
    public var reach: Float { placed.reduce(0) { Swift.max($0, abs($1)) } }
}

extension Relevance {
    /// What the numbers of some tokens amount to: of a word's bytes the word's number.
    ///
    /// - Precondition: there is at least one token.
    public func value(of tokens: [Int]) -> Float {
        let numbers = tokens.map { values[$0] }
        switch kind {
        case .share: return numbers.reduce(0, +)
        case .ratio, .logarithm: return numbers.reduce(0, +) / Float(numbers.count)
        case .part: return numbers.max { abs($0) < abs($1) } ?? 0
        }
    }

    /// How much of the mass each token has: of logarithms, what their exponentials are.
    public var masses: [Float] {
        guard kind == .logarithm else { return values }
        return values.map { exp($0 - largest) }
    }
}

extension [Float] {
    /// All but some.
    fileprivate func without(_ range: Range<Int>) -> [Float] {
        range.isEmpty ? self : Array(prefix(range.lowerBound) + dropFirst(range.upperBound))
    }
}

extension AttentionUnit {
    /// What the numbers of several tokens amount to.
    public var kind: Relevance.Kind {
        switch self {
        case .weight: .share
        case .lift: .ratio
        case .score: .logarithm
        }
    }
}
