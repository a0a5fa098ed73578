import Explanation
import Foundation
import TestData
import Testing

/// Which two maps `compare` sets side by side, and what both have in common.
@Suite struct CompareViewTests {
    private let runner = CommandTests()
    private let inputs = ["dog.jpg", "cat.jpg"].map {
        ParityInput.input(ParityInput.sample($0), model: ParityInput.own("tiny"))
    }

    private func compared(_ options: String, _ inputs: [ParityInput]) throws -> CommandTests.Outcome {
        let words = ParityInput.words(inputs).map(Programs.quoted).joined(separator: " ")
        return try runner.perceiver("compare \(words) \(options)")
    }

    private func object(_ options: String) throws -> [String: Any] {
        let outcome = try compared(options + " --json", inputs)
        return try #require(try outcome.objects().first, "\(outcome.messages)")
    }

    /// What is printed of two maps is what the questions about them answer.
    private func expect(
        _ options: String,
        _ questions: [RelevanceQuestion],
        effects: [RelevanceQuestion] = []
    )
        throws
    {
        let object = try object(options)
        var answers = Answers()
        let asker = Asker.task(0)
        let found = try answers(
            ViewComparisonQuestion(questions[0], questions[1], askers: [asker, asker], effects: effects)
        )
        #expect(object["maps"] as? [String] == found.sides.map { $0.title.joined(separator: " · ") })
        for (name, value) in [
            ("rankCorrelation", found.rankCorrelation), ("latentCosine", found.latentCosine),
        ] {
            expectSame(object[name], try #require(value), name)
        }
        if effects.isEmpty { return #expect(object["effectCorrelation"] == nil) }
        expectSame(object["effectCorrelation"], try #require(found.effectCorrelation), "effects")
    }

    private func expectSame(_ found: Any?, _ expected: Double, _ name: String) {
        #expect(abs((found as? Double ?? .nan) - expected) < 1e-12, "\(name)")
    }

    /// One class is set against another on both sides, or on the left one against a third.
    @Test func contrasts() throws {
        func question(_ side: Int, _ method: ExplanationMethod, against other: Int?) -> RelevanceQuestion {
            RelevanceQuestion(
                inputs[side].subject,
                method,
                task: 0,
                target: other == nil ? nil : 0,
                against: other
            )
        }
        let options = "--explain occlusion --task photo --target cat --against boat"
        let both = [0, 1].map { question($0, .occlusion, against: 2) }
        try expect(options, both)
        try expect(options + " --left-against dog", [question(0, .occlusion, against: 1), both[1]])
        // What sees no class is not asked for one that both sides share.
        try expect(options + " --left-explain rollout", [question(0, .rollout, against: nil), both[1]])
        try expect(options + " --effects", both, effects: [0, 1].map { question($0, .ablation, against: 2) })
    }

    /// The same refusals as those of `attend`, by the names of the options that were given.
    @Test(arguments: [
        ("--explain rollout --against boat", "--against: --explain rollout has the same map for every class"),
        ("--against unicorn", "--against unicorn: no class of photo; it has cat, dog, boat"),
        ("--explain occlusion --target cat --against cat", "--against cat: that is the target itself"),
        ("--layer encoder --against cat", "--against: attention is the same for every class; leave it out"),
        (
            "--explain occlusion --left-explain rollout --left-against cat",
            "--left-against: --left-explain rollout has the same map for every class"
        ),
        (
            "--explain occlusion --left-layer encoder --left-target cat",
            "--left-target: attention is the same for every class"
        ),
        ("--explain occlusion --left-against bat", "--left-against bat: no class of photo"),
    ])
    func refusals(options: String, sentence: String) throws {
        let outcome = try compared(options, inputs)
        #expect(outcome.status == 64 && outcome.messages.contains(sentence), "\(outcome.messages)")
    }

    /// Of one input latents are the same, and two models have none in common.
    @Test func noCommonLatents() throws {
        let one = try compared("--left-explain rollout --explain occlusion --json", [inputs[0]])
        let object = try #require(try one.objects().first, "\(one.messages)")
        #expect(object["latentCosine"] == nil && object["readingCorrelation"] as? Double == 1)
        let other = "--left-model \(Programs.quoted(fixture("models/shared")))"
        let two = try compared("\(other) --explain occlusion --json", inputs)
        let models = try #require(try two.objects().first, "\(two.messages)")
        #expect(models["latentCosine"] == nil && models["readingCorrelation"] == nil)
        let refused = try compared("\(other) --explain occlusion --effects", inputs)
        #expect(refused.status == 64 && refused.messages.contains("have no latents in common"))
    }
}
