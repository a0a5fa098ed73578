import Explanation
import Foundation
import Media
import Models
import Numerics
import TestData
import Testing

@Suite struct OcclusionTests {
    /// A part's number is the logarithm of the probability with it over that without it.
    @Test func agreesWithItsDefinition() throws {
        let run = try Tiny.text()
        let relevance = try Occlusion.relevance(Explained(run, task: 1, class: 2))
        #expect(relevance.isSigned && relevance.values.count == run.input.tokens.rows)
        for part in run.input.parts {
            let kept = (0..<run.input.tokens.rows).filter { !part.contains($0) }
            let trace = run.model.trunk(run.input.tokens.gathered(rows: kept))
            let without = run.model.predict(run.tasks[1], latents: trace.final, of: run.input.modality)
            let expected = run.predictions[1].evidence(for: 2) - without.evidence(for: 2)
            for token in part { #expect(abs(Double(relevance.values[token]) - expected) < 1e-5) }
        }
    }

    /// A single word is all of the input: what is left are latents that learn nothing.
    @Test func theWholeInput() throws {
        let model = try Tiny.text().model
        let run = try model.run(model.prepare(.text(Text("dog"))))
        #expect(run.input.parts.count == 1)
        let relevance = try Occlusion.relevance(Explained(run, task: 1, class: 2))
        let prediction = model.predict(run.tasks[1], latents: model.trunk.withoutInput, of: .text)
        let expected = run.predictions[1].evidence(for: 2) - prediction.evidence(for: 2)
        #expect(expected != 0)
        #expect(relevance.values.allSatisfy { abs(Double($0) - expected) < 1e-6 })
    }

    /// Asking about another class gives another map: the maps know their target.
    @Test func dependsOnTheTarget() throws {
        let run = try Tiny.picture()
        let maps = try (0..<3).map { try Occlusion.relevance(Explained(run, task: 0, class: $0)).values }
        #expect(maps[0] != maps[1] && maps[1] != maps[2])
    }

    @Test func tellsItsProgress() throws {
        let run = try Tiny.picture()
        var steps: [Double] = []
        _ = try Occlusion.relevance(Explained(run, task: 0, class: 0)) { steps.append($0) }
        #expect(steps.first == 0 && steps == steps.sorted() && (steps.last ?? 1) < 1)
    }

    /// Of all sizes each part's number is what the class loses without it, whoever else is removed with it.
    @Test("Sizes of parts", arguments: Grain.allCases) func grains(grain: Grain) throws {
        for run in [try Tiny.picture(), try Tiny.sound(), try Tiny.text()] {
            let explained = Explained(run, task: 0, class: 1)
            let values = try Occlusion.relevance(explained, OcclusionVariant(grain)).values
            let parts = run.input.parts(grain)
            #expect(parts.flatMap { $0 }.sorted() == Array(0..<run.input.tokens.rows))
            for part in [parts[0], parts[parts.count / 2]] {
                let without = try run.prediction(task: 0, without: Set(part))
                let drop = explained.whole - explained.evidence(in: without)
                #expect(part.allSatisfy { abs(Double(values[$0]) - drop) < 1e-5 })
            }
        }
    }

    /// What stands in a part's place: the model run on tokens that were replaced one by one.
    @Test("Fills", arguments: [Fill.mean, .blur, .silence]) func fills(fill: Fill) throws {
        for run in [try Tiny.picture(), try Tiny.sound(), try Tiny.text()] {
            guard fill.suits(run.model, run.input.modality) else { continue }
            var explained = Explained(run, task: 0, class: 1)
            explained.standIns = Self.standIns(fill, run)
            let values = try Occlusion.relevance(explained, OcclusionVariant(.usual, fill)).values
            #expect(Set(values).count > 1)
            for part in run.input.parts.prefix(2) {
                var tokens = run.input.tokens
                for token in part { tokens.replaceRow(token, with: explained.standIns?[row: token] ?? []) }
                let filled = try run.model.run(run.input.replacing(tokens: tokens)).predictions[0]
                let drop = explained.whole - explained.evidence(in: filled)
                #expect(part.allSatisfy { abs(Double(values[$0]) - drop) < 1e-5 })
            }
        }
    }

    private static func standIns(_ fill: Fill, _ run: Run) -> Matrix {
        guard fill != .mean else { return run.input.averageTokens }
        var tokens = run.input.tokens
        tokens.scale(by: 0.5)
        return tokens
    }

    @Test func canBeCancelled() async throws {
        let run = try Tiny.picture()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try Occlusion.relevance(Explained(run, task: 0, class: 0))
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}

@Suite struct LatentAblationTests {
    /// An ablated latent goes on as if no input had reached it; recomputed here step by step.
    @Test func agreesWithItsDefinition() throws {
        let run = try Tiny.sound()
        let effects = try LatentAblation.effects(Explained(run, task: 0, class: 1))
        let trunk = run.model.trunk
        #expect(effects.count == run.model.latentCount)
        for latent in [0, 4] {
            var latents = run.trace.states[1]
            let layer = trunk.layers[0].attention
            var alone = run.trace.states[0][rows: latent..<latent + 1]
            alone.add(toEveryRow: layer.output.bias)
            var hidden = layer.hidden(layer.hiddenNorm(alone))
            hidden.gelu()
            alone.add(layer.narrowing(hidden))
            latents.replaceRow(latent, with: alone[row: 0])
            for layer in trunk.layers.dropFirst() { latents = layer(latents, over: latents) }
            let without = run.model.predict(run.tasks[0], latents: latents, of: run.input.modality)
            let expected = run.predictions[0].evidence(for: 1) - without.evidence(for: 1)
            #expect(abs(Double(effects[latent]) - expected) < 1e-4)
        }
    }

    @Test func mapSumsToTheEffects() throws {
        let run = try Tiny.picture()
        let effects = try LatentAblation.effects(Explained(run, task: 0, class: 0))
        let map = try LatentAblation.relevance(Explained(run, task: 0, class: 0), effects: effects)
        #expect(abs(map.values.reduce(0, +) - effects.reduce(0, +)) < 1e-4)
        #expect(map.isSigned)
    }
}
