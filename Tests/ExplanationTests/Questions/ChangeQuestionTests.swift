import Explanation
import Models
import TestData
import Testing

/// What a change of an input does to its answers and maps.
@Suite struct ChangeQuestionTests {
    private static let part = Part(.box(x: 60, y: 70, width: 120, height: 90))

    @Test(arguments: [Edit.remove(part), .fill(part, .blur)]) func answers(edit: Edit) throws {
        let subject = Given.bundled.subject
        let changed = Subject(subject.source.editing(edit), model: subject.model)
        var answers = Answers()
        let (before, now) = (try answers(RunQuestion(subject)), try answers(RunQuestion(changed)))
        let changes = try answers(try #require(ChangeQuestion(changed)))
        #expect(changes.tasks.count == now.predictions.count)
        for (task, change) in changes.tasks.enumerated() {
            let change = try #require(change)
            let (old, new) = (before.predictions[task].probabilities, now.predictions[task].probabilities)
            let differences = zip(try #require(new), try #require(old)).map { $0 - $1 }
            #expect(change.before == old && change.change == differences)
            #expect(abs(differences.reduce(0, +)) < 1e-9 && differences.contains { abs($0) > 1e-4 })
            let sizes = change.movers.map { abs(differences[$0]) }
            #expect(sizes == sizes.sorted(by: >) && Set(change.movers).count == differences.count)
        }
        #expect(ChangeQuestion(subject) == nil)
    }

    /// Tasks that were not answered before have no change.
    @Test func otherTasks() throws {
        var answers = Answers()
        let text = try answers(RunQuestion(Subject(.text("a dog"), model: .bundled))).predictions
        let picture = try answers(RunQuestion(Given.bundled.subject)).predictions
        for (prediction, change) in zip(text, AnswerChanges(text, before: picture).tasks) {
            let isAnswered = picture.contains { $0.task == prediction.task && $0.labels == prediction.labels }
            #expect((change != nil) == isAnswered)
        }
        #expect(AnswerChanges(text, before: []).tasks.allSatisfy { $0 == nil })
    }

    /// What the target loses without a region is what a run on the rest answers.
    @Test func regions() throws {
        let subject = Given.bundled.subject
        var answers = Answers()
        let run = try answers(RunQuestion(subject))
        let tokens = run.input.layout.tokens(in: Removal(columns: 60...180, rows: 70...160))
        let target = run.predictions[0].ranking[1]
        let effect = try answers(RegionQuestion(subject, task: 0, target: target, without: tokens))
        let removed = Subject(subject.source.editing(.remove(Self.part)), model: subject.model)
        let rest = try answers(RunQuestion(removed))
        #expect(rest.input.removed == tokens)
        let (old, new) = (
            run.predictions[0].probabilities?[target], rest.predictions[0].probabilities?[target]
        )
        let expected = try #require(new)
        #expect(effect.before == old && abs(effect.after - expected) < 1e-5)
        #expect(effect.change == effect.after - effect.before)
    }

    // MARK: maps

    @Test func attention() throws {
        let subject = Given.bundled.subject
        let changed = Subject(subject.source.editing(.remove(Self.part)), model: subject.model)
        var answers = Answers()
        let (map, former) = (MapQuestion(changed, query: .one(3)), MapQuestion(subject, query: .one(3)))
        let difference = try answers(DifferenceQuestion(map, less: map.about(subject)))
        let removed = try answers(RunQuestion(changed)).input.removed
        try expect(difference, answers(map), answers(former), removed)
        #expect(difference.meaning.hasPrefix("now minus before, share of attention"))
        #expect(difference.facts["difference"] == "now minus before")
        #expect(difference.title.long.last == "change")
    }

    @Test func whatSpeaksForAClass() throws {
        let subject = Given.bundled.subject
        let changed = Subject(subject.source.editing(.fill(Self.part, .blank)), model: subject.model)
        var answers = Answers()
        let run = try answers(RunQuestion(changed))
        let map = RelevanceQuestion(changed, .occlusion)
        let former = map.about(subject, run)
        // The class of the changed input is meant, not the first choice before.
        #expect(former.target == run.predictions[run.predictions.leading].best)
        let difference = try answers(DifferenceQuestion(map, less: former))
        try expect(difference, answers(map), answers(former), [])
    }

    private func expect(
        _ difference: MapAnswer,
        _ map: MapAnswer,
        _ former: MapAnswer,
        _ removed: Set<Int>
    ) throws {
        let (values, now, before) = (
            difference.relevance.values, map.relevance.values, former.relevance.values
        )
        #expect(difference.relevance.isSigned && values.count == now.count)
        for token in values.indices {
            #expect(values[token] == (removed.contains(token) ? 0 : now[token] - before[token]))
        }
        // What was on removed tokens goes to others: there a share may only rise.
        #expect(values.contains { $0 > 0 } && (!removed.isEmpty || values.contains { $0 < 0 }))
    }

    /// Where places have moved nothing is subtracted.
    @Test func otherPlaces() throws {
        let source = Source.text("one two three").editing(.write(Part(.span("two")), "seven"))
        let (changed, root) = (Subject(source, model: .bundled), Subject(source.root, model: .bundled))
        var answers = Answers()
        let map = MapQuestion(changed)
        let question = DifferenceQuestion(map, less: map.about(root))
        #expect(throws: Failure.self) { try answers(question) }
        // A word of the same length moves none.
        let same = Subject(.text("one two").editing(.write(Part(.span("two")), "six")), model: .bundled)
        let other = MapQuestion(same)
        let values = try answers(
            DifferenceQuestion(other, less: other.about(Subject(.text("one two"), model: .bundled)))
        ).relevance.values
        #expect(values.contains { $0 != 0 })
    }
}
