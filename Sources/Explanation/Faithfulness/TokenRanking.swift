import Numerics

/// Tokens in the order in which a map ranks them.
public struct TokenRanking: Sendable, Hashable {
    /// The tokens' numbers, the first in the ranking first.
    public let order: [Int]

    /// Tokens by their numbers in a map, the largest first: of signed ones what speaks most for the class.
    ///
    /// Equal numbers are in random order. What is no number comes last.
    ///
    /// - Parameters:
    ///   - values: a number for each token of the input.
    ///   - tokens: those that are ranked.
    ///   - seed: chooses the order of equal ones.
    public init(_ values: [Float], of tokens: [Int], seed: UInt64 = 0) {
        let shuffled = Self(shuffling: tokens, seed: seed).order
        func value(_ place: Int) -> Float {
            let value = values[shuffled[place]]
            return value.isNaN ? -.infinity : value
        }
        order = shuffled.indices.sorted { (value($0), $1) > (value($1), $0) }.map { shuffled[$0] }
    }

    /// Tokens in random order.
    ///
    /// The same seed gives the same order on every machine (Fisher and Yates, with SplitMix64).
    public init(shuffling tokens: [Int], seed: UInt64) {
        var (order, random) = (tokens, SplitMix(seed: seed))
        order.shuffle(by: &random)
        self.order = order
    }
}
