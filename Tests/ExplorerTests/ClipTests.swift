import Cells
import Explanation
import Explorer
import Foundation
import Media
import Models
import Testing

/// Clips on the screen: the filmstrip, the sound under it, and what each of them tells.
@Suite struct ClipTests {
    private func session(_ model: ModelPlace = Session.clips) throws -> Session {
        try Session(width: 160, height: 45, sources: [Session.clip, Session.picture], model: model)
    }

    @Test func theScreenTellsHowMuchLiesOnEachSide() throws {
        let session = try session()
        let line = try #require(session.rows.first { $0.contains("without sound") })
        #expect(line.contains("sound .") && line.contains("picture ."), "\(line)")
        #expect(line.contains("without picture"), "\(line)")
        // On one axis of time the filmstrip, the seconds with the moment, and the sound.
        #expect(session.rows.contains { $0.contains("▲") && $0.contains("s ") }, "\(session.screen)")
    }

    /// Beside another clip what was not asked does not stay open.
    @Test func comparedClipsTellWhatIsKnown() throws {
        var session = try Session(
            width: 160,
            height: 45,
            sources: [Session.clip, Session.film],
            model: Session.clips
        )
        session.press(.character("c"))
        #expect(session.screen.contains("sound ."), "\(session.screen)")
        #expect(!session.screen.contains("sound …") && !session.screen.contains("picture …"))
    }

    @Test func aSideIsTakenAwayByOneKey() throws {
        var session = try session()
        session.press(.character("S"))
        #expect(session.screen.contains("remove sound"), "\(session.screen)")
        #expect(session.rows[0].contains("all sound removed"))
        session.press(.character("I"))
        #expect(session.screen.contains("nothing of the input would be left"), "\(session.screen)")
        session.press(.character("U"))
        #expect(!session.rows[0].contains("removed"))
        session.press(.character("I"))
        #expect(session.rows[0].contains("all picture removed"))
        session.press(.character("1"), .end, .enter, .character("S"))
        #expect(session.screen.contains("only clips have a sound and a picture"), "\(session.screen)")
    }

    /// The published model, too, goes without a side.
    @Test func thePublishedModelGoesWithoutASide() throws {
        var session = try session(Session.published("multimodal"))
        session.press(.character("S"))
        #expect(session.rows[0].contains("all sound removed"), "\(session.screen)")
        session.press(.character("x"))
        #expect(session.screen.contains("removed"))
    }

    /// With the cursor in the frame that is shown.
    private func pointing() throws -> Session {
        var session = try session()
        session.press(.enter, .enter)
        for _ in 0..<12 { session.press(.up) }
        return session
    }

    private func lastEdit(_ session: Session) -> String? {
        session.asked(RunQuestion.self).last?.subject.source.edits.last?.written
    }

    @Test func aRegionOfFramesIsRemovedFromAllOfThem() throws {
        var session = try pointing()
        session.press(.character(" "), .down, .character(" "), .character("d"))
        #expect(
            lastEdit(session)?.wholeMatch(of: /remove \d+,0,\d+,\d+/) != nil,
            "\(lastEdit(session) ?? "")"
        )
        #expect(session.rows[0].contains("removed"), "\(session.screen)")
    }

    /// From one frame to another: everything that is seen meanwhile.
    @Test func wholeFramesAreSelected() throws {
        var session = try pointing()
        session.press(.character(" "), .character("|"), .character("d"))
        #expect(lastEdit(session) == "remove picture:0-0.08", "\(lastEdit(session) ?? "")")
        session = try pointing()
        session.press(.character(" "), .character(">"), .character("|"), .character("b"))
        #expect(lastEdit(session) == "blank picture:0-0.16", "\(lastEdit(session) ?? "")")
    }

    /// Sessions keep where clips begin, what is cropped and which side was taken away.
    @Test func sessionsKnowHowClipsAreRead() throws {
        let json = """
            {"origin": {"file": {"path": "a.mp4"}}, "paper": [255, 255, 255], "start": 0.5, "framesPerSecond": 5,
             "crop": [1, 2, 30, 40], "edits": [{"remove": {"part": {"label": "sound", "place": {"side": {"name":
             "sound"}}}}}, {"fill": {"part": {"label": "picture:0-1", "place": {"side": {"name": "picture", "from": 0,
             "to": 1}}}, "with": "blank"}}]}
            """
        let input = try JSONDecoder().decode(SessionInput.self, from: Data(json.utf8))
        let source = try input.source()
        #expect(source.options.start == 0.5 && source.options.framesPerSecond == 5)
        #expect(source.options.crop == Image.Region(x: 1, y: 2, width: 30, height: 40))
        #expect(source.edits.map(\.written) == ["remove sound", "blank picture:0-1"])
    }

    // MARK: drawing

    private func opened(_ medium: Medium? = nil) throws -> OpenedMedium {
        let model = try Session.model(Session.clips).get()
        let medium = try medium ?? #require(Session.media[Session.clip])
        return try Session.clip.prepared(medium, for: model)
    }

    private func drawing(_ opened: OpenedMedium, frame: Int = 0) -> InputDrawing {
        InputDrawing(
            opened,
            relevance: nil,
            lens: Lens(),
            appearance: Appearance(depth: .full, ascii: false),
            cursor: nil,
            frame: frame
        )
    }

    @Test func smallFramesAreClickedAndNotWalkedOver() throws {
        let frames = (0..<30).map {
            Image(width: 16, height: 12, pixels: Array(repeating: UInt8($0), count: 576))
        }
        let clip = Clip(frames: frames, sound: nil, framesPerSecond: 12.5)
        let opened = try opened(.clip(clip))
        let area = Rectangle(x: 0, y: 0, width: 80, height: 30)
        let drawing = drawing(opened)
        let section = try #require(opened.input.layout.section(of: .picture))
        func frame(_ x: Int, _ y: Int) -> Int? {
            drawing.token(x: x, y: y, in: area).map { section.cell(of: $0).frame }
        }
        #expect(frame(40, 10) == 0)
        // Below the frame shown stand the small ones, and then the line with the seconds.
        let film = (0..<80).compactMap { frame($0, 27) }
        #expect(film == film.sorted() && film.first == 0 && (film.last ?? 0) >= 7, "\(film)")
        // The cursor stays in the frame that is shown.
        let last = section.token(column: 3, row: 2)
        #expect(drawing.moved(last, across: 0, down: 1, in: area) == last)
    }

    @Test func theMomentIsMarkedWhereTheFrameIsSeen() throws {
        let opened = try opened()
        func marks(_ frame: Int) -> Int? {
            var canvas = Canvas(Size(width: 80, height: 30), Appearance(depth: .full, ascii: false))
            drawing(opened, frame: frame).draw(in: Rectangle(x: 0, y: 0, width: 80, height: 30), on: &canvas)
            return canvas.rows.compactMap { $0.firstIndex(of: "▲")?.utf16Offset(in: $0) }.first
        }
        // Frames of 0.08 s under a sound of 0.375 s.
        #expect(marks(0) == 0 && marks(1) == Int(0.08 / 0.375 * 80))
    }
}
