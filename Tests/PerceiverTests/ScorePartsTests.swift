import Numerics
import Perceiver
import TestData
import Testing

@Suite("Scores told apart, beside their formulas")
struct ScorePartsTests {
    /// The part of a score that some channels of each token have, written down in double precision.
    private func naive(_ layer: Layer, _ x: Matrix, _ y: Matrix, _ part: Matrix, head: Int) -> [Float] {
        let attention = layer.attention
        let norm = layer.isSelfAttention ? attention.queryNorm : attention.keyNorm
        let width = attention.query.outputs / attention.heads
        let queries = attention.query(attention.queryNorm(x))
        return (0..<x.rows).flatMap { row in
            (0..<y.rows).map { token in
                let whole = y[row: token].map(Double.init)
                let mean = whole.reduce(0, +) / Double(whole.count)
                let variance = whole.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(whole.count)
                let deviation = (variance + 1e-5).squareRoot()
                var score = 0.0
                for channel in 0..<width {
                    let own = head * width + channel
                    var key = 0.0
                    for input in 0..<y.columns {
                        let gain = norm.map { Double($0.weight[input]) / deviation } ?? 1
                        key += Double(attention.key.weight[own, input]) * gain * Double(part[token, input])
                    }
                    score += Double(queries[row, own]) * key
                }
                return Float(score / Double(width).squareRoot())
            }
        }
    }

    private func layer(selfAttention: Bool, _ generator: inout Generator) -> Layer {
        let attention = generator.layer(queries: 10, keys: selfAttention ? nil : 14, heads: 2)
        return Layer("encoder", queries: selfAttention ? .input : .latents, keys: .input, attention)
    }

    /// Content beside position, and position added to content; more tokens than a block has.
    @Test(arguments: [false, true], [false, true]) func parts(selfAttention: Bool, added: Bool) {
        var generator = Generator(seed: 11)
        let layer = layer(selfAttention: selfAttention, &generator)
        var tokens = generator.matrix(700, selfAttention ? 10 : 14)
        var content = added ? generator.matrix(tokens.rows, tokens.columns) : tokens
        if !added {
            for row in 0..<tokens.rows { for column in 6..<tokens.columns { content[row, column] = 0 } }
        }
        // A mean that is not zero: what the norm subtracts belongs to neither part.
        for row in 0..<tokens.rows { tokens[row, 8] += 2 }
        var position = content
        position.scale(by: -1)
        position.add(tokens)
        let x = selfAttention ? tokens : generator.matrix(5, 10)
        let rows = 1..<4
        let parts = layer.scoreParts(x, rows: rows, over: tokens) { content[rows: $0] }
        let wholes = layer.scores(x, rows: rows, over: tokens)
        for head in 0..<2 {
            #expect(relativeError(parts.wholes[head].elements, wholes[head].elements) < 1e-5)
            let expected = naive(layer, x[rows: rows], tokens, content, head: head)
            #expect(relativeError(parts[.content][head].elements, expected) < 1e-5)
            let place = naive(layer, x[rows: rows], tokens, position, head: head)
            #expect(relativeError(parts[.position][head].elements, place) < 1e-5)
        }
    }
}
