import Cells
import Explanation
import Explorer
import Foundation
import Testing

/// The lines below a map, and names, on screens of any width.
@Suite struct ReadingTests {
    /// The pane in the middle, line by line.
    private func middle(_ session: Session) -> [String] {
        session.rows.dropFirst().compactMap { row in
            let panes = row.split(separator: "│")
            return panes.count == 3 ? String(panes[1]) : nil
        }
    }

    /// The numbers lose words before any of them is cut off.
    @Test func numbersFitNarrowScreens() throws {
        var session = try Session(width: 80, height: 24)
        session.press(.character("a"), .character("2"), .enter)
        #expect(session.screen.contains(".00046 · lift .029 · 1st"))
        session.press(.escape, .down, .down)
        #expect(
            session.screen.contains("attends most to")
                && !middle(session).dropLast().contains { $0.contains("…") }
        )
        session.send(.terminal(.resized(Size(width: 200, height: 60))))
        session.press(.up, .up)
        #expect(session.screen.contains("· lift .029 · rank 1 of 64 · 100 %ile"))
    }

    /// That the model reads only a part is told in full.
    @Test(arguments: [(80, 24), (110, 34), (200, 60)])
    func notesFitNarrowScreens(width: Int, height: Int) throws {
        let long = String(repeating: "Ein Hund bellt laut. ", count: 40)
        let session = try Session(width: width, height: height, sources: [.text(long)])
        let words = middle(session).flatMap { $0.split(separator: " ") }.joined(separator: " ")
        #expect(words.contains("the model reads the first") && words.contains("of 840 bytes"), "\(words)")
        #expect(words.contains(" 1st ") || words.contains(" rank 1 of "), "\(words)")
    }

    /// Of a long text only the beginning is kept, whose characters say nothing of the whole.
    @Test func longTextsHaveNoNumberOfCharacters() throws {
        let long = Source.text(String(repeating: "é", count: 4000))
        var session = try Session(
            width: 100,
            height: 30,
            sources: [Session.picture, Session.text, long],
            loadsModel: false
        )
        // What has not run tells its facts.
        session.runsSlowly = true
        session.answerHeld(ModelQuestion(Session.tiny))
        session.press(.down)
        #expect(session.screen.contains("24 bytes · 22 characters"))
        session.press(.down)
        #expect(session.screen.contains("8,000 bytes") && !session.screen.contains("characters"))
    }

    @Test func namesOfTextsAreCutBetweenWords() {
        #expect(Source.text("short").name == "\"short\"")
        let sixty = String(repeating: "x", count: 60)
        #expect(Source.text(sixty).name == "\"\(sixty)\"")
        #expect(Source.text(sixty + "y").name == "\"\(sixty.dropLast())…\"")
        let words = String(repeating: "eleven and ", count: 9)
        #expect(Source.text(words).name == "\"\(words.prefix(54))…\"")
        for masks in 0..<12 {
            let text = String(repeating: "x", count: 40 + masks) + String(repeating: "[MASK]", count: 9)
            let name = Source.text(text).name
            #expect(name.hasSuffix("[MASK]…\"") || name.hasSuffix("x…\""), "\(name)")
            #expect(name.count <= 62)
        }
    }
}
