import Cells
import Explanation
import Explorer
import Testing

/// Swaps that go both ways: e after S.
@Suite struct ExchangeTests {
    private static let other = Source.file(path: "/home/ada/cat2.png")

    /// A session in which a part of the first picture was taken from the other one.
    private func swapped(_ sources: [Source], visits: Bool = true) throws -> Session {
        var session = try Session(width: 160, height: 45, sources: sources, model: Session.structured)
        if visits { for _ in 1..<sources.count { session.press(.character("J")) } }
        if visits { for _ in 1..<sources.count { session.press(.character("K")) } }
        session.press(.character("2"), .enter)
        for _ in 0..<30 { session.press(.left, .up) }
        session.press(.character(" "), .right, .down, .character(" "), .character("S"))
        return session
    }

    private func opened(_ session: Session) -> Source? {
        session.asked(OpenQuestion.self).last?.subject.source
    }

    @Test func bothInputsAreChanged() throws {
        var session = try swapped([Session.picture, Self.other, Session.sound])
        let first = try #require(opened(session))
        guard case .swap(let part, with: Self.other)? = first.edits.last else {
            Issue.record("nothing is swapped")
            return
        }
        session.press(.character("e"))
        let second = try #require(opened(session))
        #expect(second == Self.other.editing(.swap(part, with: Session.picture)))
        #expect(session.rows[0].contains("cat2.png") && session.rows[0].contains(" from cat.png"))
        // Each is undone for itself.
        session.press(.character("U"))
        #expect(session.rows[0].contains("cat2.png (image"))
    }

    /// The way back is made once; then a change is made to further inputs.
    @Test func onceBothWays() throws {
        var session = try swapped([Session.picture, Self.other])
        session.press(.character("e"), .character("J"))
        let count = session.asked(OpenQuestion.self).count
        for _ in 0..<4 where !session.rows[0].contains("cat.png, ") { session.press(.character("J")) }
        session.press(.character("e"))
        #expect(
            session.asked(OpenQuestion.self).suffix(from: count).allSatisfy {
                $0.subject.source.edits.count < 2
            }
        )
    }

    /// In a picture of another size it is the part in the same proportions.
    @Test func otherSizes() throws {
        var session = try swapped([Session.picture, Session.large])
        guard case .swap(let part, _)? = opened(session)?.edits.last,
            case .box(let x, let y, let width, let height) = part.place
        else {
            Issue.record("nothing is swapped")
            return
        }
        session.press(.character("e"))
        guard case .swap(let other, with: Session.picture)? = opened(session)?.edits.last else {
            Issue.record("nothing is swapped back")
            return
        }
        #expect(other.place == .box(x: 2 * x, y: 2 * y, width: 2 * width, height: 2 * height))
    }

    /// How large the other picture is, must be known: it is read as soon as there is a change.
    @Test func otherInputsNeedNoVisit() throws {
        var session = try swapped([Session.picture, Self.other], visits: false)
        session.press(.character("e"))
        #expect(session.rows[0].contains("cat2.png") && session.rows[0].contains(" from cat.png"))
    }
}
