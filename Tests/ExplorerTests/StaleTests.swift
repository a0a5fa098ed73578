import Explanation
import Explorer
import Testing

/// What is drawn, and what is under way, belongs to the present input and lens.
@Suite struct StaleTests {
    @Test("Work of another input is given up, and its late answer changes nothing")
    func otherInput() throws {
        var session = try Session()
        session.holdsExplanations = true
        session.press(.character("x"), .character("x"))
        #expect(!session.gaveUp(RelevanceQuestion.self))
        let late = session.late(RelevanceQuestion.self)
        #expect(!late.isEmpty)
        session.press(.down)
        #expect(session.gaveUp(RelevanceQuestion.self))
        let (bytes, screen) = (session.explorer.ledger.bytes, session.screen)
        for event in late { session.send(event) }
        #expect(session.explorer.ledger.bytes == bytes && session.screen == screen)
    }

    @Test("Work that another lens replaces is given up")
    func otherLens() throws {
        var session = try Session()
        session.holdsExplanations = true
        session.press(.character("x"), .character("x"), .character("x"))
        let asked = Array(session.asked(RelevanceQuestion.self).suffix(2))
        #expect(asked.map(\.method.name) == ["occlusion-coarse", "ablation-gradient"])
        #expect(session.gaveUp(RelevanceQuestion.self))
        #expect(session.explorer.ledger.isUnderWay(asked[1]) && !session.explorer.ledger.isUnderWay(asked[0]))
    }

    @Test("A map of the model before is not drawn when another one has run")
    func otherModel() throws {
        var session = try Session(sources: [Session.picture], largestMap: 10)
        session.press(.character("w"))
        #expect(!session.screen.contains("no map to save"))
        session.press(.escape)
        (session.holdsWork, session.holdsExplanations) = (true, true)
        session.type(":model /models/shared")
        session.press(.enter)
        session.answerHeld(RunQuestion(Subject(Session.picture, model: Session.shared)))
        session.press(.character("w"))
        #expect(session.screen.contains("no map to save"))
    }
}
