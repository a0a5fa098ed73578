import Cells
import Explanation
import Explorer
import Testing

/// The key that shows what changed since the first of several looks at the input.
@Suite struct LookTests {
    @Test func changesSinceTheFirstLook() throws {
        var session = try Session(
            width: 160,
            height: 45,
            sources: [Session.picture],
            model: Session.package("v1")
        )
        session.press(.character("a"))
        #expect(session.rows[44].contains("Y looks"), "\(session.rows[44])")
        session.press(.character("Y"))
        #expect(session.rows[1].contains("since cross.0"), "\(session.rows[1])")
        let asked = try #require(session.asked(DifferenceQuestion.self).last)
        #expect((asked.map as? MapQuestion)?.layer != "cross.0")
        #expect((asked.former as? MapQuestion)?.layer == "cross.0")
        // A latent keeps the comparison, and the key ends it.
        session.press(.character("."))
        #expect(session.rows[1].contains("latent 0 of") && session.rows[1].contains("since cross.0"))
        session.press(.character("Y"))
        #expect(!session.rows[1].contains("since"))
    }

    /// At 80 columns the title still says whose look it is.
    @Test func narrow() throws {
        var session = try Session(sources: [Session.picture], model: Session.package("v1"))
        session.press(.character("a"), .character("."), .character("Y"))
        #expect(session.rows[1].contains("latent 0 · weight · −cross.0"), "\(session.rows[1])")
    }

    @Test func aSingleLookHasNone() throws {
        var session = try Session(width: 160, height: 45)
        session.press(.character("Y"))
        #expect(session.screen.contains("this model's latents look at the input once"), "\(session.screen)")
    }
}
