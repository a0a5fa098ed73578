import Explanation
import Models
import Perceiver
import TestData
import Testing

/// The maps of all queries of a layer over the input, side by side.
@Suite struct SheetQuestionTests {
    @Test(arguments: Given.all) func rowsAreThoseOfTheMap(given: Given) throws {
        var answers = Answers()
        for (head, unit) in [(HeadChoice.mean, AttentionUnit.weight), (.max, .lift), (.one(0), .score)] {
            let map = try answers(MapQuestion(given.subject, head: head, query: .all, unit: unit))
            let sheet = try answers(SheetQuestion(given.subject, head: head, unit: unit))
            #expect(sheet.layout == (try answers(OpenQuestion(given.subject)).input.layout))
            #expect(largestDifference(sheet.values.elements, map.relevance.values) < 1e-6)
            #expect(sheet.entropies.count == sheet.values.rows)
        }
        let sheet = try answers(SheetQuestion(given.subject))
        for query in [0, sheet.values.rows - 1] {
            #expect(abs(sheet.entropies[query] - Spread(weights: sheet.values[row: query]).entropy) < 1e-3)
        }
        #expect(SheetQuestion.size(of: sheet) >= 4 * sheet.values.count)
    }

    /// A layer that does not read the input has no maps over it: the usual one is shown.
    @Test func layersThatDoNotReadTheInput() throws {
        var answers = Answers()
        let tiny = Given.own[0].subject
        let usual = try answers(SheetQuestion(tiny))
        for layer in ["self.1", "decoder", "encoder", "nothing"] {
            let sheet = try answers(SheetQuestion(tiny, layer: layer, head: .one(9)))
            #expect(sheet.values == usual.values && sheet.entropies == usual.entropies)
        }
    }

    /// Of scores it is the entropy of the softmax of their mean.
    @Test func entropiesOfScores() throws {
        var answers = Answers()
        let tiny = Given.own[2].subject
        let sheet = try answers(SheetQuestion(tiny, unit: .score))
        var weights = sheet.values
        weights.softmaxRows()
        for query in 0..<7 {
            #expect(abs(sheet.entropies[query] - Spread(weights: weights[row: query]).entropy) < 1e-3)
        }
    }
}
