import Cells
import Explanation
import Explorer
import Testing

/// Compare's pages about all inputs: the ranking and the matrix.
@Suite struct LikenessTests {
    /// The session of all tests here: cat.png, meow.ogg, a text, cat.ogg, cat.txt.
    private func session(model: ModelPlace = Session.tiny, width: Int = 120, memory: Int = 512 << 20) throws
        -> Session
    {
        var session = try Session(width: width, height: 40, model: model, memory: memory)
        session.open("/home/ada/cat.ogg")
        session.open("/home/ada/cat.txt")
        return session
    }

    private func portrayed(_ session: Session) -> Int {
        session.asked(PortraitQuestion.self).count
    }

    private let ranking: [Key] = [.character("c"), .character("v"), .character("v"), .character("v")]

    private func rankingRows(_ session: Session) -> [Substring] {
        session.screen.matches(of: #/[│>]( ?\d) [ =] ?(\S+)/#).map { $0.2 }
    }

    @Test func everyInputRunsOnce() throws {
        var session = try session()
        #expect(portrayed(session) == 0)
        for key in ranking { session.press(key) }
        #expect(portrayed(session) == 5)
        #expect(session.screen.contains("Similar to cat.png") && session.screen.contains("5 inputs"))
        session.press(.character("v"), .character("v"), .escape)
        for key in ranking { session.press(key) }
        #expect(portrayed(session) == 5)
        session.press(.escape, .character("1"), .character("t"))
        session.type("Mehr")
        session.press(.enter)
        for key in ranking { session.press(key) }
        #expect(portrayed(session) == 6)
    }

    /// What the page shows is not forgotten while it is shown; otherwise it would be asked for again and again.
    @Test func everyInputRunsOnceWithoutMemory() throws {
        var session = try session(memory: 1)
        for key in ranking { session.press(key) }
        #expect(portrayed(session) == 5)
        #expect(session.screen.contains("Similar to cat.png") && session.screen.contains("5 inputs"))
    }

    /// cat.ogg and cat.txt are files of the thing that cat.png shows.
    @Test func theFirstOfTheSameThingIsTold() throws {
        var session = try session()
        for key in ranking { session.press(key) }
        #expect(session.screen.contains("next file called cat: "))
        #expect(session.screen.contains("=cat.ogg") && session.screen.contains("=cat.txt"))
        #expect(!session.screen.contains("=meow.ogg"))
        session.press(.tab)
        session.press(.character("n"), .tab, .character("r"))
        #expect(session.screen.contains("latents ▼"))
    }

    @Test func enterPutsTheChosenInputOnTheActiveSide() throws {
        var session = try session()
        for key in ranking { session.press(key) }
        session.press(.home, .down, .enter)
        let chosen = try #require(
            session.screen.firstMatch(of: #/> ?\d [ =]?(\S+)/#)
        ).1
        #expect(session.rows[1].contains(" \(chosen) ") || session.rows[1].contains("─ \(chosen)"))
        #expect(session.screen.contains("Similar to cat.png"))
    }

    @Test func matrixOpensAPair() throws {
        var session = try session()
        for key in ranking { session.press(key) }
        session.press(.character("v"))
        #expect(session.screen.contains("All pairs · 5 inputs"))
        #expect(session.screen.contains("cat.png × cat.ogg: "))
        session.press(.down, .right)
        #expect(session.screen.contains("meow.ogg × cat.txt: "))
        session.press(.tab)
        #expect(session.screen.contains("the matrix shows all inputs"))
        session.press(.character("u"))
        #expect(session.screen.contains("there are no maps on this page"))
        session.press(.enter)
        #expect(session.screen.contains("Shared classes"))
        #expect(session.rows[1].contains("meow.ogg") && session.rows[1].contains("cat.txt"))
    }

    @Test func workIsCancelled() throws {
        var session = try session()
        session.holdsWork = true
        for key in ranking { session.press(key) }
        #expect(session.screen.contains("comparing inputs 10 %"))
        session.press(.escape)
        #expect(session.screen.contains("Cancelled.") && session.screen.contains("Shared classes"))
        #expect(session.gaveUp(PortraitQuestion.self))
    }

    /// What is not known yet is not said.
    @Test func aBeginningIsShownAsOne() throws {
        var session = try session()
        for key in ranking { session.press(key) }
        session.holdsWork = true
        session.press(.escape, .character("1"), .character("t"))
        session.type("Mehr")
        session.press(.enter)
        session.press(.character("1"), .home)
        for key in ranking { session.press(key) }
        #expect(session.screen.contains("5 inputs so far") && session.screen.contains("comparing inputs"))
        #expect(session.screen.contains("next file called cat: "))
    }

    /// Leaving the page ends the work, coming back begins it again.
    @Test func leavingStopsTheWork() throws {
        var session = try session()
        session.holdsWork = true
        for key in ranking + [.character("v"), .character("v")] { session.press(key) }
        #expect(session.gaveUp(PortraitQuestion.self))
        #expect(!session.screen.contains("comparing inputs"))
        session.holdsWork = false
        // From the two views by way of the three pages of two inputs.
        for _ in 0..<4 { session.press(.character("v")) }
        #expect(session.screen.contains("5 inputs"))
    }

    @Test func inputsThatCannotBeReadAreLeftOut() throws {
        let broken = Source.file(path: "/home/ada/empty.wav")
        var session = try Session(width: 120, height: 40, sources: [Session.picture, broken, Session.text])
        session.press(.down, .down, .enter, .character("1"), .home, .character("c"))
        session.press(.character("v"), .character("v"), .character("v"))
        #expect(session.screen.contains("2 inputs"))
        session.press(.character("v"))
        #expect(!session.screen.contains("empty.wav"))
    }

    @Test func theMouseChooses() throws {
        var session = try session()
        for key in ranking { session.press(key) }
        let row = try #require(session.rows.lastIndex { $0.contains("meow.ogg") })
        session.send(.terminal(.mouse(Mouse(.press, x: 12, y: row))))
        #expect(session.rows[row].contains("> ") || session.rows[row].contains(">"))
        session.press(.character("v"))
        let line = try #require(session.rows.firstIndex { $0.contains("4 cat.ogg") })
        let label = try #require(session.rows[line].firstRange(of: "cat.ogg"))
        let x = session.rows[line].distance(from: session.rows[line].startIndex, to: label.lowerBound)
        session.send(.terminal(.mouse(Mouse(.press, x: x + 40, y: line))))
        #expect(session.screen.contains("cat.ogg × "))
    }

    /// Where one task can be asked of both inputs, Compare asks it, until another is chosen.
    @Test func sharedTaskIsAskedOfBoth() throws {
        var session = try session(model: Session.shared)
        session.press(.down, .enter, .character("1"), .up, .character("c"))
        #expect(session.screen.contains("classes of concept"))
        // The sound's tasks follow one another by how sure the answers are.
        for _ in 0..<2 where !session.screen.contains("concept and sound") {
            session.press(.character("y"))
        }
        #expect(session.screen.contains("concept and sound"))
        session.press(.character("v"), .character("v"), .character("v"))
        #expect(session.screen.contains("task concept, 4 classes"))
    }

    /// A model without classes compares by latents alone.
    @Test func withoutNames() throws {
        var session = try Session(
            width: 120,
            height: 40,
            sources: [Session.masked, Session.text],
            model: Session.published("language")
        )
        for key in ranking { session.press(key) }
        #expect(session.screen.contains("latents ▼") && !session.screen.contains("classes ▼"))
        session.press(.character("v"))
        #expect(session.screen.contains("2 inputs") && session.screen.contains("cosine"))
    }
}
