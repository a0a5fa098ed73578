import Checkpoints
import Explanation
import Foundation
import Models
import Numerics
import Perceiver
import TestData
import Testing

/// Maps, explanations and features of vision transformers, on fixtures of `Tests/Fixtures/vision.py`.
@Suite struct VisionTests {
    private func given(_ name: String) throws -> Given {
        try #require(Given.vision.first { $0.name == "vision \(name)" })
    }

    private func expected(_ name: String) throws -> TensorSet {
        try TensorSet(path: fixture("vision/\(name)/expected.safetensors"))
    }

    /// What the answer, or CLS where there is none, reads through the last layer.
    @Test func firstMaps() throws {
        for (name, asker) in [("dino", "CLS"), ("dinov3", "CLS"), ("vit", "class")] {
            let subject = try given(name).subject
            var answers = Answers()
            let map = try answers(MapQuestion(subject))
            #expect(map.title.long.contains("attention behind \(asker)"), "\(map.title)")
            let run = try answers(RunQuestion(subject))
            let count = run.input.tokens.rows
            let all = try expected(name).matrix("attention.layer.2").reshaped(rows: 2 * count, columns: count)
            let mean = zip(all[row: 0], all[row: count]).map { ($0 + $1) / 2 }
            #expect(zip(map.relevance.values, mean).allSatisfy { abs($0 - $1) < 1e-4 })
            #expect(ExplanationMethod.usual(of: run) == (name == "vit" ? .favoured : nil))
        }
    }

    /// The patches that hold 60 % of what one head of CLS gives to patches are those of DINO's own script.
    @Test(arguments: [0, 1]) func mask(head: Int) throws {
        var answers = Answers()
        let question = MapQuestion(
            try given("dino").subject,
            layer: "layer.2",
            head: .one(head),
            query: .one(0)
        )
        let map = try answers(question)
        #expect(map.title.long.prefix(2) == ["layer.2", "CLS"], "\(map.title)")
        let expected = try expected("dino").matrix("mask")[row: head]
        let kept = expected.indices.filter { expected[$0] > 0 }.map { $0 + 1 }
        #expect(!kept.isEmpty && kept.count < 16)
        #expect(Set(map.relevance.places(holding: 0.6)) == Set(kept))
    }

    /// Every method that a model allows has a number for each token; methods that need a class are not offered without one.
    @Test(arguments: Given.vision) func methods(given: Given) throws {
        var answers = Answers()
        let run = try answers(RunQuestion(given.subject))
        try findEveryMethod(run) { method, found in
            #expect(found.contains { $0 != 0 }, "\(method.name)")
        }
    }

    /// How far CLS's features go in their own direction falls by what a small step against the gradient says.
    @Test func slope() throws {
        var answers = Answers()
        let run = try answers(RunQuestion(given("dinov3").subject))
        let explained = Explained(run, place: try #require(run.found(nil)))
        guard case .extent(_, let direction) = explained.target else { throw Failure("another target") }
        let gradient = try #require(run.gradients(of: explained.target).inputs)
        func extent(_ step: Float) throws -> Double {
            var tokens = gradient
            tokens.scale(by: step)
            tokens.add(run.input.tokens)
            let features = try #require(try run.again(on: run.input.replacing(tokens: tokens)).features)
            return zip(features[row: 0], direction).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
        let squares = gradient.elements.reduce(0.0) { $0 + Double($1) * Double($1) }
        let step = Float(0.01 / squares.squareRoot())
        let slope = try (extent(step) - extent(-step)) / Double(2 * step)
        #expect(abs(slope - squares) < 0.01 * squares, "\(slope) \(squares)")
    }

    /// Components are those of the patches' features, without CLS and registers; cosines are plain.
    @Test func features() throws {
        let subject = try given("dinov3").subject
        var answers = Answers()
        let components = try answers(ComponentsQuestion(subject, .tokens))
        #expect(components.vectors == .features)
        #expect(components.scores.prefix(3).allSatisfy { $0 == nil } && components.scores[3] != nil)
        let features = try expected("dinov3").matrix("last_hidden_state")
        let cosines = try answers(KeyCosinesQuestion(subject, token: 5))
        #expect(cosines.isOfFeatures)
        func dot(_ a: Int, _ b: Int) -> Float {
            zip(features[row: a], features[row: b]).reduce(0) { $0 + $1.0 * $1.1 }
        }
        for token in 0..<features.rows {
            let cosine = dot(5, token) / (dot(5, 5) * dot(token, token)).squareRoot()
            #expect(abs(cosines.values[token] - cosine) < 1e-4)
        }
    }

    /// Features after a layer are the states that leave it; after the last one they are what answers are read from.
    @Test(arguments: [(0, "hidden.1"), (1, "hidden.2"), (2, "last_hidden_state")])
    func featuresOfLayers(layer: Int, name: String) throws {
        let subject = try given("dinov3").subject
        var answers = Answers()
        let features = try expected("dinov3").matrix(name)
        let cosines = try answers(KeyCosinesQuestion(subject, token: 5, after: "layer.\(layer)"))
        for token in 0..<features.rows {
            let sums = zip(features[row: 5], features[row: token]).reduce(
                into: (0, 0, 0) as (Float, Float, Float)
            ) {
                $0 = ($0.0 + $1.0 * $1.1, $0.1 + $1.0 * $1.0, $0.2 + $1.1 * $1.1)
            }
            #expect(abs(cosines.values[token] - sums.0 / (sums.1 * sums.2).squareRoot()) < 1e-4)
        }
        let components = try answers(ComponentsQuestion(subject, .tokens, after: "layer.\(layer)"))
        #expect(components.words == "features of tokens after layer.\(layer)")
        let usual = try answers(ComponentsQuestion(subject, .tokens))
        #expect((components.scores == usual.scores) == (layer == 2))
    }

    /// Faithfulness removes patches alone.
    @Test func ownTokensHaveNoRank() throws {
        var answers = Answers()
        let run = try answers(RunQuestion(given("registers-classes").subject))
        let found = try ExplanationMethod.stepwise.explain(Explained(run, task: 0, class: 1)).relevance.values
        #expect(found.prefix(3).allSatisfy { $0 == 0 } && found.dropFirst(3).allSatisfy { $0 > 0 })
    }
}
