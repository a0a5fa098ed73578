import Cells
import Explanation
import Explorer
import Testing

/// What the user does, and what the screen says then.
@Suite struct BehaviourTests {
    @Test func firstFrameComesBeforeTheModel() throws {
        let session = try Session(loadsModel: false)
        #expect(session.screen.contains("Loading the model"))
        #expect(session.screen.contains("cat.png"))
    }

    @Test func brokenModelIsTold() throws {
        var session = try Session(width: 100, loadsModel: false)
        try session.fail(ModelQuestion.self, "model.safetensors: is truncated")
        #expect(session.screen.contains("model.safetensors: is truncated"))
        session.press(.enter)
        #expect(session.screen.contains("the model is not ready"))
    }

    @Test func firstInputRunsByItself() throws {
        let session = try Session()
        #expect(session.screen.contains("cp-lrp · photo: boat"))
        #expect(session.screen.contains("peak x"))
    }

    @Test func cancelledRunsWaitForEnter() throws {
        var session = try Session()
        session.holdsWork = true
        session.press(.down, .escape)
        #expect(session.screen.contains("Press 1, then Enter"))
        #expect(session.screen.contains("16000 Hz"))
        session.holdsWork = false
        session.press(.enter)
        #expect(session.screen.contains("spoken word"))
        #expect(session.screen.contains("peak 0."))
    }

    @Test func resultsAreKept() throws {
        var session = try Session()
        session.press(.down, .enter, .character("1"), .up)
        let before = session.effects.count
        session.press(.down, .up)
        #expect(session.effects.count == before)
        #expect(session.screen.contains("peak x"))
    }

    @Test func brokenFileIsTold() throws {
        var session = try Session(sources: [.file(path: "/home/ada/empty.wav"), Session.picture])
        #expect(session.screen.contains("empty.wav: is empty"))
        session.press(.down, .enter)
        #expect(session.screen.contains("peak x"))
    }

    @Test func enterTriesABrokenFileAgain() throws {
        var session = try Session(sources: [.file(path: "/home/ada/empty.wav")])
        let before = session.effects.count
        session.press(.enter)
        #expect(session.effects.count > before)
        #expect(session.screen.contains("empty.wav: is empty"))
    }

    @Test func latentsLayersAndHeads() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.enter, .right)
        #expect(session.screen.contains("latent 0 of 7"))
        session.press(.right, .right)
        #expect(session.screen.contains("latent 2 of 7"))
        session.press(.left)
        #expect(session.screen.contains("latent 1 of 7"))
        session.press(.down)
        #expect(session.screen.contains("self.0 · latent 1 of 7"))
        session.press(.character("]"))
        #expect(session.screen.contains("head max"))
        session.press(.character("]"), .character("]"))
        #expect(session.screen.contains("head 1"))
        session.press(.character("u"))
        #expect(session.screen.contains("score before the softmax"))
        session.press(.character("u"))
        #expect(session.screen.contains("multiple of uniform attention"))
    }

    /// The encoder has 2 heads, self-attention 3: the third one does not stay when the layer changes.
    @Test func headsThatALayerLacks() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.enter, .right, .down, .character("["))
        #expect(session.screen.contains("self.0 · latent 0 of 7 · head 2"))
        session.press(.up)
        #expect(session.screen.contains("encoder · latent 0 of 7 · head mean"))
    }

    /// Nor where the sheet or an explanation comes back to the encoder.
    @Test(arguments: [Key.character("s"), .character("x")])
    func headsThatTheEncoderLacks(key: Key) throws {
        var session = try Session(width: 120, height: 40)
        session.press(.enter, .right, .down, .character("["))
        #expect(session.screen.contains("head 2"))
        session.press(key)
        if key == .character("x") { session.press(.character("a")) }
        #expect(session.screen.contains("head mean"))
        #expect(!session.screen.contains("self."))
    }

    @Test func targetMovesThroughTasks() throws {
        var session = try Session(width: 120, height: 24)
        session.press(.down, .enter, .character("3"))
        let start = session.rows[0]
        session.press(.down)
        #expect(session.rows[0] != start)
        for _ in 0..<6 { session.press(.down) }
        #expect(session.rows[0].contains("target: yes") || session.rows[0].contains("target: no"))
    }

    @Test func classSpecificMapsFollowTheTarget() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character("x"), .character("x"))
        #expect(session.screen.contains("occlusion · what speaks for boat (photo)"))
        session.press(.character("3"), .down)
        #expect(!session.screen.contains("speaks for boat"))
        #expect(session.screen.contains("occlusion · what speaks for "))
    }

    @Test func escapeCancelsAnExplanation() throws {
        var session = try Session()
        session.holdsExplanations = true
        session.press(.character("x"), .character("x"))
        #expect(session.screen.contains("occlusion 40 %"))
        #expect(session.screen.contains("Esc cancels"))
        session.press(.escape)
        #expect(session.screen.contains("Cancelled."))
        #expect(session.gaveUp(RelevanceQuestion.self))
    }

    /// A result that comes after its input was removed changes nothing.
    @Test func lateResultsAreDropped() throws {
        var session = try Session()
        let late = session.late(RelevanceQuestion.self)
        session.press(.character("d"))
        let screen = session.screen
        #expect(!late.isEmpty)
        late.forEach { session.send($0) }
        #expect(session.screen == screen)
    }

    /// Over latents there is no part of the input to hide, whatever the cursor was at before.
    @Test func nothingIsHiddenOverLatents() throws {
        var session = try Session(width: 120, height: 40, model: Session.structured)
        session.press(.character("2"), .enter, .character("}"))
        let before = session.effects.count
        session.press(.character(" "))
        #expect(session.screen.contains("this map shows latents"))
        session.press(.character("d"))
        #expect(session.effects.count == before)
    }

    /// What is computed for an input that is removed is given up, and does not keep others from theirs.
    @Test func removedInputsAreNotExplained() throws {
        var session = try Session(width: 120, height: 40)
        session.holdsExplanations = true
        session.press(.character("x"), .character("x"))
        #expect(session.rows.last?.contains("occlusion") == true)
        session.press(.character("d"))
        #expect(session.gaveUp(RelevanceQuestion.self))
        let explained = session.asked(RelevanceQuestion.self).suffix(2)
        #expect(explained.map(\.subject.source) == [Session.picture, Session.sound])
        session.answerHeld(try #require(explained.last))
        #expect(session.screen.contains("drop in log p"))
    }

    /// Maps of both sides are of the class that their titles name.
    @Test func compareNamesTheTarget() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character("3"), .down, .character("x"), .character("x"), .character("c"))
        #expect(session.screen.contains("cat.png · photo: cat .17"))
        #expect(session.screen.contains("maps: occlusion · ") && !session.screen.contains("boat (photo)"))
    }

    /// In a text of several lines the arrows go up and down, Home and End to the ends of a line.
    @Test func editorMovesByLines() throws {
        var session = try Session(sources: [Session.picture])
        session.press(.character("t"))
        session.type("one")
        session.press(.control("j"))
        session.type("two!")
        session.press(.up, .end, .character("1"), .down, .home, .character("2"), .enter)
        #expect(session.asked(OpenQuestion.self).last?.subject.source == .text("one1\n2two!"))
    }

    /// What was typed behind a command's name stays when it is completed, and `~` is the home folder.
    @Test func pathsStay() throws {
        var session = try Session()
        session.press(.character(":"))
        session.type("open ~/a b.png")
        session.press(.tab)
        #expect(session.rows.contains { $0.contains("open ~/a b.png") })
        session.press(.enter)
        let opened = session.asked(OpenQuestion.self).last?.subject.source
        #expect(opened == .file(path: "/home/ada/a b.png"))
    }

    /// Layers stay the encoder's on the sheet, however they are asked for.
    @Test func sheetHasOneLayer() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character("s"), .character(":"))
        session.type("layer self.0")
        session.press(.enter)
        #expect(session.rows.last?.contains("layer") == true, "\(session.screen)")
        session.press(.character("]"), .character("]"), .character("]"), .character("]"), .escape)
        #expect(session.screen.contains("encoder"))
    }

    @Test func cursorReadsTheSourcesUnits() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.enter, .right, .enter)
        #expect(session.screen.contains("rank 1 of 64"))
        session.press(.character("n"))
        #expect(session.screen.contains("x ") && session.screen.contains("%ile"))
        session.press(.escape, .character("1"), .down, .enter, .enter)
        #expect(session.screen.contains(" s · ") && session.screen.contains(" Hz"))
        session.press(.escape, .character("1"), .down, .enter, .enter, .right)
        #expect(session.screen.contains("byte "))
    }

    @Test func cursorInTextMovesByCharacters() throws {
        var session = try Session(sources: [Session.text])
        session.press(.character("a"), .enter, .enter)
        for _ in 0..<30 { session.press(.left) }
        #expect(session.screen.contains("byte 0 · \"E\""))
        for _ in 0..<15 { session.press(.right) }
        #expect(session.screen.contains("byte 16 · \"—\" (2 of 3)"))
        session.press(.right)
        #expect(session.screen.contains("byte 18 · \" \""))
    }
}
