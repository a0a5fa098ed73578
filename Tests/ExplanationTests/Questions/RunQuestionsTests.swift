import Explanation
import Media
import Models
import Synchronization
import TestData
import Testing

/// Runs, and what is asked of them besides maps.
@Suite struct RunQuestionsTests {
    @Test func runsAreTheModels() throws {
        let subject = Given.own[4].subject
        var answers = Answers()
        let told = Mutex<[Double]>([])
        let run = try answers(RunQuestion(subject)) { title, share in
            if title == "run" { told.withLock { $0.append(share) } }
        }
        let model = try answers(ModelQuestion(subject.model))
        let medium = try subject.source.read(for: model)
        let expected = try model.run(model.prepare(medium))
        #expect(run.trace.latents == expected.trace.latents)
        let shares = told.withLock { $0 }
        #expect(shares.count > 1 && shares == shares.sorted() && shares.last == 1)
        #expect(RunQuestion.size(of: run) >= 4 * run.trace.latents.count * model.trunk.layers.count)
    }

    @Test func bytes() throws {
        let subject = Subject(.text("ab[MASK]c"), model: Given.published[4].subject.model)
        var answers = Answers()
        let run = try answers(RunQuestion(subject))
        for position in [1, 3] {
            let bytes = try answers(BytesQuestion(subject, position: position))
            #expect(bytes.positions == [position])
            #expect(bytes.logits == run.model.bytes(run, positions: [position]).logits)
        }
    }

    @Test func reconstructions() throws {
        var answers = Answers()
        let clip = Given.published[5].subject
        guard case .clip(let made) = try answers(ReconstructionQuestion(clip)) else {
            throw Failure("no clip")
        }
        let expected = try answers(RunQuestion(clip)).reconstruct()
        #expect(made.frames == expected.frames && made.framePSNR == expected.framePSNR)
        let picture = Given.own[6].subject
        guard case .input(let input) = try answers(ReconstructionQuestion(picture)) else {
            throw Failure("no picture")
        }
        #expect(try input.psnr == answers(RunQuestion(picture)).reconstructInput().psnr)
        #expect(input.removedPSNR == nil)
        #expect(try input.opened.input.layout == answers(OpenQuestion(picture)).input.layout)
        let part = try Part("6,4,16,10")
        let without = Subject(picture.source.editing(.remove(part)), model: picture.model)
        guard case .input(let input) = try answers(ReconstructionQuestion(without)) else {
            throw Failure("no picture")
        }
        #expect(input.removedPSNR != nil)
    }

    /// Two inputs by tasks that match, or by those that are named.
    @Test func comparisons() throws {
        var answers = Answers()
        let (picture, sound) = (Given.own[3].subject, Given.own[4].subject)
        let runs = try [picture, sound].map { try answers(RunQuestion($0)) }
        let usual = try answers(ComparisonQuestion(picture, sound))
        let matching = Comparison.matchingTasks(runs[0], runs[1])
        let expected = try Comparison(runs[0], runs[1], tasks: matching)
        #expect(usual.tasks == ["concept", "concept"] && usual.concepts == expected.concepts)
        #expect(usual.latents == expected.latents && usual.latents.count == 7)
        let own = try answers(ComparisonQuestion(picture, sound, tasks: (0, 0)))
        #expect(own.tasks == [runs[0].tasks[0].name, runs[1].tasks[0].name])
        let crossed = try answers(ComparisonQuestion(picture, sound, tasks: (0, 1)))
        #expect(crossed.tasks == [runs[0].tasks[0].name, runs[1].tasks[1].name])
        let other = try answers(ComparisonQuestion(sound, picture))
        #expect(other.concepts.map { $0.probabilities[0] } == usual.concepts.map { $0.probabilities[1] })
    }
}
