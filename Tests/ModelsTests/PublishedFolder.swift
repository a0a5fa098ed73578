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

    /// Compares what enters each layer, what leaves the last one, and what comes out of a transformer.
    func expectSameStates(_ run: Run) throws {
        #expect(run.trace.states.count == run.model.trunk.layers.count + 1)
        for (index, state) in run.trace.states.enumerated() {
            try expectClose(state, expected.matrix("hidden.\(index)"), "hidden \(index)")
        }
        for output in try run.outputs() {
            #expect(expected.tensors[output.name]?.shape == output.shape)
            try expectClose(output.values, expected.matrix(output.name), output.name)
        }
        #expect(run.model.report?.unmatched == [] && run.model.report?.notes == [])
    }

    /// Compares every head's map of every layer of a transformer; rows alone are the same as all together.
    ///
    /// - Parameter count: how many tokens ask and are asked.
    func expectSameRows(_ run: Run, of count: Int) throws {
        for (index, layer) in run.model.trunk.layers.enumerated() {
            let all = try expected.matrix("attention.layer.\(index)")
                .reshaped(rows: layer.heads * count, columns: count)
            for rows in [0..<count, 0..<1, count - 2..<count] {
                for (head, scores) in run.scores(layer: index, rows: rows).enumerated() {
                    var weights = scores
                    weights.softmaxRows()
                    let own = all[rows: head * count + rows.lowerBound..<head * count + rows.upperBound]
                    expectClose(weights, own, "layer \(index), head \(head), rows \(rows)")
                }
            }
        }
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
