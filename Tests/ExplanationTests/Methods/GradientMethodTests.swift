import Explanation
import Foundation
import Media
import Models
import Numerics
import Perceiver
import TestData
import Testing

@Suite struct GradientMethodTests {
    /// A small step along a token's content changes the odds as its number says.
    @Test func gradientIsTheSlopeAlongContent() throws {
        let run = try Tiny.picture()
        let (explained, content) = (Explained(run, task: 0, class: 1), run.input.contentPart)
        let values = try ExplanationMethod.gradient.explain(explained).relevance.values
        let chosen = try #require(values.indices.max { abs(values[$0]) < abs(values[$1]) })
        func odds(_ step: Float) throws -> Double {
            var tokens = run.input.tokens
            tokens.replaceRow(
                chosen,
                with: zip(tokens[row: chosen], content[row: chosen]).map { $0 + step * $1 }
            )
            let prediction = try run.model.run(run.input.replacing(tokens: tokens)).predictions[0]
            let probability = try #require(prediction.probabilities)[1]
            return log(probability / (1 - probability))
        }
        let (step, found) = (Float(0.02), Double(values[chosen]))
        let slope = try (odds(step) - odds(-step)) / Double(2 * step)
        #expect(abs(found) > 0.001 && abs(slope - found) < 0.03 * abs(found))
    }

    /// What tokens, learned latents and biases have is all of the target.
    @Test("Nothing is lost on the way", arguments: ["attn-lrp", "cp-lrp"])
    func measuresAddUp(name: String) throws {
        let method = try #require(ExplanationMethod(name: name))
        let explained = Explained(try Tiny.text(), task: 1, class: 2)
        let map = try method.explain(explained)
        let numbers = Dictionary(uniqueKeysWithValues: map.measures.map { ($0.name, $0.value) })
        let target = try #require(numbers["whole"])
        let probability = exp(explained.whole)
        #expect(abs(target - log(probability / (1 - probability))) < 1e-4)
        let sum = ["tokens", "learned latents", "biases and query"].compactMap { numbers[$0] }.reduce(0, +)
        #expect(abs(sum - target) < 1e-5)
        let tokens = map.relevance.values.reduce(0) { $0 + Double($1) }
        #expect(abs(tokens - (numbers["tokens"] ?? 0)) < 1e-5)
    }

    /// A contrast's map is the difference of both classes' maps of log p, as gradients are linear.
    @Test("Contrasts", arguments: BackwardRule.allCases)
    func contrasts(rule: BackwardRule) throws {
        let run = try Tiny.sound()
        let contrast = try Explained(run, task: 0, class: 0, against: 1).gradients(rule: rule).relevance
        let maps = try (0..<2).map { try Explained(run, task: 0, class: $0).gradients(rule: rule).relevance }
        let reach = contrast.map(abs).max() ?? 0
        #expect(reach > 0)
        for token in contrast.indices {
            #expect(abs(contrast[token] - maps[0][token] + maps[1][token]) < 1e-4 * max(reach, 1))
        }
        let name = rule == .gradient ? "gradient" : rule == .attnLRP ? "attn-lrp" : "cp-lrp"
        let method = try #require(ExplanationMethod(name: name))
        let found = try method.explain(Explained(run, task: 0, class: 0, against: 1))
        if rule != .gradient { #expect(found.relevance.values == contrast) }
    }

    /// The slope of odds is that of log p over what is missing to certainty: the ranking is the same.
    @Test func oddsRankAsProbabilities() throws {
        let explained = Explained(try Tiny.text(), task: 1, class: 2)
        let (odds, logs) = (try explained.byOdds.gradients().relevance, try explained.gradients().relevance)
        let rest = Float(1 - exp(explained.whole))
        for (odds, log) in zip(odds, logs) { #expect(abs(odds * rest - log) < 1e-5) }
    }

    /// All of the way adds up to the change of the target, but for the gap that is told.
    @Test func integratedGradientsAddUp() throws {
        let run = try Tiny.picture()
        let explained = Explained(run, task: 0, class: 1)
        let map = try ExplanationMethod.integrated.explain(explained)
        let start = try run.model.run(run.input.replacing(tokens: run.input.averageTokens))
        let change = explained.whole - explained.evidence(in: start.predictions[0])
        let numbers = Dictionary(uniqueKeysWithValues: map.measures.map { ($0.name, $0.value) })
        #expect(abs((numbers["change"] ?? 0) - change) < 1e-4)
        let sum = map.relevance.values.reduce(0) { $0 + Double($1) }
        #expect(abs(sum + (numbers["gap"] ?? 0) - change) < 1e-4)
        #expect(abs(numbers["gap"] ?? 1) < 0.02 * abs(change) + 1e-3)
    }

    /// With fewer steps a method's map is there sooner, and much the same.
    @Test(arguments: [ExplanationMethod.integrated, .keyWeights])
    func roughVersions(method: ExplanationMethod) throws {
        let run = try Tiny.picture()
        let explained = Explained(run, task: 0, class: 1)
        let rough = method.rougher(run)
        #expect(rough.map(\.name) == [method.name + "-4"])
        let (own, sooner) = (try method.explain(explained), try rough[0].explain(explained))
        #expect(own.relevance.values != sooner.relevance.values)
        #expect((RankCorrelation.spearman(own.relevance.values, sooner.relevance.values) ?? 0) > 0.8)
        #expect(8 * rough[0].steps(run) == method.steps(run))
        #expect(rough[0].usual == method && ExplanationMethod(name: rough[0].name) == rough[0])
        #expect(rough[0].isAllowed(by: run.model))
        #expect(!ExplanationMethod.all(for: run.model).contains(rough[0]))
    }

    /// What a latent's read is worth to first order is the slope on the way to the latent without it.
    @Test(arguments: ["picture", "looks"]) func ablationByGradient(name: String) throws {
        let run = try name == "picture" ? Tiny.picture() : Looks.run(Looks.names[0])
        let explained = Explained(run, task: 0, class: 1).byOdds
        let reads = try #require(try explained.gradients(weighsReads: true).reads)
        let trunk = run.model.trunk
        let learned = try #require(trunk.latents)
        func odds(latent: Int, _ share: Float) throws -> Double {
            var latents = learned
            for (layer, step) in zip(trunk.layers, run.trace.steps) {
                // Each look loses a share of what it reads in the run: its sum over looks is linear in the share.
                var next = layer(latents, over: layer.keys == .input ? run.trace.inputs : latents)
                if layer.keys == .input {
                    let alone = layer.attention.withoutInput(step.queries)[row: latent]
                    let lost = zip(step.result[row: latent], alone).map { share * ($0 - $1) }
                    next.replaceRow(latent, with: zip(next[row: latent], lost).map { $0 - $1 })
                }
                latents = next
            }
            let prediction = run.model.predict(run.tasks[0], latents: latents, of: run.input.modality)
            let probability = try #require(prediction.probabilities)[1]
            return log(probability / (1 - probability))
        }
        let latent = try #require(reads.indices.max { abs(reads[$0]) < abs(reads[$1]) })
        let step = Float(0.02)
        let slope = (try odds(latent: latent, -step) - odds(latent: latent, step)) / Double(2 * step)
        #expect(abs(slope) > 1e-3 && abs(slope - Double(reads[latent])) < 0.03 * abs(slope))

        let method = try #require(ExplanationMethod.ablation.rougher(run).first)
        #expect(method.name == "ablation-gradient" && method.usual == .ablation)
        let found = try method.explain(Explained(run, task: 0, class: 1))
        #expect(found.effects == reads)
    }

    /// The same parts give the same numbers again.
    @Test func keyWeightsAreReproducible() throws {
        let explained = Explained(try Tiny.text(), task: 0, class: 0)
        let maps = try (0..<2).map { _ in try ExplanationMethod.keyWeights.explain(explained).relevance.values
        }
        #expect(maps[0] == maps[1] && maps[0].contains { $0 != 0 })
    }

    /// A removed token's weight as a key: the slope as the token begins to come in, told by a copy of it with a share of
    /// its attention.
    @Test func weightsOfRemovedTokens() throws {
        let run = try Tiny.text()
        let part = try run.model.run(run.input.leavingOut([2, 3, 5]))
        let target = Target.logProbability(task: 1, class: 2)
        let found = part.gradients(of: target, weighsRemoved: true) { _ in }.keyWeights
        let plain = part.gradients(of: target).keyWeights
        for token in 0..<run.input.tokens.rows where ![2, 3, 5].contains(token) {
            #expect(abs(found[token] - plain[token]) < 1e-5 && plain[2] == 0)
        }
        // All other tokens a hundred times, and this one once: its weight is a hundredth of theirs.
        let others = (0..<run.input.tokens.rows).filter { ![2, 3, 5].contains($0) }
        func logP(_ rows: [Int]) -> Double {
            let trace = run.model.trunk(run.input.tokens.gathered(rows: rows))
            return run.model.predict(run.tasks[1], latents: trace.final, of: .text).evidence(for: 2)
        }
        func slope(_ token: Int, of copies: Int) -> Double {
            let many = (0..<copies).flatMap { _ in others }
            return Double(copies) * (logP(many + [token]) - logP(many))
        }
        for token in [2, 3, 5] {
            // What half the weight changes in the slope, the other half would change, too.
            let slope = 2 * slope(token, of: 200) - slope(token, of: 100)
            let isNear = abs(slope - Double(found[token])) < 0.05 * abs(slope) + 2e-3
            #expect(found[token] != 0 && isNear, "\(token): \(found[token]) for \(slope)")
        }
    }

    /// A model that fills in masks is asked for a byte: what stands there comes from the text.
    @Test("Places", arguments: ExplanationMethod.all.filter { !$0.needsTask }.map(\.name))
    func places(name: String) throws {
        let method = try #require(ExplanationMethod(name: name))
        let model = try Model(folder: URL(filePath: fixture("published/language")))
        let run = try model.run(model.prepare(.text(Text("a dog barks"))))
        let place = try #require(run.found(nil))
        let explained = Explained(run, place: place)
        let map = try method.explain(explained)
        #expect(map.relevance.values.count == run.input.tokens.rows)
        #expect(map.relevance.values.contains { $0 != 0 })
        guard method.label.seesClass, let position = place.token else { return }
        #expect(
            explained.target
                == .byte(position: position, token: model.bytes(run, positions: [position]).best[0])
        )
    }

    /// Where content and position lie side by side, what tells nothing keeps positions and averages content.
    @Test func averageTokens() throws {
        let run = try Tiny.picture()
        let (tokens, average, content) = (run.input.tokens, run.input.averageTokens, run.input.contentPart)
        guard case .beside(let counts) = run.input.makeup else {
            Issue.record("the bundled kind has content and position side by side")
            return
        }
        for column in 0..<tokens.columns {
            let isContent = column < counts[0]
            let mean = (0..<tokens.rows).reduce(Float(0)) { $0 + tokens[$1, column] } / Float(tokens.rows)
            for token in 0..<tokens.rows {
                #expect(content[token, column] == (isContent ? tokens[token, column] : 0))
                #expect(abs(average[token, column] - (isContent ? mean : tokens[token, column])) < 1e-5)
            }
        }
    }
}
