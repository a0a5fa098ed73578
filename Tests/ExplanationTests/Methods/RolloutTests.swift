import Explanation
import Foundation
import Models
import Numerics
import Perceiver
import TestData
import Testing

/// Shares that go back through layers, beside the same written out as products of whole matrices.
@Suite struct RolloutTests {
    @Test("Attention and the residual count as much as each other")
    func half() throws {
        for run in [try Tiny.text(), try Tiny.picture(), try Tiny.sound()] + (try Looks.runs()) {
            let explained = Explained(run, task: 0, class: 0)
            let found = try ExplanationMethod.rollout.explain(explained).relevance.values
            let expected = back(run, explained.query) { layer, step in
                let heads = layer.scores(step.queries, rows: 0..<step.queries.rows, over: step.keys)
                let own: Float = layer.attention.addsQuery ? 0.5 : 0
                return (0..<step.queries.rows).map { row in
                    let weights = heads.map { AttentionUnit.weight.convert($0)[row: row] }
                    let mean = weights[0].indices.map { key in
                        weights.reduce(0) { $0 + $1[key] } / Float(heads.count)
                    }
                    return (own, mean.map { $0 * (1 - own) })
                }
            }
            #expect(zip(found, expected.input).allSatisfy { abs($0 - $1) < 1e-5 })
        }
    }

    @Test("What is read counts by its length")
    func norms() throws {
        for run in [try Tiny.text(), try Tiny.picture()] + (try Looks.runs()) {
            let explained = Explained(run, task: 0, class: 0)
            let found = try ExplanationMethod.valueNorms.explain(explained)
            let expected = back(run, explained.query, lengths)
            #expect(zip(found.relevance.values, expected.input).allSatisfy { abs($0 - $1) < 1e-5 })
            let learned = try #require(found.measures.first { $0.name == "from learned latents" })
            #expect(abs(Float(learned.value) - expected.learned) < 1e-5)
            let sum = found.relevance.values.reduce(0, +) + Float(learned.value)
            #expect(abs(sum - 1) < 1e-4)
        }
    }

    @Test("What is read counts by how far the result turns without it")
    func zeroing() throws {
        for run in [try Tiny.text(), try Tiny.picture()] + (try Looks.runs()) {
            let explained = Explained(run, task: 0, class: 0)
            let found = try ExplanationMethod.valueZeroing.explain(explained)
            let expected = back(run, explained.query) { turns($0, $1) }
            let largest = expected.input.max() ?? 0
            #expect(largest > 0)
            for (found, expected) in zip(found.relevance.values, expected.input) {
                #expect(abs(found - expected) < 2e-3 * largest, "\(found) for \(expected)")
            }
            // By the rule that half of each vector stays, it is no measurement.
            let looks = run.model.trunk.layers.count { $0.keys == .input }
            #expect(abs(expected.learned - Float(pow(0.5, Double(looks)))) < 1e-5)
            #expect(found.measures.map(\.name) == ["latent identity kept"])
        }
    }

    /// A first map is there sooner: of what turns before the MLP.
    @Test func zeroingBeforeTheMLP() throws {
        for run in [try Tiny.text(), try Tiny.picture()] {
            let rough = try #require(ExplanationMethod.valueZeroing.rougher(run).first)
            #expect(rough.name == "value-zeroing-attention" && rough.usual == .valueZeroing)
            #expect(rough.steps(run) <= ExplanationMethod.valueZeroing.steps(run))
            let explained = Explained(run, task: 0, class: 0)
            let found = try rough.explain(explained).relevance.values
            let expected = back(run, explained.query) { turns($0, $1, throughMLP: false) }
            let largest = expected.input.max() ?? 0
            #expect(largest > 0)
            for (found, expected) in zip(found, expected.input) {
                #expect(abs(found - expected) < 2e-3 * largest, "\(found) for \(expected)")
            }
            let whole = try ExplanationMethod.valueZeroing.explain(explained).relevance.values
            #expect(found != whole)
        }
    }

    /// The average distance of two rows, pair by pair.
    @Test func identityIsTheMeanDistanceOfRows() {
        let rows: [[Float]] = [[0.5, 0.5, 0], [0.1, 0.2, 0.7], [1, 0, 0], [0.25, 0.25, 0.5]]
        var sum = 0.0
        for a in 0..<4 {
            for b in a + 1..<4 {
                sum += zip(rows[a], rows[b]).reduce(0) { $0 + Double(abs($1.0 - $1.1)) } / 2
            }
        }
        let matrix = Matrix(rows: 4, columns: 3, rows.flatMap { $0 })
        #expect(abs(Rollout.identity(matrix) - sum / 6) < 1e-6)
        #expect(Rollout.identity(Matrix(rows: 2, columns: 2, [1, 0, 0, 1])) == 1)
        #expect(Rollout.identity(Matrix(rows: 3, columns: 2, repeating: 0.5)) == 0)
    }

    @Test func removedTokensHaveNoShare() throws {
        let run = try Tiny.text()
        let shorter = try run.model.run(run.input.leavingOut([0, 3]))
        let values = try ExplanationMethod.rollout.explain(Explained(shorter, task: 0, class: 0)).relevance
            .values
        #expect(values.count == run.input.tokens.rows && values[0] == 0 && values[3] == 0 && values[1] > 0)
    }

    /// Shares, layer by layer, with the mixing of each row.
    private func back(
        _ run: Run,
        _ query: Int,
        _ mixing: (Layer, Trace.Step) -> [(own: Float, read: [Float])]
    ) -> (input: [Float], learned: Float) {
        var latents = run.reading(query: query)
        var input = [Float](repeating: 0, count: run.input.readCount)
        for (layer, step) in zip(run.model.trunk.layers, run.trace.steps).reversed() {
            var kept = [Float](repeating: 0, count: latents.count)
            for (row, mixed) in mixing(layer, step).enumerated() {
                kept[row] += latents[row] * mixed.own
                for (key, share) in mixed.read.enumerated() {
                    if layer.isSelfAttention {
                        kept[key] += latents[row] * share
                    } else {
                        input[key] += latents[row] * share
                    }
                }
            }
            latents = kept
        }
        return (input, latents.reduce(0, +))
    }

    /// How far each result turns if a value is zero, in 64 bits: the layer written out, once for each pair.
    private func turns(
        _ layer: Layer,
        _ step: Trace.Step,
        throughMLP: Bool = true
    ) -> [(own: Float, read: [Float])] {
        let attention = layer.attention
        let (heads, values, width) = read(layer, step)
        func result(_ row: Int, without missing: Int?) -> [Double] {
            let gathered = (0..<attention.value.outputs).map { channel in
                (0..<step.keys.rows).reduce(0.0) { sum, key in
                    key == missing
                        ? sum
                        : sum + Double(heads[channel / width][row, key]) * Double(values[key, channel])
                }
            }
            var mixed = linear(attention.output, gathered)
            if attention.addsQuery { for i in mixed.indices { mixed[i] += Double(step.queries[row, i]) } }
            guard throughMLP else { return mixed }
            let mean = mixed.reduce(0, +) / Double(mixed.count)
            let variance = mixed.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(mixed.count)
            let norm = attention.hiddenNorm
            let normed = mixed.enumerated().map { index, number in
                (number - mean) / (variance + 1e-5).squareRoot()
                    * Double(norm.weight[index]) + Double(norm.bias[index])
            }
            let hidden = linear(attention.hidden, normed)
            // The activation of all of these models.
            func gelu(_ x: Double) -> Double { x / 2 * (1 + erf(x / 2.0.squareRoot())) }
            let activated =
                attention.gate.map { zip(hidden, linear($0, normed).map(gelu)).map { $0 * $1 } }
                ?? hidden.map(gelu)
            return zip(linear(attention.narrowing, activated), mixed).map { $0 + $1 }
        }
        return (0..<step.queries.rows).map { row in
            let whole = result(row, without: nil)
            let turns = (0..<step.keys.rows).map { key in
                let part = result(row, without: key)
                let (ab, aa, bb) = zip(whole, part).reduce((0.0, 0.0, 0.0)) {
                    ($0.0 + $1.0 * $1.1, $0.1 + $1.0 * $1.0, $0.2 + $1.1 * $1.1)
                }
                return 1 - ab / (aa * bb).squareRoot()
            }
            let (all, own) = (turns.reduce(0, +), attention.addsQuery ? 0.5 : 0.0)
            return (Float(own), turns.map { Float($0 / all * (1 - own)) })
        }
    }

    /// Each head's weights, all values, and how many channels of these a head has.
    private func read(_ layer: Layer, _ step: Trace.Step) -> (heads: [Matrix], values: Matrix, width: Int) {
        let attention = layer.attention
        let heads = layer.scores(step.queries, rows: 0..<step.queries.rows, over: step.keys)
            .map { AttentionUnit.weight.convert($0) }
        let normed =
            layer.isSelfAttention
            ? attention.queryNorm(step.keys) : attention.keyNorm?(step.keys) ?? step.keys
        return (heads, attention.value(normed), attention.value.outputs / attention.heads)
    }

    private func linear(_ map: Linear, _ x: [Double]) -> [Double] {
        (0..<map.outputs).map { row in
            x.indices.reduce(Double(map.bias[row])) { $0 + x[$1] * Double(map.weight[row, $1]) }
        }
    }

    /// What each key adds, written out: the heads' values through the output's weights, added up.
    private func lengths(_ layer: Layer, _ step: Trace.Step) -> [(own: Float, read: [Float])] {
        let attention = layer.attention
        let (heads, values, width) = read(layer, step)
        return (0..<step.queries.rows).map { row in
            let read = (0..<step.keys.rows).map { key in
                let sum = (0..<attention.output.outputs).map { channel in
                    heads.indices.reduce(Float(0)) { sum, head in
                        let own = (head * width..<(head + 1) * width).reduce(Float(0)) {
                            $0 + values[key, $1] * attention.output.weight[channel, $1]
                        }
                        return sum + heads[head][row, key] * own
                    }
                }
                return sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
            }
            let own = attention.addsQuery ? step.queries[row: row].reduce(0) { $0 + $1 * $1 }.squareRoot() : 0
            let all = read.reduce(own, +)
            return (own / all, read.map { $0 / all })
        }
    }
}
