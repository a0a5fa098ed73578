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
        session.rows[39].replacing(#/ +$/#, with: "")
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
        let typed = Source.file(path: "/home/ada/m")
        #expect(session.effects.contains { if case .open(_, typed, _) = $0 { true } else { false } })
        session = try self.session(typing: "open /home/ada/m")
        session.press(.down, .down, .enter)
        #expect(session.effects.contains { if case .open(_, Session.sound, _) = $0 { true } else { false } })
    }

    /// What was typed after Tab is not overwritten by what Tab finds late.
    @Test func laterLettersStay() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character(":"))
        session.type("open /home/ada/c")
        let items = Session.folders["/home/ada"] ?? []
        session.send(.listed(path: "/home/ada", .success(items)))
        #expect(line(session) == ":open /home/ada/c")
    }

    @Test func homeFolderStaysShort() throws {
        let session = try session(typing: "open ~/c")
        #expect(line(session) == ":open ~/c")
        let listed = session.effects.compactMap { if case .list(let path) = $0 { path } else { nil } }
        #expect(listed.last?.contains("~") == false)
    }
}
