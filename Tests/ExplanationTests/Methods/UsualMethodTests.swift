import Explanation
import Models
import Perceiver
import TestData
import Testing

/// Which map is shown unless another one is asked for.
@Suite struct UsualMethodTests {
    private func usual(_ given: Given) throws -> ExplanationMethod? {
        var answers = Answers()
        return ExplanationMethod.usual(of: try answers(RunQuestion(given.subject)))
    }

    @Test("Small models with classes: what the measurements favour", arguments: Given.own + [Given.bundled])
    func small(given: Given) throws { #expect(try usual(given)?.name == "cp-lrp") }

    @Test("Published models: as far as a task comes first", arguments: Given.published)
    func published(given: Given) throws {
        let hasTask = !["flow", "language", "multimodal"].contains(given.name)
        #expect(try usual(given) == (hasTask ? .favoured : nil))
    }

    @Test("Of a text with masks these are asked first, and have no class")
    func masks() throws {
        let model = ModelPlace.folder(path: fixture("models/structured"))
        #expect(try usual(Given("masks", .text("Ein [MASK][MASK] bellt"), model: model)) == nil)
        #expect(try usual(Given("none", .text("Ein Hund bellt"), model: model)) == .favoured)
    }

    /// The rule is counted here once more: there and back is two runs.
    @Test("Large models: attention", arguments: [(4, true), (4000, false)])
    func large(latents: Int, isQuick: Bool) throws {
        let run = try Wide.run(columns: 40, rows: 40, latents: latents)
        let operations = run.model.trunk.layers.reduce(0) {
            $0 + $1.attention.operations(queries: latents, keys: $1.isSelfAttention ? latents : 1600)
        }
        #expect((2 * operations <= 10_000_000_000) == isQuick, "\(operations)")
        #expect(ExplanationMethod.favoured.isQuick(run) == isQuick)
        let picture = try Tiny.picture()
        let asked = Run(
            model: run.model,
            input: run.input,
            trace: run.trace,
            predictions: picture.predictions,
            duration: .zero
        )
        #expect((ExplanationMethod.usual(of: asked) == .favoured) == isQuick)
    }
}
