import Checkpoints
import Foundation
import Media
import Models
import Numerics
import Perceiver
import TestData
import Testing

/// Whole models of speech, from a folder to the outputs, beside transformers (`Tests/Fixtures/speech.py`).
@Suite struct SpeechModelTests {
    static let bare = ["hubert", "hubert-batch", "wav2vec2-training"]
    static let classifiers = ["hubert-classes", "wav2vec2-classes"]
    static let letters = ["hubert-letters", "wav2vec2-letters"]

    // MARK: what comes out

    /// What enters each layer, what leaves the last one, and what comes out.
    @Test(arguments: bare + classifiers + letters) func states(name: String) throws {
        let folder = try PublishedFolder(speech: name)
        let run = try folder.run()
        #expect(run.model.trunk.layers.count == 3)
        #expect(try run.outputs().map(\.name) == [Self.bare.contains(name) ? "last_hidden_state" : "logits"])
        try folder.expectSameStates(run)
        let labels = Self.classifiers.contains(name) ? [["yes", "no", "up", "down"]] : []
        #expect(run.predictions.map(\.labels) == labels)
    }

    /// Every head's map of every layer; rows alone are the same as all together.
    @Test(arguments: bare + classifiers + letters) func maps(name: String) throws {
        let folder = try PublishedFolder(speech: name)
        let run = try folder.run()
        try folder.expectSameRows(run, of: run.input.tokens.rows)
    }

    /// More frames than go through the convolutions together, of a sound of another rate.
    @Test func longSounds() throws {
        let folder = try PublishedFolder(speech: "hubert-long")
        let run = try folder.run()
        #expect(run.input.tokens.rows == 374 && run.input.note == "resampled from 8000 to 16000 Hz")
        try expectClose(run.input.tokens, folder.expected.matrix("hidden.0"), "frames")
        try expectClose(run.trace.final, folder.expected.matrix("last_hidden_state"), "features")
    }

    /// Each frame can be asked for, and says its features or its letter.
    @Test(arguments: bare + letters) func frames(name: String) throws {
        let folder = try PublishedFolder(speech: name)
        let run = try folder.run()
        #expect(run.decoderQueryCount == run.input.tokens.rows && run.decoderLayout == run.input.layout)
        let all = try folder.expected.matrix(Self.bare.contains(name) ? "last_hidden_state" : "logits")
        for frame in [0, 7, all.rows - 1] {
            let found = Matrix(rows: 1, columns: all.columns, run.outputs(ofQuery: frame))
            expectClose(found, all[rows: frame..<frame + 1], "frame \(frame)")
        }
    }

    // MARK: what goes in

    /// Frames meet halfway between what they see; together they are the sound.
    @Test func places() throws {
        let input = try PublishedFolder(speech: "hubert").run().input
        let axis = input.layout.columns
        // A frame sees 12 samples and begins 8 after the one before; the sound has 250.
        #expect(axis.quantity == .time && axis.count == 30 && input.tokens.rows == 30)
        #expect(axis.edges[0] == 0 && axis.edges[30] == 250.0 / 16_000)
        #expect(axis.edges[1..<30].enumerated().allSatisfy { abs($1 - Double(8 * $0 + 10) / 16_000) < 1e-12 })
        #expect(input.layout.rows == nil && input.modality == .audio)
        #expect(input.spectrogram.map { $0.bands == 64 && $0.frames > 0 } == true)
        #expect(input.parts.count == 16 && Set(input.parts.joined()) == Set(0..<30))
        #expect(input.note == nil)
    }

    /// A single frame is the least; of less it is said how much is needed.
    @Test(arguments: letters + ["hubert-batch"]) func shortSounds(name: String) throws {
        let model = try PublishedFolder(speech: name).model
        let rate = name == "hubert-batch" ? 8000 : 16_000
        func sound(_ count: Int) -> Sound {
            Sound(sampleRate: rate, samples: (0..<count).map { Float($0 % 3) / 3 })
        }
        let run = try model.run(model.prepare(.sound(sound(12))))
        #expect(run.input.tokens.rows == 1 && run.trace.final.firstNonFinite == nil)
        #expect(run.scores(layer: 0, rows: 0..<1)[0].columns == 1)
        for count in [0, 11] {
            let error = #expect(throws: ModelError.self) { try model.prepare(.sound(sound(count))) }
            #expect(error?.description.contains("which is one frame") == true, "\(error as Any)")
        }
        let silence = Sound(sampleRate: rate, samples: [Float](repeating: 0, count: 400))
        #expect(try model.run(model.prepare(.sound(silence))).trace.final.firstNonFinite == nil)
    }

    @Test func onlySounds() throws {
        let model = try PublishedFolder(speech: "hubert").model
        #expect(model.modalities == [.audio])
        #expect(throws: ModelError.self) {
            try model.prepare(.image(Image(width: 8, height: 8, pixels: [UInt8](repeating: 0, count: 192))))
        }
    }

    // MARK: what is left out

    /// Frames that are left stay what they are, and the trunk reads them alone.
    @Test(arguments: classifiers + letters) func removedFrames(name: String) throws {
        let folder = try PublishedFolder(speech: name)
        let removal = Removal(columns: 0.004...0.009)
        let input = try folder.model.prepare(
            .sound(folder.sound()),
            options: InputOptions(removed: [removal])
        )
        let (run, whole) = (try folder.model.run(input), try folder.run())
        #expect(
            !input.removed.isEmpty && run.trace.final.rows == whole.trace.final.rows - input.removed.count
        )
        let alone = folder.model.trunk(whole.input.tokens.gathered(rows: input.kept)).final
        expectClose(run.trace.final, alone, "frames")
        guard Self.letters.contains(name) else { return }
        let last = whole.input.tokens.rows - 1
        #expect(run.outputs(ofQuery: last) != run.outputs(ofQuery: last - 1))
    }

    /// Frames have no frequencies: a part that names some cannot be left out.
    @Test func frequenciesAreNotApart() throws {
        let folder = try PublishedFolder(speech: "hubert-classes")
        let part = Removal(columns: 0.004...0.009, rows: 500...2000)
        let error = #expect(throws: ModelError.self) {
            try folder.model.prepare(.sound(folder.sound()), options: InputOptions(removed: [part]))
        }
        #expect(error.map { "\($0)" }?.contains("give seconds alone") == true)
    }

    /// Without any frame a classifier still answers.
    @Test(arguments: classifiers) func nothingLeft(name: String) throws {
        let run = try PublishedFolder(speech: name).run()
        let alone = try run.prediction(task: 0, without: Set(0..<run.input.tokens.rows))
        #expect(alone.logits == run.tasks[0].final.bias)
    }

    // MARK: the way back

    @Test(arguments: classifiers) func gradients(name: String) throws {
        let folder = try PublishedFolder(speech: name)
        let run = try folder.run()
        let found = run.gradients(of: .logOdds(task: 0, class: 2))
        try expectClose(#require(found.inputs), folder.expected.matrix("gradient.class2"), "gradient")
        let handed = run.gradients(of: .logOdds(task: 0, class: 2), rule: .constantAttention)
        let relevance = Matrix(rows: 1, columns: handed.relevance.count, handed.relevance)
        try expectClose(relevance, folder.expected.matrix("cp-lrp.class2"), "relevance")
        #expect(handed.relevance.map(abs).max() ?? 0 > 0.01)
    }

    /// How far a frame's features go in their own direction is their length.
    @Test func extent() throws {
        let folder = try PublishedFolder(speech: "hubert")
        let run = try folder.run()
        let features = run.outputs(ofQuery: 5)
        let length = features.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let found = run.gradients(of: .extent(query: 5, along: features.map { $0 / length }))
        #expect(try abs(Float(found.value) - folder.expected.matrix("extent")[0, 0]) < 1e-4)
        try expectClose(#require(found.inputs), folder.expected.matrix("gradient.extent"), "gradient")
    }
}
