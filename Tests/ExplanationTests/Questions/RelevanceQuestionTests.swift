import Explanation
import Models
import TestData
import Testing

@Suite struct RelevanceQuestionTests {
    @Test func isWhatTheMethodsFind() throws {
        let subject = Given.own[5].subject
        var answers = Answers()
        let run = try answers(RunQuestion(subject))
        let (task, target) = (run.predictions.count - 1, 2)
        let occlusion = try answers(RelevanceQuestion(subject, .occlusion, task: task, target: target))
        #expect(try occlusion.relevance == Occlusion.relevance(run, task: task, target: target))
        let ablation = try answers(RelevanceQuestion(subject, .ablation, task: task, target: target))
        let effects = try LatentAblation.effects(run, task: task, target: target)
        #expect(try ablation.relevance == LatentAblation.relevance(run, effects: effects))
        #expect(occlusion.seesClass && !occlusion.isShare && occlusion.keys == .input)
        #expect([occlusion.quantity, ablation.quantity] == ["Δ log p", "effect"])
        let prediction = run.predictions[task]
        #expect(occlusion.title.text() == "occlusion · \(prediction.task): \(prediction.labels[target])")
        let facts = [
            "model": "perceiver-mini 1.0", "modality": "text", "method": "occlusion", "task": prediction.task,
            "target": prediction.labels[target],
        ]
        #expect(occlusion.facts == facts)
    }

    /// Without a task and a class it is the leading one, and the most probable one.
    @Test func theUsualClass() throws {
        let subject = Given.own[3].subject
        var answers = Answers()
        let run = try answers(RunQuestion(subject))
        let leading = run.predictions.leading
        let best = run.predictions[leading].best
        let usual = try answers(RelevanceQuestion(subject, .occlusion))
        let named = try answers(RelevanceQuestion(subject, .occlusion, task: leading, target: best))
        #expect(usual.relevance == named.relevance && usual.facts == named.facts)
        #expect(usual.facts["target"] == run.predictions[leading].labels[best])
        // It need not be the first one.
        let prediction = run.predictions[1 - leading]
        for task in run.predictions.indices {
            let found = RelevanceQuestion(subject, .occlusion, task: task).found(in: run)
            #expect(found == (task, run.predictions[task].best))
        }
        #expect(RelevanceQuestion(subject, .occlusion).found(in: run) == (leading, best))
        #expect(Set([best, prediction.best]) != [0], "a class that is no default")
    }

    @Test func methodsOfModels() throws {
        var answers = Answers()
        let methods = try [Given.published[0], Given.published[1], Given.bundled].map {
            ExplanationMethod.all(for: try answers(ModelQuestion($0.subject.model)))
        }
        #expect(methods == [[], [.occlusion, .ablation], [.occlusion, .ablation]])
        let run = try Tiny.text()
        #expect(ExplanationMethod.occlusion.steps(run) == run.input.parts.count)
        #expect(ExplanationMethod.ablation.steps(run) == 7)
    }
}
