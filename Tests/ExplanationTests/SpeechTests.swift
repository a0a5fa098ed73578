import Checkpoints
import Explanation
import Models
import Numerics
import TestData
import Testing

/// Maps, explanations and features of transformers of speech, on fixtures of `Tests/Fixtures/speech.py`.
@Suite struct SpeechTests {
    private func given(_ name: String) throws -> Given {
        try #require(Given.speech.first { $0.name == "speech \(name)" })
    }

    private func expected(_ name: String) throws -> TensorSet {
        try TensorSet(path: fixture("speech/\(name)/expected.safetensors"))
    }

    /// Of letters the first one asks, of a bare model the frame in the middle; each reads its row of the last layer.
    @Test(arguments: [("hubert", 15), ("hubert-letters", 0), ("wav2vec2-letters", 1)])
    func firstMaps(name: String, frame: Int) throws {
        let subject = try given(name).subject
        var answers = Answers()
        let (map, run) = (try answers(MapQuestion(subject)), try answers(RunQuestion(subject)))
        #expect(run.found(nil)?.query == frame)
        let count = run.input.tokens.rows
        let all = try expected(name).matrix("attention.layer.2").reshaped(rows: 2 * count, columns: count)
        let mean = zip(all[row: frame], all[row: count + frame]).map { ($0 + $1) / 2 }
        #expect(zip(map.relevance.values, mean).allSatisfy { abs($0 - $1) < 1e-4 })
    }

    /// A frame that is asked for has the letter that was read from it.
    @Test func letters() throws {
        var answers = Answers()
        let run = try answers(RunQuestion(given("wav2vec2-letters").subject))
        guard case .transcript(let transcript) = run.output else { throw Failure("no transcript") }
        let letter = transcript.letters[2]
        let found = try #require(run.found(.query(letter.best)))
        #expect(found.token == letter.best && found.name.hasPrefix("\(letter.name) at "), "\(found.name)")
        let explained = Explained(run, place: found)
        #expect(explained.target == .symbol(query: letter.best, index: letter.token))
        #expect(explained.name == letter.name && explained.quantity == "log p" && explained.isLogarithm)
    }

    /// Every method that a model allows has a number for each frame.
    @Test(arguments: Given.speech) func methods(given: Given) throws {
        var answers = Answers()
        let run = try answers(RunQuestion(given.subject))
        try findEveryMethod(run) { method, found in
            #expect(found.contains { $0 != 0 }, "\(method.name)")
        }
    }

    /// Cosines of frames are those of what transformers returns.
    @Test func features() throws {
        var answers = Answers()
        let cosines = try answers(KeyCosinesQuestion(given("hubert").subject, token: 5))
        #expect(cosines.isOfFeatures)
        let features = try expected("hubert").matrix("last_hidden_state")
        func dot(_ a: Int, _ b: Int) -> Float {
            zip(features[row: a], features[row: b]).reduce(0) { $0 + $1.0 * $1.1 }
        }
        for token in 0..<features.rows {
            let cosine = dot(5, token) / (dot(5, 5) * dot(token, token)).squareRoot()
            #expect(abs(cosines.values[token] - cosine) < 1e-4)
        }
    }
}
