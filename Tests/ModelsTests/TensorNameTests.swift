import Checkpoints
import Foundation
import Models
import Numerics
import TestData
import Testing

/// Checkpoints whose tensors have other names than transformers gives them, and those that do not say what they are.
@Suite struct TensorNameTests {
    private static let kinds = [
        "language", "sequence", "image-learned", "image-fourier", "image-conv", "flow", "multimodal",
    ]

    @Test(
        "What training programs put before names is left out",
        arguments: ["module.", "_orig_mod.", "model.", "model._orig_mod.module.", "net.perceiver."]
    )
    func prefixes(prefix: String) throws {
        let folder = try ChangedFolder("sequence")
        try folder.rewrite { prefix + $0 }
        let report = try #require(try folder.model().report)
        #expect(report.unmatched.isEmpty)
        #expect(report.notes == ["names of tensors begin with “\(prefix)”; they are read without it"])
        try expectSameAnswer(folder)
    }

    @Test func anInnerWrapperIsLeftOut() throws {
        let folder = try ChangedFolder("sequence")
        try folder.rewrite {
            $0.replacing("self_attends.0.", with: "self_attends.0._checkpoint_wrapped_module.")
        }
        #expect(try folder.model().report?.notes.first?.contains("“_checkpoint_wrapped_module.”") == true)
        try expectSameAnswer(folder)
    }

    @Test("A Perceiver saved without its head", arguments: kinds, ["", "module.", "model."])
    func noPerceiver(name: String, prefix: String) throws {
        let folder = try ChangedFolder(name)
        try folder.rewrite { prefix + ($0.hasPrefix("perceiver.") ? String($0.dropFirst(10)) : $0) }
        let report = try #require(try folder.model().report)
        #expect(report.unmatched.isEmpty && report.notes.count == 1)
        let words = prefix.isEmpty || prefix == "module." ? "perceiver." : "in place of “perceiver.”"
        #expect(report.notes.first?.contains(words) == true, "\(report.notes)")
    }

    /// A second copy of the model, such as an average over training, makes it uncertain which one is meant.
    @Test func twoModels() throws {
        let folder = try ChangedFolder("sequence")
        let path = folder.url.appending(path: "model.safetensors").path
        let file = try TensorSet(path: path)
        let outputs = try ["a.", "b."].flatMap { prefix in
            try file.tensors.map { name, description in
                TensorFile.Output(prefix + name, shape: description.shape, try file.matrix(name))
            }
        }
        try TensorFile.write(outputs, to: path)
        #expect(folder.refusal().contains("is missing"))
    }

    @Test func otherTensorsStay() throws {
        let folder = try ChangedFolder("sequence")
        try folder.rewrite(tensors: { name, matrix, shape in
            let isLost = name.hasSuffix("final_layer.bias")
            return (isLost ? "criterion.weight" : "model." + name, matrix, shape)
        })
        #expect(folder.refusal().contains("“perceiver.decoder.decoder.final_layer.bias” [2] is missing"))
        let report = try #require(try Model.report(folder: folder.url))
        #expect(report.unmatched.map(\.name) == ["criterion.weight"])
    }

    /// The model reads what the reference reads, and answers what it answers.
    private func expectSameAnswer(_ folder: ChangedFolder) throws {
        let reference = try PublishedFolder("sequence")
        let input = try reference.model.prepare(.text(reference.text()))
        let answer = try folder.model().run(input).predictions[0].logits
        #expect(try answer == reference.model.run(input).predictions[0].logits)
    }

    // MARK: kinds

    @Test("Without architectures the tensors tell", arguments: kinds, [nil, "PerceiverModel"])
    func noArchitectures(name: String, architecture: String?) throws {
        let folder = try ChangedFolder(name) { $0["architectures"] = architecture.map { [$0] } }
        let model = try folder.model()
        #expect(try model.kind == PublishedFolder(name).model.kind)
        #expect(
            model.report?.notes
                == ["config.json names no architecture; the tensors are those of \(model.kind.name)"]
        )
    }

    @Test func tensorsThatDoNotTell() throws {
        let folder = try ChangedFolder("sequence") { $0["architectures"] = nil }
        try folder.rewrite { $0.contains("final_layer") ? nil : $0 }
        #expect(folder.refusal().contains("architectures: is absent or “PerceiverModel”"))
    }

    // MARK: adapters

    @Test func anAdaptersFolder() throws {
        let folder = try ChangedFolder("sequence")
        let adapter = folder.url.appending(path: "adapter_config.json")
        let keys = #"{"peft_type": "LORA", "base_model_name_or_path": "org/perceiver"}"#
        try Data(keys.utf8).write(to: adapter)
        // Merged into the model, it may stay beside it.
        _ = try folder.model()
        try FileManager.default.removeItem(at: folder.url.appending(path: "model.safetensors"))
        #expect(folder.refusal().contains("is an adapter (LORA), which is no model by itself"))
        try FileManager.default.removeItem(at: folder.url.appending(path: "config.json"))
        #expect(folder.refusal().contains("load it with its base model “org/perceiver” in Python, merge"))
        #expect(Model.isExpected(in: folder.url.path))
    }

    @Test func anAdaptersTensors() throws {
        let folder = try ChangedFolder("sequence")
        try folder.rewrite { name in
            let inner = name.replacing("query.weight", with: "query.lora_A.default.weight")
            return "base_model.model." + inner
        }
        #expect(folder.refusal().contains("belongs to an adapter (LoRA); merge it"))
    }
}
