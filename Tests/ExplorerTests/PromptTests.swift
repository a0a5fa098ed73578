import Cells
import Explanation
import Explorer
import Testing

/// What is typed, pasted, and looked for by its name.
@Suite struct PromptTests {
    // MARK: commands

    /// A mark joins the character before it, and the caret is seen behind wide characters.
    @Test func marksAndWideCharactersAreTyped() throws {
        var session = try Session(width: 80, height: 24)
        session.press(.character("t"), .control("u"), .character("e"), .character("\u{301}"))
        #expect(session.screen.contains("3 bytes"))
        session.press(.backspace)
        #expect(session.screen.contains("0 bytes"))
        session.press(.escape, .character(":"))
        for character in "text " { session.press(.character(character)) }
        for _ in 0..<60 { session.press(.character("日")) }
        session.press(.character("x"))
        #expect(session.rows[23].contains("日x"))
        #expect(session.explorer.view().cells.suffix(80).contains { $0.style.attributes.contains(.reverse) })
    }

    /// A name that no command has does nothing, however many letters it shares with one.
    @Test func mistypedCommandsAreNotDone() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character(":"))
        session.type("foo")
        #expect(session.screen.contains("No such command"))
        session.press(.enter)
        #expect(session.rows[39].contains("There is no command \"foo\". Similar: "))
        #expect(session.rows[39].contains("mark for comparing"))
        session.press(.down)
        #expect(!session.rows[2].contains("= cat.png"))
    }

    /// The arrows choose one that is near all the same.
    @Test func nearCommandsAreChosen() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character(":"))
        session.type("mrkcomp")
        session.press(.down, .enter, .down)
        #expect(session.rows[2].contains("= cat.png"))
    }

    @Test(arguments: ["palette", "pal", "next lat", "ne la", "quit "])
    func beginningsAreDone(typed: String) throws {
        var session = try Session(width: 120, height: 40)
        let before = session.screen
        session.press(.character(":"))
        session.type(typed)
        session.press(.enter)
        let quits = session.effects.contains { if case .quit = $0 { true } else { false } }
        #expect(session.screen != before || quits)
        #expect(!session.screen.contains("There is no command"))
    }

    /// Names, keys and explanations stand in columns, in every row.
    @Test func suggestionsAreAligned() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character(":"))
        let help = [
            "Open a file and run the model on it", "Choose the layer that is shown.",
            "Choose the head that is shown.",
        ]
        let columns = help.compactMap { text in
            session.rows.lazy.compactMap { row in
                row.firstRange(of: text).map { row.distance(from: row.startIndex, to: $0.lowerBound) }
            }.first
        }
        #expect(columns.count == 3 && Set(columns).count == 1)
    }

    // MARK: line feeds

    @Test func lineFeedsMakeLines() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character("t"), .character("a"), .control("j"), .character("b"))
        #expect(session.screen.contains("3 bytes") && session.screen.contains("a↵"))
        session.press(.enter)
        #expect(session.screen.contains("\"a b\""))
    }

    /// Where no line can be begun, a line feed is Enter: some programs that type for a person send it.
    @Test func lineFeedsAreEnterElsewhere() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.down, .control("j"))
        #expect(session.screen.contains("spoken word"))
        session.press(.character(":"))
        session.type("latent 5")
        session.press(.control("j"))
        #expect(session.screen.contains("latent 5 of 7"))
    }

    // MARK: pastes

    @Test func pastesGoIntoTheEditor() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character("t"))
        session.type("<>")
        session.press(.left)
        session.paste("q\r\nq\rq\tq\u{1B}\u{7}\u{9B}")
        #expect(session.screen.contains("9 bytes"))
        #expect(session.screen.contains("<q↵") && session.screen.contains("q␉q>"))
        session.press(.enter)
        #expect(session.screen.contains("\"<q q q"))
        #expect(!session.effects.contains { if case .quit = $0 { true } else { false } })
    }

    /// A prompt has one line.
    @Test func pastesGoIntoPrompts() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character(":"))
        session.paste("latent\r5\r")
        #expect(session.rows[39].hasPrefix(":latent 5 "))
        session.press(.enter, .character("1"), .character("/"))
        #expect(session.screen.contains("latent 5 of 7"))
        session.paste("meow")
        #expect(!session.screen.contains("│  cat.png"))
    }

    @Test func pastesAreNoKeys() throws {
        var session = try Session(width: 120, height: 40)
        for keys: [Key] in [[], [.character("s")], [.escape, .character("?")]] {
            for key in keys { session.press(key) }
            session.paste("one\rq\r")
            #expect(session.rows[39].contains("Nothing here takes pasted text"))
        }
        #expect(!session.effects.contains { if case .quit = $0 { true } else { false } })
    }

    @Test func cutPastesAreTold() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character("t"))
        session.paste("the beginning", isCut: true)
        #expect(session.rows[39].contains("Only the first 65,536 characters were pasted"))
    }
}
