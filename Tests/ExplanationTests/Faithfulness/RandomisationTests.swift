import Explanation
import Models
import Perceiver
import TestData
import Testing

/// Maps and what becomes of them with random weights.
@Suite struct RandomisationTests {
    /// The definition: Pearson's correlation of ranks, where equal numbers share the mean of theirs.
    private func naive(_ first: [Float], _ second: [Float]) -> Double {
        func ranks(_ numbers: [Float]) -> [Double] {
            numbers.map { number in
                let (less, equal) = (numbers.count { $0 < number }, numbers.count { $0 == number })
                return Double(less) + Double(equal + 1) / 2
            }
        }
        let (a, b) = (ranks(first), ranks(second))
        let means = (a.reduce(0, +) / Double(a.count), b.reduce(0, +) / Double(b.count))
        func sum(_ product: (Double, Double) -> Double) -> Double {
            zip(a, b).reduce(0) { $0 + product($1.0 - means.0, $1.1 - means.1) }
        }
        return sum { $0 * $1 } / (sum { x, _ in x * x } * sum { _, y in y * y }).squareRoot()
    }

    @Test("Spearman's rank correlation, with ties", arguments: 1...8)
    func spearman(seed: Int) throws {
        var random = Generator(seed: UInt64(seed))
        // Few different numbers: many are equal.
        let numbers = random.matrix(2, 60).elements.map { ($0 * Float(seed)).rounded() }
        let (first, second) = (Array(numbers[..<60]), Array(numbers[60...]))
        let found = try #require(RankCorrelation.spearman(first, second))
        #expect(abs(found - naive(first, second)) < 1e-12)
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
            let expected = naive(map.relevance.values.map(abs), values.map(abs))
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
