import Numerics
import Perceiver
import TestData
import Testing

/// Products of a layer are taken in the order that costs least; all orders are the same formula.
@Suite("Orders of a layer's products")
struct GroupingTests {
    struct Shape: CustomTestStringConvertible, Sendable {
        let queries: Int
        let keys: Int
        let queryChannels: Int
        let keyChannels: Int
        let width: Int
        let heads: Int
        let expected: Grouping
        var testDescription: String {
            "\(queries) queries of \(queryChannels), \(keys) keys of \(keyChannels), \(heads) × \(width)"
        }
    }

    static let plain = Grouping.plain
    static let moved = Grouping(movesScores: true, movesValues: true)

    /// Of many keys, which stream by; and of many queries, for which keys are kept.
    static let shapes = [
        Shape(queries: 3, keys: 1500, queryChannels: 9, keyChannels: 6, width: 6, heads: 1, expected: moved),
        Shape(
            queries: 600,
            keys: 1300,
            queryChannels: 5,
            keyChannels: 7,
            width: 7,
            heads: 1,
            expected: moved
        ),
        Shape(queries: 3, keys: 1500, queryChannels: 9, keyChannels: 60, width: 2, heads: 1, expected: plain),
        Shape(queries: 3, keys: 1500, queryChannels: 9, keyChannels: 6, width: 6, heads: 2, expected: plain),
        Shape(
            queries: 1300,
            keys: 20,
            queryChannels: 6,
            keyChannels: 9,
            width: 12,
            heads: 1,
            expected: moved
        ),
        Shape(
            queries: 1300,
            keys: 600,
            queryChannels: 6,
            keyChannels: 9,
            width: 12,
            heads: 1,
            expected: moved
        ),
        Shape(
            queries: 1300,
            keys: 20,
            queryChannels: 30,
            keyChannels: 9,
            width: 4,
            heads: 1,
            expected: plain
        ),
        Shape(queries: 1300, keys: 20, queryChannels: 6, keyChannels: 9, width: 6, heads: 2, expected: plain),
    ]

    @Test("Each gives what the formulas give", arguments: shapes) func layer(_ shape: Shape) {
        var generator = Generator(seed: UInt64(shape.queries + shape.keyChannels))
        let layer = generator.layer(
            queries: shape.queryChannels,
            keys: shape.keyChannels,
            heads: shape.heads,
            width: shape.width
        )
        #expect(layer.grouping(queries: shape.queries, keys: shape.keys) == shape.expected)
        let executed = layer.executedOperations(queries: shape.queries, keys: shape.keys)
        let formula = layer.operations(queries: shape.queries, keys: shape.keys)
        #expect(shape.expected == Self.plain ? executed == formula : executed < formula)
        let x = generator.matrix(shape.queries, shape.queryChannels)
        let y = generator.matrix(shape.keys, shape.keyChannels)
        expectClose(layer(x, over: y), NaiveAttention(layer: layer)(x, over: y))
    }

    @Test("Scores and values may be taken in different orders") func mixed() {
        var generator = Generator(seed: 9)
        let layer = generator.layer(queries: 9, keys: 20, heads: 1, width: 40, valueWidth: 3)
        let grouping = layer.grouping(queries: 4, keys: 1500)
        #expect(grouping == Grouping(movesScores: true, movesValues: false))
        let (x, y) = (generator.matrix(4, 9), generator.matrix(1500, 20))
        expectClose(layer(x, over: y), NaiveAttention(layer: layer)(x, over: y))
    }

    @Test("Keys that outweigh all others, wherever they come", arguments: [0, 511, 512, 1499])
    func outlier(place: Int) {
        var generator = Generator(seed: 10)
        let layer = generator.layer(queries: 8, keys: 6, heads: 1, width: 8, deviation: 40)
        let x = generator.matrix(4, 8)
        var y = generator.matrix(1500, 6)
        for column in 0..<6 { y[place, column] *= 100 }
        #expect(layer.grouping(queries: 4, keys: 1500).movesScores)
        expectClose(layer(x, over: y), NaiveAttention(layer: layer)(x, over: y))
    }

    @Test("A decoder answers blocks of queries as it answers each", arguments: [1, 512, 1500])
    func decoder(count: Int) {
        var generator = Generator(seed: 11)
        let layer = generator.layer(queries: 6, keys: 9, heads: 1, width: 12)
        let final = Linear(weight: generator.matrix(2, 6), bias: generator.normals(2))
        let (queries, latents) = (generator.matrix(count, 6), generator.matrix(20, 9))
        let answers = NaiveAttention(layer: layer)(queries, over: latents)
        expectClose(Decoder(crossAttention: layer, final: final)(queries, latents: latents), final(answers))
    }

    @Test("No keys leave what a layer does without input") func noKeys() {
        var generator = Generator(seed: 12)
        let layer = generator.layer(queries: 6, keys: 9, heads: 2)
        let x = generator.matrix(3, 6)
        expectClose(layer(x, over: Matrix(rows: 0, columns: 9)), layer.withoutInput(x))
    }
}
