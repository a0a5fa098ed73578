import Explanation
import Models
import Numerics
import Perceiver
import TestData
import Testing

/// What must hold where latents look at the input several times.
@Suite struct SeveralLooksTests {
    /// Removing keys in all looks is the same as an input without these tokens, however it is computed.
    @Test(arguments: Looks.names) func removals(name: String) throws {
        let run = try Looks.run(name, removing: [5])
        let series = RemovalSeries(run, task: 0)
        let kept = run.input.kept
        // One token is missing, a few, most, all but one, all.
        let parts = [
            Array(kept.dropFirst()), kept.filter { !(20..<26).contains($0) }, Array(kept.prefix(9)), [7], [],
        ]
        let predictions = try series.predictions(keeping: parts)
        for (part, prediction) in zip(parts, predictions) {
            let missing = Set(kept).subtracting(part)
            let expected = try run.prediction(task: 0, without: missing)
            #expect(largestDifference(prediction.logits, expected.logits) < 1e-4, "\(part.count) tokens")
            guard !part.isEmpty else { continue }
            let again = try run.model.run(run.input.leavingOut(missing))
            #expect(largestDifference(expected.logits, again.predictions[0].logits) < 1e-5)
        }
        #expect(predictions[0].logits != run.predictions[0].logits)
    }

    /// Other tokens in the place of some are read in all looks.
    @Test(arguments: Looks.names) func standIns(name: String) throws {
        let run = try Looks.run(name)
        let others = run.input.averageTokens
        let series = RemovalSeries(run, task: 0, standIns: others)
        let found = try series.predictions(without: [[3, 4, 30]])[0]
        var tokens = run.input.tokens
        for token in [3, 4, 30] { tokens.replaceRow(token, with: others[row: token]) }
        let expected = try run.model.run(run.input.replacing(tokens: tokens))
        #expect(largestDifference(found.logits, expected.predictions[0].logits) < 1e-4)
    }

    /// A latent that learns nothing does so at each look; its attention is the average of them.
    @Test(arguments: Looks.names) func ablation(name: String) throws {
        let run = try Looks.run(name)
        var latents = try #require(run.model.trunk.latents)
        for layer in run.model.trunk.layers {
            var next = layer(latents, over: layer.keys == .input ? run.trace.inputs : latents)
            if layer.keys == .input {
                next.replaceRow(2, with: layer.attention.withoutInput(latents[rows: 2..<3])[row: 0])
            }
            latents = next
        }
        let expected = run.model.predict(run.tasks[0], latents: latents, of: .image)
        for answer in [
            try run.predictions(task: 0, withoutLatents: [2])[0],
            try run.predictions(task: 0, withoutLatents: [0, 2, 1])[1],
        ] {
            #expect(largestDifference(answer.logits, expected.logits) < 1e-5)
        }
        let effects: [Float] = [0, 0, 2, 0, -1, 0]
        let explained = Explained(run, task: 0, class: 0)
        let found = try LatentAblation.relevance(explained, effects: effects).values
        var sum = [Float](repeating: 0, count: found.count)
        let looks = run.model.layers.indices.filter { run.model.layers[$0].keys == .input }
        for layer in looks {
            let rows = AttentionRows(run, layer: layer)
            let (plus, minus) = (rows.row(2), rows.row(4))
            for token in sum.indices { sum[token] += (2 * plus[token] - minus[token]) / Float(looks.count) }
        }
        #expect(looks.count > 1 && largestDifference(found, sum) < 1e-5)
    }

    /// Every look reads the tokens as they came in, so that its scores split into content, position and the rest.
    @Test(arguments: ["v1", "pytorch", "pytorch-old"]) func scoreParts(name: String) throws {
        let run = try Looks.run(name, removing: [0, 9])
        for (index, layer) in run.model.layers.enumerated() where layer.keys == .input {
            #expect(run.splitsScores(layer: index))
            let parts = run.scoreParts(layer: index, rows: 0..<3)
            for (sum, whole) in zip(parts.wholes, run.scores(layer: index, rows: 0..<3)) {
                // Scores are known up to a number for each query, which the softmax takes away.
                for row in 0..<3 {
                    let offset = whole[row, 0] - sum[row, 0]
                    let moved = sum[row: row].map { $0 + offset }
                    #expect(largestDifference(moved, whole[row: row]) < 1e-4)
                }
            }
        }
    }

    /// The usual map is that of the last look, and each look has one of its own.
    @Test func mapsOfEachLook() throws {
        let run = try Looks.run("v1")
        #expect(run.model.layer(nil) == run.model.layer(named: "cross.2"))
        let maps = try ["cross.0", "cross.1", "cross.2"].map { name in
            try AttentionRows(run, layer: #require(run.model.layer(named: name))).behind(query: 0)
        }
        #expect(maps.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-4 })
        #expect(largestDifference(maps[0], maps[1]) > 1e-4 && largestDifference(maps[1], maps[2]) > 1e-4)
    }

    /// A trace leads to the last look, and tells how much comes from those before it.
    @Test(arguments: [("v1", 0.375), ("v1-unshared", 0.25), ("v1-once", nil)] as [(String, Double?)])
    func traces(name: String, earlier: Double?) throws {
        let subject = Looks.subject(name)
        var answers = Answers()
        let trace = try answers(TraceQuestion(subject, way: .trunk))
        let model = try answers(RunQuestion(subject)).model
        #expect(trace.layer == model.layers[try #require(model.readingLayer)].name)
        // Each look keeps one half of each latent.
        let found = trace.outputs[0].earlier
        #expect((found == nil) == (earlier == nil) && abs((found ?? 0) - (earlier ?? 0)) < 1e-5)
        #expect(try answers(TraceQuestion(subject, way: .direct)).outputs[0].earlier == nil)
    }

    /// All methods give a map, with numbers for every token.
    @Test(arguments: Looks.names) func methods(name: String) throws {
        let run = try Looks.run(name)
        let methods = ExplanationMethod.all(for: run.model)
        #expect(methods == ExplanationMethod.all.filter { $0 != .surprise })
        for method in methods {
            let values = try method.explain(Explained(run, task: 0, class: 1)).relevance.values
            #expect(values.count == run.input.tokens.rows, "\(method.name)")
            #expect(values.allSatisfy(\.isFinite) && values.contains { $0 != 0 }, "\(method.name)")
        }
    }

    /// Weights that are drawn anew: each part changes the answer.
    @Test func redrawn() throws {
        let run = try Looks.run("v1")
        for part in run.model.redrawnParts {
            let other = try run.redrawn(part, seed: 1)
            #expect(other.predictions[0].logits != run.predictions[0].logits, "\(part)")
            // Layers that shared their weights go on sharing them.
            let crosses = other.model.layers.filter { $0.keys == .input }.map(\.attention.key.weight)
            #expect(crosses[1] == crosses[2])
        }
    }
}
