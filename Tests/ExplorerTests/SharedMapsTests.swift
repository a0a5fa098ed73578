import Cells
import Explanation
import Explorer
import Models
import Testing

/// The maps of both sides of Compare: what looks alike is alike.
@Suite struct SharedMapsTests {
    /// The numbers at both ends of the legends that say this.
    private func ends(_ session: Session, _ meaning: String) -> [[String]] {
        session.rows.flatMap { row in
            row.split(separator: "│").filter { $0.contains(meaning) }.map { side in
                side.split(separator: " ").prefix(2).map(String.init)
            }
        }
    }

    /// Inputs with different numbers of tokens share a scale, of lifts, and everything on the page names that unit.
    @Test func bothSidesHaveOneScale() throws {
        var session = try Session(width: 160, height: 45)
        session.press(.character("a"), .down, .enter, .character("c"))
        let ends = ends(session, "multiple of uniform attention")
        #expect(ends.count == 2 && ends.first == ends.last, "\(session.screen)")
        // The top of the scale is the larger of both maps' largest numbers.
        let tokens = try [Session.picture, Session.sound].map { source in
            let model = try Session.model(Session.tiny).get()
            return try source.prepared(try #require(Session.media[source]), for: model).input.layout.count
        }
        #expect(tokens[0] != tokens[1])
        #expect(session.rows.contains { $0.contains("lift ") }, "\(session.screen)")
        let title = try #require(session.rows.first { $0.contains(" maps: ") })
        #expect(title.contains("· lift ") && !title.contains("weight"), "\(title)")
    }

    /// Maps over the same tokens can be subtracted, others cannot.
    @Test func differences() throws {
        var session = try Session(width: 160, height: 45, sources: [Session.picture, Session.next])
        session.press(.character("a"), .down, .enter, .character("c"), .character("d"))
        let ends = ends(session, "left − right")
        // Nothing differs, and full colour would be as much as uniform attention.
        let legends = ends.compactMap(\.first).filter { $0 != "peak" }
        #expect(legends == ["-1", "-1"], "\(session.screen)")
        session.press(.character("d"))
        #expect(!session.screen.contains("left − right"))
        session = try Session(width: 160, height: 45)
        session.press(.character("a"), .down, .enter, .character("c"), .character("d"))
        #expect(!session.screen.contains("left − right"))
        #expect(session.screen.contains("only maps of the same kind"), "\(session.screen)")
    }
}
