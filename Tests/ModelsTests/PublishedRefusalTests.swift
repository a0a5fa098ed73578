import Checkpoints
import Foundation
import Media
import Models
import TestData
import Testing

/// Checkpoints and inputs that cannot be used, and what is said about them.
@Suite struct PublishedRefusalTests {
    private func message(_ name: String, _ config: (inout [String: Any]) -> Void) throws -> String {
        try ChangedFolder(name, config: config).refusal()
    }

    @Test func otherFamilies() throws {
        let bert = try message("language") {
            $0["architectures"] = ["BertForMaskedLM"]
            $0["model_type"] = "bert"
        }
        #expect(bert.contains("“BertForMaskedLM” is another family of models"))
        #expect(ModelKind.all.dropFirst().allSatisfy { bert.contains($0.name) })
        let other = try message("language") { $0["architectures"] = ["PerceiverForSpeech"] }
        #expect(other.contains("“PerceiverForSpeech” is not supported"))
    }

    @Test(
        "Numbers that cannot be",
        arguments: [
            ("language", "hidden_act", "prelu", "“prelu” is not known"),
            ("language", "vocab_size", "100", "262 to 1000000"),
            ("language", "num_cross_attention_heads", "5", "5 does not divide"),
            ("language", "num_latents", "99999999", "out of range"),
            ("language", "v_channels", "16", "expected the 24 of d_latents"),
            ("flow", "train_size", "[24]", "expected height and width"),
            ("flow", "train_size", "[8000, 8000]", "out of range"),
            ("multimodal", "output_shape", "[1, 3, 8, 12]", "[1, 2, height, width]"),
            ("multimodal", "samples_per_patch", "7", "does not divide"),
            ("multimodal", "output_shape", "[1, 2, 8, 10]", "no multiple of 4"),
            ("image-learned", "cross_attention_shape_for_attention", "v", "expected “kv” or “q”"),
            ("image-learned", "id2label", "{}", "out of range"),
        ]
    )
    func numbers(name: String, key: String, value: String, expected: String) throws {
        let parsed = try? JSONSerialization.jsonObject(with: Data(value.utf8), options: .fragmentsAllowed)
        let message = try message(name) { $0[key] = parsed ?? value }
        #expect(message.contains("config.json: key \(key)") && message.contains(expected), "\(message)")
    }

    @Test func tensorsThatDoNotFit() throws {
        let message = try message("image-fourier") { $0["num_latents"] = 7 }
        #expect(message.contains("does not fit config.json: 1 of"), "\(message)")
        #expect(message.contains("“perceiver.embeddings.latents” has the shape [6, 24], expected [7, 24]"))
        let missing = try self.message("image-fourier") { $0["num_self_attends_per_block"] = 4 }
        #expect(
            missing.contains(
                "“perceiver.encoder.self_attends.3.attention.self.layernorm1.weight” [24] is missing"
            )
        )
        #expect(missing.contains("and 13 more"), "\(missing)")
    }

    @Test func reports() throws {
        for name in [
            "language", "sequence", "image-learned", "image-fourier", "image-conv", "flow", "multimodal",
        ] {
            let folder = URL(filePath: fixture("published/\(name)"))
            let report = try #require(try Model.report(folder: folder))
            #expect(report.missing.isEmpty && report.misfits.isEmpty && report.unmatched.isEmpty, "\(name)")
            let set = try TensorSet(folder: folder.path)
            #expect(report.used.count + report.idle.count == set.tensors.count, "\(name)")
            #expect(report.used.allSatisfy { $0.role?.isEmpty == false })
            #expect(!report.sizes.isEmpty && !report.preprocessing.isEmpty)
        }
        let conv = try #require(try Model.report(folder: URL(filePath: fixture("published/image-conv"))))
        #expect(
            conv.idle.map(\.name) == ["perceiver.input_preprocessor.convnet.batchnorm.num_batches_tracked"]
        )
        #expect(conv.preprocessing[0].value.contains("published constants"))
    }

    @Test func unmatchedTensors() throws {
        let folder = try ChangedFolder("image-fourier") { $0["num_self_attends_per_block"] = 2 }
        let report = try #require(try folder.model().report)
        #expect(report.unmatched.count == 16)
        #expect(report.unmatched.allSatisfy { $0.name.hasPrefix("perceiver.encoder.self_attends.2.") })
    }

    // MARK: inputs

    @Test func otherModalities() throws {
        let model = try PublishedFolder("flow").model
        let image = Image(width: 2, height: 1, pixels: [0, 0, 0, 0, 0, 0])
        do throws(ModelError) {
            _ = try model.prepare(.image(image))
            Issue.record("accepted")
        } catch {
            #expect(error.description.contains("does not take a picture; it takes two pictures of one size"))
        }
    }

    @Test func pairsOfTwoSizes() throws {
        let model = try PublishedFolder("flow").model
        let images = [2, 3].map { Image(width: $0, height: 1, pixels: Array(repeating: 0, count: $0 * 3)) }
        do throws(ModelError) {
            _ = try model.prepare(.pair(images[0], images[1]))
            Issue.record("accepted")
        } catch {
            #expect(error.description.contains("2×1 and 3×1 pixels"), "\(error)")
        }
    }

    @Test func preprocessing() throws {
        let folder = try ChangedFolder("image-fourier")
        let file = folder.url.appending(path: "preprocessor_config.json")
        for (text, expected) in [
            ("{\"resample\": 9}", "key resample: 9 is not known"),
            ("{\"size\": 300, \"crop_size\": 200}", "key crop_size: is smaller than size"),
            ("{\"size\": {\"height\": 3}}", "width"),
            ("{\"image_std\": [1, 0, 1]}", "key image_std: must be above 0"),
        ] {
            try Data(text.utf8).write(to: file)
            #expect(folder.refusal().contains(expected), "\(folder.refusal())")
        }
    }
}
