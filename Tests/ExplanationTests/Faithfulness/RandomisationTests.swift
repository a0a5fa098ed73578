import Explanation
import Models
import Perceiver
import TestData
import Testing

/// Maps and what becomes of them with random weights.
@Suite struct RandomisationTests {
    @Test("Spearman's rank correlation, with ties", arguments: 1...8)
    func spearman(seed: Int) throws {
        var random = Generator(seed: UInt64(seed))
        // Few different numbers: many are equal.
        let numbers = random.matrix(2, 60).elements.map { ($0 * Float(seed)).rounded() }
        let (first, second) = (Array(numbers[..<60]), Array(numbers[60...]))
        let found = try #require(RankCorrelation.spearman(first, second))
        #expect(abs(found - naiveSpearman(first, second)) < 1e-12)
        #expect(RankCorrelation.spearman(first, first.map { $0 * 3 + 1 }) == 1)
        #expect(try #require(RankCorrelation.spearman(first, first.map { -$0 })) < -0.999_999)
    }

    @Test func whatHasNoOrder() {
        #expect(RankCorrelation.spearman([1, 2, 3], [5, 5, 5]) == nil)
        #expect(RankCorrelation.spearman([1, .nan, 3], [1, 2, 3]) == nil)
        #expect(RankCorrelation.spearman([], []) == nil)
    }

    private func check(_ map: some MapAsking) throws -> Randomisation {
        var answers = Answers()
        return try answers(RandomisationQuestion(map))
    }

    @Test("What the latents read does not hang on the decoder", arguments: [Given.own[0], Given.bundled])
    func attentionOfTheEncoder(given: Given) throws {
        let found = try check(MapQuestion(given.subject, query: .mean))
        #expect(found.steps.map(\.part) == [.decoder, .latents, .all])
        #expect(found.steps[0].correlation == 1 && found.steps[1].correlation == 1)
        #expect(try #require(found.steps[2].correlation) < 0.99)
        #expect(!found.isOfSizes)
    }

    /// What position adds in the run with other weights, and not the whole score.
    @Test func partsOfScores() throws {
        let question = MapQuestion(Given.bundled.subject, query: .mean, unit: .score, part: .position)
        var answers = Answers()
        let run = try answers(RunQuestion(question.subject))
        let other = try run.redrawn(.all, seed: Randomisation.seed)
        let layer = run.model.layer(nil)
        let rows = AttentionRows(other, layer: layer, unit: .score, part: .position)
        let expected = naiveSpearman(try answers(question).relevance.values, try rows.mean())
        let found = try #require(try check(question).steps.last?.correlation)
        #expect(abs(found - expected) < 1e-9)
    }

    /// The numbers by hand: the same class in the run with other weights, by the size of its numbers.
    @Test("A signed map of a class", arguments: [Given.own[2], Given.own[0]])
    func explanation(given: Given) throws {
        var answers = Answers()
        let run = try answers(RunQuestion(given.subject))
        let question = RelevanceQuestion(given.subject, .favoured)
        let (map, found) = (try answers(question), try answers(RandomisationQuestion(question)))
        let (task, best) = (run.predictions.leading, run.predictions[run.predictions.leading].best)
        for step in found.steps {
            let other = try run.redrawn(step.part, seed: Randomisation.seed)
            let values = try ExplanationMethod.favoured.explain(Explained(other, task: task, class: best))
                .relevance.values
            let expected = naiveSpearman(map.relevance.values.map(abs), values.map(abs))
            #expect(abs(try #require(step.correlation) - expected) < 1e-9)
        }
        #expect(found.isOfSizes)
    }

    @Test("Every kind of model has the check", arguments: Given.published + [Given.own[8]])
    func kinds(given: Given) throws {
        var answers = Answers()
        let model = try answers(ModelQuestion(given.subject.model))
        let attention = try answers(RandomisationQuestion(MapQuestion(given.subject)))
        #expect(attention.steps.map(\.part) == model.redrawnParts)
        let gradient = try answers(RandomisationQuestion(RelevanceQuestion(given.subject, .gradient)))
        #expect(gradient.steps.count == model.redrawnParts.count)
    }

    @Test("The bundled model's default depends on what was learned")
    func verdict() throws {
        let found = try check(RelevanceQuestion(Given.bundled.subject, .favoured))
        #expect(found.verdict == .changes, "\(found.words)")
        #expect(found.words.hasPrefix("changes with the weights: ρ "))
        #expect(found.measures.map(\.key).last == "correlationWithRandomWeights")
    }

    @Test func matricesAreRefused() throws {
        let map = MapQuestion(Given.own[0].subject, layer: "self.0", query: .all)
        #expect(throws: Failure.self) { try self.check(map) }
    }
}
