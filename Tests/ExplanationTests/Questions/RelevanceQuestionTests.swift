import Explanation
import Foundation
import Media
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
        #expect(try occlusion.relevance == Occlusion.relevance(Explained(run, task: task, class: target)))
        let ablation = try answers(RelevanceQuestion(subject, .ablation, task: task, target: target))
        let effects = try LatentAblation.effects(Explained(run, task: task, class: target))
        #expect(
            try ablation.relevance
                == LatentAblation.relevance(Explained(run, task: task, class: target), effects: effects)
        )
        #expect(occlusion.seesClass && !occlusion.isShare && occlusion.keys == .input)
        #expect([occlusion.quantity, ablation.quantity] == ["Δ log p", "effect"])
        #expect(occlusion.meaning == "drop in log p when removed")
        let prediction = run.predictions[task]
        let label = prediction.labels[target]
        #expect(occlusion.title.text() == "occlusion · what speaks for \(label) (\(prediction.task))")
        #expect(occlusion.title.text(isShort: true) == "occlusion · \(prediction.task): \(label)")
        #expect(occlusion.title.brief == [["occlusion", label], ["occlusion", label], [label]])
        let contrast = try answers(
            RelevanceQuestion(subject, .occlusion, task: task, target: target, against: 0)
        )
        #expect(contrast.title.brief[0] == ["occlusion", "\(label) − \(prediction.labels[0])"])
        #expect(occlusion.sides == MapSides(for: label))
        let facts = [
            "model": "perceiver-mini 1.0", "modality": "text", "method": "occlusion", "task": prediction.task,
            "target": prediction.labels[target],
        ]
        #expect(occlusion.facts == facts)
    }

    /// Where the model answers a number, a part has what the number loses without it.
    @Test func numbers() throws {
        let model = try Model(folder: URL(filePath: fixture("published/number")))
        let run = try model.run(model.prepare(.text(Text("a dog barks"))))
        let relevance = try Occlusion.relevance(Explained(run, task: 0, class: 0))
        #expect(relevance.meaning == "drop in value when removed")
        let part = run.input.parts[1]
        let without = try run.prediction(task: 0, without: Set(part))
        let lost = run.predictions[0].logits[0] - without.logits[0]
        #expect(abs(relevance.values[part[0]] - lost) < 1e-5)
        let subject = Subject(.text("a dog barks"), model: .folder(path: fixture("published/number")))
        var answers = Answers()
        let answer = try answers(RelevanceQuestion(subject, .occlusion))
        #expect(
            answer.quantity == "Δ value"
                && answer.title.text() == "occlusion · what LABEL_0 comes from (value)"
        )
        let effects = try answers(RelevanceQuestion(subject, .ablation))
        #expect(effects.meaning == "attention × effect of each latent on value")
    }

    /// Without a task and a class it is the leading one, and the most probable one.
    @Test func theUsualClass() throws {
        let subject = Given.own[6].subject
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
            let explained = RelevanceQuestion(subject, .occlusion, task: task).explained(run)
            let best = run.predictions[task].best
            #expect(explained.target == .logProbability(task: task, class: best))
        }
        let explained = RelevanceQuestion(subject, .occlusion).explained(run)
        #expect(explained.target == .logProbability(task: leading, class: best))
        #expect(Set([best, prediction.best]) != [0], "a class that is no default")
    }

    @Test func methodsOfModels() throws {
        var answers = Answers()
        let methods = try [Given.published[0], Given.published[1], Given.bundled].map {
            ExplanationMethod.all(for: try answers(ModelQuestion($0.subject.model)))
        }
        let all = ExplanationMethod.all.filter { $0 != .surprise }
        // A flow has no classes, and nothing of its pictures can be taken away.
        #expect(methods == [all.filter { !$0.needsTask && $0 != .keyWeights }, all, all])
        #expect(Set(ExplanationMethod.all.map(\.name)).count == all.count + 1 && all.contains(.occlusion))
        let run = try Tiny.text()
        #expect(ExplanationMethod.occlusion.steps(run) == run.input.parts.count)
        #expect(ExplanationMethod.ablation.steps(run) == 7)
    }
}
