import Checkpoints
import Foundation
import Models
import TestData
import Testing

/// Models whose files are wrong are refused with the file, the key or tensor, and what would be accepted.
@Suite struct DamagedModelTests {
    /// What is said of a copy of a model with some texts of its configuration exchanged.
    func message(_ edits: [(String, String)], of model: String = "models/tiny") throws -> String {
        let source = URL(filePath: fixture(model))
        let folder = FileManager.default.temporaryDirectory.appending(path: "model-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var text = try String(contentsOf: source.appending(path: "config.json"), encoding: .utf8)
        for (old, new) in edits {
            #expect(text.contains(old), "\(old)")
            text = text.replacing(old, with: new)
        }
        try text.write(to: folder.appending(path: "config.json"), atomically: true, encoding: .utf8)
        try FileManager.default.copyItem(
            at: source.appending(path: "model.safetensors"),
            to: folder.appending(path: "model.safetensors")
        )
        do {
            _ = try Model(folder: folder)
            return ""
        } catch {
            return "\(error)"
        }
    }

    static let wrong: [(edit: (String, String), says: [String])] = [
        (("\"perceiver_explorer\"", "\"bert\""), ["model_type", "bert", "perceiver_explorer"]),
        (("\"num_latents\": 7", "\"num_latents\": 1000000000000"), ["num_latents", "out of range"]),
        (("\"num_latents\": 7", "\"num_latents\": -7"), ["num_latents", "out of range"]),
        (("\"num_latents\": 7", "\"num_latents\": 8"), ["perceiver.embeddings.latents", "8", "7"]),
        (("\"num_latents\": 7", "\"num_latents\": \"seven\""), ["num_latents"]),
        (("\"num_latents\": 7,", ""), ["num_latents", "missing"]),
        (
            ("\"num_self_attention_heads\": 3", "\"num_self_attention_heads\": 5"),
            ["num_self_attention_heads", "divide"]
        ),
        (("\"num_self_attends_per_block\": 2", "\"num_self_attends_per_block\": 3"), ["self_attends.2"]),
        (("\"size\": 16", "\"size\": 99999999"), ["inputs.image.size"]),
        (("\"size\": 16", "\"size\": 40"), ["inputs.image.grid"]),
        (("\"hop\": 160", "\"hop\": 0"), ["inputs.audio.hop"]),
        (("\"fft\": 512", "\"fft\": 64"), ["inputs.audio.fft"]),
        (("\"bands\": 3", "\"bands\": 30"), ["inputs.image.bands"]),
        (("\"spoken word\"", "\"sung word\""), ["sung word"]),
    ]

    @Test(arguments: 0..<wrong.count) func wrongConfiguration(index: Int) throws {
        let (edit, says) = Self.wrong[index]
        let message = try message([edit])
        for part in says { #expect(message.contains(part), "\(message)") }
    }

    @Test func missingFolder() {
        do {
            _ = try Model(folder: URL(filePath: "/nowhere/at/all"))
            Issue.record("read a model from nowhere")
        } catch {
            #expect("\(error)".contains("/nowhere/at/all/config.json"))
        }
    }
}
