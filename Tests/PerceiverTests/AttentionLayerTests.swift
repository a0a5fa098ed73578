import Numerics
import Perceiver
import TestData
import Testing

@Suite("The attention layer, beside its formulas")
struct AttentionLayerTests {
    /// Keys come in blocks of 1024.
    static let keyCounts = [1, 2, 1023, 1024, 1025, 2600]

    @Test("Any number of keys", arguments: keyCounts) func keys(count: Int) {
        var generator = Generator(seed: UInt64(count))
        let layer = generator.layer(queries: 10, keys: 6, heads: 2)
        let (x, y) = (generator.matrix(3, 10), generator.matrix(count, 6))
        expectClose(layer(x, over: y), NaiveAttention(layer: layer)(x, over: y))
    }

    @Test("Any number of queries, which come in blocks of 1024, too", arguments: [1, 1024, 1100])
    func queries(count: Int) {
        var generator = Generator(seed: UInt64(count))
        let layer = generator.layer(queries: 5, keys: 4, heads: 1, addsQuery: false)
        let (x, y) = (generator.matrix(count, 5), generator.matrix(20, 4))
        expectClose(layer(x, over: y), NaiveAttention(layer: layer)(x, over: y))
    }

    @Test("Self-attention over more than a block") func selfAttention() {
        var generator = Generator(seed: 3)
        let layer = generator.layer(queries: 4, keys: nil, heads: 1, width: 2)
        let x = generator.matrix(1030, 4)
        expectClose(layer(x), NaiveAttention(layer: layer)(x))
    }

    @Test("An MLP with a gate", arguments: [1, 5, 700])
    func gated(count: Int) {
        var generator = Generator(seed: UInt64(count))
        let cross = generator.layer(queries: 8, keys: 6, heads: 2, isGated: true)
        let (x, y) = (generator.matrix(9, 8), generator.matrix(count, 6))
        expectClose(cross(x, over: y), NaiveAttention(layer: cross)(x, over: y))
        let own = generator.layer(queries: 6, keys: nil, heads: 3, width: 2, isGated: true)
        expectClose(own(y), NaiveAttention(layer: own)(y))
    }

    @Test("An MLP of nothing brings nothing")
    func noMLP() {
        var generator = Generator(seed: 12)
        let layer = generator.layer(queries: 8, keys: 6, heads: 2)
        let bare = AttentionLayer(
            heads: 2,
            addsQuery: false,
            queryNorm: layer.queryNorm,
            keyNorm: layer.keyNorm,
            query: layer.query,
            key: layer.key,
            value: layer.value,
            output: layer.output,
            hiddenNorm: layer.hiddenNorm,
            hidden: .nothing(inputs: 8, outputs: 1),
            narrowing: .nothing(inputs: 1, outputs: 8)
        )
        let (x, y) = (generator.matrix(3, 8), generator.matrix(1, 6))
        // Of a single key everything is read.
        let value = layer.output(layer.value(layer.keyNorm?(y) ?? y))
        for row in 0..<3 { #expect(largestDifference(bare(x, over: y)[row: row], value[row: 0]) < 1e-5) }
    }

    @Test("A causal mask, over whole blocks and parts of them", arguments: [1, 2, 511, 512, 513, 1100])
    func causal(count: Int) {
        var generator = Generator(seed: UInt64(count))
        for heads in 1...2 {
            let layer = generator.layer(queries: 6, keys: nil, heads: heads, width: 3)
            let naive = NaiveAttention(layer: layer, isCausal: true)
            let x = generator.matrix(count, 6)
            expectClose(layer(x, mask: .causal), naive(x), "\(count) by \(heads) heads")
        }
    }

    @Test("Scores behind a causal mask are −∞, and all others are what they are without one")
    func causalScores() {
        var generator = Generator(seed: 8)
        let layer = generator.layer(queries: 6, keys: nil, heads: 3, width: 2)
        let x = generator.matrix(12, 6)
        let plain = layer.scores(x, rows: 0..<12)
        for rows in [0..<12, 0..<1, 5..<9, 11..<12] {
            for (masked, plain) in zip(layer.scores(x, rows: rows, mask: .causal), plain) {
                for row in rows {
                    for key in 0..<12 {
                        let score = masked[row - rows.lowerBound, key]
                        #expect(key > row ? score == -.infinity : abs(score - plain[row, key]) < 1e-4)
                    }
                }
            }
        }
    }

    @Test("A key that outweighs all others, in every block", arguments: [0, 700, 1024, 2599])
    func outlier(place: Int) {
        var generator = Generator(seed: 4)
        let layer = generator.layer(queries: 8, keys: 6, heads: 2, deviation: 40)
        let x = generator.matrix(4, 8)
        var y = generator.matrix(2600, 6)
        for column in 0..<6 { y[place, column] *= 100 }
        expectClose(layer(x, over: y), NaiveAttention(layer: layer)(x, over: y))
    }

    @Test("Scores of few queries, which are regrouped, and of many, which are not", arguments: keyCounts)
    func scores(count: Int) {
        var generator = Generator(seed: UInt64(count))
        let layer = generator.layer(queries: 10, keys: 6, heads: 2, width: 3)
        let (x, y) = (generator.matrix(7, 10), generator.matrix(count, 6))
        let expected = NaiveAttention(layer: layer).scores(x, over: y)
        for rows in [0..<1, 3..<4, 0..<7] {
            for (got, expected) in zip(layer.scores(x[rows: rows], over: y), expected) {
                expectClose(got, expected[rows: rows], "rows \(rows)")
            }
        }
    }

    @Test("Scores of some rows of a self-attention") func selfScores() {
        var generator = Generator(seed: 5)
        let layer = generator.layer(queries: 6, keys: nil, heads: 3, width: 2)
        let x = generator.matrix(12, 6)
        let expected = NaiveAttention(layer: layer).scores(x)
        for rows in [0..<12, 4..<5, 5..<9] {
            for (got, expected) in zip(layer.scores(x, rows: rows), expected) {
                expectClose(got, expected[rows: rows], "rows \(rows)")
            }
        }
    }

    @Test("Without input, a layer does what it does when all values are zero") func withoutInput() {
        var generator = Generator(seed: 6)
        let layer = generator.layer(queries: 8, keys: 6, heads: 2)
        let silent = layer.withZeroValues
        let (x, y) = (generator.matrix(3, 8), generator.matrix(5, 6))
        expectClose(layer.withoutInput(x), silent(x, over: y))
    }
}

extension AttentionLayer {
    fileprivate var withZeroValues: AttentionLayer {
        AttentionLayer(
            heads: heads,
            addsQuery: addsQuery,
            queryNorm: queryNorm,
            keyNorm: keyNorm,
            query: query,
            key: key,
            value: Linear(
                weight: Matrix(rows: value.outputs, columns: value.inputs),
                bias: Array(repeating: 0, count: value.outputs)
            ),
            output: output,
            hiddenNorm: hiddenNorm,
            hidden: hidden,
            narrowing: narrowing
        )
    }
}
