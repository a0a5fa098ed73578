import Cells
import Explanation
import Explorer
import Testing

/// What the user does with a model that can decode its inputs, and what the screen says then.
@Suite struct StructuredTests {
    private func session(_ sources: [Source], _ model: ModelPlace = Session.structured) throws -> Session {
        try Session(width: 120, height: 40, sources: sources, model: model)
    }

    // MARK: parts

    /// A mark means nothing on another input, and what ran on an input that is gone is stopped.
    @Test func marksBelongToTheirInput() throws {
        var session = try session([Session.picture, .text("ab")])
        session.press(.character("2"), .enter)
        for _ in 0..<12 { session.press(.down) }
        session.press(.character(" "))
        #expect(session.screen.contains("Move to the opposite corner, then press Space"))
        session.press(.character("1"), .character("d"), .enter, .character("2"), .enter, .character(" "))
        #expect(session.screen.contains("Move to the end of the part, then press Space"))
        session.holdsWork = true
        session.press(.character("d"))
        #expect(session.screen.contains("run 25 %"))
        session.press(.character("1"), .character("d"))
        #expect(session.gaveUp(RunQuestion.self) && !session.screen.contains("run 25 %"))
    }

    /// Of a text longer than what is kept for the screen nothing is lost when a byte is masked.
    @Test func longTextsAreMaskedWhole() throws {
        let text = String(repeating: "word ", count: 1200)
        var session = try session([.text(text)])
        session.press(.character("2"), .enter, .control("x"), .control("x"))
        let masked = try #require(session.asked(OpenQuestion.self).last).subject.source
        #expect(masked.origin == .text(text))
        guard case .mask(let part)? = masked.edits.first, case .bytes(let bytes) = part.place else {
            Issue.record("nothing is masked")
            return
        }
        #expect(masked.edits.count == 1 && bytes.count == 1)
    }

    /// A text that is partly masked keeps its bytes, their numbers and its name; typed on, it has its masks.
    @Test func maskedTextsKeepTheirBytes() throws {
        var session = try session([.text("a brown dog runs")])
        session.press(.character("2"), .enter)
        for _ in 0..<30 { session.press(.left) }
        session.press(.right, .right, .control("x"), .right, .right, .right, .right, .control("x"))
        #expect(session.rows[0].contains("\"a brown dog runs\", \"brown\" masked (text, 16 bytes)"))
        #expect(session.screen.contains("a _____ dog runs"))
        session.press(.enter)
        for _ in 0..<30 { session.press(.left) }
        session.press(.right, .right, .right)
        #expect(session.screen.contains("byte 3 · \"r\" · masked"))
        for _ in 0..<5 { session.press(.right) }
        #expect(session.screen.contains("byte 8 · \"d\"") && !session.screen.contains("\"d\" · masked"))
        // A further part is masked besides.
        session.press(.control("x"), .right, .right, .control("x"))
        #expect(session.rows[0].contains(", \"brown\" and \"dog\" masked"))
        #expect(session.screen.contains("a _____ ___ runs"))
        session.press(.character("r"))
        #expect(session.screen.contains("the decoded text stands in the right pane"))
        session.press(.character("t"))
        #expect(session.screen.contains("16 bytes · 8 masked") && session.screen.contains("a [MASK]"))
    }

    /// What was removed is not counted: the same lift, whichever way it is asked for.
    @Test func removedTokensAreNotCounted() throws {
        var session = try session([Session.picture])
        session.press(.character("2"), .enter)
        for _ in 0..<9 { session.press(.left, .up) }
        session.press(.character(" "), .right, .right, .right, .down, .down, .down, .character("d"))
        session.press(.escape, .character("2"), .enter)
        #expect(session.screen.contains("rank 1 of 48"))
    }

    // MARK: decoding

    /// `r` shows it, decoded once; `r` again shows the map.
    @Test(arguments: [Session.picture, Session.sound]) func inputsAreDecodedOnDemand(source: Source) throws {
        var session = try session([source])
        #expect(session.asked(ReconstructionQuestion.self).count == 0)
        session.press(.character("r"))
        #expect(session.screen.contains("input · decoded from the latents"))
        #expect(session.screen.contains("PSNR 21.5 dB") && !session.screen.contains("removed area"))
        session.press(.character("r"))
        #expect(session.screen.contains("what speaks for "))
        session.press(.character("X"))
        #expect(session.screen.contains("PSNR 21.5 dB"))
        #expect(session.asked(ReconstructionQuestion.self).count == 1)
    }

    /// Ways of drawing maps are not offered where none is drawn.
    @Test func decodedInputsHaveNoOverlay() throws {
        var session = try Session(
            width: 200,
            height: 40,
            sources: [Session.picture],
            model: Session.structured
        )
        session.press(.character("2"))
        #expect(session.rows[39].contains("overlay"))
        session.press(.character("r"))
        #expect(!session.rows[39].contains("overlay"))
        for key in "opz+-" {
            session.press(.character(key))
            #expect(session.rows[39].contains("no map is shown"), "\(key)")
        }
        session.press(.character("a"), .character("o"))
        #expect(session.rows[39].contains("overlay: only the places"))
    }

    /// Ways of drawing that a map does not have are not offered, and say why.
    @Test func mapsKeepTheirColours() throws {
        var session = try Session(width: 200, height: 40, sources: [Session.picture])
        session.press(.character("2"))
        for key in "pz" {
            session.press(.character(key))
            #expect(session.rows[39].contains("have their own colours"), "\(key)")
        }
        session.press(.character("o"))
        #expect(session.rows[39].contains("overlay: only the places"))
        session.press(.character("a"), .character("p"))
        #expect(session.rows[39].contains("palette: "))
        session.press(.down)
        #expect(!session.rows[39].contains("overlay"))
        for key in "o+-" {
            session.press(.character(key))
            #expect(session.rows[39].contains("this map shows latents"), "\(key)")
        }
    }

    @Test func decodingIsCancelled() throws {
        var session = try session([Session.picture])
        session.holdsWork = true
        session.press(.character("r"))
        #expect(session.screen.contains("decoding 75 %"))
        session.press(.escape)
        #expect(
            session.screen.contains("Attention is shown again")
                && session.screen.contains("attention behind photo")
        )
        #expect(session.gaveUp(ReconstructionQuestion.self))
    }

    /// Another input is shown as it can be: a text has nothing to be seen beside it.
    @Test func textsShowMapsMeanwhile() throws {
        var session = try session([Session.picture, Session.text])
        session.press(.character("r"), .character("1"), .down, .enter)
        #expect(session.screen.contains("attention behind subject"))
        session.press(.character("r"))
        #expect(session.screen.contains("nothing is masked; press 2"))
    }

    @Test func olderModelsSayWhyNot() throws {
        var session = try session([Session.picture, Session.text], Session.tiny)
        session.press(.character("r"))
        #expect(session.screen.contains("this model cannot decode"))
        session.press(.character("2"), .enter, .control("x"))
        #expect(session.screen.contains("only texts can be masked"))
        session.press(.character("i"))
        #expect(session.screen.contains("about the whole input, not about places"))
        session.press(.character("1"), .down, .enter, .character("2"), .enter, .control("x"))
        #expect(session.screen.contains("this model has no mask token"))
    }

    // MARK: removing

    @Test func partsAreRemovedAndFilledIn() throws {
        var session = try session([Session.picture])
        session.press(.character("2"), .enter)
        for _ in 0..<9 { session.press(.left, .up) }
        session.press(.right, .down, .character(" "))
        #expect(session.screen.contains("Move to the opposite corner"))
        session.press(.right, .down, .character("d"))
        // Two by two of eight by eight tokens; the picture of 60×40 is seen whole.
        #expect(session.rows[0].contains("cat.png, x 6–22, y 4–14 removed (image, 60×40)"))
        session.press(.character("r"))
        #expect(session.screen.contains("input with a part removed · filled in by the model"))
        #expect(session.screen.contains("PSNR 21.5 dB · removed area: 17.2 dB"))
        #expect(session.screen.contains("4 of 64 tokens are removed"))
        // A further part is removed besides; the inputs stay in the list.
        session.press(.character("r"), .enter)
        for _ in 0..<9 { session.press(.right, .down) }
        session.press(.character(" "), .character("d"))
        #expect(session.screen.contains("5 of 64 tokens are removed"))
        session.press(.character("1"), .up, .up)
        #expect(session.rows[0].contains("cat.png (image"))
    }

    @Test func removedTokensSaySo() throws {
        var session = try session([Session.picture])
        session.press(.character("2"), .enter, .character(" "), .character("d"), .character("r"), .enter)
        session.press(.character("a"), .character("a"))
        for _ in 0..<9 { session.press(.left, .up) }
        var found = 0
        for row in 0..<8 {
            for _ in 0..<8 {
                found += session.screen.contains("│removed ") ? 1 : 0
                session.press(row % 2 == 0 ? .right : .left)
            }
            session.press(.down)
        }
        #expect(found >= 1)
    }

    @Test func somethingMustBeLeft() throws {
        var session = try session([Session.sound])
        session.press(.character("2"), .enter)
        for _ in 0..<20 { session.press(.left, .down) }
        session.press(.character(" "))
        for _ in 0..<20 { session.press(.right, .up) }
        session.press(.character("d"))
        #expect(session.screen.contains("Nothing of the input would be left"))
        #expect(session.rows[0].contains("meow.ogg (audio"))
    }

    @Test func marksAreGivenUp() throws {
        var session = try session([Session.picture])
        session.press(.character("2"), .enter, .character(" "), .escape, .character(" "))
        #expect(session.screen.contains("Move to the opposite corner"))
    }

    @Test func soundsAreNamedBySeconds() throws {
        var session = try session([Session.sound])
        session.press(.character("2"), .enter)
        for _ in 0..<20 { session.press(.left, .down) }
        session.press(.right, .character(" "), .right)
        for _ in 0..<9 { session.press(.up) }
        session.press(.character("d"))
        #expect(session.rows[0].contains("meow.ogg, 0.0"))
        #expect(session.rows[0].contains(" s removed (audio"))
    }

    // MARK: places

    @Test func placesCanAsk() throws {
        var session = try session([Session.picture])
        session.press(.character("2"), .enter, .character("i"))
        #expect(session.screen.firstMatch(of: #/(attention behind|for) pixel \d+, \d+ · /#) != nil)
        session.press(.character("y"))
        #expect(session.screen.contains("attention behind photo"))
        session.press(.character("y"))
        #expect(session.screen.contains("attention behind concept"))
        session.press(.character("i"), .character("3"), .down)
        #expect(session.screen.contains("attention behind concept"))
    }

    @Test func soundsAreAskedForByTimeAndPitch() throws {
        var session = try session([Session.sound])
        session.press(.character("2"), .enter, .character("i"))
        #expect(session.screen.contains(" Hz · weight"))
    }

    // MARK: texts

    @Test func masksAreFilledBesideTheTasks() throws {
        var session = try session([Session.masked])
        #expect(session.screen.contains("Ein Hund bellt laut.") && session.screen.contains("6 masked places"))
        #expect(session.screen.contains("attention behind mask 1") && session.screen.contains("sentiment"))
        session.press(.character("3"), .down)
        #expect(session.screen.contains("attention behind mask 2"))
        session.press(.up, .up)
        #expect(!session.rows[1].contains("mask"))
        session.press(.down, .down)
        #expect(session.screen.contains("attention behind mask 1"))
    }

    @Test func spansAreMasked() throws {
        var session = try session([Session.text])
        #expect(!session.screen.contains("masked"))
        session.press(.character("2"), .enter)
        for _ in 0..<30 { session.press(.left) }
        for _ in 0..<4 { session.press(.right) }
        session.press(.control("x"), .right, .right, .right, .control("x"))
        #expect(session.screen.contains("Ein ____ bellt") && session.screen.contains("4 masked places"))
        session.press(.character("t"))
        #expect(session.screen.contains("4 masked"))
    }

    /// A byte that is not masked can be asked for, too.
    @Test func bytesCanAsk() throws {
        var session = try session([Session.text])
        session.press(.character("2"), .enter)
        for _ in 0..<30 { session.press(.left) }
        session.press(.right, .character("i"))
        #expect(session.screen.contains("attention behind token 1"))
        #expect(session.asked(BytesQuestion.self).count == 1)
        session.press(.character("3"), .down)
        #expect(session.screen.contains("attention behind subject"))
    }
}
