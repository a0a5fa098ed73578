import Cells
import Explanation
import Explorer
import Testing

/// A region of the map: how it is selected, what is said of it, and what is done with it.
@Suite struct RegionTests {
    private static let other = Source.file(path: "/home/ada/cat2.png")

    private func session(_ sources: [Source], model: ModelPlace = Session.structured) throws -> Session {
        try Session(width: 160, height: 45, sources: sources, model: model)
    }

    /// A session with the cursor in the upper left corner of the map, one step in.
    private func inspecting(_ sources: [Source], model: ModelPlace = Session.structured) throws -> Session {
        var session = try session(sources, model: model)
        session.press(.character("2"), .enter)
        for _ in 0..<30 { session.press(.left, .up) }
        session.press(.right, .down)
        return session
    }

    /// Selects two by two tokens.
    private func select(_ session: inout Session) {
        session.press(.character(" "), .right, .down, .character(" "))
    }

    private func lastEdit(_ session: Session) -> Edit? {
        session.asked(OpenQuestion.self).last { !$0.subject.source.edits.isEmpty }?.subject.source.edits.last
    }

    // MARK: selecting

    @Test func spaceBeginsAndEnds() throws {
        var session = try inspecting([Session.picture])
        session.press(.character(" "))
        #expect(session.screen.contains("Move to the opposite corner, then press Space"))
        session.press(.right, .down)
        // It is told of while it grows.
        #expect(session.screen.contains("x 6–22, y 4–14 · 4 tokens · "))
        #expect(session.rows[44].contains("Space/Enter end"), "\(session.rows[44])")
        session.press(.enter)
        #expect(session.rows[44].contains("Space/d remove") && session.rows[44].contains("blank"))
        // Esc gives up the region before the cursor.
        session.press(.escape)
        #expect(!session.screen.contains("4 tokens") && session.rows[44].contains("Space region"))
        #expect(session.asked(OpenQuestion.self).allSatisfy { $0.subject.source.edits.isEmpty })
    }

    /// The selected region moves with the arrows, and stays in the input.
    @Test func regionsMove() throws {
        var session = try inspecting([Session.picture])
        select(&session)
        session.press(.right)
        #expect(session.screen.contains("x 14–30, y 4–14 · 4 tokens"), "\(session.screen)")
        session.press(.left, .left, .left, .left)
        #expect(session.screen.contains("x 0–14, y 4–14 · 4 tokens"), "\(session.screen)")
        session.press(.character("d"))
        #expect(session.rows[0].contains("cat.png, x 0–14, y 4–14 removed"))
    }

    /// What the target loses without it is asked anew with each step, and told.
    @Test func effectsAreShown() throws {
        var session = try inspecting([Session.picture])
        select(&session)
        let question = try #require(session.asked(RegionQuestion.self).last)
        #expect(question.tokens == [9, 10, 17, 18])
        #expect(session.screen.contains(" .75 → .20 (-.55)"), "\(session.screen)")
        session.press(.right)
        #expect(try #require(session.asked(RegionQuestion.self).last).tokens == [10, 11, 18, 19])
    }

    @Test func dragging() throws {
        var session = try session([Session.picture])
        let map = (x: 60, y: 12)
        session.send(.terminal(.mouse(Mouse(.press, x: map.x, y: map.y))))
        session.send(.terminal(.mouse(Mouse(.drag, x: map.x + 12, y: map.y + 6))))
        #expect(session.rows[44].contains("end"))
        session.send(.terminal(.mouse(Mouse(.release, x: map.x + 12, y: map.y + 6))))
        #expect(session.rows[44].contains("remove") && session.screen.contains(" tokens · "))
        // A click elsewhere gives it up, and selects nothing by itself.
        session.send(.terminal(.mouse(Mouse(.press, x: map.x, y: map.y))))
        session.send(.terminal(.mouse(Mouse(.release, x: map.x, y: map.y))))
        #expect(session.rows[44].contains("Space region") && !session.screen.contains(" tokens · "))
        // What was pressed elsewhere selects nothing on the map.
        session.send(.terminal(.mouse(Mouse(.press, x: 3, y: 3))))
        session.send(.terminal(.mouse(Mouse(.drag, x: map.x, y: map.y))))
        session.send(.terminal(.mouse(Mouse(.release, x: map.x, y: map.y))))
        #expect(!session.screen.contains(" tokens · "))
    }

    @Test func words() throws {
        var session = try inspecting([Session.text])
        session.press(.right, .right, .right, .right, .character("W"))
        #expect(session.screen.contains("\"Hund\" · 4 tokens"), "\(session.screen)")
        session.press(.character("d"))
        #expect(session.rows[0].contains(", \"Hund\" removed"))
        // A character of several bytes is selected whole.
        session.press(.enter)
        for _ in 0..<40 { session.press(.right) }
        for _ in 0..<8 { session.press(.left) }
        session.press(.character(" "))
        #expect(session.screen.contains("\"—\"") || session.screen.contains("Move to the end"))
        var picture = try inspecting([Session.picture])
        picture.press(.character("W"))
        #expect(picture.screen.contains("word: only texts have words"))
    }

    @Test func columns() throws {
        var session = try inspecting([Session.sound])
        session.press(.character(" "), .right, .character("|"))
        let tokens = try #require(session.asked(RegionQuestion.self).last).tokens
        session.press(.character("s"))
        guard case .fill(let part, .silence)? = lastEdit(session), case .interval(_, nil) = part.place else {
            Issue.record("no interval is silenced: \(session.rows[0])")
            return
        }
        #expect(tokens.count % 2 == 0 && session.rows[0].contains(" s silenced"))
        var picture = try inspecting([Session.picture])
        picture.press(.character("|"))
        #expect(picture.screen.contains("all frequencies: only sounds have frequencies"))
    }

    // MARK: what is done

    @Test(arguments: [Filling.blank, .blur]) func pictures(filling: Filling) throws {
        var session = try inspecting([Session.picture])
        select(&session)
        session.press(.character(filling == .blank ? "b" : "B"))
        guard case .fill(let part, filling)? = lastEdit(session) else {
            Issue.record("nothing is filled")
            return
        }
        #expect(part.written == "6,4,16,10")
        #expect(session.rows[0].contains("cat.png, x 6–22, y 4–14 \(filling.verb)"))
        session.press(.character("U"))
        #expect(session.rows[0].contains("cat.png (image"))
        session.press(.character("R"))
        #expect(session.rows[0].contains(filling.verb))
    }

    @Test func otherInputs() throws {
        var session = try inspecting([Session.picture, Session.sound, Self.other])
        select(&session)
        session.press(.character("S"))
        guard case .swap(_, let other)? = lastEdit(session) else {
            Issue.record("nothing is swapped")
            return
        }
        #expect(other == Self.other && session.rows[0].contains(" from cat2.png"))
        var alone = try inspecting([Session.picture, Session.sound])
        select(&alone)
        alone.press(.character("S"))
        #expect(alone.screen.contains("swap: there is no other input of this kind"))
    }

    @Test func textsAreRetyped() throws {
        var session = try inspecting([Session.text])
        session.press(.right, .right, .right, .right, .character("W"), .character("r"))
        #expect(session.rows[44].contains("replace by: Hund"))
        session.press(.control("u"))
        session.type("Fuchs")
        session.press(.enter)
        #expect(session.screen.contains("Ein Fuchs bellt"), "\(session.screen)")
        guard case .write(_, "Fuchs")? = lastEdit(session) else {
            Issue.record("nothing is written")
            return
        }
    }

    @Test func whatMeansNothingIsRefused() throws {
        for (source, key, message) in [
            (Session.picture, "s", "silence: only sounds can be silenced"),
            (Session.picture, "r", "replace: only texts can be retyped"),
            (Session.sound, "B", "blur: sounds cannot be blurred"),
            (Session.text, "b", "blank: texts cannot be blanked"),
        ] {
            var session = try inspecting([source])
            select(&session)
            session.type(key)
            #expect(session.screen.contains(message), "\(session.screen)")
        }
    }

    /// Models that need the whole input can have a part of it blanked.
    @Test func flow() throws {
        var session = try session([Session.pair], model: Session.published("flow"))
        session.press(
            .character("2"),
            .character("a"),
            .enter,
            .character(" "),
            .right,
            .down,
            .character(" ")
        )
        #expect(session.screen.contains("this model needs the whole input"), "\(session.screen)")
        session.press(.character(" "))
        #expect(session.screen.contains("remove: this model needs the whole input"))
        session.press(.character("b"))
        guard case .fill(_, .blank)? = lastEdit(session) else {
            Issue.record("nothing is blanked: \(session.screen)")
            return
        }
    }

    // MARK: what follows

    @Test func editsAreRepeated() throws {
        var session = try inspecting([Session.picture, Session.sound, Self.other])
        session.press(.escape, .character("e"))
        #expect(session.screen.contains("repeat the edit: no input was changed yet"))
        session.press(.character("2"), .enter)
        select(&session)
        session.press(.character("B"))
        let edit = lastEdit(session)
        session.press(.character("e"))
        let edited = session.asked(OpenQuestion.self).last { !$0.subject.source.edits.isEmpty }
        let last = try #require(edited).subject.source
        #expect(last.root == Self.other && last.edits == [edit])
    }

    /// A picture of another size is changed in the same share of it, whether it was looked at or not.
    @Test func editsFitOtherSizes() throws {
        var session = try inspecting([Session.picture, Session.small, Self.other])
        select(&session)
        session.press(.character("d"))
        guard case .box(let x, let y, let width, let height)? = lastEdit(session)?.part?.place else {
            Issue.record("nothing is removed")
            return
        }
        session.press(.character("e"))
        let edited = try #require(session.asked(OpenQuestion.self).last { !$0.subject.source.edits.isEmpty })
        #expect(edited.subject.source.root == Session.small)
        guard case .box(let left, let top, let across, let down)? = lastEdit(session)?.part?.place else {
            Issue.record("nothing is removed there")
            return
        }
        for (found, expected) in [
            (left, x * 16 / 60), (top, y * 16 / 40), (across, width * 16 / 60), (down, height * 16 / 40),
        ] {
            #expect(abs(found - expected) < 0.02)
        }
        // And from there to the next one, as large as the first.
        session.press(.character("e"))
        guard case .box(let again, _, let wide, _)? = lastEdit(session)?.part?.place else {
            Issue.record("nothing is removed in the third")
            return
        }
        #expect(abs(again - x) < 0.1 && abs(wide - width) < 0.1)
    }

    /// Other texts have other words at the same bytes.
    @Test func changesOfWordsAreNotRepeated() throws {
        var session = try inspecting([Session.text, .text("Zwei Katzen schlafen")], model: Session.tiny)
        select(&session)
        session.press(.character("d"))
        let count = session.asked(OpenQuestion.self).count
        session.press(.character("e"))
        #expect(session.screen.contains("a change of words cannot be made to other texts"))
        #expect(session.asked(OpenQuestion.self).count == count)
    }

    @Test func changesStandBesideTheClasses() throws {
        var session = try inspecting([Session.picture], model: Session.tiny)
        #expect(session.rows[1].contains("prob. score"))
        select(&session)
        session.press(.character("d"))
        #expect(session.rows[1].contains("prob. change"), "\(session.rows[1])")
        #expect(session.screen.contains("changed by less than .005"))
        session.press(.character("U"))
        #expect(session.rows[1].contains("prob. score"))
    }

    /// What was looked at is looked at after the change, too: the map, and the class that was chosen.
    @Test func whatIsLookedAtStays() throws {
        var session = try inspecting([Session.picture], model: Session.tiny)
        session.press(.escape, .character("3"), .down, .character("2"), .enter)
        let target = try #require(session.rows[0].components(separatedBy: "target: ").last)
        let label = target.prefix { $0 != " " }
        let title = try #require(session.rows[1].components(separatedBy: "┬ ").dropFirst().first)
        select(&session)
        session.press(.character("d"))
        #expect(session.rows[0].contains("target: \(label) "), "\(session.rows[0])")
        #expect(session.rows[1].contains(title.prefix { $0 != "─" }), "\(session.rows[1])")
    }

    @Test func mapsChange() throws {
        var session = try inspecting([Session.picture], model: Session.tiny)
        session.press(.character("D"))
        #expect(session.screen.contains("change of the map: this input was not changed"))
        select(&session)
        session.press(.character("d"), .character("D"))
        #expect(session.rows[1].contains("change"), "\(session.rows[1])")
        #expect(session.screen.contains("now minus before"))
        #expect(session.asked(DifferenceQuestion.self).count == 1)
        session.press(.character("D"))
        #expect(!session.screen.contains("now minus before"))
    }

    /// Where a change moved the places there is nothing to subtract, and the map itself is shown again.
    @Test func movedPlaces() throws {
        var session = try inspecting([Session.text], model: Session.tiny)
        session.press(.character("W"), .character("r"), .control("u"))
        session.type("Zwei")
        session.press(.enter, .character("D"))
        #expect(session.screen.contains("maps cannot be subtracted"), "\(session.screen)")
        session.press(.right)
        #expect(!session.screen.contains("now minus before"))
    }
}
