import Explanation
import Foundation
import Media
import Models
import TestData
import Testing

/// How faithful maps are, beside runs without the same tokens.
@Suite struct FaithfulnessTests {
    private func controls(_ run: Run, points: Int = 11) throws -> ControlCurves {
        try ControlCurves(run, MeasuredTarget(task: nil, target: nil, in: run), points: points)
    }

    private func p(_ run: Run, _ target: MeasuredTarget, without tokens: some Sequence<Int>) throws -> Double
    {
        let prediction = try run.prediction(task: target.task, without: Set(tokens))
        return prediction.probabilities?[target.target] ?? Double(prediction.logits[target.target])
    }

    /// Numbers that are unlike for all tokens.
    private func scattered(_ run: Run) -> Relevance {
        let values = (0..<run.input.tokens.rows).map { Float($0 * 7919 % 10007 - 4000) }
        return Relevance(values: values, isSigned: true, meaning: "")
    }

    /// Each point is the run without the first tokens, or without the others.
    @Test(arguments: Given.own + [Given.published[2], Given.published[6]])
    func pointsAreRunsWithoutTokens(given: Given) throws {
        var answers = Answers()
        let run = try answers(RunQuestion(given.subject))
        let (map, controls) = (scattered(run), try controls(run, points: 5))
        let found = try Faithfulness(of: map, run, controls)
        let order = TokenRanking(map.values, of: run.input.kept).order
        let (count, curves) = (order.count, found.curves)
        #expect(curves.deletion.fractions.first == 0 && curves.deletion.fractions.last == 1)
        for (fraction, value) in zip(curves.deletion.fractions, curves.deletion.values) {
            let removed = Int((fraction * Double(count)).rounded())
            #expect(try abs(value - p(run, controls.target, without: order.prefix(removed))) < 1e-5)
        }
        for (fraction, value) in zip(curves.insertion.fractions, curves.insertion.values) {
            let kept = Int((fraction * Double(count)).rounded())
            #expect(try abs(value - p(run, controls.target, without: order.dropFirst(kept))) < 1e-5)
        }
        let fifth = max(1, Int((0.2 * Double(count)).rounded()))
        let (without, alone) = (
            try p(run, controls.target, without: order.prefix(fifth)),
            try p(run, controls.target, without: order.dropFirst(fifth))
        )
        #expect(abs(found.shown.comprehensiveness - (controls.whole - without)) < 1e-5)
        #expect(abs(found.shown.sufficiency - (controls.whole - alone)) < 1e-5)
        for (group, drop) in found.groups.drops.enumerated() {
            let places =
                count * group / found.groups.drops.count..<count * (group + 1) / found.groups.drops.count
            #expect(try abs(drop - (controls.whole - p(run, controls.target, without: order[places]))) < 1e-5)
            let salience = order[places].reduce(0) { $0 + Double(map.values[$1]) }
            #expect(abs(found.groups.saliences[group] - salience) < 1e-6 * abs(salience) + 1e-6)
        }
    }

    /// With tokens removed beforehand, shares are of the others, and those stay away.
    @Test func removedPartsStayRemoved() throws {
        let source = Given.sample("dog.jpg").editing(.remove(try Part("0,0,200,400")))
        var answers = Answers()
        let run = try answers(RunQuestion(Subject(source, model: .folder(path: fixture("models/tiny")))))
        #expect(!run.input.removed.isEmpty)
        let controls = try controls(run, points: 3)
        let found = try Faithfulness(of: scattered(run), run, controls)
        let order = TokenRanking(scattered(run).values, of: run.input.kept).order
        #expect(
            controls.tokenCount == run.input.readCount && order.allSatisfy { !run.input.removed.contains($0) }
        )
        let half = (order.count + 1) / 2
        let expected = try p(run, controls.target, without: order.prefix(half))
        #expect(abs(found.curves.deletion.values[1] - expected) < 1e-5)
        #expect(found.curves.deletion.values[0] == controls.whole)
        #expect(found.curves.insertion.values[0] == controls.none)
    }

    /// The points of few tokens: each number once, and the same numbers from both ends.
    @Test(arguments: [2, 3, 4, 9, 10, 11, 23])
    func fewTokens(count: Int) throws {
        let model = try Tiny.text().model
        let letters = String(repeating: "ab c", count: 6).prefix(count)
        let run = try model.run(model.prepare(.text(Text(String(letters)))))
        let found = try Faithfulness(of: scattered(run), run, controls(run))
        let places = found.curves.deletion.fractions.map { $0 * Double(count) }
        #expect(places.count == min(11, count + 1))
        #expect(places.allSatisfy { abs($0 - $0.rounded()) < 1e-9 } && Set(places).count == places.count)
        let kept = found.curves.insertion.fractions.map { Double(count) - $0 * Double(count) }
        #expect(zip(kept.reversed(), places).allSatisfy { abs($0 - $1) < 1e-9 })
        #expect(found.groups.drops.count == min(10, count))
    }

    /// A map of the same number everywhere ranks at random: by chance it is as good as others.
    @Test func aMapThatSaysNothing() throws {
        let run = try Tiny.picture()
        let values = [Float](repeating: 1, count: run.input.tokens.rows)
        let controls = try controls(run)
        let found = try Faithfulness(
            of: Relevance(values: values, isSigned: false, meaning: ""),
            run,
            controls
        )
        #expect(found.groups.coefficient == nil || abs(found.groups.coefficient ?? 2) <= 1)
        let reversed = controls.overRandom(found.curves.reversed)
        #expect(abs(reversed.value + found.overRandom.value) < 1e-12)
        #expect(found.overRandom.error == controls.chance)
    }

    /// Tasks that answer numbers have these on their curves.
    @Test func numbers() throws {
        let model = try Model(folder: URL(filePath: fixture("published/number")))
        let run = try model.run(model.prepare(.text(Text("a dog barks"))))
        let controls = try controls(run, points: 3)
        #expect(controls.target.quantity == "value")
        #expect(controls.whole == Double(run.predictions[0].logits[0]))
        #expect(try abs(controls.none - p(run, controls.target, without: run.input.kept)) < 1e-6)
    }

    /// The mean and the spread of random rankings are those of five and their reverses.
    @Test func randomRankings() throws {
        let controls = try controls(try Tiny.sound(), points: 5)
        #expect(controls.random.count == 5 && Set(controls.random.map(\.gap)).count == 5)
        let areas = controls.random.flatMap { [$0.deletion.area, $0.insertion.area] }
        #expect(abs(controls.randomArea.mean - areas.reduce(0, +) / 10) < 1e-12)
        let gaps = controls.random.map { $0.insertion.area - $0.deletion.area }
        #expect(abs(controls.chance - (gaps.reduce(0) { $0 + $1 * $1 } / 5).squareRoot()) < 1e-12)
        let (mean, deviations) = controls.randomDeletion
        #expect(abs(mean.area - controls.randomArea.mean) < 1e-12)
        #expect(deviations.count == 5 && deviations[0] < 1e-9 && deviations[4] < 1e-9 && deviations[2] > 0)
        // At a point the reverse has removed what the order keeps: both are one sample.
        let pairs = controls.random.map { ($0.deletion.values[1] + $0.insertion.values[3]) / 2 }
        let middle = pairs.reduce(0, +) / 5
        let error = (pairs.reduce(0) { $0 + ($1 - middle) * ($1 - middle) } / 20).squareRoot()
        #expect(abs(controls.randomMean.curve.values[1] - mean.values[1]) < 1e-12)
        #expect(abs((controls.randomMean.errors?[1] ?? .nan) - error) < 1e-12)
    }

    @Test func refusals() throws {
        var answers = Answers()
        func message(_ map: any MapAsking) -> String {
            do { return "\(try answers(FaithfulnessQuestion(map)))" } catch { return "\(error)" }
        }
        func message(_ published: Int) -> String { message(MapQuestion(Given.published[published].subject)) }
        #expect(message(0).hasSuffix(" has no task for pairs of pictures; faithfulness follows a class"))
        #expect(message(4).hasSuffix(" has no task for texts; faithfulness follows a class"))
        #expect(message(5).hasPrefix("Faithfulness("))
        let latents = message(MapQuestion(Given.own[0].subject, layer: "self.0", query: .mean))
        #expect(latents == "this map does not lie over the input; faithfulness is measured of maps that do")
        let single = Subject(.text("a"), model: Given.own[0].subject.model)
        #expect(message(MapQuestion(single)) == "the input has a single token; faithfulness ranks several")
    }

    @Test func canBeCancelled() async throws {
        let run = try Tiny.picture()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try ControlCurves(run, MeasuredTarget(task: nil, target: nil, in: run), points: 5)
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}

/// What is asked of maps, and what they share.
@Suite struct FaithfulnessQuestionTests {
    private let subject = Given.own[0].subject

    /// A map's own task and class are followed unless others are named.
    @Test func whatIsFollowed() {
        let attention = FaithfulnessQuestion(MapQuestion(subject, asker: .task(1)))
        #expect(attention.controls == ControlCurvesQuestion(subject, task: 1))
        let occlusion = FaithfulnessQuestion(RelevanceQuestion(subject, .occlusion, task: 1, target: 2))
        #expect(occlusion.controls == ControlCurvesQuestion(subject, task: 1, target: 2))
        let other = FaithfulnessQuestion(MapQuestion(subject), task: 0, target: 1, points: 5)
        #expect(other.controls == ControlCurvesQuestion(subject, task: 0, target: 1, points: 5))
        #expect(
            other != attention
                && other == FaithfulnessQuestion(MapQuestion(subject), task: 0, target: 1, points: 5)
        )
        #expect(
            other != FaithfulnessQuestion(MapQuestion(subject, query: .mean), task: 0, target: 1, points: 5)
        )
    }

    /// Maps of one class are measured against the same controls.
    @Test func mapsShareTheirControls() throws {
        let maps: [any MapAsking] = [
            MapQuestion(subject), MapQuestion(subject, query: .mean), MapQuestion(subject, unit: .score),
            RelevanceQuestion(subject, .occlusion), RelevanceQuestion(subject, .ablation),
        ]
        let questions = maps.map { FaithfulnessQuestion($0) }
        #expect(Set(questions.map(\.controls)).count == 1 && Set(questions).count == 5)
        var answers = Answers()
        let found = try questions.map { try answers($0) }
        let controls = try answers(questions[0].controls)
        for one in found {
            #expect(one.overRandom == controls.overRandom(one.curves))
            #expect(one.overEnergy == controls.overEnergy(one.curves) && one.verdicts.count == 2)
            // The tiny model's latents may have no effect at all.
            #expect(one.groups.coefficient.map { (-1...1).contains($0) } ?? (one.groups.saliences[0] == 0))
        }
        #expect(Set(found.map(\.curves)).count == 5)
        // Scores before the softmax are added up as what their exponentials are.
        #expect(found[2].groups.saliences.allSatisfy { $0 > 0 })
    }
}
