import Explanation
import Explorer
import Testing

/// What can be asked of an input while the model still runs on it.
@Suite struct AwaitedRunTests {
    /// A clip of which a part was just removed; the model runs on the rest.
    private func running() throws -> Session {
        var session = try Session(width: 160, height: 45, sources: [Session.clip], model: Session.clips)
        session.press(.enter, .enter, .character(" "), .character(" "))
        session.holdsWork = true
        session.press(.character("d"))
        return session
    }

    @Test func faithfulnessWaitsForTheRun() throws {
        var session = try running()
        session.press(.character("F"))
        #expect(session.screen.contains("Running, then measuring…"), "\(session.screen)")
        #expect(session.asked(FaithfulnessQuestion.self).isEmpty)
        session.press(.character(":"))
        session.type("curves /tmp/a.svg")
        session.press(.enter)
        #expect(session.screen.contains("they are still being measured"), "\(session.screen)")
        session.holdsWork = false
        session.answerHeld(try #require(session.asked(RunQuestion.self).last))
        #expect(session.asked(FaithfulnessQuestion.self).count == 1)
        session.press(.character(":"))
        session.type("curves /tmp/a.svg")
        session.press(.enter)
        #expect(session.screen.contains("Saved /tmp/a.svg."), "\(session.screen)")
    }

    @Test func othersSayThatItRuns() throws {
        var session = try running()
        session.press(.character("T"))
        #expect(session.screen.contains("the model is still running"), "\(session.screen)")
    }

    @Test func curvesOfNothing() throws {
        var session = try Session(width: 160, height: 45, sources: [Session.clip], model: Session.clips)
        session.press(.character(":"))
        session.type("curves /tmp/a.svg")
        session.press(.enter)
        #expect(session.screen.contains("nothing is measured yet; F does"), "\(session.screen)")
    }
}
