import Explanation
import Media
import Models
import Perceiver
import TestData
import Testing

/// What is answered before a question, and what is kept.
@Suite struct KnownTests {
    /// The last one needs two others, which need the same first one.
    private func diamond(_ log: Log, _ failure: StepFailure? = nil) -> [Step] {
        let first = Step(name: "a", failure: failure, log: log)
        let left = Step(name: "b", before: [first], log: log)
        let right = Step(name: "c", before: [first], log: log)
        return [first, left, right, Step(name: "d", before: [left, right], log: log)]
    }

    @Test func needsAreAnsweredFirstAndOnce() throws {
        let (log, told) = (Log(), Log())
        var answers = Answers()
        let steps = diamond(log)
        let answer = try answers(steps[3]) { told.add("\($0) \($1)") }
        #expect(answer == "a b a c d" && log.names == ["a", "b", "c", "d"])
        #expect(told.names == ["step a 0.5", "step b 0.5", "step c 0.5", "step d 0.5"])
        for step in steps { _ = try answers(step) }
        #expect(log.names.count == 4)
    }

    @Test func allWhoNeedItGetTheSameFailure() {
        let log = Log()
        var answers = Answers()
        let steps = diamond(log, .always)
        for step in steps.reversed() { #expect(throws: Failure("a")) { try answers(step) } }
        #expect(log.names == ["a"])
        // Who does not need it is answered.
        #expect(throws: Never.self) { try answers(Step(name: "e", log: log)) }
    }

    /// What was cancelled can be asked again.
    @Test func cancellingIsNoAnswer() throws {
        let log = Log()
        var answers = Answers()
        let steps = diamond(log, .cancelledOnce)
        #expect(throws: CancellationError.self) { try answers(steps[3]) }
        #expect(try answers(steps[3]) == "a b a c d")
        #expect(log.names == ["a", "a", "b", "c", "d"])
    }

    /// What helps is used if it is known, and not asked for otherwise.
    @Test func helpIsTakenIfItIsThere() throws {
        let log = Log()
        let help = Step(name: "h", log: log)
        let helped = Step(name: "x", helping: [help], log: log)
        var answers = Answers()
        #expect(try answers(helped) == "x" && log.names == ["x"])
        answers = Answers()
        _ = try answers(help)
        #expect(try answers(helped) == "h x")
    }

    @Test func everythingElseIsForgotten() throws {
        let log = Log()
        var answers = Answers()
        let (steps, broken) = (diamond(log), Step(name: "e", failure: .always, log: log))
        _ = try answers(steps[3])
        #expect(throws: Failure.self) { try answers(broken) }
        answers.forget(allBut: [steps[0], steps[2], Step(name: "never asked", log: log)])
        for step in steps { _ = try answers(step) }
        #expect(log.names == ["a", "b", "c", "d", "e", "b", "d"])
        #expect(throws: Failure.self) { try answers(broken) }
        #expect(log.names.count == 8)
    }

    @Test func knownAnswersHaveTheirType() {
        let log = Log()
        var known = Known()
        let step = Step(name: "a", log: log)
        #expect(known[step] == nil)
        known.add("answer", to: step.asked)
        #expect(known[step] == "answer" && known(step) == "answer")
        // That there is no answer can be one.
        let question = ModalityQuestion(.file(path: "a"))
        #expect(known[question] == nil)
        known.add(Modality?.none as any Sendable, to: question.asked)
        #expect(known[question] == .some(nil))
        #expect(step.asked.size(of: "answer") == 6 && step.asked.size(of: 7) == 0)
    }

    /// A portrait is of the run that happens to be known; if none is, the model runs for it alone.
    @Test func aPortraitTakesTheRun() throws {
        let (dog, text) = (Given.own[3].subject, Given.own[5].subject)
        var answers = Answers()
        let portrait = try answers(PortraitQuestion(dog))
        #expect(portrait.modality == .image)
        let other = try answers(RunQuestion(text))
        var known = Known()
        known.add(other.model, to: ModelQuestion(dog.model).asked)
        known.add(other, to: RunQuestion(dog).asked)
        let taken = try PortraitQuestion(dog).answer(known) { _ in }
        #expect(taken == Portrait(other, names: SharedNames(other.model)))
        answers.forget(allBut: [ModelQuestion(dog.model)])
        let run = try answers(RunQuestion(dog))
        #expect(portrait == Portrait(run, names: SharedNames(run.model)))
    }
}
