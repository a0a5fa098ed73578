import Cells
import Explanation
import Explorer
import Testing

/// Which rows of Compare's table are seen; the small model has seven latents, the most alike is the last.
@Suite struct TableTests {
    private func latents(_ session: Session) -> [String] {
        session.screen.matches(of: #/│([> ]) +(\d) +-?\d\.\d\d /#).map { String($0.1 + $0.2) }
    }

    private func session() throws -> Session {
        var session = try Session()
        session.press(.character("c"), .character("v"), .character(":"))
        session.type("latent 6")
        session.press(.enter)
        return session
    }

    @Test func scrollingEndsWithTheTable() throws {
        var session = try session()
        #expect(latents(session) == [">6", " 5", " 4", " 3"])
        for _ in 0..<9 { session.press(.pageDown) }
        #expect(latents(session) == [" 3", " 2", " 1", " 0"])
        session.press(.pageUp)
        #expect(latents(session) == [">6", " 5", " 4", " 3"])
    }

    @Test func theChosenLatentIsSeen() throws {
        var session = try session()
        session.press(.character("."))
        #expect(latents(session) == [" 3", " 2", " 1", ">0"])
        session.press(.character(","))
        #expect(latents(session) == [">6", " 5", " 4", " 3"])
    }

    /// The most alike first, the most different, those that both answers read most, and by number.
    @Test func orders() throws {
        var session = try session()
        session.press(.character("r"))
        #expect(latents(session) == [" 0", " 1", " 2", " 3"])
        session.press(.character("r"))
        #expect(latents(session) == [" 5", " 4", " 3", " 2"])
        session.press(.character("r"))
        #expect(latents(session) == [" 0", " 1", " 2", " 3"])
        session.press(.character("r"))
        #expect(latents(session) == [">6", " 5", " 4", " 3"])
        session.press(.character("c"), .character("v"), .character("v"), .character("v"), .character("v"))
        session.press(.character("r"))
        #expect(session.screen.contains("order of the table: this table has no latents"))
    }

    /// Cosines are those without the means over all inputs, once all of them were run; the plain ones stand beside them.
    @Test func meansAreTakenAway() throws {
        var session = try Session(width: 120, height: 40)
        session.holdsWork = true
        session.press(.character("c"), .character("v"))
        #expect(session.screen.contains("Running…"))
        session.holdsWork = false
        session.press(.escape, .escape, .character("c"), .character("v"))
        #expect(
            session.screen.contains(
                "each less its mean over 3 inputs: mean -0.12; less own latents' mean: 0.12"
            )
        )
        let row = #/ 6  0\.25 +█+[▏▎▍▌▋▊▉]? +0\.50 +\.0020 +\.0020 +5\.50 +5\.50/#
        #expect(session.screen.firstMatch(of: row) != nil)
        #expect(session.asked(LatentStatesQuestion.self).count == 3)
    }

    /// Of two inputs the means would make opposites, whatever these are.
    @Test func twoInputsAreTooFew() throws {
        var session = try Session(width: 120, height: 40, sources: [Session.picture, Session.sound])
        session.press(.character("c"), .character("v"))
        #expect(session.screen.contains("less inputs' mean: that takes 3 inputs or more, and there are 2"))
        #expect(session.asked(LatentStatesQuestion.self).isEmpty)
    }

    @Test func theMatrixHasNoTable() throws {
        var session = try session()
        for _ in 0..<3 { session.press(.character("v")) }
        session.press(.pageDown)
        #expect(session.screen.contains("the arrows move through the matrix"))
    }
}
