import Explanation
import Models
import TestData
import Testing

/// Whose answer a map is about.
@Suite struct AskerTests {
    private func run(_ subject: Subject) throws -> Run {
        var answers = Answers()
        return try answers(RunQuestion(subject))
    }

    @Test func tasksAndTokens() throws {
        let run = try run(Given.own[6].subject)
        let usual = try #require(run.found(nil))
        #expect(usual.task == run.predictions.leading && usual.name == "photo" && usual.number == usual.query)
        let second = try #require(run.found(.task(1)))
        #expect((second.query, second.name, second.token) == (1, "concept", nil))
        // After the tasks the input's own tokens can be asked for.
        let token = try #require(run.found(.query(run.tasks.count + 9)))
        #expect(token.token == 9 && token.number == 9 && token.task == nil && token.name.hasPrefix("pixel "))
        #expect(run.found(.query(100_000))?.query == run.decoderQueryCount - 1)
        #expect(run.found(.query(-1))?.query == 0)
    }

    /// In a text with masks the first of them; in one without them the first byte.
    @Test func masks() throws {
        let place = Given.published[4].subject.model
        let masked = try run(Subject(.text("ab[MASK]c[MASK]"), model: place))
        let found = try #require(masked.found(nil))
        #expect(found.token == 3 && found.name == "mask 1" && found.task == nil && found.number == 3)
        #expect(masked.found(.query(5))?.name == "mask 2" && masked.found(.query(2))?.name == "token 2")
        #expect(masked.found(.task(0)) == found)
        #expect(try run(Subject(.text("abc"), model: place)).found(nil)?.token == 1)
    }

    /// The middle of the pictures, 46 × 31 pixels, be it not that of the tile.
    @Test func theMiddleOfAFlow() throws {
        let run = try run(Given.published[0].subject)
        let found = try #require(run.found(nil))
        #expect(found.name == "pixel 23, 15" && found.token == found.query && found.task == nil)
        #expect(run.found(.query(0))?.name == "pixel 12, 4")
    }

    @Test func clipsNameTheirParts() throws {
        let run = try run(Given.published[5].subject)
        #expect(run.found(nil)?.name == "label" && run.found(nil)?.query == 432)
        #expect(run.found(.query(0))?.name.hasPrefix("audio at 0.0") == true)
        #expect(run.found(.query(300))?.name.contains(" of frame ") == true)
    }

    /// What an answer reads is what the decoder's map shows of it.
    @Test func readings() throws {
        let subject = Given.own[6].subject
        var answers = Answers()
        for asker in [nil, Asker.task(1), .query(7)] {
            let reading = try answers(ReadingQuestion(subject, asker: asker))
            let map = try answers(MapQuestion(subject, layer: "decoder", asker: asker))
            #expect(largestDifference(reading, map.relevance.values) < 1e-7)
            #expect(abs(reading.reduce(0, +) - 1) < 1e-5)
        }
    }
}
