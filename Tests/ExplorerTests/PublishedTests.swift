import Cells
import Explanation
import Explorer
import Testing

/// What the user does with published checkpoints, and what the screen says then.
@Suite struct PublishedTests {
    private func session(
        _ sources: [Source],
        _ model: String,
        joinsPictures: Bool = false,
        choosesInput: Bool = false
    ) throws -> Session {
        try Session(
            width: 120,
            height: 40,
            sources: sources,
            model: Session.published(model),
            joinsPictures: joinsPictures,
            choosesInput: choosesInput
        )
    }

    // MARK: models

    @Test func modelIsChosenFromTheList() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character("M"))
        #expect(session.screen.contains("201 M") && session.screen.contains("masked language"))
        #expect(session.screen.contains("takes pictures, sounds, texts"))
        session.press(.down, .enter)
        #expect(session.rows[0].contains("language"))
        // The picture is dimmed with a reason; the text, which the model takes, is shown instead.
        #expect(session.rows[0].contains("Ein Hund"))
        session.press(.character("1"), .up, .up)
        #expect(session.screen.contains("language takes texts, not pictures"))
    }

    /// Inputs that nobody named may be passed over, one that was named says why it cannot be shown.
    @Test(arguments: [true, false]) func firstInputThatTheModelTakes(choosesInput: Bool) throws {
        let sources = [Session.picture, .file(path: "/broken"), Session.sound, Session.text]
        let session = try session(sources, "language", choosesInput: choosesInput)
        #expect(session.rows[0].contains("Ein Hund") == choosesInput, "\(session.screen)")
        #expect(session.rows[0].contains("cat.png") != choosesInput, "\(session.screen)")
    }

    /// Where the model takes none of them, the first one says why.
    @Test func noInputThatTheModelTakes() throws {
        let session = try session([Session.picture, Session.sound], "language", choosesInput: true)
        #expect(session.screen.contains("language takes texts, not pictures"))
    }

    /// Compare passes over what the model does not take, in both directions.
    @Test func comparesWhatTheModelTakes() throws {
        let sources = [Session.picture, Session.text, Session.sound, .text("and more"), Session.next]
        var session = try session(sources, "language")
        session.press(.character("1"), .down, .character("c"))
        #expect(session.rows[0].contains("Ein Hund") && session.rows[0].contains("and more"))
        for key: Character in [">", "<"] {
            session.press(.character(key))
            #expect(session.rows[0].contains("Ein Hund") && !session.rows[0].contains("and more"))
            session.press(.character(key))
            #expect(session.rows[0].contains("Ein Hund") && session.rows[0].contains("and more"))
        }
    }

    /// A mistyped name does not throw away the model that is still being read.
    @Test func mistypedModelsAreNoEnd() throws {
        var session = try Session(width: 120, height: 40, loadsModel: false)
        session.press(.character(":"))
        session.type("model /models/absent")
        session.press(.enter)
        #expect(session.screen.contains("is no model") && !session.screen.contains("(photo)"))
        session.answerHeld(ModelQuestion(.bundled))
        #expect(session.screen.contains("(photo)"))
    }

    /// The list of models begins with the present one, wherever that stands.
    @Test func listBeginsWithThePresentModel() throws {
        var session = try session([Session.text], "language")
        session.press(.character("M"))
        #expect(session.rows.contains { $0.contains("> ") && $0.contains("language") })
    }

    @Test func brokenModelKeepsThePresentOne() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character("M"), .end, .enter)
        #expect(session.rows[39].contains("another family of models"))
        session.press(.escape)
        #expect(session.screen.contains("(photo)"))
        session.press(.character(":"))
        session.type("model /models/absent")
        session.press(.enter)
        #expect(session.screen.contains("is no model") && session.screen.contains("(photo)"))
    }

    /// What the model before made of an input is not shown for the new one, however late it comes.
    @Test func lateResultsOfAnotherModelAreDropped() throws {
        var session = try Session(width: 120, height: 40, sources: [Session.text])
        let late = session.late(RunQuestion.self)
        session.press(.character("M"), .down, .enter, .escape)
        let screen = session.screen
        #expect(!late.isEmpty && screen.contains("Nothing is masked"))
        late.forEach { session.send($0) }
        #expect(session.screen == screen)
    }

    // MARK: language

    @Test func masksAreFilled() throws {
        var session = try session([Session.masked], "language")
        #expect(session.screen.contains("Ein Hund bellt laut."))
        #expect(session.screen.contains("6 masked places"))
        #expect(session.screen.contains("attention behind mask 1"))
        session.press(.character("3"), .down)
        #expect(session.screen.contains("attention behind mask 2"))
        #expect(session.screen.contains("[CLS]Ein Hund______ laut.[SEP]"))
    }

    @Test func anyTokenCanAsk() throws {
        var session = try session([Session.masked], "language")
        session.press(.enter, .enter)
        for _ in 0..<20 { session.press(.left) }
        #expect(session.screen.contains("[CLS] · token 0"))
        session.press(.right, .right, .character("i"))
        #expect(session.screen.contains("attention behind token 2"))
        #expect(!session.screen.contains("token 2, token 2"))
        #expect(session.screen.contains("byte 1 · \"i\""))
    }

    @Test func spansAreMaskedWhereTheMapIs() throws {
        var session = try session([Session.text], "language")
        #expect(session.screen.contains("Nothing is masked"))
        session.press(.enter, .enter)
        for _ in 0..<30 { session.press(.left) }
        for _ in 0..<5 { session.press(.right) }
        session.press(.control("x"), .right, .right, .right, .control("x"))
        #expect(session.screen.contains("[CLS]Ein ____ bellt"))
        #expect(session.screen.contains("4 masked places"))
    }

    @Test func charactersAreMaskedWhole() throws {
        var session = try session([.text("so — nun")], "language")
        session.press(.enter, .enter)
        for _ in 0..<30 { session.press(.left) }
        for _ in 0..<4 { session.press(.right) }
        session.press(.control("x"), .control("x"))
        #expect(session.screen.contains("[CLS]so ___ nun"))
        #expect(session.screen.contains("3 masked places"))
    }

    @Test func tokensOfNoByteAreNotMasked() throws {
        var session = try session([Session.text], "language")
        session.press(.enter, .enter)
        for _ in 0..<30 { session.press(.left) }
        session.press(.control("x"), .control("x"))
        #expect(session.screen.contains("There is no text at this place"))
    }

    /// A dash of three bytes takes three masks.
    @Test func spansAreMaskedInTheEditor() throws {
        var session = try session([.text("so — nun")], "language")
        session.press(.character("t"), .home, .right, .right, .right, .control("x"), .right)
        #expect(session.screen.contains("0 masked"))
        session.press(.control("x"))
        #expect(session.screen.contains("3 masked"))
        session.press(.backspace)
        #expect(
            session.screen.contains("9 bytes · 2 masked") && session.screen.contains("so [MASK][MASK] nun")
        )
        session.press(.enter)
        #expect(session.screen.contains("2 masked places"))
    }

    // MARK: flow

    @Test func picturesOfTheCommandLineArePaired() throws {
        let session = try session([Session.picture, Session.next], "flow", joinsPictures: true)
        #expect(session.rows[0].contains("cat.png+cat2.png (pair, 60×40)"))
        #expect(session.screen.contains("flow from the first picture to the second"))
        #expect(session.screen.contains("longest 3.69 px"))
    }

    @Test func picturesArePairedByAKey() throws {
        var session = try session([Session.picture, Session.next], "flow")
        #expect(!session.screen.contains("cat.png+cat2.png"))
        session.press(.character("b"))
        #expect(session.rows[0].contains("cat.png+cat2.png"))
    }

    @Test func flowIsReadAndExplained() throws {
        var session = try session([Session.pair], "flow")
        session.press(.enter, .enter)
        // The middle of the tile that is looked at, in the lower half: downwards.
        #expect(session.screen.contains("dx +0.00 dy +"))
        session.press(.character("i"))
        #expect(session.screen.contains("attention behind pixel "))
        session.press(.character("X"))
        #expect(session.screen.contains("flow from the first"))
        session.press(.character("w"))
        #expect(session.screen.contains("save as: cat.png-cat2.png-flow.png"))
    }

    // MARK: clips

    @Test func framesStepAndPlay() throws {
        var session = try session([Session.clip], "multimodal")
        #expect(session.screen.contains("frame 1 of 2"))
        session.press(.character(">"))
        #expect(session.screen.contains("frame 2 of 2"))
        // At the last frame it begins again, and stops there.
        session.press(.character("P"))
        #expect(session.screen.contains("frame 1 of 2") && timers(session) == [1])
        session.send(.ticked(1))
        #expect(session.screen.contains("frame 2 of 2") && timers(session) == [1])
        session.press(.character("<"), .character("P"))
        #expect(timers(session) == [1, 2])
        session.press(.character("P"))
        session.send(.ticked(2))
        #expect(session.screen.contains("frame 1 of 2"))
        // Stopped and begun anew: the timer that was still running means nothing any more.
        session.press(.character("P"))
        session.send(.ticked(2))
        #expect(session.screen.contains("frame 1 of 2"))
        session.send(.ticked(3))
        #expect(session.screen.contains("frame 2 of 2") && timers(session) == [1, 2, 3])
    }

    /// The numbers of the timers that were asked for so far.
    private func timers(_ session: Session) -> [Int] {
        session.effects.compactMap { if case .tick(_, let number) = $0 { number } else { nil } }
    }

    @Test func clipIsDecodedOnDemand() throws {
        var session = try session([Session.clip], "multimodal")
        session.holdsWork = true
        session.press(.character("r"))
        #expect(session.screen.contains("decoding 75 %"))
        session.press(.escape)
        #expect(session.screen.contains("Cancelled."))
        #expect(session.gaveUp(ReconstructionQuestion.self))
        session.holdsWork = false
        session.press(.character("r"))
        #expect(session.screen.contains("PSNR 20.0 dB") && session.screen.contains("sound 31.5 dB"))
        session.press(.character(">"))
        #expect(session.screen.contains("PSNR 20.5 dB"))
    }

    @Test func clipHasClassesAndMaps() throws {
        var session = try session([Session.clip], "multimodal")
        session.press(.character("x"))
        #expect(session.screen.contains("attention behind label"))
        session.press(.character("x"))
        #expect(session.screen.contains("occlusion · what speaks for act"))
    }
}
