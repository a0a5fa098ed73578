import Checkpoints
import Foundation
import Media
import Models
import Numerics
import Perceiver
import TestData
import Testing

/// Whole vision transformers, from a folder to the outputs, beside transformers (`Tests/Fixtures/vision.py`).
@Suite struct VisionModelTests {
    static let classifiers = ["vit", "dinov2-classes", "registers-classes"]
    static let bare = ["dino", "dinov2", "registers", "dinov3", "dinov3-plain"]

    private func folder(_ name: String) throws -> PublishedFolder { try PublishedFolder("vision/\(name)") }

    private func run(_ folder: PublishedFolder, size: Int? = nil) throws -> Run {
        let image = try folder.image("picture.png")
        return try folder.model.run(
            folder.model.prepare(.image(image), options: InputOptions(size: size))
        )
    }

    // MARK: what comes out

    /// What enters each layer, what leaves the last one, and what comes out.
    @Test(arguments: classifiers + bare) func states(name: String) throws {
        let folder = try folder(name)
        let run = try run(folder)
        #expect(run.model.trunk.layers.count == 3)
        let names = Self.classifiers.contains(name) ? ["logits"] : ["last_hidden_state", "pooler_output"]
        #expect(try run.outputs().map(\.name) == names)
        try folder.expectSameStates(run)
        #expect(
            run.predictions.map(\.labels)
                == (names == ["logits"] ? [["cat", "dog", "owl", "fish", "car"]] : [])
        )
    }

    /// Every head's map of every layer; rows alone are the same as all together.
    @Test(arguments: classifiers + bare) func maps(name: String) throws {
        let folder = try folder(name)
        let run = try run(folder)
        try folder.expectSameRows(run, of: run.input.tokens.rows)
    }

    /// Positions are interpolated where there are other patches than those that they were learned for.
    @Test(arguments: ["vit": 34, "dinov2-classes": 30, "registers-classes": 48, "dinov3": 20])
    func otherSizes(name: String, size: Int) throws {
        let folder = try folder(name)
        let run = try run(folder, size: size)
        let first = try folder.expected.matrix("at\(size).hidden.0")
        #expect(run.input.tokens.rows == first.rows)
        expectClose(run.input.tokens, first, "tokens")
        for output in try run.outputs() {
            try expectClose(output.values, folder.expected.matrix("at\(size).\(output.name)"), output.name)
        }
        let note = try #require(run.input.note)
        #expect(note.contains("at \(size)×\(size)"))
        #expect(note.contains("positions are interpolated") == (name != "dinov3"), "\(note)")
        #expect(note.contains("fill no patch") == (name == "vit" || name == "dinov3"), "\(note)")
    }

    // MARK: what goes in

    /// The numbers of pixels are the reference's, to the last bit; where numbers are resized, nearly so.
    @Test(arguments: ["vit", "bit", "bit-uncropped", "vit-plain", "vit-unscaled", "dinov3"])
    func pixels(name: String) throws {
        let changed = try ChangedFolder("vision/pixels")
        let settings = changed.url.appending(path: "\(name).json")
        try FileManager.default.moveItem(
            at: settings,
            to: changed.url.appending(path: "preprocessor_config.json")
        )
        let published = try folder("pixels")
        let input = try changed.model().prepare(.image(published.image("picture.png")))
        let expected = try published.expected.matrix(name)
        let shape = try #require(published.expected.tensors[name]).shape
        #expect(input.tokens.rows == 1 + shape[1] * shape[2])
        let planes = expected.reshaped(rows: 3, columns: shape[1] * shape[2])
        var worst: Float = 0
        for pixel in 0..<planes.columns {
            for channel in 0..<3 {
                worst = max(worst, abs(input.tokens[1 + pixel, channel] - planes[channel, pixel]))
            }
        }
        #expect(worst <= (name == "dinov3" ? 2e-6 : 0))
    }

    /// Patches lie on the part of the picture that was cut out; CLS and registers have names and no place.
    @Test func places() throws {
        let input = try run(folder("registers-classes")).input
        #expect(input.layout.sections.map(\.name) == ["CLS", "registers", "image"])
        #expect(input.layout.sections.map(\.count) == [1, 2, 9])
        #expect(input.ownTokens == 0..<3)
        // 37×41 pixels become 28×31, of which the middle 24×24 begin at 2, 3.
        let (x, y) = (37.0 / 28, 41.0 / 31)
        let columns = input.layout.columns.edges
        #expect(zip(columns, [2 * x, 10 * x, 18 * x, 26 * x]).allSatisfy { abs($0 - $1) < 1e-9 })
        let rows = try #require(input.layout.rows?.edges)
        #expect(zip(rows, [3 * y, 11 * y, 19 * y, 27 * y]).allSatisfy { abs($0 - $1) < 1e-9 })
        #expect(Set(input.parts.joined()) == Set(3..<12))
        #expect(
            input.note?.contains("the middle 32×32 of 37×41 pixels at 24×24") == true,
            "\(input.note ?? "")"
        )
    }

    // MARK: what is left out

    /// Tokens that are left keep their places, also where places turn them.
    @Test func removedPatches() throws {
        let folder = try folder("dinov3")
        let run = try run(folder)
        let shorter = try run.again(on: run.input.leavingOut([4, 9]))
        try expectClose(shorter.trace.final, folder.expected.matrix("removed.hidden"), "without two patches")
    }

    /// CLS and registers stay whatever is left out, and an answer is read from them.
    @Test(arguments: classifiers) func ownTokensStay(name: String) throws {
        let run = try run(folder(name))
        let own = run.input.ownTokens
        #expect(run.input.leavingOut(Set(0..<run.input.tokens.rows)).kept == Array(own))
        let alone = try run.prediction(task: 0, without: Set(0..<run.input.tokens.rows))
        let final = run.model.trunk(run.input.tokens.gathered(rows: Array(own))).final
        #expect(alone.logits == run.model.predict(run.tasks[0], latents: final, of: .image).logits)
        let area = Removal(columns: Removal.everything, rows: Removal.everything)
        let image = try folder(name).image("picture.png")
        #expect(throws: ModelError.self) {
            try run.model.prepare(.image(image), options: InputOptions(removed: [area]))
        }
    }

    // MARK: the way back

    @Test(arguments: classifiers) func gradients(name: String) throws {
        let folder = try folder(name)
        let run = try run(folder)
        let found = run.gradients(of: .logOdds(task: 0, class: 2))
        try expectClose(#require(found.inputs), folder.expected.matrix("gradient.class2"), "gradient")
        let handed = run.gradients(of: .logOdds(task: 0, class: 2), rule: .constantAttention)
        let relevance = Matrix(rows: 1, columns: handed.relevance.count, handed.relevance)
        try expectClose(relevance, folder.expected.matrix("cp-lrp.class2"), "relevance")
        #expect(handed.relevance.map(abs).max() ?? 0 > 0.05)
    }

    /// How far CLS's features go in their own direction is their length; queries and keys are turned on the way back, too.
    @Test func extent() throws {
        let folder = try folder("dinov3")
        let run = try run(folder)
        let features = run.outputs(ofQuery: 0)
        let length = features.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let found = run.gradients(of: .extent(query: 0, along: features.map { $0 / length }))
        #expect(try abs(Float(found.value) - folder.expected.matrix("extent")[0, 0]) < 1e-4)
        try expectClose(#require(found.inputs), folder.expected.matrix("gradient.extent"), "gradient")
    }

    // MARK: files

    /// What training puts around names is left out; without `architectures` the tensors tell whether there are classes.
    @Test func otherNames() throws {
        let changed = try ChangedFolder("vision/vit") { $0["architectures"] = nil }
        try changed.rewrite { "module._orig_mod.\($0)" }
        let model = try changed.model()
        #expect(model.kind.name == "ViTForImageClassification" && model.report?.unmatched == [])
        #expect(
            model.report?.notes.contains {
                $0.contains("they are read without it") || $0.contains("left out")
            } == true
        )
        let headless = try ChangedFolder("vision/vit") { $0["architectures"] = ["ViTModel"] }
        let report = try #require(try headless.model().report)
        #expect(report.unmatched.map(\.name) == ["classifier.bias", "classifier.weight"])
        // A model without a head may also be saved without its own name before the tensors', and with what it does not need.
        try headless.rewrite { $0.hasPrefix("vit.") ? String($0.dropFirst(4)) : nil }
        #expect(try headless.model().tasks.isEmpty)
    }

    @Test(
        "What cannot be is told with its key",
        arguments: [
            ("vit", "patch_size", "[8, 4]", "8×4 is not square"),
            ("vit", "patch_size", "25", "25 is more than the picture's image_size"),
            ("vit", "image_size", "[24, 32]", "24×32 is not square"),
            ("vit", "num_attention_heads", "3", "3 does not divide the 16 channels"),
            ("vit", "num_channels", "1", "1 is not supported, expected 3"),
            ("vit", "hidden_act", "\"prelu\"", "“prelu” is not known"),
            ("vit", "hidden_size", "99999999", "out of range"),
            ("vit", "num_hidden_layers", "0", "out of range"),
            ("vit", "num_hidden_layers", "4", "16 of 72 tensors"),
            ("dino", "pooler_act", "\"prelu\"", "“prelu” is not known"),
            ("registers", "num_register_tokens", "-1", "out of range"),
            ("registers", "mlp_ratio", "1e300", "out of range"),
            ("dinov3", "num_attention_heads", "8", "a multiple of 4"),
            ("dinov3", "rope_theta", "0", "must be above 0"),
        ]
    )
    func refusals(name: String, key: String, value: String, said: String) throws {
        let json = try JSONSerialization.jsonObject(with: Data(value.utf8), options: .fragmentsAllowed)
        let changed = try ChangedFolder("vision/\(name)") { $0[key] = json }
        #expect(changed.refusal().contains(said), "\(changed.refusal())")
    }

    @Test(
        "Settings of the preprocessor that cannot be are told",
        arguments: [
            ("image_processor_type", "\"PoolFormerImageProcessor\"", "supported are ViTImageProcessor"),
            ("size", "{\"longest_edge\": 30}", "needs height and width, or shortest_edge"),
            ("size", "0", "out of range"), ("crop_size", "99", "larger than size"),
            ("resample", "9", "expected 0 to 5"), ("image_std", "[1, 0, 1]", "must be above 0"),
            ("image_mean", "[1, 0]", "must be three numbers"),
        ]
    )
    func processorRefusals(key: String, value: String, said: String) throws {
        let changed = try ChangedFolder("vision/dinov2-classes")
        let json = try JSONSerialization.jsonObject(with: Data(value.utf8), options: .fragmentsAllowed)
        try changed.rewrite(keysOf: "preprocessor_config.json") { $0[key] = json }
        #expect(changed.refusal().contains(said), "\(changed.refusal())")
    }

    /// A long thin picture would be enormous once its shorter side is as long as the model wants it.
    @Test func enormousPictures() throws {
        let model = try folder("dinov2-classes").model
        let thin = Image(width: 1, height: 400_000, pixels: [UInt8](repeating: 9, count: 1_200_000))
        #expect(throws: ModelError.self) { try model.prepare(.image(thin)) }
        #expect(throws: ModelError.self) {
            try model.prepare(.image(folder("vit").image("picture.png")), options: InputOptions(size: 2))
        }
    }
}
