import Checkpoints
import Foundation
import Media
import Models
import Numerics
import TestData
import Testing

/// What folders of ImageGPT may look like, and what is said of those that cannot be read.
@Suite struct ImageGPTFileTests {
    private func folder(_ name: String) throws -> PublishedFolder { try PublishedFolder("imagegpt/\(name)") }

    /// What training puts around names is left out; without `architectures` the tensors tell the class; masks that older
    /// files hold are not needed.
    @Test func otherNames() throws {
        let changed = try ChangedFolder("imagegpt/colours") { $0["architectures"] = nil }
        try changed.rewrite { "module._orig_mod.\($0)" }
        #expect(try changed.model().kind.name == "ImageGPTForCausalImageModeling")
        let old = try ChangedFolder("imagegpt/colours") { $0["architectures"] = ["ImageGPTModel"] }
        try old.rewrite(tensors: { name, matrix, shape in
            if name == "lm_head.weight" { return ("h.0.attn.masked_bias", Matrix(rows: 1, columns: 1), []) }
            return (String(name.dropFirst(12)), matrix, shape)
        })
        let plain = try old.model()
        #expect(plain.kind.name == "ImageGPTModel" && plain.report?.unmatched == [])
    }

    @Test(
        "What cannot be is told with its key",
        arguments: [
            ("n_head", "3", "3 does not divide the 16 channels"), ("n_embd", "0", "out of range"),
            ("n_layer", "4", "10 of 44 tensors"),
            ("n_positions", "41", "more pixels than the model has positions"),
            ("activation_function", "\"prelu\"", "“prelu” is not known"), ("vocab_size", "1", "out of range"),
            ("vocab_size", "16", "expected 15, and the start"), ("n_inner", "-1", "out of range"),
            ("layer_norm_epsilon", "-1", "out of range"), ("model_type", "\"vit\"", "does not fit"),
        ]
    )
    func refusals(key: String, value: String, said: String) throws {
        let json = try JSONSerialization.jsonObject(with: Data(value.utf8), options: .fragmentsAllowed)
        let changed = try ChangedFolder("imagegpt/colours") { $0[key] = json }
        #expect(changed.refusal().contains(said), "\(changed.refusal())")
    }

    @Test(
        "Settings of the preprocessor that cannot be are told",
        arguments: [
            ("image_processor_type", "\"ViTImageProcessor\"", "supported are ImageGPTImageProcessor"),
            ("clusters", "null", "is absent"), ("clusters", "[[0, 0, 0]]", "has 1 colours"),
            ("size", "{\"height\": 6}", "width"), ("size", "0", "out of range"),
            ("size", "7", "7×7 are more pixels than the model has positions for"),
            ("resample", "9", "expected 0 to 5"),
            ("do_color_quantize", "false", "takes colours by number"),
        ]
    )
    func processorRefusals(key: String, value: String, said: String) throws {
        let changed = try ChangedFolder("imagegpt/colours")
        let json = try JSONSerialization.jsonObject(with: Data(value.utf8), options: .fragmentsAllowed)
        try changed.rewrite(keysOf: "preprocessor_config.json") { $0[key] = json }
        #expect(changed.refusal().contains(said), "\(changed.refusal())")
    }

    @Test func colourRefusals() throws {
        let changed = try ChangedFolder("imagegpt/colours")
        try changed.rewrite(keysOf: "preprocessor_config.json") { keys in
            var clusters = keys["clusters"] as? [[Double]] ?? []
            clusters[4] = [0, 1]
            keys["clusters"] = clusters
        }
        #expect(changed.refusal().contains("clusters[4]"), "\(changed.refusal())")
        try FileManager.default.removeItem(at: changed.url.appending(path: "preprocessor_config.json"))
        #expect(changed.refusal().contains("is missing"), "\(changed.refusal())")
    }

    /// Without a word of it pictures are made as square as the positions allow; without resizing they must be small enough.
    @Test func sizes() throws {
        let square = try ChangedFolder("imagegpt/classes")
        try square.rewrite(keysOf: "preprocessor_config.json") { $0["size"] = nil }
        let model = try square.model()
        let image = try folder("classes").image("picture.png")
        let input = try model.prepare(.image(image))
        #expect(input.pixels.map { [$0.width, $0.height] } == [6, 6])
        #expect(throws: ModelError.self) { try folder("features").model.prepare(.image(image)) }
    }
}
