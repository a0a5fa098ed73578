public import Numerics

/// What a score comes from: a token is what is there beside, or plus, where that is.
public enum ScorePart: String, Sendable, Hashable, CaseIterable, Codable {
    /// What is there.
    case content
    /// Where it is, and of what kind.
    case position
    /// What neither of them decides: biases, the norm's offset, and the mean that it subtracts.
    case rest

    /// What a number of it says, for legends.
    public var meaning: String {
        switch self {
        case .content: "what content adds to the score"
        case .position: "what position adds to the score"
        case .rest: "what biases and the norm's mean add to the score"
        }
    }
}

/// The parts of some scores, which add up to these: for each head `[rows, m]`.
public struct PartedScores: Sendable {
    /// What content adds.
    public internal(set) var content: [Matrix]
    /// What position adds.
    public internal(set) var position: [Matrix]
    /// What is left.
    public internal(set) var rest: [Matrix]

    /// One of the parts.
    public subscript(part: ScorePart) -> [Matrix] {
        switch part {
        case .content: content
        case .position: position
        case .rest: rest
        }
    }

    /// The scores themselves.
    public var wholes: [Matrix] {
        content.indices.map { head in
            var sum = content[head]
            sum.add(position[head])
            sum.add(rest[head])
            return sum
        }
    }
}

extension Layer {
    /// The parts of the scores of some rows of `x` over all of `y`; see ``scores(_:rows:over:)``.
    ///
    /// The norm of keys multiplies a token `t` with γ/σ and subtracts μγ/σ. It takes μ and σ from the whole token, so
    /// that what follows is linear: of the score `q · W(γ(c + p − μ)/σ + β)` the part of content is `q · W(γc)/σ`, that
    /// of position `q · W(γp)/σ`, and what is left the rest.
    ///
    /// - Parameters:
    ///   - x: where queries come from.
    ///   - rows: numbers of queries.
    ///   - y: the tokens.
    ///   - content: what some of the tokens have of content alone, with all of their channels.
    /// - Precondition: no key is hidden, and none is turned.
    public func scoreParts(
        _ x: Matrix,
        rows: Range<Int>,
        over y: Matrix,
        content: (Range<Int>) -> Matrix
    ) -> PartedScores {
        precondition(mask == .none && attention.rotation == nil)
        let norm = isSelfAttention ? attention.queryNorm : attention.keyNorm
        let queries = attention.query(attention.queryNorm(x[rows: rows]))
        return attention.scoreParts(queries, over: y, norm: norm, content: content)
    }
}

extension AttentionLayer {
    fileprivate func scoreParts(
        _ queries: Matrix,
        over tokens: Matrix,
        norm: LayerNorm?,
        content: (Range<Int>) -> Matrix
    ) -> PartedScores {
        let askers = (0..<heads).map { PartAsker(self, queries, head: $0, norm: norm) }
        let blank = [Matrix](repeating: Matrix(rows: queries.rows, columns: tokens.rows), count: heads)
        var parts = PartedScores(content: blank, position: blank, rest: blank)
        for start in stride(from: 0, to: tokens.rows, by: Blocks.keys) {
            let block = start..<min(start + Blocks.keys, tokens.rows)
            let whole = tokens[rows: block]
            let (means, scales) =
                norm?.moments(of: whole)
                ?? ([Float](repeating: 0, count: block.count), [Float](repeating: 1, count: block.count))
            let all = 0..<block.count
            var content = content(block)
            var position = content
            position.scale(by: -1)
            position.add(whole)
            content.scaleRows(all, by: scales)
            position.scaleRows(all, by: scales)
            let shifts = zip(means, scales).map { -$0 * $1 }
            for (head, asker) in askers.enumerated() {
                asker.add(content, to: &parts.content[head], columns: block)
                asker.add(position, to: &parts.position[head], columns: block)
                asker.addRest(shifts, to: &parts.rest[head], first: start)
            }
        }
        return parts
    }
}

/// One head's queries, with the weights of keys and norm applied to them, and what is the same for all tokens.
private struct PartAsker {
    /// Queries times the head's key weights and the norm's factors, `[n, Dkv]`.
    private let moved: Matrix
    /// What each query's score loses for each unit of the norm's mean.
    private let sums: [Float]
    /// What biases add to each query's scores.
    private let offsets: [Float]

    init(_ layer: AttentionLayer, _ queries: Matrix, head: Int, norm: LayerNorm?) {
        let width = layer.key.outputs / layer.heads
        let own = head * width..<(head + 1) * width
        var moved = Matrix(rows: queries.rows, columns: layer.key.inputs)
        let all = 0..<layer.key.inputs
        multiply(
            queries[columns: own],
            layer.key.weight[rows: own][columns: all],
            scale: layer.scoreScale,
            into: &moved,
            columns: all
        )
        var offsets = (0..<queries.rows).map { row in
            own.reduce(0) { $0 + queries[row, $1] * layer.key.bias[$1] } * layer.scoreScale
        }
        if let norm {
            for row in 0..<moved.rows {
                let numbers = moved[row: row]
                offsets[row] += zip(numbers, norm.bias).reduce(0) { $0 + $1.0 * $1.1 }
                moved.replaceRow(row, with: zip(numbers, norm.weight).map { $0 * $1 })
            }
        }
        sums = (0..<moved.rows).map { Float(moved[row: $0].reduce(0.0) { $0 + Double($1) }) }
        (self.moved, self.offsets) = (moved, offsets)
    }

    /// The products with some tokens' part, already divided by the norm's deviation.
    func add(_ tokens: Matrix, to scores: inout Matrix, columns: Range<Int>) {
        let all = 0..<moved.columns
        multiply(moved[columns: all], tokens[columns: all], transposed: true, into: &scores, columns: columns)
    }

    /// What biases and means add; `shifts` are −μ/σ of tokens from `first` on.
    func addRest(_ shifts: [Float], to scores: inout Matrix, first: Int) {
        for row in offsets.indices {
            for (place, shift) in shifts.enumerated() {
                scores[row, first + place] = sums[row] * shift + offsets[row]
            }
        }
    }
}
