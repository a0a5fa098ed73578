import Media
public import Models

/// The parts of an input that were removed one after the other: each of them has one number, whatever its tokens are.
public struct Blocks: Sendable {
    /// The tokens of each.
    public let tokens: [[Int]]
    /// What they are called together.
    public let name: String

    /// What one of them is called.
    var partName: String { String(name.dropLast()) }

    /// The parts of an input as far as the model gets them.
    public init(of input: InputArray, _ grain: Grain = .usual) {
        tokens = input.parts(grain).filter { !input.removed.isSuperset(of: $0) }
        name = input.modality.partName(grain) + "s"
    }

    /// Parts of an input, as far as the model gets them.
    public init(_ tokens: [[Int]], called name: String) { (self.tokens, self.name) = (tokens, name) }

    /// The place of a token's block among all by their numbers, from 1.
    ///
    /// - Parameter values: a number for each token.
    public func rank(of token: Int, by values: [Float]) -> Int {
        1 + tokens.count { block in block.first.map { values[$0] > values[token] } ?? false }
    }

    /// The number of each token's block; `nil` of tokens that are in none.
    func numbers(of count: Int) -> [Int?] {
        var numbers = [Int?](repeating: nil, count: count)
        for (number, block) in tokens.enumerated() { for token in block { numbers[token] = number } }
        return numbers
    }

    /// The tokens of the block that a token is in.
    public func block(of token: Int) -> [Int]? { tokens.first { $0.contains(token) } }
}
