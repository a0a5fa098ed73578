import Checkpoints
import Foundation
import Media
import Models
import TestData
import Testing

/// Models whose files are wrong are refused with the file, the key or tensor, and what would be accepted.
@Suite struct DamagedModelTests {
    /// What is said of a copy of a model with some texts of its configuration exchanged, or of what is done with it.
    func message(
        _ edits: [(String, String)],
        of model: String = "models/tiny",
        doing use: (Model) throws -> Void = { _ in }
    ) throws -> String {
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
            try use(Model(folder: folder))
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
        (
            ("\"photo\": \"cat\"", "\"image\": \"cat\""),
            ["concepts[0].labels.image", "expected one of photo"]
        ),
        (("\"photo\": \"cat\"", "\"photo\": \"lion\""), ["concepts[0].labels.photo", "lion", "no label"]),
    ]

    @Test(arguments: 0..<wrong.count) func wrongConfiguration(index: Int) throws {
        let (edit, says) = Self.wrong[index]
        let message = try message([edit])
        for part in says { #expect(message.contains(part), "\(message)") }
    }

    /// Sizes that are each possible, but not together.
    @Test func tooMuchMemory() throws {
        let frame = [("\"frame\": 400", "\"frame\": 65536"), ("\"fft\": 512", "\"fft\": 65536")]
        let window = try message(frame)
        #expect(window.contains("inputs.audio.fft") && window.contains("65538×65536"), "\(window)")
        let grid = try message([("8,\n    8\n   ]", "1000000,\n    1000000\n   ]")])
        #expect(grid.contains("inputs.image.grid") && grid.contains("1000000×1000000"), "\(grid)")
    }

    /// A model of pictures alone takes nothing else.
    @Test func tasksForOneModality() throws {
        let text = try String(contentsOfFile: fixture("models/tiny/config.json"), encoding: .utf8)
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        var settings = try #require(object)
        let tasks = settings["tasks"] as? [[String: Any]]
        settings["tasks"] = tasks?.filter { $0["input"] as? String == "image" }
        settings["concepts"] = [Any]()
        let changed = String(decoding: try JSONSerialization.data(withJSONObject: settings), as: UTF8.self)
        let said = try message([(text, changed)]) { model in
            #expect(model.modalities == [.image])
            _ = try model.prepare(.text(Text("a dog")))
        }
        #expect(said.contains("the model does not take a text; it takes a picture"), "\(said)")
    }

    /// Numbers that are possible, but with which nothing can be computed.
    @Test func overflow() throws {
        let said = try message([("0.48,\n    0.45,\n    0.4\n", "3e38, 3e38, 3e38")]) { model in
            let image = Image(width: 16, height: 16, pixels: [UInt8](repeating: 200, count: 768))
            _ = try model.run(model.prepare(.image(image)))
        }
        #expect(said.contains("overflow"), "\(said)")
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
