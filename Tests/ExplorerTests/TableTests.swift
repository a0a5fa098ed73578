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
        #expect(latents(session) == [">6", " 5", " 4", " 3", " 2"])
        for _ in 0..<9 { session.press(.pageDown) }
        #expect(latents(session) == [" 4", " 3", " 2", " 1", " 0"])
        session.press(.pageUp)
        #expect(latents(session) == [">6", " 5", " 4", " 3", " 2"])
    }

    @Test func theChosenLatentIsSeen() throws {
        var session = try session()
        session.press(.character("."))
        #expect(latents(session) == [" 4", " 3", " 2", " 1", ">0"])
        session.press(.character(","))
        #expect(latents(session) == [">6", " 5", " 4", " 3", " 2"])
    }

    @Test func theMatrixHasNoTable() throws {
        var session = try session()
        for _ in 0..<3 { session.press(.character("v")) }
        session.press(.pageDown)
        #expect(session.screen.contains("the arrows move through the matrix"))
    }
}
