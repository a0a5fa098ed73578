import Cells
import Explanation
import Explorer
import Testing

/// The way back from every screen, and that nothing is lost on it.
@Suite struct WayBackTests {
    /// Keys that lead to a screen.
    static let screens: [[Key]] = [
        [.character("s")], [.character("c")], [.character("c"), .character("v"), .character("v")],
        [.character("c"), .character("v"), .character("v"), .character("v"), .character("v")],
        [.character("f")], [.character("M")], [.character("?")], [.character("?"), .tab],
    ]

    @Test(arguments: screens, [Key.character("q"), .escape]) func leads(keys: [Key], back: Key) throws {
        for (width, height) in [(80, 24), (120, 40)] {
            var session = try Session(width: width, height: height)
            for key in keys { session.press(key) }
            #expect(session.rows.last?.contains("Esc back") == true, "\(session.screen)")
            session.press(back)
            #expect(!session.isOver && session.screen.contains("Predictions"))
        }
    }

    @Test func onlyTheMainScreenEndsTheProgram() throws {
        var session = try Session()
        session.press(.character("f"), .character("q"), .character("?"), .character("q"))
        #expect(!session.isOver)
        session.press(.character("q"))
        #expect(session.isOver)
    }

    /// From the folder that models were looked for in, back to the list of models.
    @Test func browserGoesBackToTheModels() throws {
        var session = try Session()
        session.press(.character("M"), .character("f"), .left)
        #expect(session.screen.contains("┌ /home ─"))
        session.press(.escape)
        #expect(session.screen.contains("Models"))
        session.press(.escape)
        #expect(session.screen.contains("Predictions"))
    }

    /// What was typed is there when the editor is opened again, and gone when it has been run.
    @Test func typedTextsAreKept() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character("t"))
        session.type("a quiet dog")
        session.press(.escape)
        #expect(session.screen.contains("Your text is kept"))
        session.press(.character("t"))
        #expect(session.screen.contains("a quiet dog") && session.screen.contains("11 bytes"))
        session.press(.enter, .escape, .home, .character("t"))
        #expect(session.screen.contains("0 bytes"))
    }

    /// On a small screen the footer leads to another pane, to the pages, to the methods and to help.
    @Test(arguments: ["1", "2", "3"]) func smallFooters(pane: Character) throws {
        var session = try Session()
        session.press(.character(pane))
        let footer = session.rows[23]
        for hint in ["Tab pane", "s sheet", "c compare", "a query", "x explain", "? help", "q quit"] {
            #expect(footer.contains(hint), "\(hint) is missing in \(footer)")
        }
    }
}
