import Cells
import Explanation
import Explorer
import Media
import Models
import Testing

/// The mouse over clips and units, and parts of them that it or keys select.
@Suite struct ClipPointingTests {
    private func session(_ sources: [Source] = [Session.clip, Session.film]) throws -> Session {
        try Session(width: 160, height: 45, sources: sources, model: Session.clips)
    }

    private func lastEdit(_ session: Session) -> String? {
        // What an input was before its change is run after it.
        session.asked(RunQuestion.self).compactMap { $0.subject.source.edits.last?.written }.last
    }

    private func mouse(_ session: inout Session, _ action: Mouse.Action, _ x: Int, _ y: Int) {
        session.send(.terminal(.mouse(Mouse(action, x: x, y: y))))
    }

    /// The line of the seconds, where it begins and ends, and where the frame that is shown is marked.
    private func ruler(_ session: Session) throws -> (row: Int, first: Int, width: Int, mark: Int) {
        let row = try #require(session.rows.firstIndex { $0.contains("▲") })
        let line = Array(session.rows[row])
        let bars = line.indices.filter { line[$0] == "│" }
        let mark = try #require(line.firstIndex(of: "▲"))
        let left = try #require(bars.last { $0 < mark })
        let right = try #require(bars.first { $0 > mark })
        return (row, left + 1, right - left - 1, mark)
    }

    // MARK: clips

    @Test func theRulerShowsTheFrameOfASecond() throws {
        var session = try session()
        let ruler = try ruler(session)
        #expect(ruler.mark == ruler.first)
        // Two frames of 0.08 s under a sound of 0.375 s: the second begins after a fifth.
        let second = ruler.first + ruler.width * 3 / 10
        mouse(&session, .press, second, ruler.row)
        let moved = try self.ruler(session).mark
        #expect(moved > ruler.first)
        mouse(&session, .drag, ruler.first, ruler.row)
        #expect(try self.ruler(session).mark == ruler.first)
        mouse(&session, .drag, ruler.first + ruler.width - 1, ruler.row)
        #expect(try self.ruler(session).mark == moved)
        mouse(&session, .release, ruler.first, ruler.row)
        mouse(&session, .drag, ruler.first, ruler.row)
        #expect(try self.ruler(session).mark == moved)
        // No region was begun.
        session.press(.character("d"))
        #expect(lastEdit(session) == nil)
    }

    /// From one small frame to another whole frames are selected.
    @Test func theFilmstripSelectsWholeFrames() throws {
        var session = try session()
        let ruler = try ruler(session)
        mouse(&session, .press, ruler.first + 1, ruler.row - 2)
        #expect(session.screen.contains("frame 1"), "\(session.screen)")
        let end = ruler.first + ruler.width * 2 / 5
        mouse(&session, .drag, end, ruler.row - 2)
        mouse(&session, .release, end, ruler.row - 2)
        #expect(session.screen.contains("picture 0–0.16 s"), "\(session.screen)")
        session.press(.character("d"))
        #expect(lastEdit(session) == "remove picture:0-0.16")
    }

    /// A region stays in the picture or in the sound, wherever it began.
    @Test func aRegionHasOneSide() throws {
        var session = try session()
        let ruler = try ruler(session)
        mouse(&session, .press, ruler.first + 1, ruler.row - 2)
        mouse(&session, .drag, ruler.first + ruler.width / 2, ruler.row + 2)
        mouse(&session, .release, ruler.first + ruler.width / 2, ruler.row + 2)
        #expect(session.screen.contains("frame 1"), "\(session.screen)")
        session.press(.character("d"))
        #expect(lastEdit(session) == nil)
        session.press(.character(" "))
        for _ in 0..<40 { session.press(.down) }
        session.press(.character(" "), .character("d"))
        // A part of the frame, down to its edge, and nothing of the sound below.
        #expect(session.screen.contains("x 2–5, y 9–16 removed"), "\(session.screen)")
    }

    @Test func theSoundIsClicked() throws {
        var session = try session()
        let ruler = try ruler(session)
        mouse(&session, .press, ruler.first + ruler.width / 2, ruler.row + 2)
        mouse(&session, .release, ruler.first + ruler.width / 2, ruler.row + 2)
        session.press(.character("|"))
        #expect(session.screen.contains("Once more adds the picture of these moments."), "\(session.screen)")
        session.press(.character("s"))
        #expect(lastEdit(session)?.hasPrefix("silence 0.") == true)
    }

    /// The wave of the published model's clips, whose tokens lie below it.
    @Test func theWaveIsClicked() throws {
        let model = try Session.model(Session.published("multimodal")).get()
        let opened = try Session.clip.prepared(#require(Session.media[Session.clip]), for: model)
        let drawing = InputDrawing(
            opened,
            relevance: nil,
            lens: Lens(),
            appearance: Appearance(depth: .full, ascii: false),
            cursor: nil
        )
        let area = Rectangle(x: 0, y: 0, width: 80, height: 30)
        let sound = try #require(opened.input.layout.section(of: .sound))
        let rows = (0..<30).filter { y in
            drawing.token(x: 3, y: y, in: area).map(sound.tokens.contains) ?? false
        }
        #expect(rows.count > 1 && rows.last == 29, "\(rows)")
        #expect(Set(rows.map { drawing.token(x: 3, y: $0, in: area) }).count == 1)
    }

    /// All that is seen and heard from one moment to another.
    @Test func bothSidesAreSelected() throws {
        var session = try session()
        session.press(.enter, .enter)
        for _ in 0..<12 { session.press(.up) }
        session.press(.character(" "), .character("|"))
        #expect(session.screen.contains("Once more adds the sound of these moments."))
        session.press(.character("|"))
        #expect(session.screen.contains("picture and sound 0–0.08 s"), "\(session.screen)")
        session.press(.character("|"))
        #expect(session.screen.contains("picture 0–0.08 s"))
        session.press(.character("|"), .character("d"))
        #expect(lastEdit(session) == "remove both:0-0.08")
    }

    @Test func partsOfAnotherClipArePutHere() throws {
        var session = try session()
        session.press(.enter, .enter)
        for _ in 0..<12 { session.press(.up) }
        session.press(.character(" "), .character("|"), .character("S"))
        #expect(lastEdit(session) == "swap picture:0-0.08=/home/ada/film.mp4")
        #expect(session.rows[0].contains("from film.mp4"), "\(session.rows[0])")
        // And back: the other gets what was here.
        session.press(.character("e"))
        #expect(lastEdit(session) == "swap picture:0-0.08=/home/ada/more")
        var alone = try self.session([Session.clip])
        alone.press(.enter, .enter, .up, .character(" "), .character(" "), .character("S"))
        #expect(alone.screen.contains("there is no other input of this kind"))
    }

    // MARK: units

    private func units() throws -> Session {
        try Session(
            width: 160,
            height: 45,
            sources: [Session.game, Session.otherGame],
            model: Session.units
        )
    }

    /// Where letters of units stand on the screen, in the pane with the map.
    private func places(_ session: Session) throws -> (x: ClosedRange<Int>, y: ClosedRange<Int>) {
        // The ends of both axes stand beside it.
        let top = try #require(session.rows.firstIndex { $0.contains(" cells") })
        let bottom = try #require(session.rows.lastIndex { $0.contains(" cells") })
        let line = Array(session.rows[bottom])
        let left = try #require(
            line.indices.first { line[$0].isNumber && line[..<$0].count { $0 == "│" } >= 2 }
        )
        let right = try #require(line.lastIndex { $0 == "s" })
        return (left...right, top...bottom)
    }

    /// A box that begins and ends where nobody stands.
    @Test func theMapOfUnitsIsDraggedOver() throws {
        var session = try units()
        let (across, down) = try places(session)
        let middle = (down.lowerBound + down.upperBound) / 2
        mouse(&session, .press, across.lowerBound, down.upperBound - 1)
        mouse(&session, .drag, across.upperBound, middle)
        mouse(&session, .release, across.upperBound, middle)
        #expect(session.screen.contains("10 tokens"), "\(session.screen)")
        session.press(.character("d"))
        let edit = try #require(
            session.asked(RunQuestion.self).compactMap { $0.subject.source.edits.last }.last
        )
        #expect(edit.written.hasPrefix("remove "))
        // Those of player 1 stand on the left.
        guard case .units(let set)? = Session.media[Session.game], case .remove(let part) = edit,
            case .box(let x, let y, let width, let height) = part.place
        else { throw Failure("no units") }
        for unit in set.units {
            let isIn = (x...x + width).contains(unit.x) && (y...y + height).contains(unit.y)
            #expect(isIn == (unit.owner == 1), "\(unit) \(part.written)")
        }
    }

    /// A click where nobody stands gives the region up.
    @Test func aClickOnNobody() throws {
        var session = try units()
        let (across, down) = try places(session)
        mouse(&session, .press, across.lowerBound, down.upperBound - 1)
        mouse(&session, .drag, across.upperBound, down.lowerBound)
        mouse(&session, .release, across.upperBound, down.lowerBound)
        #expect(session.screen.contains("20 tokens"))
        mouse(&session, .press, across.upperBound, down.upperBound - 1)
        mouse(&session, .release, across.upperBound, down.upperBound - 1)
        #expect(!session.screen.contains("20 tokens"))
    }

    /// Two units beside each other, and what a key does with them.
    private func twoUnits(_ key: Key) throws -> Session {
        var session = try units()
        session.press(.enter, .enter, .character("0"), .character(" "), .right, .character(" "), key)
        return session
    }

    @Test func unitsOfAnotherGameArePutHere() throws {
        var session = try twoUnits(.character("S"))
        #expect(lastEdit(session)?.hasSuffix("=/home/ada/other.csv") == true, "\(session.screen)")
        session.press(.character("e"))
        #expect(lastEdit(session)?.hasSuffix("=/home/ada/game.csv") == true)
    }

    @Test func unitsAreTakenAwayOrHidden() throws {
        for (key, deed) in [
            (Key.character("b"), "blank"), (.control("x"), "mask"), (.character("d"), "remove"),
        ] {
            let session = try twoUnits(key)
            #expect(lastEdit(session)?.hasPrefix(deed) == true, "\(session.screen)")
        }
        var session = try twoUnits(.character("B"))
        #expect(session.screen.contains("units can only be taken away"))
        session.press(.escape, .character("r"))
        #expect(session.screen.contains("units are not decoded"))
    }
}
