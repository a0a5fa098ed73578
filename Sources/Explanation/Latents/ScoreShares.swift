public import Models
import Numerics
public import Perceiver

/// How much of what makes a latent's scores differ from token to token comes from content, from position and from the rest.
///
/// A part's share is `Cov(part, score) / Var(score)` over the tokens. As the parts add up to the score, the shares add up
/// to 1. A share below 0 belongs to a part that works against the others.
public struct ScoreShares: Sendable, Hashable, Codable {
    /// What comes from what is there.
    public let content: Double
    /// What comes from where it is.
    public let position: Double
    /// What comes from the norm's mean; biases are the same for all tokens.
    public let rest: Double

    /// The given shares.
    package init(content: Double, position: Double, rest: Double) {
        (self.content, self.position, self.rest) = (content, position, rest)
    }

    /// The shares of three parts, each with a number for each token; `nil` if their sum is the same for all tokens.
    init?(content: [Float], position: [Float], rest: [Float]) {
        let parts = [content, position, rest].map { numbers -> [Double] in
            let mean = numbers.reduce(0.0) { $0 + Double($1) } / Double(max(numbers.count, 1))
            return numbers.map { Double($0) - mean }
        }
        let whole = parts[0].indices.map { parts[0][$0] + parts[1][$0] + parts[2][$0] }
        let variance = whole.reduce(0) { $0 + $1 * $1 }
        guard variance > 0, variance.isFinite else { return nil }
        let shares = parts.map { part in zip(part, whole).reduce(0) { $0 + $1.0 * $1.1 } / variance }
        (self.content, self.position, self.rest) = (shares[0], shares[1], shares[2])
    }

    /// The share of a part.
    public subscript(part: ScorePart) -> Double {
        switch part {
        case .content: content
        case .position: position
        case .rest: rest
        }
    }
}

/// The shares of one who asks: of each head, and of the heads' average score.
public struct AskerShares: Sendable, Hashable {
    /// For each head; `nil` where all scores are the same.
    public let heads: [ScoreShares?]
    /// Of the average over heads.
    public let mean: ScoreShares?

    /// The given shares.
    package init(heads: [ScoreShares?], mean: ScoreShares?) { (self.heads, self.mean) = (heads, mean) }

    /// The shares of a choice of heads; of the largest of several those of the average.
    public subscript(head: HeadChoice) -> ScoreShares? {
        if case .one(let head) = head, heads.indices.contains(head) { heads[head] } else { mean }
    }
}

extension Run {
    /// The shares of some queries of a layer, by their number among those that were seen.
    ///
    /// - Precondition: ``Run/splitsScores(layer:)``.
    public func scoreShares(layer: Int, rows: Range<Int>) -> [AskerShares] {
        scoreParts(layer: layer, rows: rows).shares
    }
}

extension PartedScores {
    /// The shares of each row.
    var shares: [AskerShares] {
        let means = (content.mean, position.mean, rest.mean)
        return (0..<means.0.rows).map { row in
            AskerShares(
                heads: content.indices.map { head in
                    ScoreShares(
                        content: content[head][row: row],
                        position: position[head][row: row],
                        rest: rest[head][row: row]
                    )
                },
                mean: ScoreShares(
                    content: means.0[row: row],
                    position: means.1[row: row],
                    rest: means.2[row: row]
                )
            )
        }
    }
}

extension [Matrix] {
    /// The average of some heads.
    var mean: Matrix {
        var sum = self[0]
        for other in dropFirst() { sum.add(other) }
        sum.scale(by: 1 / Float(count))
        return sum
    }
}

/// How much content and position decide what one latent, or token, attends to.
public struct ScoreSharesQuestion: Question {
    /// What is looked at.
    public let subject: Subject
    /// The layer's name; `nil` for the usual one.
    public let layer: String?
    /// Who asks.
    public let asker: Int

    /// The shares of one who asks in a layer.
    public init(_ subject: Subject, layer: String? = nil, asker: Int) {
        (self.subject, self.layer, self.asker) = (subject, layer, asker)
    }

    /// What must be known first.
    public var needs: [any Question] { [RunQuestion(subject)] }
    /// What is being done, in a word or two.
    public var title: String { "content and position" }

    /// Computes the answer: `nil` where tokens cannot be told apart, or nobody of the number asks.
    public func answer(_ known: Known, progress: @escaping Progress) -> AskerShares? {
        let run = known(RunQuestion(subject))
        let layer = run.model.layer(layer)
        guard run.splitsScores(layer: layer) else { return nil }
        let space = run.model.layers[layer].queries
        guard let row = run.seenNumber(asker, of: space), row < run.count(of: space) else { return nil }
        return run.scoreShares(layer: layer, rows: row..<row + 1)[0]
    }
}
