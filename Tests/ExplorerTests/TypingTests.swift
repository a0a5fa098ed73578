import Cells
import Explanation
import Explorer
import Testing

/// What is typed, written and clicked.
@Suite struct TypingTests {
    @Test func typedTextRuns() throws {
        var session = try Session(width: 100, height: 30)
        session.press(.character("t"))
        session.type("Zwei Hunde")
        session.press(.enter)
        #expect(session.screen.contains("\"Zwei Hunde\""))
        #expect(session.screen.contains("subject"))
        session.press(.character("t"))
        #expect(session.screen.contains("Zwei Hunde"))
        session.press(.escape)
    }

    @Test func emptyTextIsRefused() throws {
        var session = try Session()
        session.press(.character("t"), .character(" "), .enter)
        #expect(session.screen.contains("Type something first"))
    }

    @Test func commandLine() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character(":"))
        session.type("latent 5")
        session.press(.enter)
        #expect(session.screen.contains("latent 5 of 7"))
        for (line, message) in [
            ("latent 7", "the last one is 6"), ("layer self.9", "one of encoder, self.0"),
            ("head 9", "from 0 to 1, mean, or max"), ("nonsense", "There is no command"),
        ] {
            session.press(.character(":"))
            session.type(line)
            session.press(.enter)
            #expect(session.screen.contains(message), "\(line)")
        }
        session.press(.character(":"))
        session.type("layer decoder")
        session.press(.enter)
        #expect(session.screen.contains("query: photo"))
    }

    @Test func filterNarrowsTheList() throws {
        var session = try Session()
        session.press(.character("/"))
        session.type("meow")
        session.press(.enter)
        #expect(!session.screen.contains("> cat.png"))
        session.press(.escape)
        #expect(session.screen.contains("cat.png"))
    }

    @Test func classFilter() throws {
        var session = try Session()
        session.press(.character("3"), .character("/"))
        session.type("bo")
        session.press(.enter)
        let pane = session.rows.map { String($0.suffix(29)) }.joined(separator: "\n")
        #expect(pane.contains("boat") && !pane.contains("dog"))
        session.press(.escape)
        #expect(session.screen.contains("dog"))
    }

    @Test func mapsAreWritten() throws {
        var session = try Session()
        session.press(.character("w"))
        #expect(session.screen.contains("save as: cat.png-cp-lrp-photo-boat.png"))
        session.press(.enter)
        #expect(session.screen.contains("Saved cat.png-cp-lrp-photo-boat.png"))
        session.send(.saved(path: "a.png", .success("a-2.png")))
        #expect(session.screen.contains("Saved a-2.png: the other name was taken."))
    }

    /// Every map of every input has a file name of its own.
    @Test func fileNamesTellMapsApart() throws {
        var session = try Session(width: 120, height: 40, model: Session.shared)
        var names: Set<String> = []
        func note(_ session: inout Session, _ keys: Key...) {
            for key in keys { session.press(key) }
            session.press(.character("w"))
            let name = session.rows[39].trimmingPrefix("save as: ").prefix { $0 != " " }
            #expect(name.hasSuffix(".png") && names.insert(String(name)).inserted, "\(name)")
            session.press(.escape)
        }
        note(&session)
        note(&session, .character("a"))
        note(&session, .character("y"))
        note(&session, .character("]"))
        note(&session, .character("u"))
        for _ in 0..<3 { note(&session, .character("a"), .character("]")) }
        note(&session, .character("2"), .down)
        note(&session, .up, .right)
        note(&session, .right)
        note(&session, .character("x"))
        note(&session, .character("3"), .down)
        note(&session, .character("x"))
        note(&session, .character("1"), .down, .enter)
        #expect(names.isSuperset(of: ["cat.png-encoder-photo.png"]))
    }

    @Test func quitAndSuspend() throws {
        var session = try Session()
        session.press(.control("z"))
        session.press(.character("q"))
        let last = session.effects.suffix(2)
        #expect(last.contains { if case .suspend = $0 { true } else { false } })
        #expect(last.contains { if case .quit = $0 { true } else { false } })
    }

    /// A notice is read to its end, and a click on it presses nothing that stands behind it.
    @Test func noticesAreWholeAndNoKeys() throws {
        var session = try Session(width: 80, height: 24)
        let quit = try #require(session.rows[23].firstRange(of: "q quit")?.lowerBound)
        let column = session.rows[23].distance(from: session.rows[23].startIndex, to: quit)
        let reason = String(repeating: "what is wrong with it, ", count: 5) + "and what would be accepted"
        session.send(.saved(path: "map.png", .failure(Failure("map.png: \(reason)"))))
        #expect(session.rows[22].hasPrefix(" ! map.png: what is wrong"))
        #expect(session.rows[23].hasPrefix("   ") && session.rows[23].contains("accepted"))
        session.send(.terminal(.mouse(Mouse(.press, x: column, y: 23))))
        #expect(!session.effects.contains { if case .quit = $0 { true } else { false } })
        #expect(session.rows[23].contains("q quit"))
        session.send(.terminal(.mouse(Mouse(.press, x: column, y: 23))))
        #expect(session.effects.contains { if case .quit = $0 { true } else { false } })
    }

    /// A click on the words cancels the work that is shown; one beside them presses no hidden hint.
    @Test func progressIsCancelledByAClick() throws {
        var session = try Session(width: 120, height: 40)
        session.holdsExplanations = true
        session.press(.character("x"), .character("x"))
        let row = session.rows[39]
        let start = try #require(row.firstRange(of: "Esc cancels")?.lowerBound)
        let column = row.distance(from: row.startIndex, to: start)
        session.send(.terminal(.mouse(Mouse(.press, x: column + 20, y: 39))))
        #expect(session.rows[39].contains("Esc cancels"))
        session.send(.terminal(.mouse(Mouse(.press, x: column + 2, y: 39))))
        #expect(session.rows[39].contains("Attention is shown again"))
    }

    /// After a click on a class the arrows choose classes, whatever they did before.
    @Test func clicksMoveTheFocus() throws {
        var session = try Session(width: 120, height: 40)
        session.send(.terminal(.mouse(Mouse(.press, x: 50, y: 12))))
        #expect(session.rows[39].contains("move"))
        session.send(.terminal(.mouse(Mouse(.press, x: 100, y: 5))))
        let title = session.rows[0]
        session.press(.up)
        #expect(session.rows[0] != title && session.rows[39].contains("target"))
        // A wheel turns nothing behind a list of commands.
        session.press(.character(":"))
        let screen = session.screen
        session.send(.terminal(.mouse(Mouse(.wheelDown, x: 50, y: 5))))
        #expect(session.screen == screen)
    }

    @Test func mouse() throws {
        var session = try Session(width: 120, height: 40)
        session.send(.terminal(.mouse(Mouse(.press, x: 3, y: 3))))
        #expect(session.rows[3].contains("> meow.ogg"))
        session.send(.terminal(.mouse(Mouse(.press, x: 3, y: 3))))
        #expect(session.screen.contains("spoken word"))
        session.send(.terminal(.mouse(Mouse(.press, x: 50, y: 12))))
        #expect(session.screen.contains(" Hz"))
        session.send(.terminal(.mouse(Mouse(.wheelDown, x: 50, y: 12))))
        #expect(session.screen.contains("latent 0 of 7"))
        let title = session.rows[0]
        session.send(.terminal(.mouse(Mouse(.press, x: 100, y: 5))))
        #expect(session.rows[0] != title)
        let footer = session.rows[39]
        let quit = try #require(footer.range(of: "q quit"))
        let column = footer.distance(from: footer.startIndex, to: quit.lowerBound)
        session.send(.terminal(.mouse(Mouse(.press, x: column, y: 39))))
        #expect(session.effects.contains { if case .quit = $0 { true } else { false } })
    }

    /// Control characters and escape sequences in a text are shown, not obeyed.
    @Test func controlCharactersAreHarmless() throws {
        var session = try Session(sources: [.text("a\u{1B}[31mb\u{7}c\u{9B}d\u{202E}e")])
        session.press(.enter)
        for cell in session.explorer.view().cells {
            for scalar in cell.character.map({ Array($0.unicodeScalars) }) ?? [] {
                #expect(
                    scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value) && scalar.value != 0x202E
                )
            }
        }
        #expect(session.screen.contains("a␛[31mb␇c"))
    }
}
