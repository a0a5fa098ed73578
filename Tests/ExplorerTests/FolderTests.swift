import Cells
import Explanation
import Explorer
import Media
import Testing

/// Folders whose files become inputs.
@Suite struct FolderTests {
    private static let folder = Source.file(path: "/home/ada/photos")
    private static let files = ["cat.png", "cat2.png", "cat.ogg"]

    /// Whether a row names all of them, in this order.
    private func listsFiles(_ session: Session) -> Bool {
        let places = Self.files.map { name in session.rows.firstIndex { $0.contains(" \(name)") } }
        return !places.contains(nil) && places.compactMap { $0 } == places.compactMap { $0 }.sorted()
    }

    @Test("A folder that the program begins with is its files, the first of which is run")
    func start() throws {
        var session = try Session(width: 120, sources: [], loadsModel: false)
        session.begin(with: [InputSection([Self.folder], folders: [Self.folder])])
        session.answerHeld(ModelQuestion(Session.tiny))
        #expect(listsFiles(session) && !session.screen.contains("photos "))
        #expect(session.asked(RunQuestion.self).map(\.subject.source) == [Session.picture])
        // What was passed over is told.
        #expect(session.screen.contains("passed over 1 of 4 files"), "\(session.screen)")
    }

    @Test(
        "The file browser opens the folder under the cursor, and the files that are listed already stay once"
    )
    func browser() throws {
        var session = try Session(width: 120, sources: [Session.picture, Session.text])
        session.press(.character("f"))
        session.press(.character("a"))
        #expect(session.asked(FolderInputsQuestion.self).map(\.path) == ["/home/ada/more"])
        let rows = session.rows.filter { row in Self.files.contains { row.contains(" \($0)") } }
        #expect(rows.count >= 3 && session.asked(RunQuestion.self).last?.subject.source == Session.picture)
        // On a file it is the folder that is shown.
        session.press(.character("f"), .end, .character("a"))
        #expect(session.asked(FolderInputsQuestion.self).last?.path == "/home/ada")
    }

    @Test("A folder that holds nothing says so, and stays in the list")
    func failures() throws {
        var session = try Session(width: 120, sources: [Session.text])
        session.holdsFolders = true
        session.press(.character(":"))
        session.type("open /home/ada/photos/")
        session.press(.enter)
        try session.fail(FolderInputsQuestion.self, "photos: holds no file")
        #expect(session.screen.contains("photos: holds no file"))
        #expect(session.asked(OpenQuestion.self).allSatisfy { $0.subject.source == Session.text })
    }
}
