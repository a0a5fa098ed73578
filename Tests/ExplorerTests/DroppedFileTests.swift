import Cells
import Explanation
import Explorer
import Testing

/// Files that are dropped into the terminal, which pastes their paths.
@Suite struct DroppedFileTests {
    @Test(arguments: [
        "/home/ada/my cat.png", "'/home/ada/my cat.png'", "\"/home/ada/my cat.png\"",
        "/home/ada/my\\ cat.png",
        "file:///home/ada/my%20cat.png", "file://host/home/ada/my%20cat.png\r\n", "'/home/ada/my cat.png' ",
        "~/my\\ cat.png",
    ])
    func onePath(paste: String) throws {
        var session = try Session(width: 120, height: 40, sources: [Session.text])
        session.paste(paste)
        #expect(session.asked(NamedFilesQuestion.self).last?.words == ["/home/ada/my cat.png"], "\(paste)")
        #expect(session.asked(OpenQuestion.self).last?.subject.source == .file(path: "/home/ada/my cat.png"))
    }

    @Test func quotesInNames() throws {
        var session = try Session(width: 120, height: 40, sources: [Session.text])
        session.paste("'/a/it'\\''s.wav' /b\\'c.csv \"/d\\\"e\"")
        #expect(session.asked(NamedFilesQuestion.self).last?.words == ["/a/it's.wav", "/b'c.csv", "/d\"e"])
    }

    /// Several are listed, and the first of them is run.
    @Test func severalPaths() throws {
        var session = try Session(width: 120, height: 40, sources: [Session.text])
        session.paste("/home/ada/cat.png '/home/ada/meow.ogg'\n/home/ada/cat2.png\n")
        #expect(session.rows[0].contains("cat.png"))
        for name in ["> cat.png", "  meow.ogg", "  cat2.png"] {
            #expect(session.screen.contains(name), "\(session.screen)")
        }
    }

    /// On every screen where nothing is typed.
    @Test func onOtherScreens() throws {
        for keys: [Key] in [[.character("s")], [.character("?")], [.character("f")], [.character("L")]] {
            var session = try Session(width: 120, height: 40, sources: [Session.text])
            for key in keys { session.press(key) }
            session.paste("/home/ada/cat.png")
            #expect(session.rows[0].contains("cat.png (image"), "\(keys): \(session.rows[0])")
        }
    }

    @Test(arguments: [
        "q", "a/b.png", "/", "'/home/ada", "https://example.org/a.png", "/home/ada/x y 'z", "//a",
    ])
    func otherTexts(paste: String) throws {
        var session = try Session(width: 120, height: 40, sources: [Session.text])
        session.paste(paste)
        #expect(session.rows[39].contains("Nothing here takes pasted text but paths of files"), "\(paste)")
        #expect(session.asked(NamedFilesQuestion.self).isEmpty)
    }

    /// Where a path is typed it stands as it is; elsewhere a pasted text is a text.
    @Test func inPrompts() throws {
        var session = try Session(width: 120, height: 40, sources: [Session.text])
        session.press(.character(":"))
        session.type("open ")
        session.paste("'/home/ada/my cat.png' ")
        #expect(session.rows[39].hasPrefix(":open /home/ada/my cat.png"))
        session.press(.escape, .character("t"))
        session.paste("'/home/ada/my cat.png'")
        #expect(session.screen.contains("'/home/ada/my cat.png'"))
    }

    @Test func missingFiles() throws {
        var session = try Session(width: 120, height: 40, sources: [Session.text])
        session.paste("/home/ada/absent.png")
        #expect(session.screen.contains("there is no such file"), "\(session.screen)")
    }
}
