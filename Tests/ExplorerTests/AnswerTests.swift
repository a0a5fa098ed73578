import Cells
import Explanation
import Explorer
import Testing

/// What the screen says of tasks that do not name one class: numbers, and classes that are each by itself.
@Suite struct AnswerTests {
    private func session(_ model: String) throws -> Session {
        try Session(
            width: 120,
            height: 40,
            sources: [.text("a dog"), .text("a sheep")],
            model: Session.published(model)
        )
    }

    @Test func aNumberHasNoProbability() throws {
        var session = try session("number")
        #expect(session.rows[0].contains("target: LABEL_0 (0)"), "\(session.rows[0])")
        #expect(session.screen.contains("value") && session.screen.contains("a number, no class"))
        #expect(session.rows[1].hasSuffix("─value┐"), "\(session.rows[1])")
        #expect(!session.screen.contains("prob."))
        let row = try #require(session.rows.first { $0.contains(">LABEL_0") })
        #expect(!row.contains("█"), "\(row)")
        session.press(.character("c"))
        #expect(session.screen.contains("value: LABEL_0 0"), "\(session.screen)")
    }

    @Test func classesByThemselves() throws {
        let session = try session("each")
        // The sigmoids of the scores 0, −1, 1.5 and .5.
        #expect(session.screen.contains("2 of 4 above .50"), "\(session.screen)")
        #expect(session.rows[0].contains("target: threat (1st, .82)"), "\(session.rows[0])")
    }
}
