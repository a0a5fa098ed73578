import Explanation
import Numerics
import TestData
import Testing

@Suite struct CentredComparisonTests {
    /// Two latents in three inputs: the first always ends much the same, the second as the input is.
    private let inputs: [Matrix] = [
        Matrix(rows: 2, columns: 2, [10, 1, 1, 0]), Matrix(rows: 2, columns: 2, [10, 2, 1, 0]),
        Matrix(rows: 2, columns: 2, [10, -3, 0, 1]),
    ]

    /// What all inputs share is taken away: what is left points the same way, or the opposite one.
    @Test func meansAreTakenAway() {
        let near = CentredComparison(inputs[0], inputs[1], among: inputs)
        #expect(near.inputCount == 3 && near.cosines.allSatisfy { abs($0 - 1) < 1e-6 })
        let far = CentredComparison(inputs[0], inputs[2], among: inputs)
        #expect(far.cosines.allSatisfy { abs($0 + 1) < 1e-6 } && abs(far.mean + 1) < 1e-6)
    }

    /// A latent that is the same in all inputs says nothing.
    @Test func nothingIsLeft() {
        let same = [Matrix](repeating: inputs[0], count: 3)
        #expect(CentredComparison(same[0], same[1], among: same).cosines == [0, 0])
    }

    @Test func allPairs() throws {
        let means = try #require(CentredComparison.means(inputs))
        for (row, first) in inputs.enumerated() {
            for (column, second) in inputs.enumerated() {
                let pair = CentredComparison(first, second, among: inputs)
                #expect(abs(means[row][column] - pair.mean) < 1e-6)
            }
        }
        #expect(CentredComparison.means(Array(inputs.prefix(2))) == nil)
        #expect(CentredComparison.means([Matrix](repeating: Matrix(rows: 0, columns: 2), count: 3)) == nil)
    }

    /// The vectors are those that the run ended with, whether it is known or runs for this alone.
    @Test func statesAreThoseOfTheRun() throws {
        let subject = Given.own[6].subject
        var answers = Answers()
        let alone = try answers(LatentStatesQuestion(subject))
        var others = Answers()
        let run = try others(RunQuestion(subject))
        #expect(try others(LatentStatesQuestion(subject)) == run.trace.latents)
        #expect(largestDifference(alone.elements, run.trace.latents.elements) < 1e-6)
        let question = CentredComparisonQuestion(subject, subject, among: [subject, subject, subject])
        #expect(try answers(question).cosines == [Double](repeating: 0, count: run.model.latentCount))
    }
}
