import Explanation
import Media
import Models
import TestData
import Testing

/// What changes do to a medium before it is prepared.
@Suite struct EditTests {
    private static let box = Part(.box(x: 100, y: 120, width: 96, height: 60))
    private static let text = Source.text("one two three four")

    private func opened(_ source: Source, _ model: ModelPlace = .folder(path: fixture("models/tiny"))) throws
        -> OpenedMedium
    {
        var answers = Answers()
        return try answers(OpenQuestion(Subject(source, model: model)))
    }

    /// The message of the refusal, which is one of a wrong use.
    private func refusal(_ source: Source) -> String {
        do {
            _ = try opened(source)
            return "nothing is refused"
        } catch {
            #expect((error as? Failure)?.isMisuse == true)
            return "\(error)"
        }
    }

    // MARK: pictures

    /// The model gets the changed pixels, and the screen shows them.
    @Test(arguments: [Filling.blank, .blur]) func pictures(filling: Filling) throws {
        let source = Given.sample("dog.jpg")
        guard case .image(let image) = try Medium.read(path: path(source)) else {
            throw Failure("no picture")
        }
        let region = Image.Region(x: 100, y: 120, width: 96, height: 60)
        let expected =
            filling == .blank
            ? image.filled(region, with: image.meanColour) : image.blurred(region, deviation: 10)
        let model = try Tiny.model.get()
        let changed = try opened(source.editing(.fill(Self.box, filling)))
        let prepared = try model.prepare(.image(expected))
        #expect(changed.input.tokens == prepared.tokens && changed.input.layout == prepared.layout)
        let unchanged = try opened(source)
        #expect(changed.input.tokens != unchanged.input.tokens)
        guard case .picture(let thumbnail, _, _) = changed.outline,
            case .picture(let whole, _, _) = Outline(.image(expected), prepared)
        else { throw Failure("no picture") }
        #expect(thumbnail == whole && changed.input.removed.isEmpty)
    }

    /// Of a picture of another size the same share is taken, and resized.
    @Test func partsOfOtherPictures() throws {
        let (dog, cat) = (Given.sample("dog.jpg"), Given.sample("tabby.jpg"))
        guard case .image(let image) = try Medium.read(path: path(dog)),
            case .image(let other) = try Medium.read(path: path(cat))
        else { throw Failure("no picture") }
        let model = try Tiny.model.get()
        let part = Part(.box(x: 0, y: 0, width: Double(image.width), height: Double(image.height)))
        let changed = try opened(dog.editing(.swap(part, with: cat)))
        let resized = other.resized(width: image.width, height: image.height, filter: .lanczos)
        let expected = try model.prepare(.image(resized))
        #expect(changed.input.tokens == expected.tokens)
        // The other one's own changes count.
        let blank = Edit.fill(Part(.box(x: 0, y: 0, width: 9000, height: 9000)), .blank)
        let edited = try opened(dog.editing(.swap(part, with: cat.editing(blank))))
        let colour = other.meanColour
        let plain = Image.Region(x: 0, y: 0, width: image.width, height: image.height)
        let uniform = try model.prepare(.image(image.filled(plain, with: colour)))
        #expect(edited.input.tokens == uniform.tokens)
    }

    // MARK: sounds

    /// A long sound is heard where it was heard before its loudest part was silenced.
    @Test func theSamePartIsHeard() throws {
        let source = Given.sample("dog.ogg")
        let before = try opened(source)
        let range = before.input.layout.columns.edges
        let middle = (range[0] + range[range.count - 1]) / 2
        let part = Part(.interval(middle - 0.2...middle + 0.2, hertz: nil))
        for filling in [Filling.silence, .blank] {
            let changed = try opened(source.editing(.fill(part, filling)))
            #expect(changed.input.layout == before.input.layout)
            #expect(changed.input.tokens != before.input.tokens)
        }
    }

    // MARK: texts

    /// What is hidden or removed behind a place moves along with what is written there.
    @Test func writing() throws {
        let source = Self.text.editing(.remove(Part(.bytes(8..<13)))).editing(
            .write(Part(.span("one")), "seven")
        )
        let input = try opened(source).input
        guard case .text(let text)? = input.seen else { throw Failure("no text") }
        #expect(text.string == "seven two three four")
        #expect(input.removed == Set(10..<15))
        // Of what is written over nothing stays removed.
        let over = try opened(source.editing(.write(Part(.bytes(12..<17)), ""))).input
        guard case .text(let rest)? = over.seen else { throw Failure("no text") }
        #expect(rest.string == "seven two thour" && over.removed == Set(10..<12))
        // Characters stay whole.
        let umlaut = try opened(.text("für").editing(.write(Part(.bytes(2..<3)), "o"))).input
        guard case .text(let word)? = umlaut.seen else { throw Failure("no text") }
        #expect(word.string == "for")
    }

    @Test func partsOfOtherTexts() throws {
        let source = Self.text.editing(.swap(Part(.bytes(4..<7)), with: .text("six ten eleven")))
        guard case .text(let text)? = try opened(source).input.seen else { throw Failure("no text") }
        #expect(text.string == "one ten three four")
        #expect(source.name == "\"one two three four\", bytes 4–6 from \"six ten eleven\"")
    }

    // MARK: what is refused

    @Test func refusals() {
        let (dog, bark) = (Given.sample("dog.jpg"), Given.sample("dog.ogg"))
        let interval = Part(.interval(0.1...0.2, hertz: nil))
        let cases: [(Source, Edit, String)] = [
            (dog, .fill(Self.box, .silence), "--silence: works for sounds only"),
            (bark, .fill(interval, .blur), "--blur: works for pictures only"),
            (Self.text, .fill(Part(.bytes(0..<2)), .blank), "--blank: works for pictures and sounds only"),
            (dog, .fill(interval, .blank), "--blank 0.1-0.2: of a picture x,y,w,h"),
            (bark, .fill(Self.box, .silence), "--silence 100,120,96,60: of a sound A-B in seconds"),
            (
                dog, .fill(Part(.box(x: 9000, y: 0, width: 4, height: 4)), .blur),
                "not in the picture, which has"
            ),
            (bark, .fill(Part(.interval(900...901, hertz: nil)), .silence), "the sound is over before"),
            (Self.text, .write(Part(.bytes(40..<44)), "x"), "--replace 40-43: the text is over before"),
            (Self.text, .write(Part(.span("five")), "x"), "--replace \"five\": the text does not contain it"),
            (dog, .write(Part(.bytes(0..<2)), "x"), "--replace: works for texts only"),
            (dog, .swap(Self.box, with: bark), "is not of the same kind"),
            (Self.text, .swap(Part(.bytes(4..<7)), with: .text("ab")), "\"ab\" is over before"),
        ]
        for (source, edit, message) in cases {
            let refusal = refusal(source.editing(edit))
            #expect(refusal.contains(message), "\(refusal)")
        }
    }

    // MARK: names

    @Test func names() {
        let interval = Part(.interval(1.5...2, hertz: 500...2000))
        let edits: [(Edit, label: String, listed: String, written: String)] = [
            (
                .fill(Self.box, .blur), "x 100–196, y 120–180 blurred", "blur 100,120 96×60",
                "blur 100,120,96,60"
            ),
            (
                .fill(interval, .silence), "1.5–2 s, 500–2000 Hz silenced", "silence 1.5-2,500-2000",
                "silence 1.5-2,500-2000"
            ),
            (
                .write(Part(.bytes(0..<3), label: "\"dog\""), "cat"), "\"dog\" now \"cat\"",
                "\"dog\" → \"cat\"", "replace 0-2=cat"
            ),
            (
                .swap(Self.box, with: .file(path: "a/cat.png")), "x 100–196, y 120–180 from cat.png",
                "cat.png 100,120 96×60", "swap 100,120,96,60=a/cat.png"
            ),
        ]
        for (edit, label, listed, written) in edits {
            #expect(edit.label == label && edit.listed == listed && edit.written == written)
        }
        let source = Source.file(path: "dog.jpg").editing(.fill(Self.box, .blur)).editing(.remove(Self.box))
        #expect(source.name == "dog.jpg, x 100–196, y 120–180 blurred, x 100–196, y 120–180 removed")
        #expect(source.lastChange == "remove 100,120 96×60")
    }

    private func path(_ source: Source) -> String {
        if case .file(let path) = source.origin { path } else { "" }
    }
}
