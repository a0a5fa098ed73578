import Explanation
import Foundation
import Models
import Perceiver
import TestData
import Testing

@Suite struct StepwiseTests {
    private static func runs() throws -> [Run] { [try Tiny.picture(), try Tiny.sound(), try Tiny.text()] }

    /// Every token that the model got has a place of its own in the order, and no other one has any.
    @Test func ranksAllTokens() throws {
        for run in try Self.runs() {
            let shorter = try run.model.run(run.input.leavingOut([1]))
            let found = try ExplanationMethod.stepwise.explain(Explained(shorter, task: 0, class: 0))
                .relevance
            let kept = shorter.input.kept.map { found.values[$0] }
            #expect(found.values[1] == 0 && !found.isSigned)
            #expect(Set(kept).count == kept.count && kept.allSatisfy { $0 > 0 && $0 <= 1 })
        }
    }

    /// The first token is the one whose weight as a key does most while nothing is gone.
    ///
    /// It is worth the answer as it was.
    @Test func beginsWithTheWhole() throws {
        for run in try Self.runs() {
            let explained = Explained(run, task: 0, class: 1)
            let steps = try ExplanationMethod.stepwise.explain(explained).relevance.values
            let whole = try explained.byOdds.gradients().keyWeights
            let first = try #require(steps.indices.max { steps[$0] < steps[$1] })
            #expect(first == whole.indices.max { whole[$0] < whole[$1] })
            #expect(abs(steps[first] - Float(0.99 * exp(explained.whole) + 0.01)) < 1e-5)
        }
    }

    /// After the first step it is asked anew what the other tokens do: written out.
    @Test func asksAnew() throws {
        for run in try Self.runs() {
            let explained = Explained(run, task: 0, class: 1)
            let found = try #require(ExplanationMethod(name: "stepwise-2")).explain(explained).relevance
                .values
            let order = run.input.kept.sorted { found[$0] > found[$1] }
            let count = Int((pow(0.5, 1.5) * Double(order.count)).rounded())
            let (chosen, others) = (Set(order.prefix(count)), Array(order.dropFirst(count)))

            let whole = try explained.byOdds.gradients().keyWeights
            #expect(chosen == Set(run.input.kept.sorted { whole[$0] > whole[$1] }.prefix(count)))
            func part(_ gone: Set<Int>) throws -> Explained {
                Explained(try run.model.run(run.input.leavingOut(gone)), task: 0, class: 1).byOdds
            }
            let losing = try part(chosen).gradients()
            let winning = try part(Set(others)).gradients(weighsRemoved: true)
            let (left, has) = (1 / (1 + exp(-losing.value)), 1 / (1 + exp(-winning.value)))
            func share(_ numbers: [Float], _ token: Int) -> Double {
                Double(numbers[token] / (others.map { abs(numbers[$0]) }.max() ?? 1))
            }
            let scores = others.map {
                0.3 * share(whole, $0) + max(left, 0.05) * share(losing.keyWeights, $0)
                    + 0.25 * max(1 - has, 0.05) * share(winning.keyWeights, $0)
            }
            for (next, score) in zip(scores.dropFirst(), scores) { #expect(next < score + 1e-4) }
        }
    }

    /// A contrast and a class in which nothing of the answer is to be lost have an order, too.
    @Test func contrasts() throws {
        let run = try Tiny.picture()
        let found = try ExplanationMethod.stepwise.explain(Explained(run, task: 0, class: 0, against: 1))
        #expect(found.relevance.values.allSatisfy { $0.isFinite })
        #expect(ExplanationMethod.stepwise.rougher(run).map(\.name) == ["stepwise-2"])
    }
}
