import Explanation
import Models
import TestData
import Testing

/// What becomes of a look at the input, in models whose latents look several times.
@Suite struct LookQuestionTests {
    @Test(arguments: ["v1", "pytorch"])
    func differences(name: String) throws {
        let subject = Looks.subject(name)
        var answers = Answers()
        let model = try answers(RunQuestion(subject)).model
        let looks = model.looks.map { model.layers[$0].name }
        #expect(looks.count > 1 && looks[0] == "cross.0")
        for query in [QueryChoice.one(2), .mean, .output] {
            for (asked, later) in [(looks[0], looks[looks.count - 1]), (looks[1], looks[1])] {
                let question = MapQuestion(subject, layer: asked, query: query)
                let found = try answers(try #require(question.sinceFirstLook(of: model)))
                let maps = try [later, looks[0]].map { layer in
                    try answers(MapQuestion(subject, layer: layer, query: query)).relevance.values
                }
                #expect(found.relevance.values == zip(maps[0], maps[1]).map { $0 - $1 })
                #expect(found.relevance.isSigned && found.relevance.values.contains { $0 != 0 })
                #expect(
                    found.title.text().hasPrefix(later)
                        && found.title.brief.allSatisfy { $0.last == "−cross.0" }
                )
                #expect(found.facts["difference"] == "minus cross.0" && found.facts["layer"] == later)
            }
        }
    }

    /// A matrix, a layer of latents alone, and a model that looks once have none.
    @Test func whereThereIsNone() throws {
        var answers = Answers()
        let subject = Looks.subject("v1")
        let model = try answers(RunQuestion(subject)).model
        let own = try #require(model.layers.first { $0.keys == .latents })
        #expect(MapQuestion(subject, query: .all).sinceFirstLook(of: model) == nil)
        #expect(MapQuestion(subject, layer: own.name, query: .one(0)).sinceFirstLook(of: model) == nil)
        let once = Looks.subject("v1-once")
        let single = try answers(RunQuestion(once)).model
        #expect(MapQuestion(once, query: .one(0)).sinceFirstLook(of: single) == nil)
    }
}
