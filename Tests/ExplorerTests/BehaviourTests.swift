import Cells
import Explorer
import Testing

/// What the user does, and what the screen says then.
@Suite struct BehaviourTests {
    @Test func firstFrameComesBeforeTheModel() throws {
        let session = try Session(loadsModel: false)
        #expect(session.screen.contains("loading the model"))
        #expect(session.screen.contains("cat.png"))
    }

    @Test func brokenModelIsTold() throws {
        var session = try Session(loadsModel: false)
        session.send(.modelLoaded(.bundled, .failure(Failure("model.safetensors: is truncated"))))
        #expect(session.screen.contains("model.safetensors: is truncated"))
        session.press(.enter)
        #expect(session.screen.contains("the model is not ready"))
    }

    @Test func firstInputRunsByItself() throws {
        let session = try Session()
        #expect(session.screen.contains("what photo looked at") || session.screen.contains("for photo"))
        #expect(session.screen.contains("peak x"))
    }

    @Test func otherInputsWaitForEnter() throws {
        var session = try Session()
        session.press(.down)
        #expect(session.screen.contains("Press Enter in Inputs"))
        #expect(session.screen.contains("16000 Hz"))
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
        #expect(session.screen.contains("times a uniform spread"))
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
        session.press(.character("x"))
        #expect(session.screen.contains("occlusion · photo: boat"))
        session.press(.character("3"), .down)
        #expect(!session.screen.contains("occlusion · photo: boat"))
        #expect(session.screen.contains("occlusion · photo: "))
    }

    @Test func escapeCancelsAnExplanation() throws {
        var session = try Session()
        session.holdsExplanations = true
        session.press(.character("x"))
        #expect(session.screen.contains("occlusion 40 %"))
        #expect(session.screen.contains("Esc cancels"))
        session.press(.escape)
        #expect(session.screen.contains("cancelled"))
        #expect(session.effects.contains { if case .cancel(.relevance) = $0 { true } else { false } })
    }

    /// A result that comes after its input was removed changes nothing.
    @Test func lateResultsAreDropped() throws {
        var session = try Session()
        let late = session.effects.compactMap { effect -> Event? in
            if case .map(let key, let run) = effect { .mapped(key, key.map(of: run)) } else { nil }
        }
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
        session.press(.character(" "), .character(" "))
        #expect(session.screen.contains("the map lies over latents"))
        #expect(session.effects.count == before)
    }

    /// What is computed for an input that is removed is given up, and does not keep others from theirs.
    @Test func removedInputsAreNotExplained() throws {
        var session = try Session(width: 120, height: 40)
        session.holdsExplanations = true
        session.press(.character("x"))
        #expect(session.rows.last?.contains("occlusion") == true)
        session.press(.character("d"))
        #expect(session.effects.contains { if case .cancel(.relevance) = $0 { true } else { false } })
        #expect(session.rows.last?.contains("occlusion") == false)
        session.holdsExplanations = false
        session.press(.enter)
        #expect(session.screen.contains("log p lost"))
    }

    /// Maps of both sides are of the class that their titles name.
    @Test func compareNamesTheTarget() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character("3"), .down, .character("x"), .character("c"))
        #expect(session.screen.contains("cat.png · photo: cat .17"))
        #expect(session.screen.contains("maps: occlusion for the answers named above"))
    }

    /// In a text of several lines the arrows go up and down, Home and End to the ends of a line.
    @Test func editorMovesByLines() throws {
        var session = try Session(sources: [Session.picture])
        session.press(.character("t"))
        session.type("one")
        session.press(.control("j"))
        session.type("two!")
        session.press(.up, .end, .character("1"), .down, .home, .character("2"), .enter)
        let typed = session.effects.compactMap { effect -> String? in
            if case .open(_, .text(let text), _) = effect { text } else { nil }
        }
        #expect(typed.last == "one1\n2two!")
    }

    /// What was typed behind a command's name stays when it is completed, and `~` is the home folder.
    @Test func pathsStay() throws {
        var session = try Session()
        session.press(.character(":"))
        session.type("open ~/a b.png")
        session.press(.tab)
        #expect(session.rows.contains { $0.contains("open ~/a b.png") })
        session.press(.enter)
        let opened = session.effects.compactMap { effect -> String? in
            if case .open(_, .file(let path), _) = effect { path } else { nil }
        }
        #expect(opened.last?.hasSuffix("/a b.png") == true && opened.last?.hasPrefix("/") == true)
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
        session.press(.enter, .enter)
        for _ in 0..<30 { session.press(.left) }
        #expect(session.screen.contains("byte 0 · 'E'"))
        for _ in 0..<15 { session.press(.right) }
        #expect(session.screen.contains("byte 15 · '—' (1 of 3)"))
        session.press(.right)
        #expect(session.screen.contains("byte 18 · ' '"))
    }

    @Test func compareShowsBothAndWalksTogether() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character("c"))
        #expect(session.screen.contains("cat.png · photo: boat"))
        #expect(session.screen.contains("meow.ogg · sound:"))
        #expect(session.screen.contains("Both say dog"))
        session.press(.right)
        #expect(session.screen.contains("latent 0"))
        session.press(.character(">"))
        #expect(session.screen.contains("Ein Hund"))
        session.press(.character("y"))
        #expect(session.screen.contains("share no names"))
        session.press(.escape)
        #expect(session.screen.contains("Predictions"))
    }

    @Test func escapeCancelsAComparison() throws {
        var session = try Session(width: 120, height: 40)
        session.holdsComparisons = true
        session.press(.character("c"))
        #expect(session.screen.contains("comparison 30 %") && session.screen.contains("comparing…"))
        session.press(.escape)
        #expect(session.screen.contains("cancelled") && session.screen.contains("Predictions"))
        #expect(session.effects.contains { if case .cancel(.comparison) = $0 { true } else { false } })
        session.holdsComparisons = false
        session.press(.character("c"))
        #expect(session.screen.contains("Both say dog"))
    }

    /// Only the comparison that is shown goes on.
    @Test func anotherComparisonCancelsTheFirst() throws {
        var session = try Session(width: 120, height: 40)
        session.holdsComparisons = true
        session.press(.character("c"), .character(">"))
        let isCancelled = session.effects.contains {
            if case .cancel(.comparison) = $0 { true } else { false }
        }
        #expect(isCancelled && session.screen.contains("comparison 30 %"))
    }

    @Test func cancelledRunsAreToldInCompare() throws {
        var session = try Session(width: 120, height: 40)
        session.holdsWork = true
        session.press(.character("c"))
        #expect(session.screen.contains("run 25 %") && session.screen.contains("running…"))
        session.press(.escape)
        #expect(session.screen.contains("Not both of them have been run"))
        session.holdsWork = false
        session.press(.character(">"), .character("<"))
        #expect(session.screen.contains("Both say dog"))
    }

    @Test func markedInputIsThePartner() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.down, .down, .character(" "), .up, .up, .character("c"))
        #expect(session.screen.contains("Ein Hund"))
    }

    @Test func sheetOpensALatent() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character("s"))
        #expect(session.screen.contains("All latents"))
        session.press(.right, .right, .enter)
        #expect(session.screen.contains("latent 2 of 7"))
    }

    /// What the sheet does not follow is neither offered nor done there.
    @Test func sheetKeepsItsLayer() throws {
        var session = try Session(width: 200, height: 40)
        session.press(.character("s"))
        for name in ["query", "explain", "overlay"] { #expect(!session.rows[39].contains(name), "\(name)") }
        session.press(.character("}"))
        #expect(session.screen.contains("All latents · encoder"))
        #expect(session.screen.contains("the sheet shows what all latents take"))
    }

    /// Keys of maps are offered where there is a map.
    @Test func noMapNoKeysOfMaps() throws {
        var session = try Session(width: 200, height: 40)
        #expect(session.rows[39].contains("a query"))
        session.press(.down)
        #expect(!session.rows[39].contains("a query"))
        session.press(.character("a"))
        #expect(session.screen.contains("Enter in the list of inputs runs it"))
        session.press(.enter)
        #expect(session.rows[39].contains("a query"))
    }

    @Test func browserOpensFilesAndFolders() throws {
        var session = try Session(width: 100, height: 30, sources: [Session.text])
        session.press(.character("f"))
        #expect(session.screen.contains("more/"))
        #expect(!session.screen.contains(".hidden"))
        session.press(.character("."))
        #expect(session.screen.contains(".hidden"))
        session.press(.character("."), .down)
        #expect(session.screen.contains("60×40 pixels"))
        session.press(.left)
        #expect(session.screen.contains("┌ /home ─"))
        session.press(.enter, .character("/"))
        session.type("meo")
        session.press(.enter)
        #expect(!session.screen.contains("cat.png"))
        session.press(.enter)
        #expect(session.screen.contains("meow.ogg (sound"))
    }

    /// What is shown first is about a task that the model has an answer to, until another one is chosen.
    @Test func tasksWithoutAnAnswerAreNotShownFirst() throws {
        var session = try Session(width: 120, height: 40, model: Session.structured, unsure: ["photo"])
        #expect(session.rows[1].contains("what concept looked at"))
        session.press(.character("c"), .escape)
        #expect(session.rows[1].contains("what concept looked at"))
        session.press(.character("y"))
        #expect(session.rows[1].contains("what photo looked at"))
        // The chosen one stays where a part is taken away.
        session.press(.character("2"), .enter, .character(" "), .character(" "), .escape, .character("r"))
        #expect(session.rows[0].contains("cat.png without"))
        #expect(session.rows[1].contains("what photo looked at"))
    }

    /// Comparing asks both the same; that does not move the map that was looked at before.
    @Test func compareLeavesTheMainMap() throws {
        var session = try Session(width: 120, height: 40, model: Session.shared)
        let before = session.rows[1]
        #expect(before.contains("what photo looked at"))
        session.press(.character("c"))
        #expect(session.screen.contains("cat.png · concept:"))
        session.press(.character(">"), .character("y"), .escape)
        #expect(session.rows[1] == before)
    }

    @Test func compareNamesItsSidesInTheTitle() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character("c"))
        #expect(session.rows[0].contains("· cat.png and meow.ogg"))
        session.press(.tab, .character("<"))
        #expect(session.rows[0].contains("\" and meow.ogg"))
        session.press(.escape)
        #expect(session.rows[0].contains("cat.png (image"))
    }

    @Test func comparingTakesInputs() throws {
        var session = try Session(sources: [Session.picture])
        session.press(.character("c"))
        #expect(session.screen.contains("compare: there is only one input"))
        session.press(.character("d"), .character("c"))
        #expect(session.screen.contains("compare: there is no input"))
    }

    @Test func typedTextRuns() throws {
        var session = try Session(width: 100, height: 30)
        session.press(.character("t"))
        session.type("Zwei Hunde")
        session.press(.enter)
        #expect(session.screen.contains("\"Zwei Hunde\""))
        #expect(session.screen.contains("subject"))
        session.press(.character("t"))
        #expect(session.screen.contains("Zwei Hunde"))
        session.press(.escape)
    }

    @Test func emptyTextIsRefused() throws {
        var session = try Session()
        session.press(.character("t"), .character(" "), .enter)
        #expect(session.screen.contains("type something first"))
    }

    @Test func commandLine() throws {
        var session = try Session(width: 120, height: 40)
        session.press(.character(":"))
        session.type("latent 5")
        session.press(.enter)
        #expect(session.screen.contains("latent 5 of 7"))
        for (line, message) in [
            ("latent 7", "beyond the last one, 6"), ("layer self.9", "one of encoder, self.0"),
            ("head 9", "from 0 to 1, mean, or max"), ("nonsense", "there is no command"),
        ] {
            session.press(.character(":"))
            session.type(line)
            session.press(.enter)
            #expect(session.screen.contains(message), "\(line)")
        }
        session.press(.character(":"))
        session.type("layer decoder")
        session.press(.enter)
        #expect(session.screen.contains("query: photo"))
    }

    @Test func filterNarrowsTheList() throws {
        var session = try Session()
        session.press(.character("/"))
        session.type("meow")
        session.press(.enter)
        #expect(!session.screen.contains("> cat.png"))
        session.press(.escape)
        #expect(session.screen.contains("cat.png"))
    }

    @Test func classFilter() throws {
        var session = try Session()
        session.press(.character("3"), .character("/"))
        session.type("bo")
        session.press(.enter)
        let pane = session.rows.map { String($0.suffix(29)) }.joined(separator: "\n")
        #expect(pane.contains("boat") && !pane.contains("dog"))
        session.press(.escape)
        #expect(session.screen.contains("dog"))
    }

    @Test func mapsAreWritten() throws {
        var session = try Session()
        session.press(.character("w"))
        #expect(session.screen.contains("write to: cat.png-encoder-photo.png"))
        session.press(.enter)
        #expect(session.screen.contains("wrote cat.png-encoder-photo.png"))
        session.send(.saved(path: "a.png", .success("a-2.png")))
        #expect(session.screen.contains("wrote a-2.png, as that name was taken"))
    }

    /// Every map of every input has a file name of its own.
    @Test func fileNamesTellMapsApart() throws {
        var session = try Session(width: 120, height: 40, model: Session.shared)
        var names: Set<String> = []
        func note(_ session: inout Session, _ keys: Key...) {
            for key in keys { session.press(key) }
            session.press(.character("w"))
            let name = session.rows[39].trimmingPrefix("write to: ").prefix { $0 != " " }
            #expect(name.hasSuffix(".png") && names.insert(String(name)).inserted, "\(name)")
            session.press(.escape)
        }
        note(&session)
        note(&session, .character("y"))
        note(&session, .character("]"))
        note(&session, .character("u"))
        for _ in 0..<3 { note(&session, .character("a"), .character("]")) }
        note(&session, .character("2"), .down)
        note(&session, .up, .right)
        note(&session, .right)
        note(&session, .character("x"))
        note(&session, .character("3"), .down)
        note(&session, .character("x"))
        note(&session, .character("1"), .down, .enter)
        #expect(names.isSuperset(of: ["cat.png-encoder-photo.png"]))
    }

    @Test func quitAndSuspend() throws {
        var session = try Session()
        session.press(.control("z"))
        session.press(.character("q"))
        let last = session.effects.suffix(2)
        #expect(last.contains { if case .suspend = $0 { true } else { false } })
        #expect(last.contains { if case .quit = $0 { true } else { false } })
    }

    /// A notice is read to its end, and a click on it presses nothing that stands behind it.
    @Test func noticesAreWholeAndNoKeys() throws {
        var session = try Session(width: 80, height: 24)
        let quit = try #require(session.rows[23].firstRange(of: "q quit")?.lowerBound)
        let column = session.rows[23].distance(from: session.rows[23].startIndex, to: quit)
        let reason = String(repeating: "what is wrong with it, ", count: 5) + "and what would be accepted"
        session.send(.saved(path: "map.png", .failure(Failure("map.png: \(reason)"))))
        #expect(session.rows[22].hasPrefix(" ! map.png: what is wrong"))
        #expect(session.rows[23].hasPrefix("   ") && session.rows[23].contains("accepted"))
        session.send(.terminal(.mouse(Mouse(.press, x: column, y: 23))))
        #expect(!session.effects.contains { if case .quit = $0 { true } else { false } })
        #expect(session.rows[23].contains("q quit"))
        session.send(.terminal(.mouse(Mouse(.press, x: column, y: 23))))
        #expect(session.effects.contains { if case .quit = $0 { true } else { false } })
    }

    /// A click on the words cancels the work that is shown; one beside them presses no hidden hint.
    @Test func progressIsCancelledByAClick() throws {
        var session = try Session(width: 120, height: 40)
        session.holdsExplanations = true
        session.press(.character("x"))
        let row = session.rows[39]
        let start = try #require(row.firstRange(of: "Esc cancels")?.lowerBound)
        let column = row.distance(from: row.startIndex, to: start)
        session.send(.terminal(.mouse(Mouse(.press, x: column + 20, y: 39))))
        #expect(session.rows[39].contains("Esc cancels"))
        session.send(.terminal(.mouse(Mouse(.press, x: column + 2, y: 39))))
        #expect(session.rows[39].contains("back to attention"))
    }

    /// After a click on a class the arrows choose classes, whatever they did before.
    @Test func clicksMoveTheFocus() throws {
        var session = try Session(width: 120, height: 40)
        session.send(.terminal(.mouse(Mouse(.press, x: 50, y: 12))))
        #expect(session.rows[39].contains("move"))
        session.send(.terminal(.mouse(Mouse(.press, x: 100, y: 5))))
        let title = session.rows[0]
        session.press(.up)
        #expect(session.rows[0] != title && session.rows[39].contains("target"))
        // A wheel turns nothing behind a list of commands.
        session.press(.character(":"))
        let screen = session.screen
        session.send(.terminal(.mouse(Mouse(.wheelDown, x: 50, y: 5))))
        #expect(session.screen == screen)
    }

    @Test func mouse() throws {
        var session = try Session(width: 120, height: 40)
        session.send(.terminal(.mouse(Mouse(.press, x: 3, y: 3))))
        #expect(session.rows[3].contains("> meow.ogg"))
        session.send(.terminal(.mouse(Mouse(.press, x: 3, y: 3))))
        #expect(session.screen.contains("spoken word"))
        session.send(.terminal(.mouse(Mouse(.press, x: 50, y: 12))))
        #expect(session.screen.contains(" Hz"))
        session.send(.terminal(.mouse(Mouse(.wheelDown, x: 50, y: 12))))
        #expect(session.screen.contains("latent 0 of 7"))
        let title = session.rows[0]
        session.send(.terminal(.mouse(Mouse(.press, x: 100, y: 5))))
        #expect(session.rows[0] != title)
        let footer = session.rows[39]
        let quit = try #require(footer.range(of: "q quit"))
        let column = footer.distance(from: footer.startIndex, to: quit.lowerBound)
        session.send(.terminal(.mouse(Mouse(.press, x: column, y: 39))))
        #expect(session.effects.contains { if case .quit = $0 { true } else { false } })
    }

    /// Control characters and escape sequences in a text are shown, not obeyed.
    @Test func controlCharactersAreHarmless() throws {
        var session = try Session(sources: [.text("a\u{1B}[31mb\u{7}c\u{9B}d\u{202E}e")])
        session.press(.enter)
        for cell in session.explorer.view().cells {
            for scalar in cell.character.map({ Array($0.unicodeScalars) }) ?? [] {
                #expect(
                    scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value) && scalar.value != 0x202E
                )
            }
        }
        #expect(session.screen.contains("a␛[31mb␇c"))
    }
}
