import Numerics
import Perceiver
import TestData
import Testing

/// The sizes of a layer.
struct LayerShape: CustomTestStringConvertible, Sendable {
    let queries: Int
    let keys: Int
    var heads = 2
    var addsQuery = true
    var testDescription: String {
        "\(queries) over \(keys), \(heads) heads" + (addsQuery ? "" : ", no residual")
    }
}

/// The way back through layers and trunks of a few vectors, against differences of their outputs.
@Suite("The way back, beside finite differences")
struct BackwardTests {
    /// Keys that are kept and keys that stream by, of several blocks, in both orders of products.
    static let shapes: [LayerShape] = [
        LayerShape(queries: 3, keys: 5), LayerShape(queries: 3, keys: 5, heads: 1, addsQuery: false),
        LayerShape(queries: 2, keys: 9), LayerShape(queries: 2, keys: 9, heads: 1),
        LayerShape(queries: 1, keys: 1),
        LayerShape(queries: 2, keys: 9, heads: 1, addsQuery: false),
        LayerShape(queries: 3, keys: 1300, heads: 1),
        LayerShape(queries: 3, keys: 1300), LayerShape(queries: 530, keys: 1100, heads: 1),
        LayerShape(queries: 530, keys: 540),
    ]

    @Test("Layers that ask other vectors", arguments: BackwardTests.shapes) func crossing(_ shape: LayerShape)
        throws
    {
        var generator = Generator(seed: 11)
        let (n, m) = (shape.queries, shape.keys)
        let layer = generator.layer(queries: 8, keys: 6, heads: shape.heads, addsQuery: shape.addsQuery)
        let (x, y) = (generator.matrix(n, 8), generator.matrix(m, 6))
        let weights = generator.matrix(n, 8)
        let found = layer.backward(from: weights, at: x, over: y, rule: .gradient)
        try expectSlopes(found.queries, at: x, "queries") { dot(weights, layer($0, over: y)) }
        try expectSlopes(found.keys, at: y, "keys") { dot(weights, layer(x, over: $0)) }
        let products = try #require(found.queryProducts.first)
        #expect(abs(Double(products) - dot(x[rows: 0..<1], found.queries[rows: 0..<1])) < 1e-3)
    }

    @Test(
        "Trunks in which vectors ask themselves",
        arguments: [1, 2, 3, 40, 600],
        [Layer.Mask.none, .causal]
    )
    func selfAttention(count: Int, mask: Layer.Mask) throws {
        for heads in 1...2 {
            var generator = Generator(seed: UInt64(count))
            let layers = (0..<2).map { index in
                Layer(
                    "\(index)",
                    queries: .input,
                    keys: .input,
                    mask: mask,
                    generator.layer(queries: 6, keys: nil, heads: heads, width: 3)
                )
            }
            let trunk = Trunk(latents: nil, layers: layers)
            let (inputs, weights) = (generator.matrix(count, 6), generator.matrix(count, 6))
            let found = trunk(inputs).backward(from: weights)
            let gradient = try #require(found.inputs)
            try expectSlopes(gradient, at: inputs, "inputs") { dot(weights, trunk($0).final) }
            #expect(found.latents == nil)
            for (row, relevance) in found.relevance.enumerated() {
                let rows = row..<row + 1
                #expect(abs(Double(relevance) - dot(inputs[rows: rows], gradient[rows: rows])) < 1e-3)
            }
        }
    }

    @Test("Norms behind residuals, and answers that are read from several layers", arguments: [1, 3, 40])
    func normsLast(count: Int) throws {
        for (normsLast, shares) in [
            (true, nil), (true, [0.5, 0.25, -0.75]), (false, [0, 0.5, 1] as [Float]),
        ] {
            var generator = Generator(seed: UInt64(count))
            let layers = (0..<2).map { index in
                let layer = generator.layer(queries: 6, keys: nil, heads: 2, width: 3, normsLast: normsLast)
                return Layer("\(index)", queries: .input, keys: .input, layer)
            }
            let norm = normsLast ? nil : generator.norm(6)
            let trunk = Trunk(
                latents: nil,
                layers: layers,
                blend: shares.map { Blend(shares: $0, norm: norm) }
            )
            let (inputs, weights) = (generator.matrix(count, 6), generator.matrix(count, 6))
            let trace = trunk(inputs)
            let made = trace.states.last ?? inputs
            expectClose(trace.states[1], NaiveAttention(layer: layers[0].attention)(inputs), "first layer")
            var sum = made
            if let shares {
                for i in sum.elements.indices {
                    let (row, column) = (i / 6, i % 6)
                    sum[row, column] = zip(shares, trace.states).reduce(0) { $0 + $1.0 * $1.1[row, column] }
                }
            }
            expectClose(trace.final, sum, "what is read")
            let found = trace.backward(from: weights)
            try expectSlopes(#require(found.inputs), at: inputs, "inputs") { dot(weights, trunk($0).final) }
        }
    }

    @Test("A trunk that crosses to its inputs several times", arguments: [3, 7, 40]) func crossings(
        count: Int
    )
        throws
    {
        var generator = Generator(seed: 5)
        let cross = generator.layer(queries: 8, keys: 5, heads: 2, deviation: 1)
        let own = generator.layer(queries: 8, keys: nil, heads: 2, deviation: 1)
        let back = generator.layer(queries: 5, keys: 8, heads: 1, deviation: 1)
        let latents = generator.matrix(3, 8)
        let crossing = [
            Layer("cross.0", queries: .latents, keys: .input, cross),
            Layer("self.0", queries: .latents, keys: .latents, own),
            Layer("cross.1", queries: .latents, keys: .input, cross),
        ]
        // In the second, what the latents read changes on the way.
        let asking = crossing[..<2] + [Layer("back", queries: .input, keys: .latents, back), crossing[2]]
        let (inputs, weights) = (generator.matrix(count, 5), generator.matrix(3, 8))
        for layers in [crossing, Array(asking)] {
            func trunk(_ latents: Matrix) -> Trunk { Trunk(latents: latents, layers: layers) }
            let found = trunk(latents)(inputs).backward(from: weights)
            try expectSlopes(try #require(found.inputs), at: inputs, "inputs") {
                dot(weights, trunk(latents)($0).final)
            }
            try expectSlopes(try #require(found.latents), at: latents, "latents") {
                dot(weights, trunk($0)(inputs).final)
            }
        }
    }

    @Test("Weights of keys that are kept are those of one query after the other, by which keys stream")
    func keyWeights() {
        var generator = Generator(seed: 12)
        let layer = generator.layer(queries: 8, keys: 6, heads: 2)
        let (latents, inputs) = (generator.matrix(3, 8), generator.matrix(5, 6))
        let weights = generator.matrix(3, 8)
        func found(_ rows: Range<Int>) -> Gradients {
            let trunk = Trunk(latents: latents[rows: rows], crossAttention: layer, selfAttends: [], blocks: 0)
            let reading = [Float](repeating: 1, count: rows.count)
            return trunk(inputs).backward(from: weights[rows: rows], relevance: reading)
        }
        let (whole, single) = (found(0..<3), (0..<3).map { found($0..<$0 + 1) })
        for key in 0..<5 {
            let sum = single.reduce(0) { $0 + $1.keyWeights[key] }
            #expect(abs(whole.keyWeights[key] - sum) < 1e-5)
            let relevance = single.reduce(0) { $0 + ($1.attentionRelevance?[key] ?? .nan) }
            #expect(abs((whole.attentionRelevance?[key] ?? .nan) - relevance) < 1e-5)
        }
        #expect(whole.keyWeights.contains { abs($0) > 0.01 })
    }

    @Test("Cancelling, and how far the work is") func progress() {
        struct Stop: Error {}
        var generator = Generator(seed: 5)
        let trunk = Trunk(
            latents: generator.matrix(3, 8),
            crossAttention: generator.layer(queries: 8, keys: 5, heads: 1),
            selfAttends: [generator.layer(queries: 8, keys: nil, heads: 2)],
            blocks: 3
        )
        let trace = trunk(generator.matrix(40_000, 5))
        var steps: [Int] = []
        _ = trace.backward(from: trace.final) { steps.append($0) }
        #expect(steps == steps.sorted() && steps.first == 0 && steps.count == 8)
        #expect(steps.last == trunk.operations(inputs: 40_000))
        for last in steps.indices {
            var count = 0
            #expect(throws: Stop.self) {
                try trace.backward(from: trace.final) { _ in
                    count += 1
                    if count > last { throw Stop() }
                }
            }
            #expect(count == last + 1)
        }
    }

    /// The sum of the products of all elements.
    private func dot(_ a: Matrix, _ b: Matrix) -> Double {
        zip(a.elements, b.elements).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }

    /// Compares some elements of a gradient with differences over four points, whose error is of the fourth order.
    private func expectSlopes(
        _ gradient: Matrix,
        at point: Matrix,
        _ what: String,
        sourceLocation: SourceLocation = #_sourceLocation,
        of function: (Matrix) -> Double
    ) throws {
        try #require(gradient.rows == point.rows && gradient.columns == point.columns)
        let step: Float = 0.01
        let size = Double(gradient.elements.map(abs).max() ?? 0)
        let count = min(point.count, point.rows > 100 ? 6 : 40)
        for index in (0..<count).map({ point.count * $0 / count }) {
            let (row, column) = (index / point.columns, index % point.columns)
            func moved(_ steps: Float) -> Double {
                var moved = point
                moved[row, column] += steps * step
                return function(moved)
            }
            let slope = (8 * (moved(1) - moved(-1)) - (moved(2) - moved(-2))) / Double(12 * step)
            let got = Double(gradient[row, column])
            #expect(
                abs(got - slope) <= 2e-3 * max(size, 0.1),
                "\(what) [\(row), \(column)]: \(got), not \(slope)",
                sourceLocation: sourceLocation
            )
        }
    }
}
