import Checkpoints
import Foundation
import Models
import Numerics
import TestData
import Testing

/// Configurations that contradict themselves, the tensors, or sense.
@Suite struct PackageRefusalTests {
    typealias Wrong = (folder: String, key: String, value: (any Sendable)?, says: [String])

    static let wrong: [Wrong] = [
        ("v1", "num_cross_attends", 0, ["num_cross_attends", "0 is out of range"]),
        ("v1", "num_cross_attends", 1_000_000_000_000, ["num_cross_attends", "out of range"]),
        ("v1", "num_cross_attends", 1.5, ["num_cross_attends"]),
        ("v1", "num_self_attends_per_block", 200, ["self_attends.2", "missing"]),
        ("v1", "num_latents", 1 << 40, ["num_latents", "out of range"]),
        ("v1", "d_latents", 20, ["perceiver.embeddings.latents", "[6, 16], expected [6, 20]"]),
        ("v1", "num_self_attention_heads", 5, ["num_self_attention_heads", "5 does not divide the 16"]),
        ("v1", "num_cross_attention_heads", 0, ["num_cross_attention_heads", "out of range"]),
        ("v1", "share_cross_attends", "some", ["share_cross_attends", "“some”", "“all_but_first”"]),
        ("v1", "share_cross_attends", "none", ["cross_attends.2", "missing"]),
        ("v1", "num_frequency_bands", -1, ["num_frequency_bands", "out of range"]),
        ("v1", "num_frequency_bands", 4, ["layernorm2.weight", "expected [21]"]),
        ("v1", "max_resolution", [9], ["max_resolution", "two numbers"]),
        ("v1", "max_resolution", [0, 9], ["max_resolution", "out of range"]),
        ("v1", "hidden_act", "swoosh", ["hidden_act", "swoosh"]),
        ("v1", "id2label", ["0": "a", "1": "b"], ["classifier.weight", "expected [2, 16]"]),
        ("v1", "model_type", "perceiver-v2", ["model_type", "perceiver-v2", "perceiver-v1"]),
        (
            "pytorch", "cross_heads", nil,
            [
                "lacks the key cross_heads, which the tensors do not tell",
                "\"cross_heads\": 1, \"latent_heads\":",
            ]
        ),
        ("pytorch", "cross_heads", 3, ["cross_heads", "3 does not divide the 8"]),
        ("pytorch", "latent_heads", 0, ["latent_heads", "out of range"]),
        ("pytorch", "latent_dim_head", 8, ["latent_dim_head", "4 × 8"]),
        ("pytorch", "max_freq", nil, ["lacks the key max_freq, which the tensors do not tell"]),
        ("pytorch", "max_freq", -3, ["max_freq", "out of range"]),
        ("pytorch", "num_freq_bands", 6, ["num_freq_bands", "6 bands make", "17"]),
        ("pytorch", "input_channels", 5, ["input_channels", "17"]),
        ("pytorch", "input_channels", 7, ["input_channels", "7 channels besides positions", "3 colours"]),
        ("pytorch", "input_axis", 3, ["input_axis", "3 is not supported"]),
        ("pytorch", "depth", 4, ["depth", "4 contradicts", "3"]),
        ("pytorch", "depth", 1 << 50, ["depth", "out of range"]),
        ("pytorch", "self_per_cross_attn", 1, ["self_per_cross_attn", "1 contradicts", "2"]),
        ("pytorch", "attn_residual", true, ["attn_residual", "not supported"]),
        ("pytorch", "inverted_cross_attn", [false, true, false], ["inverted_cross_attn", "not supported"]),
        ("pytorch", "freq_base", 2, ["freq_base", "not supported"]),
        (
            "pytorch", "image_size", nil,
            ["lacks the key image_size, which the tensors do not tell", "\"image_size\": 224"]
        ),
        ("pytorch", "image_size", 1 << 40, ["image_size", "out of range"]),
        ("pytorch", "image_size", [1, 2, 3, 4], ["image_size", "height and width"]),
        ("pytorch", "id2label", ["0": "a"], ["id2label", "has 1 classes", "5"]),
        ("pytorch-bare", "weight_tie_layers", nil, ["depth", "3 contradicts", "weight_tie_layers"]),
        ("pytorch-io", "queries", "query", ["queries", "no tensor is called “query”"]),
        ("pytorch-io", "queries", "latents", ["queries", "expected one query of 12 channels"]),
        (
            "pytorch-lm", "first_byte", nil,
            ["lacks the key first_byte, which the tensors do not tell", "\"mask_token\": 256"]
        ),
        ("pytorch-lm", "first_byte", 3, ["first_byte", "expected 0"]),
        ("pytorch-lm", "mask_token", 300, ["mask_token", "out of range"]),
    ]

    @Test(arguments: 0..<wrong.count) func wrongConfiguration(index: Int) throws {
        let (name, key, value, says) = Self.wrong[index]
        let folder = try ChangedFolder("packages/\(name)") { $0[key] = value }
        let message = folder.refusal()
        for part in says { #expect(message.contains(part), "\(message)") }
    }

    /// Keys of one kind that are missing are told of together.
    @Test func allKeysAtOnce() throws {
        let folder = try ChangedFolder("packages/pytorch") { $0 = [:] }
        #expect(
            folder.refusal().contains("lacks the keys image_size, max_freq, cross_heads, latent_heads, which")
        )
    }

    /// A file of weights alone, by whatever name, tells what to write beside it.
    @Test(arguments: ["pytorch", "pytorch-old", "pytorch-io", "pytorch-lm", "perceiver-io-picture"])
    func noConfiguration(name: String) throws {
        let folder = try ChangedFolder("packages/\(name)")
        try FileManager.default.removeItem(at: folder.url.appending(path: "config.json"))
        let message = folder.refusal()
        #expect(message.contains("has no config.json; its tensors are those of perceiver-"), "\(message)")
        #expect(message.contains("expected one such as {\"model_type\": \"perceiver-"), "\(message)")
        // What is proposed is a file that can be read, and says no nonsense of the kind.
        let start = try #require(message.firstIndex(of: "{"))
        try String(message[start...]).write(
            to: folder.url.appending(path: "config.json"),
            atomically: true,
            encoding: .utf8
        )
        let refusal = folder.refusal()
        #expect(refusal == "accepted" || !refusal.contains("missing"), "\(refusal)")
    }

    /// Several files that could be meant.
    @Test func severalFiles() throws {
        let folder = try ChangedFolder("packages/perceiver-io-picture")
        let first = folder.url.appending(path: "last.ckpt")
        try FileManager.default.copyItem(at: first, to: folder.url.appending(path: "best.ckpt"))
        let message = folder.refusal()
        #expect(message.contains("holds 2 files of weights: “best.ckpt”, “last.ckpt”"), "\(message)")
        try FileManager.default.removeItem(at: first)
        #expect(folder.refusal() == "accepted")
    }

    static let misshapen: [(folder: String, name: String, shape: [Int], says: String)] = [
        ("pytorch", "layers.1.self_attns.0.0.fn.to_q.weight", [18, 16], "18 channels, which 4 heads"),
        (
            "pytorch-old", "layers.1.0.norm.weight", [12],
            "“layers.1.0.norm.weight” has the shape"
        ),
        ("pytorch-old", "layers.1.0.norm_context.weight", [19], "expected [11]"),
        ("pytorch", "layers.0.cross_ff.fn.net.2.weight", [16, 60], "expected [120, 16]"),
        ("pytorch", "latents", [6, 20], "layers.0.cross_attn.norm.weight"),
        ("pytorch", "latents", [0, 16], "“latents” is missing, empty, or"),
        ("pytorch", "to_logits.2.weight", [5, 15], "“to_logits.2.weight” has the shape [5, 15]"),
        ("pytorch-io", "perceiver.decoder_cross_attn.norm_context.weight", [15], "expected [16]"),
        ("pytorch-io", "perceiver.latents", [96], "“latents” is missing, empty, or has not 2"),
        ("pytorch-lm", "pos_emb.weight", [40, 13], "“pos_emb.weight” has the shape [40, 13]"),
        ("pytorch-lm", "token_emb.weight", [257, 13], "does not fit token_emb.weight"),
        ("perceiver-io-text", "backend_model.0.latent_provider._query", [6, 18], "expected [18]"),
        ("perceiver-io-text", "backend_model.1.output_query_provider._query", [2, 8], "has 2 queries"),
        (
            "perceiver-io-text", "backend_model.0.self_attn_1.1.0.module.attention.q_proj.weight", [6, 16],
            "4 does not divide the 6"
        ),
        (
            "perceiver-io-text", "backend_model.0.input_adapter.txt_embedding.weight", [100, 12],
            "has 100 tokens, expected the 262"
        ),
        (
            "perceiver-io-language", "backend_model.1.output_query_provider._query", [40, 12],
            "has 40 queries, expected one for each of 48"
        ),
    ]

    /// Tensors of shapes that do not fit each other are refused before anything runs.
    @Test(arguments: 0..<misshapen.count) func misshapenTensors(index: Int) throws {
        let (name, tensor, shape, says) = Self.misshapen[index]
        let folder = try ChangedFolder("packages/\(name)")
        try folder.rewrite(tensors: { name, matrix, old in
            guard name == tensor else { return (name, matrix, old) }
            let count = shape.reduce(1, *)
            return (name, Matrix(rows: 1, columns: count, repeating: 0.5), shape)
        })
        let message = folder.refusal()
        #expect(message.contains(says), "\(message)")
    }

    /// Tensors that are missing are told of with their names.
    @Test func missingTensors() throws {
        let folder = try ChangedFolder("packages/pytorch")
        try folder.rewrite { $0.hasPrefix("layers.1.cross_ff") ? nil : $0 }
        #expect(folder.refusal().contains("layers.1.cross_ff.fn.net.2.weight"))
        let headless = try ChangedFolder("packages/pytorch")
        try headless.rewrite { $0.hasPrefix("to_logits") ? nil : $0 }
        #expect(headless.refusal().contains("final_classifier_head"))
    }
}
