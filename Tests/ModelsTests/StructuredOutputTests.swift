import Checkpoints
import Foundation
import Media
import Models
import Numerics
import TestData
import Testing

/// What is optional in a model of the bundled kind, against the training code (`Tests/Fixtures/models.py`): n-grams of
/// bytes, temperatures, and the input asked back from the latents, whole or with a part removed.
@Suite struct StructuredOutputTests {
    static let model = Result { try Model(folder: URL(filePath: fixture("models/structured"))) }

    private func file(_ name: String) throws -> TensorSet {
        try TensorSet(path: fixture("models/structured-\(name).safetensors"))
    }

    private func medium(_ name: String) throws -> Medium {
        let file = try file(name)
        switch name {
        case "picture":
            let shape = try #require(file.tensors["pixels"]).shape
            let pixels = try file.matrix("pixels").elements.map { UInt8($0) }
            return .image(Image(width: shape[1], height: shape[0], pixels: pixels))
        case "sound": return .sound(Sound(sampleRate: 16000, samples: try file.matrix("samples").elements))
        default:
            let bytes = try file.matrix("bytes").elements.map { UInt8($0) }
            return .text(try Text(utf8: bytes, name: name))
        }
    }

    /// The part of the source that the fixture's removed tokens cover.
    private func removal(_ file: TensorSet, _ layout: Layout) throws -> Removal {
        let removed = try file.matrix("removed").elements.map { Int($0) }
        let (first, last) = try (#require(removed.first), #require(removed.last))
        let removal = layout.part(from: first, to: last)
        #expect(layout.tokens(in: removal) == Set(removed))
        return removal
    }

    @Test(arguments: ["picture", "sound", "text"]) func wholeInputs(name: String) throws {
        let (model, file) = (try Self.model.get(), try file(name))
        let input = try model.prepare(medium(name))
        try expectClose(input.tokens, file.matrix("tokens"), "\(name) tokens")
        let run = try model.run(input)
        try expectClose(run.trace.latents, file.matrix("latents"), "\(name) latents")
        #expect(run.predictions.last?.task == "concept")
        for prediction in run.predictions {
            let logits = Matrix(rows: 1, columns: prediction.logits.count, prediction.logits)
            try expectClose(logits, file.matrix("logits.\(prediction.task)"), "\(name) \(prediction.task)")
        }
        let output = try #require(try run.outputs(reconstructing: true).last)
        let expected = try #require(file.tensors[output.name])
        #expect(output.shape.reduce(1, *) == expected.count && output.shape.last == expected.shape.last)
        try expectClose(output.values, file.matrix(output.name), output.name)
        #expect(try run.outputs().count == run.predictions.count)
    }

    @Test(arguments: ["picture", "sound"]) func removedParts(name: String) throws {
        let (model, file) = (try Self.model.get(), try file(name))
        let whole = try model.prepare(medium(name))
        let options = InputOptions(removed: [try removal(file, whole.layout)])
        let input = try model.prepare(medium(name), options: options)
        #expect(input.tokens == whole.tokens && input.note?.contains("tokens are removed") == true)
        let run = try model.run(input)
        #expect(run.trace.inputs.rows == whole.tokens.rows - input.removed.count)
        try expectClose(run.trace.latents, file.matrix("removed.latents"), "\(name) latents")
        let output = try #require(try run.outputs(reconstructing: true).last)
        try expectClose(output.values, file.matrix("removed.\(output.name)"), output.name)
        let reconstruction = try run.reconstructInput()
        let expected = try file.matrix("psnr").elements.map { Double($0) }
        #expect(abs(reconstruction.psnr - expected[0]) < 1e-3)
        #expect(abs((reconstruction.removedPSNR ?? 0) - expected[1]) < 1e-3)
        #expect(try model.run(whole).reconstructInput().removedPSNR == nil)
    }

    @Test func picturesHaveTheModelsSize() throws {
        let model = try Self.model.get()
        let picture = try model.run(model.prepare(medium("picture"))).reconstructInput().picture
        #expect((picture.width, picture.height) == (15, 15))
        let input = try model.prepare(medium("sound"))
        let sound = try model.run(input).reconstructInput().picture
        #expect((sound.width, sound.height) == (input.spectrogram?.frames ?? 0, 16))
    }

    @Test func masksAreFilledBesideTheTasks() throws {
        let (model, file) = (try Self.model.get(), try file("text"))
        let input = try model.prepare(medium("text"))
        let run = try model.run(input)
        guard case .bytes(let bytes) = run.output else {
            Issue.record("no bytes")
            return
        }
        #expect(bytes.positions == [4, 5, 6, 7, 21] && run.predictions.count == 5)
        let outputs = try file.matrix("outputs.text")
        for position in bytes.positions {
            let scores = outputs[row: position]
            let best = try #require(scores.indices.max { scores[$0] < scores[$1] })
            let first = try #require(bytes.alternatives(position, top: 1).first)
            #expect(first.token == .byte(UInt8(best)))
        }
        #expect(bytes.filled.hasPrefix("Ein "))
        let other = model.bytes(run, positions: [0])
        expectClose(other.logits, outputs[rows: 0..<1], "byte that is no mask")
        // A span that is hidden is what as many literals would be.
        let plain = try model.prepare(
            .text(Text("Ein Hund bellt — laut!")),
            options: hiding([4..<8, 21..<22])
        )
        #expect(plain.tokens == input.tokens && plain.bytes == input.bytes)
    }

    private func hiding(_ ranges: [Range<Int>]) -> InputOptions { InputOptions(masked: ranges) }

    /// The text is cut between characters, where masks are shorter than what is written for them, too.
    @Test func longTextsAreCut() throws {
        let model = try Self.model.get()
        let masks = String(repeating: "[MASK]", count: 5)
        let input = try model.prepare(.text(Text(masks + String(repeating: "日", count: 20))))
        #expect(input.layout.count == 38 && input.layout.columns.edges.last == 63)
        #expect(input.note == "the model reads the first 63 of 90 bytes")
    }

    @Test func temperatures() throws {
        let model = try Self.model.get()
        let expected: [String: [Double]] = [
            "picture": [1.5, 0.5], "sound": [1, 1, 2], "text": [1, 1, 1, 1, 1.25],
        ]
        for (name, temperatures) in expected {
            let run = try model.run(model.prepare(medium(name)))
            #expect(run.predictions.count == temperatures.count)
            for (prediction, temperature) in zip(run.predictions, temperatures) {
                let powers = prediction.logits.map { exp(Double($0) / temperature) }
                let sum = powers.reduce(0, +)
                for (got, power) in zip(try #require(prediction.probabilities), powers) {
                    #expect(abs(got - power / sum) < 1e-6, "\(name) \(prediction.task)")
                }
            }
        }
    }

    /// Tasks ask first, then the tokens; both look at the latents in the same layer.
    @Test func queries() throws {
        let model = try Self.model.get()
        let run = try model.run(model.prepare(medium("picture")))
        #expect(run.decoderQueryCount == 2 + 64 && run.decoderQuery(token: 5) == 7)
        #expect(run.token(ofDecoderQuery: 1) == nil && run.token(ofDecoderQuery: 7) == 5)
        let layout = try #require(run.decoderLayout)
        #expect(layout.count == 66 && layout.sections.map(\.first) == [0, 2])
        let all = run.scores(layer: run.trace.steps.count, rows: 0..<66)
        let some = run.scores(layer: run.trace.steps.count, rows: 1..<4)
        for (all, some) in zip(all, some) {
            expectClose(some, all[rows: 1..<4], "scores")
        }
    }

    @Test func impossibleRemovals() throws {
        let model = try Self.model.get()
        func refusal(_ model: Model, _ name: String, _ options: InputOptions) throws -> String {
            do {
                _ = try model.prepare(medium(name), options: options)
                return ""
            } catch let error as ModelError {
                return error.description
            }
        }
        let outside = InputOptions(removed: [Removal(columns: 100...200, rows: 0...25)])
        #expect(try refusal(model, "picture", outside).contains("is not in what the model gets"))
        let all = InputOptions(removed: [Removal(columns: -10...100)])
        #expect(try refusal(model, "picture", all).contains("nothing of the input would be left"))
        #expect(try refusal(model, "text", all).contains("nothing of the input would be left"))
        let tiny = try TrainingCodeTests.tiny.get()
        #expect(try refusal(tiny, "picture", all).contains("nothing of the input would be left"))
        #expect(try refusal(tiny, "text", hiding([0..<1])).contains("this model cannot fill in masks"))
        #expect(try tiny.prepare(medium("text")).bytes?.count == 40)
    }

    @Test func emptyTexts() throws {
        for model in try [Self.model.get(), TrainingCodeTests.tiny.get()] {
            #expect(throws: ModelError.self) { try model.prepare(.text(Text(""))) }
        }
    }

    static let wrong: [(edit: (String, String), says: [String])] = [
        (("\"buckets\": 211", "\"buckets\": 0"), ["inputs.text.ngrams.buckets", "out of range"]),
        (("\"buckets\": 211", "\"buckets\": 212"), ["ngrams.weight", "212", "211"]),
        (("\"sizes\": [\n     2,", "\"sizes\": [\n     0,"), ["inputs.text.ngrams.sizes", "1 to 64"]),
        (("\"sizes\": [\n     2,", "\"sizes\": [\n     65,"), ["inputs.text.ngrams.sizes", "1 to 64"]),
        (("\"temperature\": 1.5", "\"temperature\": 0"), ["tasks[0].temperature", "above 0"]),
        (("\"temperature\": 1.5", "\"temperature\": -1e5"), ["tasks[0].temperature", "above 0"]),
        (("\"temperature\": 1.5", "\"temperature\": \"warm\""), ["tasks[0].temperature"]),
        (("\"audio\": 2.0", "\"video\": 2.0"), ["tasks[7].temperature", "video"]),
        (("\"reconstructs\": [\n  \"image\"", "\"reconstructs\": [\n  \"pair\""), ["reconstructs", "pair"]),
        (
            ("\"reconstructs\": [\n  \"image\"", "\"reconstructs\": [\n  \"audio\""),
            ["reconstructs", "twice"]
        ),
        (
            (
                "\"channels\": 8,\n     \"kernel\": [\n      1,\n      7\n     ],\n     \"stride\": [\n      1,\n      1",
                "\"channels\": 8,\n     \"kernel\": [\n      1,\n      7\n     ],\n     \"stride\": [\n      1,\n      2"
            ),
            ["inputs.text.stages", "strides must be 1"]
        ),
        (
            (
                "\"channels\": 20,\n     \"kernel\": [\n      3,\n      5\n",
                "\"channels\": 19,\n     \"kernel\": [\n      3,\n      5\n"
            ),
            ["inputs.image.stages[2]", "residual", "20 channels"]
        ),
        (
            (
                "3,\n      5\n     ],\n     \"stride\": [\n      1,\n      1",
                "3,\n      5\n     ],\n     \"stride\": [\n      1,\n      2"
            ),
            ["inputs.image.stages[2]", "residual", "stride 1"]
        ),
        (("\"mask_id\": 256", "\"mask_id\": 257"), ["inputs.text.mask_id", "0 to 256"]),
    ]

    @Test(arguments: 0..<wrong.count) func wrongConfiguration(index: Int) throws {
        let (edit, says) = Self.wrong[index]
        let message = try DamagedModelTests().message([edit], of: "models/structured")
        for part in says { #expect(message.contains(part), "\(message)") }
    }

    /// The file is read before anyone asks for its n-grams; a damaged one says so when it is used.
    @Test func damagedNgrams() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "model-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: URL(filePath: fixture("models/structured")), to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        let weights = folder.appending(path: "model.safetensors")
        let tensors = try TensorSet(path: weights.path)
        let outputs = try tensors.tensors.keys.sorted().map { name in
            let matrix = try tensors.matrix(name)
            let isTable = name.hasSuffix("ngrams.weight")
            let values =
                isTable ? Matrix(rows: matrix.rows, columns: matrix.columns, repeating: .nan) : matrix
            return TensorFile.Output(name, shape: tensors.tensors[name]?.shape ?? [], values)
        }
        try TensorFile.write(outputs, to: weights.path)
        let model = try Model(folder: folder)
        #expect(try model.prepare(medium("picture")).layout.count == 64)
        do {
            _ = try model.prepare(medium("text"))
            Issue.record("numbers that are none were read")
        } catch {
            #expect("\(error)".contains("text.ngrams.weight") && "\(error)".contains(weights.path))
        }
    }
}
