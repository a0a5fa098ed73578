import Checkpoints
import Foundation
import Media
import Models
import Numerics
import TestData
import Testing

/// A model folder of `Tests/Fixtures/published`, or another one below `Tests/Fixtures`, and what other programs computed
/// with it.
struct PublishedFolder {
    let path: String
    let model: Model
    let expected: TensorSet

    init(_ name: String) throws {
        path = fixture(name.contains("/") ? name : "published/\(name)")
        model = try Model(folder: URL(filePath: path))
        expected = try TensorSet(path: "\(path)/expected.safetensors")
    }

    func image(_ name: String) throws -> Image {
        guard case .image(let image) = try Medium.read(path: "\(path)/\(name)") else {
            throw CocoaError(.fileReadCorruptFile)
        }
        return image
    }

    func text() throws -> Text {
        guard case .text(let text) = try Medium.read(path: "\(path)/text.txt") else {
            throw CocoaError(.fileReadCorruptFile)
        }
        return text
    }

    /// Compares latents, outputs, and every attention map of a run.
    func expectSame(_ run: Run, decoderRows: Range<Int>? = nil) throws {
        try expectClose(run.trace.latents, expected.matrix("latents"), "latents")
        for output in try run.outputs(reconstructing: true) where output.name.hasPrefix("logits") {
            #expect(expected.tensors[output.name]?.shape == output.shape, "\(output.name)")
            try expectClose(output.values, expected.matrix(output.name), output.name)
        }
        try expectSameMaps(run)
    }

    private func expectSameMaps(_ run: Run) throws {
        for (index, layer) in run.model.layers.enumerated() {
            let rows = 0..<run.count(of: layer.queries)
            try expectSame(run.scores(layer: index, rows: rows), "attention.\(layer.name)")
        }
        let maps = expected.tensors.keys.filter { $0.hasPrefix("attention.") }
        #expect(maps.count == run.model.layers.count)
    }

    private func expectSame(_ scores: [Matrix], _ name: String) throws {
        let shape = try #require(expected.tensors[name]).shape
        #expect(shape == [scores.count, scores[0].rows, scores[0].columns], "\(name)")
        let all = try expected.matrix(name).reshaped(rows: shape[0] * shape[1], columns: shape[2])
        for (head, scores) in scores.enumerated() {
            var weights = scores
            weights.softmaxRows()
            expectClose(weights, all[rows: head * shape[1]..<(head + 1) * shape[1]], "\(name), head \(head)")
        }
    }
}

extension ChangedFolder {
    func model() throws -> Model { try Model(folder: url) }

    /// What is said of it if it cannot be used.
    func refusal() -> String {
        do {
            _ = try model()
            return "accepted"
        } catch {
            return "\(error)"
        }
    }
}
