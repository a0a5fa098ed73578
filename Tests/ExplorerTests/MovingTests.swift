import Cells
import Explanation
import Explorer
import Testing

/// Moving through the inputs: what is shown belongs to the one under the cursor, and is seen in the same way.
@Suite struct MovingTests {
    private func runs(_ session: Session) -> [Source] {
        session.asked(RunQuestion.self).map(\.subject.source)
    }

    @Test func inputsRunAsTheCursorComes() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.down)
        #expect(runs(session) == [Session.picture, Session.sound])
        #expect(session.rows[0].contains("meow.ogg") && session.rows[0].contains("target: rain"))
        // The arrows still move through the list.
        session.press(.down)
        #expect(session.rows[0].contains("Ein Hund") && runs(session).last == Session.text)
        session.press(.enter, .right)
        #expect(session.screen.contains("latent 0 of 7"))
    }

    /// Long runs begin where the cursor rests, and are given up where it goes on.
    @Test func longRunsWait() throws {
        var session = try Session(width: 120, height: 40, loadsModel: false)
        session.runsSlowly = true
        session.answerHeld(ModelQuestion(Session.tiny))
        #expect(runs(session) == [Session.picture])
        session.press(.down, .down)
        #expect(runs(session) == [Session.picture])
        session.tick()
        #expect(runs(session) == [Session.picture, Session.text])
        session.holdsWork = true
        session.press(.up)
        session.tick()
        #expect(runs(session).last == Session.sound && !session.gaveUp(RunQuestion.self))
        session.press(.up)
        #expect(session.gaveUp(RunQuestion.self))
    }

    /// A timer that was set for another input does nothing.
    @Test func formerTimersAreVoid() throws {
        var session = try Session(width: 120, height: 40, loadsModel: false)
        session.runsSlowly = true
        session.answerHeld(ModelQuestion(Session.tiny))
        session.press(.down)
        let timers = session.effects.compactMap { if case .tick(_, let number) = $0 { number } else { nil } }
        session.press(.up)
        session.send(.ticked(try #require(timers.last)))
        #expect(runs(session) == [Session.picture])
    }

    /// Whatever began with Enter goes on when the cursor leaves.
    @Test func wantedRunsGoOn() throws {
        var session = try Session(width: 120, height: 40, loadsModel: false)
        session.runsSlowly = true
        session.answerHeld(ModelQuestion(Session.tiny))
        session.holdsWork = true
        session.press(.down, .enter, .character("K"))
        #expect(runs(session).contains(Session.sound) && !session.gaveUp(RunQuestion.self))
    }

    /// The next input is seen in the same way from every pane and from the sheet.
    @Test(arguments: ["1", "2", "3"]) func theLensStays(pane: Character) throws {
        var session = try Session(width: 120, height: 40)
        session.press(.enter, .right, .right, .character("]"), .character("u"), .character(pane))
        #expect(session.rows[1].contains("encoder · latent 1 of 7 · head max · score"))
        session.press(.character("J"))
        #expect(session.rows[0].contains("meow.ogg"))
        #expect(session.rows[1].contains("encoder · latent 1 of 7 · head max · score"))
        session.press(.character("K"))
        #expect(session.rows[0].contains("cat.png"))
    }

    @Test func theSheetGoesOn() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character("s"), .character("J"))
        #expect(session.rows[0].contains("meow.ogg") && session.screen.contains("All latents"))
    }

    /// A task that was chosen is shown of all inputs that have it.
    @Test func theTaskStays() throws {
        var session = try Session(width: 120, height: 40, model: Session.shared)
        session.press(.character("y"))
        #expect(session.rows[1].contains("(concept)"))
        session.press(.character("J"))
        #expect(session.rows[1].contains("(concept)"))
        // Its own choice stays with an input.
        session.press(.character("y"))
        let other = session.rows[1]
        #expect(!other.contains("concept"))
        session.press(.character("K"))
        #expect(session.rows[1].contains("(concept)"))
        session.press(.character("J"))
        #expect(session.rows[1] == other)
    }
}
