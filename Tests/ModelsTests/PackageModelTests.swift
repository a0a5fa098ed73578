import Checkpoints
import Foundation
import Media
import Models
import Numerics
import Perceiver
import TestData
import Testing

/// Models of the first paper and of other packages than transformers, from the file to the answer
/// (`Tests/Fixtures/packages.py`).
@Suite struct PackageModelTests {
    static let pictureModels = [
        "v1", "v1-unshared", "v1-once", "pytorch", "pytorch-old", "pytorch-bare", "pytorch-io",
    ]

    private func folder(_ name: String) throws -> PublishedFolder { try PublishedFolder("packages/\(name)") }

    @Test(arguments: pictureModels) func pictures(name: String) throws {
        let folder = try folder(name)
        let input = try folder.model.prepare(.image(folder.image("picture.png")))
        try expectClose(input.tokens, folder.expected.matrix("tokens"), "tokens")
        let run = try folder.model.run(input)
        try folder.expectSame(run)
        #expect(run.predictions[0].labels == (0..<5).map { "label \($0)" })
    }

    /// Each token asks with itself, and stands for its byte without a frame around the text.
    @Test func pytorchLanguage() throws {
        let folder = try folder("pytorch-lm")
        let text = try folder.text()
        let input = try folder.model.prepare(.text(text), options: InputOptions(masked: [6..<8]))
        try expectClose(input.tokens, folder.expected.matrix("tokens"), "tokens")
        #expect(input.layout.count == text.bytes.count && input.masks == [6, 7])
        #expect(Set(input.parts.joined()).count == input.layout.count)
        let run = try folder.model.run(input)
        try folder.expectSame(run)
        guard case .bytes(let bytes) = run.output else { throw CocoaError(.featureUnsupported) }
        let scores = try folder.expected.matrix("logits")[row: 6]
        let best = try #require(scores.indices.max { scores[$0] < scores[$1] })
        #expect(bytes.best[0] == ByteToken(id: best + ByteToken.firstByte))
    }

    /// What is not told by the files is looked up in the tensors, and everything has a use.
    @Test(arguments: pictureModels + ["pytorch-lm"]) func reports(name: String) throws {
        let model = try folder(name).model
        let report = try #require(model.report)
        #expect(report.missing.isEmpty && report.misfits.isEmpty && report.unmatched.isEmpty)
        #expect(report.used.allSatisfy { $0.role?.isEmpty == false } && report.sizes.count > 4)
        #expect(!report.preprocessing.isEmpty && model.parameterCount == report.parameterCount)
        // Layers that are stored twice count once.
        #expect(report.idle.isEmpty == (name != "pytorch"))
        #expect(try Model.report(folder: URL(filePath: folder(name).path)) == report)
    }

    @Test func layersAreNamed() throws {
        func names(_ name: String) throws -> [String] { try folder(name).model.layers.map(\.name) }
        #expect(
            try names("v1") == [
                "cross.0", "self.0", "self.1", "cross.1", "self.2", "self.3", "cross.2", "self.4", "self.5",
            ]
        )
        #expect(try names("v1-once") == ["encoder", "self.0", "self.1"])
        #expect(try names("pytorch-io") == ["encoder", "self.0", "self.1", "decoder"])
    }

    typealias Size = (cross: String, own: String, times: Int, count: Int)

    /// 44.9, 326.2 and 42.1 millions: with and without sharing, and with a single look.
    static let sizesOfThePaper: [Size] = [
        ("all_but_first", "all", 8, 44_912_254), ("none", "none", 8, 326_241_856),
        ("all", "all", 1, 42_135_859),
    ]

    /// The number of parameters of the paper's models for ImageNet.
    @Test(arguments: sizesOfThePaper)
    func parametersOfThePaper(cross: String, own: String, times: Int, count: Int) throws {
        let folder = try ChangedFolder("packages/v1") { config in
            config = ["model_type": "perceiver-v1", "num_cross_attends": times, "num_labels": 1000]
            config["share_cross_attends"] = cross
            config["share_self_attends"] = own
        }
        let report = try #require(try Model.report(folder: folder.url))
        let wanted = (report.missing + report.used).map(\.shape) + report.misfits.map(\.expected)
        #expect(wanted.reduce(0) { $0 + $1.reduce(1, *) } == count)
    }

    /// Layers that share weights are stored once, and redrawn weights stay shared.
    @Test func sharing() throws {
        let model = try folder("v1").model
        func weights(_ model: Model, _ name: String) throws -> Matrix {
            try model.layers[#require(model.layer(named: name))].attention.key.weight
        }
        #expect(try weights(model, "cross.1") == weights(model, "cross.2"))
        #expect(try weights(model, "cross.0") != weights(model, "cross.1"))
        #expect(try weights(model, "self.0") == weights(model, "self.4"))
    }

    /// Copies of tied layers that differ are of no model that the package could have saved.
    @Test func tiedLayersMustBeEqual() throws {
        let folder = try ChangedFolder("packages/pytorch")
        try folder.rewrite(tensors: { name, matrix, shape in
            var matrix = matrix
            if name == "layers.2.cross_attn.fn.to_q.weight" { matrix.scale(by: 2) }
            return (name, matrix, shape)
        })
        #expect(folder.refusal().contains("“layers.2.cross_attn.fn.to_q.weight” differs from “layers.1."))
        // Without being told so, they are layers of their own.
        let own = try ChangedFolder("packages/pytorch") { $0["weight_tie_layers"] = nil }
        #expect(try own.model().report?.idle.isEmpty == true)
    }

    /// Whatever held the model when it was saved, and whatever file it is in.
    @Test(arguments: ["pytorch", "pytorch-old", "pytorch-io", "pytorch-lm", "v1"])
    func prefixes(name: String) throws {
        let folder = try ChangedFolder("packages/\(name)") {
            $0["model_type"] = name == "v1" ? $0["model_type"] : nil
        }
        try folder.rewrite { "model._orig_mod.\($0)" }
        let model = try folder.model()
        #expect(model.kind == (try self.folder(name).model.kind))
        let notes = try #require(model.report?.notes)
        #expect(notes.contains { $0.contains("begin with “model.") }, "\(notes)")
    }
}

/// Models of krasserm's perceiver-io (`Tests/Fixtures/packages.py`).
@Suite struct KrassermModelTests {
    private func folder(_ name: String) throws -> PublishedFolder {
        try PublishedFolder("packages/perceiver-io-\(name)")
    }

    /// A checkpoint of PyTorch Lightning, whose own settings say how often latents look at the input.
    @Test func picture() throws {
        let folder = try folder("picture")
        let input = try folder.model.prepare(.image(folder.image("picture.png")))
        try expectClose(input.tokens, folder.expected.matrix("tokens"), "tokens")
        try folder.expectSame(folder.model.run(input))
        let report = try #require(folder.model.report)
        #expect(report.notes == ["names of tensors begin with “model.”; they are read without it"])
        #expect(report.unmatched.isEmpty && report.missing.isEmpty)
        #expect(throws: ModelError.self) {
            try folder.model.prepare(
                .image(folder.image("picture.png")),
                options: InputOptions(size: 12)
            )
        }
    }

    @Test func language() throws {
        let folder = try folder("language")
        let text = try folder.text()
        let input = try folder.model.prepare(.text(text))
        try expectClose(input.tokens, folder.expected.matrix("tokens"), "tokens")
        // No frame; the literal is one token.
        #expect(input.layout.count == 13 && input.masks == [7])
        try folder.expectSame(folder.model.run(input))
    }

    @Test func text() throws {
        let folder = try folder("text")
        let run = try folder.model.run(folder.model.prepare(.text(folder.text())))
        try folder.expectSame(run)
        #expect(run.predictions[0].labels.last == "LABEL_4" && folder.model.masksTexts)
        let framed = try ChangedFolder("packages/perceiver-io-text") { $0["add_special_tokens"] = true }
        let input = try framed.model().prepare(.text(folder.text()))
        #expect(input.layout.count == 15 && input.bytes?.first == .special(.classification))
    }

    /// Without what Lightning kept, everything that tensors do not tell is asked for at once.
    @Test func missingKeys() throws {
        let folder = try ChangedFolder("packages/perceiver-io-text") { $0["model_config"] = nil }
        let message = folder.refusal()
        for key in [
            "encoder.num_cross_attention_heads", "encoder.num_self_attention_heads",
            "encoder.num_self_attention_blocks", "decoder.num_cross_attention_heads, which the tensors",
            "{\"model_type\": \"perceiver-io-text-classifier\", \"encoder\": {",
        ] {
            #expect(message.contains(key), "\(message)")
        }
    }

    static let wrong: [(path: [String], value: any Sendable, says: String)] = [
        (["encoder", "num_self_attention_heads"], 3, "3 does not divide"),
        (["encoder", "num_self_attention_heads"], 0, "out of range"),
        (["encoder", "num_self_attention_blocks"], 100_000, "out of range"),
        (["encoder", "num_cross_attention_layers"], 2, "num_cross_attention_layers: 2 is out of range"),
        (["encoder", "num_self_attention_layers_per_block"], 7, "7 contradicts the tensors, which have 2"),
        (["decoder", "cross_attention_residual"], false, "cross_attention_residual: is false"),
        (["decoder", "num_cross_attention_heads"], "two", "decoder.num_cross_attention_heads"),
    ]

    @Test(arguments: 0..<wrong.count) func wrongConfiguration(index: Int) throws {
        let (path, value, says) = Self.wrong[index]
        let folder = try ChangedFolder("packages/perceiver-io-text") { config in
            var inner = config["model_config"] as? [String: Any] ?? [:]
            var part = inner[path[0]] as? [String: Any] ?? [:]
            part[path[1]] = value
            inner[path[0]] = part
            config["model_config"] = inner
        }
        let message = folder.refusal()
        #expect(message.contains(says), "\(message)")
    }
}
