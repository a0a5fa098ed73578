import Explanation
import Testing

/// What an input was made from stands above it in the list, and undo and redo walk between them.
@Suite struct LineageTests {
    private static let removed = Session.picture.editing(
        .remove(Part(.box(x: 0, y: 0, width: 12, height: 10), label: "0,0,12,10"))
    )

    private func session(_ sources: [Source]) throws -> Session {
        try Session(width: 100, height: 30, sources: sources, model: Session.structured)
    }

    /// The inputs' names as they stand in the list, without their borders and marks.
    private func listed(_ session: Session, _ count: Int) -> [String] {
        session.rows[2..<2 + count].map { row in
            String(row.dropFirst(3).prefix { $0 != "│" }).split(separator: "  ").first.map(String.init) ?? ""
        }
    }

    /// Takes away a part at the cursor.
    private func removePart(_ session: inout Session) {
        session.press(.character("2"), .enter, .character(" "), .character("d"), .escape, .escape)
    }

    @Test func changesStandBelowWhatTheyWereMadeFrom() throws {
        var session = try session([Session.picture, Session.sound])
        removePart(&session)
        #expect(listed(session, 3).map { $0.contains("└ ") } == [false, true, false])
        session.press(.character("r"), .character("2"), .enter, .left, .left)
        session.press(.character(" "), .character("d"), .escape)
        #expect(session.screen.contains("2 of 64 tokens are removed"))
        #expect(listed(session, 4).map { $0.contains("└ ") } == [false, true, true, false])
        #expect(session.rows[4].hasPrefix("│>   └ "))
    }

    @Test func undoAndRedoWalkBetweenThem() throws {
        var session = try session([Session.picture, Session.sound])
        removePart(&session)
        let changed = session.rows[0]
        #expect(changed.contains("cat.png, 1 change"))
        session.press(.character("U"))
        #expect(session.rows[0].contains("cat.png (image"))
        session.press(.character("U"))
        #expect(session.screen.contains("this input was not changed"))
        session.press(.character("R"))
        #expect(session.rows[0] == changed)
        session.press(.character("R"))
        #expect(session.screen.contains("no change to this input was undone"))
    }

    /// An input that was opened with a part taken away goes back to one that the list did not have.
    @Test func theOriginalComesAboveWhatWasMadeFromIt() throws {
        var session = try session([Session.sound, Self.removed, Session.text])
        session.press(.down, .enter, .character("U"))
        #expect(session.rows[0].contains("cat.png (image"))
        let names = listed(session, 4)
        #expect(names[0].contains("meow.ogg") && names[1].contains("cat.png") && names[2].contains("└ "))
    }
}
