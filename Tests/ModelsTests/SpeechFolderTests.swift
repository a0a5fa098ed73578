import Checkpoints
import Foundation
import Media
import Models
import Numerics
import Perceiver
import TestData
import Testing

/// Files of models of speech: how tensors are called, and what is refused.
@Suite struct SpeechFolderTests {
    /// Without `architectures` the tensors tell what is read; what training puts around names is left out.
    @Test(arguments: [
        ("hubert", "HubertModel"), ("hubert-classes", "HubertForSequenceClassification"),
        ("wav2vec2-letters", "Wav2Vec2ForCTC"), ("wav2vec2-training", "Wav2Vec2ForPreTraining"),
    ])
    func otherNames(name: String, kind: String) throws {
        let changed = try ChangedFolder("speech/\(name)") { $0["architectures"] = nil }
        if name != "hubert" { try changed.rewrite { "module.\($0)" } }
        let model = try changed.model()
        #expect(model.kind.name == kind && model.report?.unmatched == [])
    }

    /// What the first training left is named, and why it is not needed.
    @Test func firstTraining() throws {
        let report = try #require(try PublishedFolder(speech: "wav2vec2-training").model.report)
        #expect(report.idle.count == 8)
        #expect(report.idle.filter { $0.role?.contains("it was for the first training") == true }.count == 7)
        #expect(report.idle.contains { $0.role?.contains("nothing is masked") == true })
    }

    /// The usual numbers stand for a preprocessor's file that is not there.
    @Test func withoutSettings() throws {
        let changed = try ChangedFolder("speech/hubert-letters")
        try FileManager.default.removeItem(at: changed.url.appending(path: "preprocessor_config.json"))
        let (folder, model) = (try PublishedFolder(speech: "hubert-letters"), try changed.model())
        let input = try model.prepare(.sound(folder.sound()))
        try expectClose(input.tokens, folder.expected.matrix("hidden.0"), "frames")
    }

    @Test(
        "What cannot be is told with its key",
        arguments: [
            ("hubert", "num_attention_heads", "3", "3 does not divide the 16 channels"),
            ("hubert", "num_conv_pos_embedding_groups", "3", "3 does not divide the 16 channels"),
            ("hubert", "num_conv_pos_embeddings", "0", "out of range"),
            ("hubert", "hidden_act", "\"prelu\"", "“prelu” is not known"),
            ("hubert", "feat_extract_activation", "\"prelu\"", "“prelu” is not known"),
            ("hubert", "feat_extract_norm", "\"batch\"", "expected group or layer"),
            ("hubert", "hidden_size", "99999999", "out of range"),
            ("hubert", "num_hidden_layers", "0", "out of range"),
            ("hubert", "num_hidden_layers", "4", "16 of"), ("hubert", "conv_dim", "[]", "out of range"),
            ("hubert", "conv_stride", "[2, 2]", "has 2 numbers, expected 3"),
            ("hubert", "conv_kernel", "[2, 2, 0]", "out of range"),
            ("hubert", "conv_stride", "[1000, 1000, 1000]", "the product of conv_stride"),
            ("hubert", "conv_dim", "[6, 5, 9]", "tensors"),
            ("hubert", "layer_norm_eps", "2", "out of range"),
            ("hubert-letters", "adapter_attn_dim", "16", "adapters for languages are not read"),
            ("hubert-letters", "pad_token_id", "9", "out of range"),
            ("hubert-letters", "vocab_size", "0", "out of range"),
            ("wav2vec2-letters", "add_adapter", "true", "convolutions behind the layers are not read"),
            ("hubert-classes", "classifier_proj_size", "0", "out of range"),
            ("hubert-classes", "id2label", "{\"one\": \"x\"}", "expected the numbers of classes"),
        ]
    )
    func refusals(name: String, key: String, value: String, said: String) throws {
        let json = try JSONSerialization.jsonObject(with: Data(value.utf8), options: .fragmentsAllowed)
        let changed = try ChangedFolder("speech/\(name)") { $0[key] = json }
        #expect(changed.refusal().contains(said), "\(changed.refusal())")
    }

    @Test(
        "Settings of the preprocessor that cannot be are told",
        arguments: [
            ("feature_extractor_type", "\"WhisperFeatureExtractor\"", "expected Wav2Vec2FeatureExtractor"),
            ("feature_size", "80", "one channel of samples"), ("sampling_rate", "0", "out of range"),
        ]
    )
    func processorRefusals(key: String, value: String, said: String) throws {
        let changed = try ChangedFolder("speech/hubert")
        let json = try JSONSerialization.jsonObject(with: Data(value.utf8), options: .fragmentsAllowed)
        try changed.rewrite(keysOf: "preprocessor_config.json") { $0[key] = json }
        #expect(changed.refusal().contains(said), "\(changed.refusal())")
    }
}
