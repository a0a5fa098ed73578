import Cells
import Explanation
import Explorer
import Testing

/// Tab in a path that is typed.
@Suite struct CompletionTests {
    private func session(typing text: String) throws -> Session {
        var session = try Session(width: 120, height: 40)
        session.press(.character(":"))
        session.type(text)
        session.press(.tab)
        return session
    }

    private func line(_ session: Session) -> String {
        session.rows[39].replacing("Enter run  Esc cancel", with: "").replacing(#/ +$/#, with: "")
    }

    @Test(arguments: [
        (":open /home/a", ":open /home/ada/"), (":open /ho", ":open /ho"),
        (":open /home/ada/c", ":open /home/ada/cat.png"),
        (":model /home/t", ":model /home/train/"), (":open /home/ada/.", ":open /home/ada/.hidden"),
        (":open /nowhere/x", ":open /nowhere/x"), (":text /home/a", ":text /home/a"), (":op", ":open"),
    ])
    func isCompleted(typed: String, line wanted: String) throws {
        #expect(line(try session(typing: String(typed.dropFirst()))) == wanted)
    }

    @Test func severalAreListed() throws {
        var session = try session(typing: "open /home/ada/")
        #expect(line(session) == ":open /home/ada/")
        for name in ["more/", "cat.png", "empty.wav", "meow.ogg"] {
            #expect(session.screen.contains("│open /home/ada/\(name) "))
        }
        #expect(!session.screen.contains(".hidden"))
        session.press(.down, .down, .tab)
        #expect(line(session) == ":open /home/ada/cat.png")
        #expect(!session.screen.contains("empty.wav"))
    }

    @Test func enterDoesWhatIsTyped() throws {
        var session = try session(typing: "open /home/ada/m")
        #expect(line(session) == ":open /home/ada/m")
        session.press(.enter)
        func opened(_ source: Source) -> Bool {
            session.asked(OpenQuestion.self).contains { $0.subject.source == source }
        }
        #expect(opened(.file(path: "/home/ada/m")))
        session = try self.session(typing: "open /home/ada/m")
        session.press(.down, .down, .enter)
        #expect(opened(Session.sound))
    }

    /// What was typed after Tab is not overwritten by what Tab finds late.
    @Test func laterLettersStay() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character(":"))
        session.type("open /home/ada/c")
        session.press(.tab)
        session.type("a")
        let late = session.late(FolderQuestion.self)
        #expect(!late.isEmpty && line(session) == ":open /home/ada/cat.pnga")
        late.forEach { session.send($0) }
        #expect(line(session) == ":open /home/ada/cat.pnga")
    }

    @Test func homeFolderStaysShort() throws {
        let session = try session(typing: "open ~/c")
        #expect(line(session) == ":open ~/cat.png")
        #expect(session.asked(FolderQuestion.self).last?.path == "/home/ada")
    }
}
