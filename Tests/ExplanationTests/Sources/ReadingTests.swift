import Explanation
import Foundation
import Media
import Models
import TestData
import Testing

/// How sources are read.
@Suite struct ReadingTests {
    private func message(_ source: Source, _ place: ModelPlace = .bundled) -> String {
        var answers = Answers()
        do {
            _ = try answers(OpenQuestion(Subject(source, model: place)))
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test func everyOriginIsRead() throws {
        var answers = Answers()
        let file = try answers(OpenQuestion(Given.bundled.subject))
        let bytes = try Data(contentsOf: URL(filePath: Given.sample("dog.jpg").given))
        let piped = Subject(Source(.standardInput(Array(bytes))), model: .bundled)
        #expect(try answers(OpenQuestion(piped)).input.tokens == file.input.tokens)
        let text = try answers(OpenQuestion(Subject(.text("a dog"), model: .bundled)))
        #expect(text.summary == "text, 5 bytes" && file.summary.hasPrefix("image, "))
        #expect(try answers(OpenQuestion(Given.published[0].subject)).summary == "pair, 46×31")
        let clip = try answers(OpenQuestion(Given.published[5].subject)).summary
        #expect(clip.hasPrefix("clip, 2 frames ") && clip.hasSuffix(" s of sound"), "\(clip)")
    }

    /// Choices about reading reach the model.
    @Test func options() throws {
        var answers = Answers()
        let place = Given.published[2].subject.model
        var options = Source.Options()
        options.size = 13
        let picture = Source(.file(path: Given.published[2].subject.source.given), options: options)
        #expect(try answers(OpenQuestion(Subject(picture, model: place))).input.tokens.rows == 169)
        options = Source.Options()
        options.tile = 8
        let pair = Source(Given.published[0].subject.source.origin, options: options)
        #expect(
            try answers(OpenQuestion(Subject(pair, model: Given.published[0].subject.model))).input.tile?
                .index == 8
        )
        options = Source.Options()
        options.framesPerSecond = 50
        options.sound = Given.sample("seven.ogg").given
        let clip = Source(Given.published[5].subject.source.origin, options: options)
        let heard = try answers(OpenQuestion(Subject(clip, model: Given.published[5].subject.model)))
        #expect(heard.input.tokens != (try answers(OpenQuestion(Given.published[5].subject)).input.tokens))
    }

    @Test func failuresAreSentencesWithTheName() throws {
        // What is in a folder is not looked at for a model that takes no clips.
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let sample = Given.sample("dog.jpg").given
        var options = Source.Options()
        options.sound = sample
        let (flow, multimodal) = (Given.published[0].subject.model, Given.published[5].subject.model)
        for (source, place, text) in [
            (Source.file(path: "/nonexistent"), ModelPlace.bundled, "/nonexistent: there is no such file"),
            (.file(path: "-"), .bundled, "-: standard input can only be read at the start; name a file"),
            (
                .file(path: folder.path), .folder(path: fixture("models/tiny")),
                "\(folder.path): is a folder, and perceiver-mini takes no clips; name files, such as "
            ),
            (
                Source(.file(path: sample), options: options), multimodal,
                "\(sample): is not a folder of frames; --sound needs one"
            ),
            (.pair(path: sample, next: Given.sample("dog.txt").given), flow, "dog.txt: is not a picture"),
            (
                .pair(path: sample, next: fixture("media/png/grey-1.png")), flow,
                "name two pictures of the same size"
            ),
            (.text("a dog"), flow, "\"a dog\": the model does not take a text"),
            (Source(.standardInput([])), .bundled, "standard input: is empty"),
        ] { #expect(message(source, place).contains(text), "\(message(source, place))") }
    }

    /// What a source is shows in its first bytes.
    @Test func kinds() throws {
        var answers = Answers()
        for (source, modality) in [
            (Given.sample("dog.jpg"), Modality.image), (Given.sample("seven.ogg"), .audio),
            (Given.sample("dog.txt"), .text), (.text("a"), .text), (.pair(path: "a", next: "b"), .pair),
            (.file(path: fixture("published/multimodal/clip")), .clip),
            (Source(.standardInput(Array("a".utf8))), .text),
        ] { #expect(try answers(ModalityQuestion(source)) == modality) }
        #expect(try answers(ModalityQuestion(.file(path: "/nonexistent"))) == nil)
    }
}
