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

    /// With something open on the main screen `q` goes back one level, as Escape does; the footer offers it at rest.
    @Test func qLeavesOneLevel() throws {
        let levels: [[Key]] = [
            [.character("2"), .enter], [.character("2"), .character(" ")], [.character("3"), .enter],
            [.character("/"), .character("c"), .enter],
        ]
        for keys in levels {
            var session = try Session()
            for key in keys { session.press(key) }
            #expect(session.rows[23].contains("Esc back") && !session.rows[23].contains("q quit"))
            session.press(.character("q"))
            #expect(!session.isOver && session.rows[23].contains("q quit"), "\(session.screen)")
            session.press(.character("q"))
            #expect(session.isOver)
        }
    }

    /// Escape ends what was asked with the cursor: what was looked at before comes back, then the cursor goes.
    @Test(arguments: [Key.escape, .character("q")]) func askingEnds(back: Key) throws {
        let model = Session.published("flow")
        var session = try Session(width: 120, height: 40, sources: [Session.pair], model: model)
        session.press(.enter, .enter)
        let before = session.rows[1]
        session.press(.character("i"))
        #expect(session.rows[1].contains("attention behind pixel "))
        session.press(.right, .character("i"), back)
        #expect(session.rows[1] == before, "\(session.rows[1])")
        #expect(session.rows[39].contains("Esc back"))
        session.press(back)
        #expect(session.rows[39].contains("q quit") && !session.isOver)
    }

    /// The same with another layer and another latent before.
    @Test func askingGivesTheLensBack() throws {
        var session = try Session(width: 120, height: 40, model: Session.structured)
        session.press(.character("2"), .right, .right, .enter)
        let before = session.rows[1]
        session.press(.character("i"))
        #expect(session.rows[1].contains("for pixel "))
        #expect(session.screen.contains("Latent 1 · query: pixel "), "\(session.screen)")
        session.press(.escape)
        #expect(session.rows[1] == before)
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
