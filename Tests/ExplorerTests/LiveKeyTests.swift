import Cells
import Explanation
import Explorer
import Testing

/// The footer offers what does something, and what cannot be done says why.
@Suite struct LiveKeyTests {
    private static let broken = Source.file(path: "/home/ada/empty.wav")

    private func session(width: Int = 80, height: Int = 24) throws -> Session {
        try Session(width: width, height: height, sources: [Self.broken, Session.picture, Session.sound])
    }

    /// Of a broken input there are no latents, no layers, no classes and no tasks.
    @Test(arguments: [(80, 24), (160, 45)]) func brokenInputs(width: Int, height: Int) throws {
        var session = try session(width: width, height: height)
        for pane: Character in ["1", "2", "3"] {
            session.press(.character(pane))
            let footer = session.rows[height - 1]
            for hint in ["latent", "layer", "target", "task", "all", "find", "cursor", "sheet", "head"] {
                #expect(!footer.contains(" \(hint)  "), "\(hint) is offered in \(footer)")
            }
            #expect(footer.contains("Tab pane") && footer.contains("q quit"))
        }
        session.press(.character("2"), .down)
        #expect(session.rows[height - 1].contains("empty.wav cannot be read"))
    }

    /// Compare says which input cannot be read, on every page of the two sides.
    @Test func comparingBrokenInputs() throws {
        var session = try session()
        session.press(.character("c"), .tab, .tab)
        for _ in 0..<3 {
            #expect(
                session.screen.contains("empty.wav cannot be read. Press Tab for its side, then > or < for"),
                "\(session.screen)"
            )
            session.press(.character("v"))
        }
        #expect(session.screen.contains("│empty.wav cannot be read."))
        #expect(!session.rows[23].contains("beside") && !session.rows[23].contains("choose"))
    }

    /// Enter is offered while there are more classes than are listed.
    @Test func allClasses() throws {
        var session = try Session()
        session.press(.character("3"))
        #expect(!session.rows[23].contains("all"))
        session = try Session(width: 120, height: 12, sources: [Session.text])
        session.press(.character("3"))
        #expect(session.rows[11].contains("Enter all"), "\(session.screen)")
        session.press(.enter)
        #expect(!session.rows[11].contains("Enter all") && session.rows[11].contains("Esc back"))
    }

    /// Space puts the cursor on the map as Enter does; again it marks a corner.
    @Test func spaceBeginsTheCursor() throws {
        var session = try Session(width: 120, height: 40, model: Session.structured)
        session.press(.character("2"), .character(" "))
        #expect(session.rows[39].contains("move") && session.screen.contains("rank 1 of"))
        session.press(.character(" "))
        #expect(session.rows[39].contains("Move to the opposite corner"))
    }

    /// Help leads to the glossary and back, and does not offer itself.
    @Test func helpOffersTheOtherPage() throws {
        var session = try Session()
        session.press(.character("?"))
        #expect(session.rows[23].contains("Tab glossary") && !session.rows[23].contains("? help"))
        session.press(.tab)
        #expect(session.rows[23].contains("Tab help"))
    }

    /// With a single task no other is offered.
    @Test func otherTasks() throws {
        var session = try Session(width: 160, height: 45)
        #expect(!session.rows[44].contains("y task"))
        session.press(.character("y"))
        #expect(session.rows[44].contains("only one task"))
        session = try Session(width: 160, height: 45, sources: [Session.text])
        #expect(session.rows[44].contains("y task"))
    }

    /// The palette takes the room that it needs; on a narrow screen the chosen row's explanation is below, as a whole.
    @Test func palettesExplainThemselves() throws {
        let help = "Open a file and run the model on it, or list the files of a folder or a pattern."
        var session = try Session(width: 160, height: 45)
        session.press(.character(":"))
        #expect(session.screen.contains(help))
        session = try Session(width: 80, height: 24)
        session.press(.character(":"))
        let words = session.screen.split { "│ \n".contains($0) }.joined(separator: " ")
        #expect(words.contains(help), "\(session.screen)")
    }

    /// With few latents there is room for the strongest pairs, at any size.
    @Test(arguments: [(80, 24), (120, 40), (160, 45)]) func strongestPairs(width: Int, height: Int) throws {
        var session = try Session(width: width, height: height)
        session.press(.enter, .right, .down)
        #expect(session.screen.contains("strongest pairs"), "\(session.screen)")
        #expect(session.screen.contains(#/\d → \d +\.0/#))
    }

    /// Sheets explain all of their orders.
    @Test func sheetHelp() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character("s"), .character("?"))
        #expect(session.screen.contains("by effect"))
    }
}
