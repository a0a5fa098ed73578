import Explanation
import Media
import Models
import TestData
import Testing

/// Inputs and what was changed in them.
@Suite struct SourceTests {
    private static let box = Part(.box(x: 6, y: 4, width: 16, height: 10))
    private static let other = Part(.box(x: 60, y: 70, width: 9, height: 8))

    // MARK: lineage

    @Test func lineage() {
        var options = Source.Options()
        options.size = 13
        let root = Source(.file(path: "cat.jpg"), options: options)
        #expect(root.parent == nil && root.root == root && root.edits.isEmpty)
        let first = root.editing(.remove(Self.box))
        let second = first.editing(.remove(Self.other))
        #expect(first.parent == root && second.parent == first && second.root == root && first.root == root)
        #expect(second.edits == [.remove(Self.box), .remove(Self.other)] && second.options == options)
        #expect(second.origin == root.origin)
        // The order counts, and so does each change.
        let swapped = root.editing(.remove(Self.other)).editing(.remove(Self.box))
        #expect(Set([root, first, second, swapped]).count == 4)
        #expect(Source(root.origin, options: options, edits: second.edits) == second)
        #expect(Source(root.origin, options: options, edits: second.edits).hashValue == second.hashValue)
    }

    // MARK: names

    @Test(
        arguments: [
            (Source.file(path: "/home/ada/cat.jpg"), "cat.jpg", "/home/ada/cat.jpg", "/home/ada/cat.jpg"),
            (.pair(path: "a/1.png", next: "a/2.png"), "1.png+2.png", "a/1.png a/2.png", "a/1.png a/2.png"),
            (.text("a\ndog"), "\"a dog\"", "a\ndog", "\"a dog\""),
            (Source(.standardInput([1])), "standard input", "-", "-"),
        ]
    )
    func names(source: Source, name: String, given: String, message: String) {
        #expect(source.name == name && source.originName == name)
        #expect(source.given == given && source.messageName == message)
    }

    @Test func namesTellTheChanges() {
        let picture = Source.file(path: "a/cat.jpg").editing(.remove(Self.box))
        #expect(picture.name == "cat.jpg, x 6–22, y 4–14 removed" && picture.originName == "cat.jpg")
        #expect(
            picture.editing(.remove(Self.other)).name
                == "cat.jpg, x 6–22, y 4–14 and x 60–69, y 70–78 removed"
        )
        let text = Source.file(path: "fox.txt").editing(.mask(Part(.span("brown"), label: "\"brown\"")))
        #expect(text.name == "fox.txt, \"brown\" masked" && text.given == "fox.txt")
        // What was changed before another text was written is no more.
        let written = text.editing(.replace("a dog"))
        #expect(written.name == "\"a dog\"" && written.given == "a dog")
        #expect(
            written.messageName == "\"a dog\""
                && Source.text("x").editing(.remove(Self.box)).messageName == "\"x\""
        )
        #expect(written.editing(.mask(Part(.bytes(2..<5)))).name == "\"a dog\", bytes 2–4 masked")
        #expect(
            [Edit.remove(Self.box), .mask(Self.other), .replace("x")].map(\.label)
                == ["x 6–22, y 4–14 removed", "x 60–69, y 70–78 masked", "rewritten"]
        )
    }

    /// Long texts are cut before a word, and never inside a mask.
    @Test func longTexts() {
        let words = String(repeating: "seven ", count: 20)
        #expect(Source.text(words).name == "\"" + String(repeating: "seven ", count: 9) + "seven…\"")
        let masked = String(repeating: "x", count: 57) + Masking.literal + "yyy"
        #expect(Source.text(masked).name == "\"" + String(repeating: "x", count: 57) + "…\"")
        #expect(Source.text(String(repeating: "x", count: 60)).name.count == 62)
    }

    @Test func kindsThatShowWithoutReading() {
        #expect(Source.text("a").modality == .text && Source.pair(path: "a", next: "b").modality == .pair)
        #expect(Source.file(path: "a.png").modality == nil && Source(.standardInput([])).modality == nil)
        #expect(Source.file(path: "a/Dog-2.jpg").thing == "dog" && Source.text("dog").thing == nil)
    }

    // MARK: removed tokens

    /// The model does not get a removed token: it is not in the run, and has no share of the attention.
    @Test(arguments: [Given.bundled, Given.own[6]]) func removedTokensAreNotInTheRun(given: Given) throws {
        var answers = Answers()
        let place = given.subject.model
        let whole = try answers(RunQuestion(given.subject))
        let source = given.subject.source.editing(.remove(Self.box)).editing(.remove(Self.other))
        let subject = Subject(source, model: place)
        let run = try answers(RunQuestion(subject))
        let parts = [Removal(columns: 6...22, rows: 4...14), Removal(columns: 60...69, rows: 70...78)]
        let removed = parts.reduce(into: Set<Int>()) { $0.formUnion(whole.input.layout.tokens(in: $1)) }
        #expect(run.input.removed == removed && removed.count >= 2)
        #expect(run.input.layout == whole.input.layout && run.input.tokens == whole.input.tokens)
        #expect(run.trace.inputs.rows == whole.input.tokens.rows - removed.count)
        #expect(run.trace.latents != whole.trace.latents)

        let map = try answers(MapQuestion(subject, query: .one(2)))
        let seen = WholeMap(run, layer: 0).rows(.mean, .weight)[2]
        let values = map.relevance.values
        #expect(largestDifference(run.input.kept.map { values[$0] }, seen) < 1e-6)
        for token in removed { #expect(values[token] == 0) }
        #expect(abs(values.reduce(0, +) - 1) < 1e-5)
        guard case .overInput(let ranked) = map.content else { throw Failure("no map over the input") }
        #expect(ranked.ranking.count == run.input.kept.count)
        // Scores have no zero: there it is the least of the others.
        let scores = try answers(MapQuestion(subject, query: .one(2), unit: .score)).relevance.values
        for token in removed { #expect(scores[token] == run.input.kept.map { scores[$0] }.min()) }
        try expectNoShare(of: removed, subject, &answers)
    }

    private func expectNoShare(of removed: Set<Int>, _ subject: Subject, _ answers: inout Answers) throws {
        guard case .matrix(let matrix) = try answers(MapQuestion(subject, query: .all)).content else {
            throw Failure("no matrix")
        }
        let sheet = try answers(SheetQuestion(subject))
        let speaks = try answers(RelevanceQuestion(subject, .ablation)).relevance.values
        guard case .overInput(let ranked) = try answers(RelevanceQuestion(subject, .ablation)).content else {
            throw Failure("nothing over the input")
        }
        #expect(ranked.ranking.count == sheet.layout.count - removed.count)
        for token in removed {
            #expect((0..<matrix.values.rows).allSatisfy { matrix.values[$0, token] == 0 })
            #expect((0..<sheet.values.rows).allSatisfy { sheet.values[$0, token] == 0 })
            #expect(speaks[token] == 0)
        }
        #expect(matrix.keyCount == sheet.layout.count)
    }

    /// Changes belong to the input: another model gets it with them.
    ///
    /// This one is in the middle, which every model sees.
    @Test func changesSurviveAnotherModel() throws {
        var answers = Answers()
        let source = Given.sample("dog.jpg").editing(
            .remove(Part(.box(x: 160, y: 160, width: 40, height: 40)))
        )
        for model in [Given.bundled, Given.own[6], Given.published[2]].map(\.subject.model) {
            let input = try answers(OpenQuestion(Subject(source, model: model))).input
            #expect(input.removed == input.layout.tokens(in: Removal(columns: 160...200, rows: 160...200)))
            #expect(!input.removed.isEmpty)
        }
    }

    // MARK: masked bytes

    /// A masked byte is there, as a mask: the model gets as many tokens, and looks at them.
    @Test(arguments: [Given.published[4], Given.own[8], Given.bundled]) func masksAreInTheRun(given: Given)
        throws
    {
        var answers = Answers()
        let source = Source.text("A small dog")
        let whole = try answers(RunQuestion(Subject(source, model: given.subject.model)))
        let masked = source.editing(.mask(Part(.span("small")))).editing(.mask(try Part("8-8")))
        let subject = Subject(masked, model: given.subject.model)
        let run = try answers(RunQuestion(subject))
        let first = try #require(whole.input.bytes?.firstIndex(of: .byte(UInt8(ascii: "A"))))
        let expected = (2...6).map { $0 + first } + [8 + first]
        #expect(run.input.masks == expected && whole.input.masks.isEmpty)
        #expect(run.input.bytes?.count == whole.input.bytes?.count && run.input.layout == whole.input.layout)
        #expect(run.trace.inputs.rows == whole.trace.inputs.rows && run.input.removed.isEmpty)
        let map = try answers(MapQuestion(subject, query: .one(0))).relevance.values
        for token in expected { #expect(map[token] > 0) }
        guard case .bytes(let bytes) = run.output else { throw Failure("nothing is filled in") }
        #expect(bytes.positions == expected)
    }

    /// Of texts bytes can be removed as well as masked, of pictures none.
    @Test func changesOfOtherKinds() throws {
        var answers = Answers()
        let text = Source.text("a dog").editing(.remove(try Part("2-4")))
        let opened = try answers(OpenQuestion(Subject(text, model: .bundled)))
        #expect(opened.input.removed == [2, 3, 4] && opened.input.masks.isEmpty)
        let picture = Given.sample("dog.jpg").editing(.mask(try Part("2-4")))
        let failure = #expect(throws: Failure.self) {
            try answers(OpenQuestion(Subject(picture, model: .bundled)))
        }
        #expect(failure?.description.contains("--mask: works for texts only") == true)
    }

    // MARK: other texts

    /// A text that is written instead takes the place of what was there, with the changes before it.
    @Test func changesFollowTheTextThatWasWrittenLast() throws {
        var answers = Answers()
        let model = Given.published[4].subject.model
        let source = Source.text("seven").editing(.mask(Part(.span("even")))).editing(.replace("a dog"))
        let replaced = try answers(OpenQuestion(Subject(source, model: model)))
        let plain = try answers(OpenQuestion(Subject(.text("a dog"), model: model)))
        #expect(replaced.input.bytes == plain.input.bytes && replaced.input.tokens == plain.input.tokens)
        let masked = Subject(source.editing(.mask(Part(.span("dog")))), model: model)
        #expect(try answers(OpenQuestion(masked)).input.masks == [3, 4, 5])
        let twice = Subject(source.editing(.replace("cat")), model: model)
        #expect(try answers(OpenQuestion(twice)).input.bytes?.map(\.id).count == 5)
        // A file need not be there any more.
        let gone = Source.file(path: "/nonexistent.txt").editing(.replace("a dog"))
        #expect(try answers(OpenQuestion(Subject(gone, model: model))).input.bytes == plain.input.bytes)
        #expect(try answers(ModalityQuestion(gone)) == .text)
    }

    @Test func masksCountAsOneByte() {
        #expect(Masking.masked("dög") == "[MASK][MASK][MASK][MASK]")
        #expect(Masking.masked("d[MASK]") == "[MASK][MASK]" && Masking.byteCount("d[MASK]") == 2)
    }
}
