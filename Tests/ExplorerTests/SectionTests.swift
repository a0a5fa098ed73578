import Cells
import Explanation
import Explorer
import Testing

/// Headings in the list of inputs.
@Suite struct SectionTests {
    private static let sections = [
        InputSection([Session.picture, Session.sound], title: "Samples"),
        InputSection([Session.text], title: "Mistakes"),
    ]

    /// The first pane of the list, without its border.
    private func list(_ session: Session) -> [String] {
        session.rows.dropFirst(2).map { String($0.dropFirst().prefix { $0 != "│" }) }
            .map { $0.reversed().drop { $0 == " " }.reversed() }.map { String($0) }
    }

    @Test func headingsStandAboveTheirInputs() throws {
        let session = try Session(width: 120, height: 40, sections: Self.sections)
        let lines = list(session)
        #expect(lines[0] == "Samples")
        #expect(lines[1].hasPrefix("> cat.png"))
        #expect(lines[3] == "Mistakes")
    }

    /// What is missing is marked before one comes to it; what is there is not.
    @Test func missingFilesAreMarked() throws {
        let missing = Source.file(path: "/home/ada/gone.png")
        let section = InputSection([Session.picture, missing, Session.sound], missing: [missing])
        let session = try Session(width: 120, height: 40, sections: [section])
        let lines = list(session)
        #expect(lines[1].hasPrefix("  gone.png") && lines[1].hasSuffix("!"))
        #expect(!lines[0].hasSuffix("!") && !lines[2].hasSuffix("!"))
    }

    /// The cursor goes from input to input.
    @Test func headingsArePassed() throws {
        var session = try Session(width: 120, height: 40, sections: Self.sections)
        session.press(.down, .down)
        #expect(list(session)[4].hasPrefix("> "))
        session.press(.up)
        #expect(list(session)[2].hasPrefix("> "))
    }

    /// What is opened has a heading of its own; what is made from an input stays with it.
    @Test func addedInputs() throws {
        var session = try Session(width: 120, height: 40, sections: Self.sections)
        session.press(.character("t"))
        session.type("new")
        session.press(.enter)
        let lines = list(session)
        #expect(lines[5] == "Your inputs")
        #expect(lines[6].hasPrefix("> \"new\""))
        #expect(lines.count { $0 == "Your inputs" } == 1)
    }

    /// Without headings there are none.
    @Test func plainLists() throws {
        var session = try Session(width: 120, height: 40)
        session.open("/home/ada/cat.ogg")
        #expect(!session.screen.contains("Your inputs"))
    }
}
