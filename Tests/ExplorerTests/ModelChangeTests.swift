import Explanation
import Testing

/// What is kept, and what is forgotten, when another model or another layer is looked at.
@Suite struct ModelChangeTests {
    /// Compare is left by itself when a model comes; the tasks that were chosen of the former one do not come back.
    @Test func tasksOfTheFormerModelAreForgotten() throws {
        let sources = [Session.picture, Session.next]
        var session = try Session(width: 120, height: 40, sources: sources, model: Session.structured)
        session.press(.character("y"), .down, .enter, .character("y"), .up)
        session.holdsModels = true
        session.press(.character(":"))
        session.type("model /models/image-conv")
        session.press(.enter, .character("c"))
        #expect(session.screen.contains("Shared classes"))
        session.answerHeld(ModelQuestion(Session.published("image-conv")))
        session.press(.character("1"), .home, .enter, .down, .enter, .character("c"))
        #expect(session.screen.contains("cat.png · class: "))
    }

    /// A model that is read again may be another one: nothing that the former one said is kept.
    @Test func answersOfAModelThatIsReadAgainAreForgotten() throws {
        var session = try Session(width: 120, height: 40, model: Session.structured)
        for name in ["shared", "structured"] {
            session.press(.character(":"))
            session.type("model /models/\(name)")
            session.press(.enter)
        }
        let runs = session.asked(RunQuestion.self).filter { $0.subject.model == Session.structured }
        #expect(runs.count == 2)
    }

    /// In a layer of one head the mean is that head, and is the mean again in the next layer.
    @Test func headsOfOneHeadAreTheMean() throws {
        var session = try Session(
            width: 120,
            height: 40,
            sources: [Session.picture],
            model: Session.published("image-conv")
        )
        session.press(.character("2"), .character("]"))
        #expect(session.screen.contains("head 0"))
        session.press(.character("}"))
        #expect(session.screen.contains("self.0 · latent 0") && session.screen.contains("head mean"))
    }
}
