import Checkpoints
import Foundation
import Media
import Models
import Numerics
import Perceiver
import TestData
import Testing

/// What models of speech write, beside transformers (`Tests/Fixtures/speech.py`).
@Suite struct TranscriptTests {
    /// What is written, and the frames that each letter was read from.
    @Test(arguments: SpeechModelTests.letters) func transcripts(name: String) throws {
        let folder = try PublishedFolder(speech: name)
        let expected = try JSONDecoder().decode(
            WrittenDown.self,
            from: Data(contentsOf: URL(filePath: "\(folder.path)/transcript.json"))
        )
        let run = try folder.run()
        guard case .transcript(let transcript) = run.output else { throw CocoaError(.featureUnsupported) }
        #expect(transcript.text == expected.text && transcript.letters.count == expected.letters.count)
        #expect(run.output.places == transcript.letters.map(\.best))
        let logits = try folder.expected.matrix("logits")
        for (index, (letter, known)) in zip(transcript.letters, expected.letters).enumerated() {
            #expect(letter.text == known.text && letter.frames == known.first..<known.end)
            for frame in letter.frames { #expect(run.output.place(at: frame) == index) }
            var row = logits[rows: letter.best..<letter.best + 1]
            row.softmaxRows()
            #expect(abs(letter.probability - Double(row[0, letter.token])) < 1e-5)
            #expect(transcript.alternatives(at: letter.best, top: 1).first?.token == letter.token)
        }
        #expect(run.model.writesLetters && run.predictions.isEmpty)
    }

    /// Frames that are removed are read by nobody, and the letters around them keep their numbers.
    @Test func transcriptOfThePart() throws {
        let folder = try PublishedFolder(speech: "wav2vec2-letters")
        let removal = InputOptions(removed: [Removal(columns: 0.004...0.009)])
        let run = try folder.model.run(folder.model.prepare(.sound(folder.sound()), options: removal))
        guard case .transcript(let transcript) = run.output else { throw CocoaError(.featureUnsupported) }
        #expect(transcript.letters.allSatisfy { !run.input.removed.contains($0.best) })
        #expect((transcript.letters.last?.best ?? 0) > (run.input.removed.max() ?? 100))
    }

    /// Letters have numbers where there is no file of them, and the configuration tells which stands for nothing.
    @Test func withoutLetters() throws {
        let changed = try ChangedFolder("speech/wav2vec2-letters") { $0["pad_token_id"] = 5 }
        for name in ["vocab.json", "tokenizer_config.json"] {
            try FileManager.default.removeItem(at: changed.url.appending(path: name))
        }
        let run = try changed.model().run(
            changed.model().prepare(.sound(PublishedFolder(speech: "wav2vec2-letters").sound()))
        )
        guard case .transcript(let transcript) = run.output else { throw CocoaError(.featureUnsupported) }
        #expect(transcript.blank == 5 && transcript.letters.allSatisfy { $0.text.hasPrefix("#") })
        #expect(
            transcript.letters.contains { $0.text == "#4" } && !transcript.letters.contains { $0.token == 5 }
        )
    }

    @Test(arguments: SpeechModelTests.letters) func letterGradients(name: String) throws {
        let folder = try PublishedFolder(speech: name)
        let run = try folder.run()
        guard case .transcript(let transcript) = run.output else { throw CocoaError(.featureUnsupported) }
        let best = try #require(transcript.alternatives(at: 7, top: 1).first)
        let found = run.gradients(of: .symbol(query: 7, index: best.token))
        #expect(abs(found.value - log(best.probability)) < 1e-4)
        try expectClose(#require(found.inputs), folder.expected.matrix("gradient.frame7"), "gradient")
        let handed = run.gradients(of: .symbol(query: 7, index: best.token), rule: .constantAttention)
        let relevance = Matrix(rows: 1, columns: handed.relevance.count, handed.relevance)
        try expectClose(relevance, folder.expected.matrix("cp-lrp.frame7"), "relevance")
    }
}

/// What transformers wrote down.
private struct WrittenDown: Decodable {
    struct Letter: Decodable {
        let text: String
        let first: Int
        let end: Int

        init(from decoder: any Swift.Decoder) throws {
            var values = try decoder.unkeyedContainer()
            text = try values.decode(String.self)
            (first, end) = (try values.decode(Int.self), try values.decode(Int.self))
        }
    }

    let text: String
    let letters: [Letter]
}
