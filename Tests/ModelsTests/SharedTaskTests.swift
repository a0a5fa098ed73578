import Checkpoints
import Foundation
import Media
import Models
import Numerics
import TestData
import Testing

/// A task that is asked of several modalities, against the training code (`Tests/Fixtures/models.py`).
@Suite struct SharedTaskTests {
    static let model = Result { try Model(folder: URL(filePath: fixture("models/shared"))) }

    /// The same query and the same layer answer for every modality, after its own tasks.
    @Test(arguments: ["picture-same", "sound-short", "text-long"])
    func isAskedOfEveryModality(name: String) throws {
        let model = try Self.model.get()
        let run = try model.run(model.prepare(medium(name)))
        let prediction = try #require(run.predictions.last)
        #expect(prediction.task == "concept" && prediction.labels == ["cat", "dog", "rain", "seven"])
        let expected = try TensorSet(path: fixture("models/shared.safetensors"))
            .matrix(run.input.modality.rawValue)
        let got = Matrix(rows: 1, columns: prediction.logits.count, prediction.logits)
        expectClose(got, expected, name)
        #expect(run.tasks.last?.modalities == [.image, .audio, .text])
        #expect(try run.outputs().map(\.name).last == "logits.concept")
        #expect(run.decoderQueryCount == run.predictions.count)
    }

    private func medium(_ name: String) throws -> Medium {
        let file = try TensorSet(path: fixture("models/\(name).safetensors"))
        if let pixels = file.tensors["pixels"] {
            let values = try file.matrix("pixels").elements.map { UInt8($0) }
            return .image(Image(width: pixels.shape[1], height: pixels.shape[0], pixels: values))
        }
        if file.tensors["samples"] != nil {
            return .sound(Sound(sampleRate: 16000, samples: try file.matrix("samples").elements))
        }
        return .text(try Text(utf8: try file.matrix("bytes").elements.map { UInt8($0) }, name: name))
    }

    @Test(
        arguments: [
            ("[]", "names no modality"), ("[\"image\", \"image\"]", "one twice"),
            ("[\"image\", \"smell\"]", "\"smell\" is no modality, expected image, audio, text"),
            ("\"pair\"", "\"pair\" is no modality"), ("\"clip\"", "needs an entry \"clip\" in inputs"),
            ("7", "tasks[7].input"),
        ]
    )
    func impossibleInputsAreRefused(input: String, message: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let original = URL(filePath: fixture("models/shared"))
        try FileManager.default.copyItem(at: original, to: folder)
        let file = folder.appending(path: "config.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        let list = #/"input": \[[^\]]*\]/#
        #expect(text.contains(list))
        try text.replacing(list, with: "\"input\": \(input)").write(
            to: file,
            atomically: true,
            encoding: .utf8
        )
        do {
            _ = try Model(folder: folder)
            Issue.record("\(input) was accepted")
        } catch {
            #expect("\(error)".contains("tasks[7].input") && "\(error)".contains(message), "\(error)")
        }
    }
}
