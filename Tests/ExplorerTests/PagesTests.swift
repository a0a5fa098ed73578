import Cells
import Explanation
import Explorer
import Testing

/// What the user does on pages beside the main screen, and what the screen says then.
@Suite struct PagesTests {
    @Test func compareShowsBothAndWalksTogether() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character("c"))
        #expect(session.screen.contains("cat.png · photo: boat"))
        #expect(session.screen.contains("meow.ogg · sound:"))
        #expect(session.screen.contains("Both: dog"))
        session.press(.right)
        #expect(session.screen.contains("latent 0"))
        session.press(.character(">"))
        #expect(session.screen.contains("Ein Hund"))
        #expect(session.screen.contains("classes of photo and subject"))
        // The text's tasks follow one another by how sure the answers are; one of the others shares no class.
        for _ in 0..<3 where !session.screen.contains("photo and topic") { session.press(.character("y")) }
        #expect(session.screen.contains("photo and topic have no classes in common"))
        session.press(.escape)
        #expect(session.screen.contains("Predictions"))
    }

    @Test func escapeCancelsAComparison() throws {
        var session = try Session(width: 120, height: 40)
        session.holdsComparisons = true
        session.press(.character("c"))
        #expect(session.screen.contains("comparison 30 %") && session.screen.contains("Comparing…"))
        session.press(.escape)
        #expect(session.screen.contains("Cancelled.") && session.screen.contains("Predictions"))
        #expect(session.gaveUp(ComparisonQuestion.self))
        session.holdsComparisons = false
        session.press(.character("c"))
        #expect(session.screen.contains("Both: dog"))
    }

    /// Only the comparison that is shown goes on.
    @Test func anotherComparisonCancelsTheFirst() throws {
        var session = try Session(width: 120, height: 40)
        session.holdsComparisons = true
        session.press(.character("c"), .character(">"))
        #expect(session.gaveUp(ComparisonQuestion.self) && session.screen.contains("comparison 30 %"))
    }

    @Test func cancelledRunsAreToldInCompare() throws {
        var session = try Session(width: 120, height: 40)
        session.holdsWork = true
        session.press(.character("c"))
        #expect(session.screen.contains("run 25 %") && session.screen.contains("Running…"))
        session.press(.escape)
        #expect(session.screen.contains("The model has not run on both inputs"))
        session.holdsWork = false
        session.press(.character(">"), .character("<"))
        #expect(session.screen.contains("Both: dog"))
    }

    @Test func markedInputIsThePartner() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.down, .down, .character(" "), .up, .up, .character("c"))
        #expect(session.screen.contains("Ein Hund"))
    }

    @Test func sheetOpensALatent() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character("s"))
        #expect(session.screen.contains("All latents"))
        session.press(.right, .right, .enter)
        #expect(session.screen.contains("latent 2 of 7"))
    }

    /// The first place of the sheet has the input; titles tell how much the answer reads of each latent.
    @Test func sheetShowsTheInputAndWeights() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character("s"))
        #expect(session.rows[2].hasPrefix("│input "))
        #expect(session.rows[3].hasPrefix("│▀▀▀"))
        #expect(session.screen.contains("5 .015 ") && session.screen.contains("decoder weight for photo"))
        #expect(!session.screen.contains("drop in log p"))
        session.press(.character("r"))
        #expect(session.rows[1].contains("by decoder weight for photo"))
        #expect(session.rows[2].firstMatch(of: #/input +5 \.015 +4 /#) != nil)
        session.press(.character("r"), .character("r"))
        #expect(!session.rows[1].contains("by "))
    }

    /// Effects that ablation found stand behind the weights, and latents can be ordered by them.
    @Test func sheetShowsEffects() throws {
        var session = try Session(width: 160, height: 40)
        session.press(.character("x"), .character("x"), .character("x"), .character("s"))
        #expect(session.screen.contains("↓ drop in log p of boat without it"))
        // The second latent's is 3/16 − 1/8.
        #expect(session.screen.contains("1 .0029 ↓.062"))
        session.press(.character("r"), .character("r"), .character("r"))
        #expect(session.rows[1].contains("by effect"))
        #expect(session.rows[2].firstMatch(of: #/input +2 \.\d+ ↓\.25 /#) != nil)
        session.press(.escape, .character("3"))
        #expect(session.screen.contains("log p -.12, 7th"))
    }

    /// Of a text the sheet lists the words that each latent reads most.
    @Test func sheetOfATextListsWords() throws {
        var session = try Session(width: 120, height: 40, sources: [.text("A small dog barks")])
        session.press(.character("s"))
        let words = session.rows[3].matches(of: #/(A|small|dog|barks) +(\.\d+)/#)
        #expect(words.count >= 2)
        #expect(session.rows[3].contains("A small dog"))
    }

    /// What the sheet does not follow is neither offered nor done there.
    @Test func sheetKeepsItsLayer() throws {
        var session = try Session(width: 200, height: 40)
        session.press(.character("s"))
        for name in ["query", "explain", "overlay"] { #expect(!session.rows[39].contains(name), "\(name)") }
        session.press(.character("}"))
        #expect(session.screen.contains("All latents · encoder"))
        #expect(session.screen.contains("isn't available on the sheet"))
    }

    /// Keys of maps are offered where there is a map.
    @Test func noMapNoKeysOfMaps() throws {
        var session = try Session(width: 200, height: 40)
        #expect(session.rows[39].contains("a query"))
        session.holdsWork = true
        session.press(.down, .escape, .character("1"))
        session.holdsWork = false
        #expect(!session.rows[39].contains("a query"))
        session.press(.character("a"))
        #expect(session.screen.contains("press 1, then Enter"))
        session.press(.enter)
        #expect(session.rows[39].contains("a query"))
    }

    @Test func browserOpensFilesAndFolders() throws {
        var session = try Session(width: 100, height: 30, sources: [Session.text])
        session.press(.character("f"))
        #expect(session.screen.contains("more/"))
        #expect(!session.screen.contains(".hidden"))
        session.press(.character("."))
        #expect(session.screen.contains(".hidden"))
        session.press(.character("."), .down)
        #expect(session.screen.contains("60×40 pixels"))
        session.press(.left)
        #expect(session.screen.contains("┌ /home ─"))
        session.press(.enter, .character("/"))
        session.type("meo")
        session.press(.enter)
        #expect(!session.screen.contains("cat.png"))
        session.press(.enter)
        #expect(session.screen.contains("meow.ogg (audio"))
    }

    /// What is shown first is about a task that the model has an answer to, until another one is chosen.
    @Test func tasksWithoutAnAnswerAreNotShownFirst() throws {
        var session = try Session(width: 120, height: 40, model: Session.structured, unsure: ["photo"])
        #expect(session.rows[1].contains("(concept)"))
        session.press(.character("c"), .escape)
        #expect(session.rows[1].contains("(concept)"))
        session.press(.character("y"))
        #expect(session.rows[1].contains("(photo)"))
        // The chosen one stays where a part is taken away.
        session.press(.character("2"), .enter, .character(" "), .character("d"), .escape)
        #expect(session.rows[0].contains("cat.png, x "))
        #expect(session.rows[1].contains("(photo)"))
    }

    /// Comparing asks both the same; that does not move the map that was looked at before.
    @Test func compareLeavesTheMainMap() throws {
        var session = try Session(width: 120, height: 40, model: Session.shared)
        let before = session.rows[1]
        #expect(before.contains("(photo)"))
        session.press(.character("c"))
        #expect(session.screen.contains("cat.png · concept:"))
        session.press(.character(">"), .character("y"), .escape)
        #expect(session.rows[1] == before)
    }

    @Test func compareNamesItsSidesInTheTitle() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character("c"))
        #expect(session.rows[0].contains("· cat.png and meow.ogg"))
        session.press(.tab, .character("<"))
        #expect(session.rows[0].contains("\" and meow.ogg"))
        session.press(.escape)
        #expect(session.rows[0].contains("cat.png (image"))
    }

    @Test func comparingTakesInputs() throws {
        var session = try Session(sources: [Session.picture])
        session.press(.character("c"))
        #expect(session.screen.contains("compare: there is only one input"))
        session.press(.character("d"), .character("c"))
        #expect(session.screen.contains("compare: there is no input"))
    }

    private func click(_ session: inout Session, x: Int, y: Int) {
        session.send(.terminal(.mouse(Mouse(.press, x: x, y: y))))
    }

    /// Where a text begins on the screen.
    private func place(_ text: String, in session: Session, after row: Int = 1) throws -> (x: Int, y: Int) {
        for (y, line) in session.rows.enumerated().dropFirst(row) {
            if let range = line.firstRange(of: text) {
                return (line.distance(from: line.startIndex, to: range.lowerBound), y)
            }
        }
        throw Missing(text: text)
    }

    private struct Missing: Error { let text: String }

    /// A click on a thumbnail chooses its latent, and another one shows its map.
    @Test func sheet() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character("s"))
        #expect(session.screen.contains("All latents"))
        let (x, y) = try place("5 ", in: session, after: 2)
        click(&session, x: x, y: y + 1)
        #expect(session.screen.contains(">5"))
        click(&session, x: x, y: y + 1)
        #expect(!session.screen.contains("All latents"))
        #expect(session.screen.contains("latent 5 of"))
    }

    /// A wheel chooses the thumbnail below.
    @Test func sheetWheel() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character("s"))
        #expect(session.screen.contains(">0"))
        session.send(.terminal(.mouse(Mouse(.wheelDown, x: 50, y: 20))))
        #expect(session.screen.contains("All latents") && !session.screen.contains(">0"))
    }

    /// A click on a side makes it the active one, on which the next input appears.
    @Test func sides() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character("c"))
        let before = session.rows[1]
        click(&session, x: 10, y: 10)
        session.press(.character(">"))
        let half = before.count / 2
        #expect(session.rows[1].prefix(half - 2) != before.prefix(half - 2))
        #expect(session.rows[1].suffix(half - 2) == before.suffix(half - 2))
    }

    /// Maps in another unit are on their way: those that were there stay, with a mark in the title.
    @Test func sheetOnItsWay() throws {
        var session = try Session(width: 120, height: 40, largestMap: 16)
        session.press(.character("s"))
        let before = session.rows
        #expect(before[1].contains("· weight · each on its own scale ─"))
        session.holdsWork = true
        session.press(.character("u"))
        #expect(session.rows[1].contains("· weight · each on its own scale … ─"))
        #expect(session.rows[2..<38] == before[2..<38])
    }
}
