import Checkpoints
import Foundation
import Media
import Models
import Numerics
import TestData
import Testing

/// Everything a model computes from a medium, against the training code (`Tests/Fixtures/models.py`).
@Suite struct TrainingCodeTests {
    static let tiny = Result { try Model(folder: URL(filePath: fixture("models/tiny"))) }

    /// Tokens, latents and scores of one input.
    private func check(_ medium: Medium, _ file: TensorSet, _ name: String) throws {
        let model = try Self.tiny.get()
        let input = try model.prepare(medium)
        try expectClose(input.tokens, file.matrix("tokens"), "\(name) tokens")
        let run = try model.run(input)
        try expectClose(run.trace.latents, file.matrix("latents"), "\(name) latents")
        #expect(!run.predictions.isEmpty)
        for prediction in run.predictions {
            let logits = Matrix(rows: 1, columns: prediction.logits.count, prediction.logits)
            try expectClose(logits, file.matrix("logits.\(prediction.task)"), "\(name) \(prediction.task)")
        }
    }

    @Test(arguments: ["picture-wide", "picture-small", "picture-same"]) func picture(name: String) throws {
        let file = try TensorSet(path: fixture("models/\(name).safetensors"))
        let shape = try #require(file.tensors["pixels"]).shape
        let pixels = try file.matrix("pixels").elements.map { UInt8($0) }
        try check(.image(Image(width: shape[1], height: shape[0], pixels: pixels)), file, name)
    }

    @Test(arguments: ["sound", "sound-short"]) func sound(name: String) throws {
        let file = try TensorSet(path: fixture("models/\(name).safetensors"))
        let sound = Sound(sampleRate: 16000, samples: try file.matrix("samples").elements)
        try check(.sound(sound), file, name)
        let image = try #require(try Self.tiny.get().prepare(.sound(sound)).spectrogram)
        let values = Matrix(rows: image.bands, columns: image.frames, image.values)
        try expectClose(values, file.matrix("spectrogram"), "\(name) spectrogram")
    }

    @Test(arguments: ["text", "text-long"]) func text(name: String) throws {
        let file = try TensorSet(path: fixture("models/\(name).safetensors"))
        let bytes = try file.matrix("bytes").elements.map { UInt8($0) }
        try check(.text(Text(utf8: bytes, name: name)), file, name)
    }
}

/// Expects two matrices to agree as well as two correct computations in 32 bits do.
func expectClose(
    _ got: Matrix,
    _ expected: Matrix,
    _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let (got, expected) = (got.elements, expected.elements)
    let tolerance = 1e-4 + 1e-5 * (expected.map(abs).max() ?? 0)
    let worst = largestDifference(got, expected)
    #expect(worst <= tolerance, "\(what) differs by \(worst)", sourceLocation: sourceLocation)
}
