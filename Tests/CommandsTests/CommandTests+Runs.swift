import Checkpoints
import Foundation
import TestData
import Testing

// What is told of several inputs, of whole runs and of models.
extension CommandTests {
    /// One bad file does not keep the others from being answered.
    @Test func badFilesAmongGood() throws {
        let empty = temporary("empty")
        try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: empty) }
        let outcome = try perceiver("predict missing.png dog.txt \(empty) --json")
        #expect(outcome.status == 1)
        #expect(try outcome.objects().count == 1)
        #expect(outcome.messages.contains("missing.png: "))
        #expect(outcome.messages.contains("perceiver: \(empty): "))
    }

    @Test func comparison() throws {
        let object = try #require(try perceiver("compare dog.jpg dog.ogg --json").objects().first)
        #expect(object["tasks"] as? [String] == ["concept", "concept"])
        let shared = try #require(object["shared"] as? [[String: Any]])
        #expect(shared.contains { $0["name"] as? String == "dog" })
        #expect((object["latents"] as? [Any])?.count == 48)
        let text = try perceiver("compare dog.jpg --text 'a dog'")
        #expect(text.output.contains("left:  dog.jpg (image, concept)") && text.output.contains("cosine"))
    }

    /// More than two inputs are ranked, each against the others.
    @Test func severalInputs() throws {
        let inputs = "dog.jpg dog.ogg dog.txt cat.txt"
        let object = try #require(
            try perceiver("compare \(inputs) --text 'a brown dog' --json").objects().first
        )
        let names = try #require(object["names"] as? [[Double]])
        #expect(names.count == 5 && names.allSatisfy { $0.count == 5 && $0.allSatisfy { 0...1 ~= $0 } })
        #expect(names[0][2] == names[2][0] && names[2][4] > names[3][4])
        let rankings = try #require(object["rankings"] as? [[String: Any]])
        let same = rankings.compactMap { $0["sameThing"] as? [String: Any] }
        #expect(same.count == 3 && same.allSatisfy { $0["name"] as? String == "dog" })
        #expect((rankings[3]["byNames"] as? [Any])?.count == 4)
        #expect((object["sharedNames"] as? [String])?.contains("dog") == true)
        let text = try perceiver("compare \(inputs) --top 1", before: "COLUMNS=60")
        #expect(text.status == 0 && text.messages.isEmpty)
        #expect(text.output.contains("classes: probability that both get the same class\n"))
        #expect(text.output.contains("classes of task concept: 59\n") && !text.output.contains("…"))
        #expect(text.output.contains("cat.txt (text): cat "))
        #expect(text.output.contains("place of the first other file named dog: "))
        #expect(text.output.split(separator: "\n").allSatisfy { $0.count <= 110 })
    }

    /// Models without classes are compared by their latents.
    @Test func comparesWithoutClasses() throws {
        let model = "--model \(Programs.quoted(fixture("published/language")))"
        let outcome = try perceiver("compare \(model) --text abc --text abd")
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(outcome.output.contains("left:  abc (text)\n") && outcome.output.contains("no classes"))
        let map = try #require(try perceiver("attend \(model) --text abc --json").objects().first)
        #expect(map["model"] as? String == "language")
    }

    /// A task that is asked of every modality is listed, answered and compared as any other.
    @Test func sharedTask() throws {
        let model = "--model \(fixture("models/shared"))"
        let listed = try perceiver("models \(fixture("models/shared"))").output
        #expect(listed.contains("pictures, sounds, texts: concept, 4 classes"))
        for object in try perceiver("predict dog.jpg dog.ogg dog.txt --json \(model)").objects() {
            let predictions = try #require(object["predictions"] as? [[String: Any]])
            #expect(predictions.count { $0["task"] as? String == "concept" } == 4)
        }
        let pair = try #require(try perceiver("compare dog.jpg dog.ogg --json \(model)").objects().first)
        #expect(pair["tasks"] as? [String] == ["concept", "concept"])
        let all = try #require(
            try perceiver("compare dog.jpg dog.ogg dog.txt --json \(model)").objects().first
        )
        #expect(all["task"] as? String == "concept")
        #expect(try perceiver("attend dog.txt --task concept \(model)").status == 0)
        let path = temporary("run.safetensors")
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(try perceiver("export dog.ogg --to \(path) \(model)").status == 0)
        #expect(try TensorSet(path: path).tensors["logits.concept"]?.shape == [4])
        #expect(try TensorSet(path: path).tensors["attention.decoder"]?.shape == [4, 3, 7])
    }

    @Test func exportedTensors() throws {
        let path = temporary("run.safetensors")
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(try perceiver("export dog.txt --to \(path)").status == 0)
        let file = try TensorSet(path: path)
        let expected = [
            "attention.decoder", "attention.encoder", "inputs", "latents", "layout", "logits.concept",
            "logits.language",
            "logits.sentiment", "logits.subject", "logits.topic",
        ]
        let layers = (0..<8).map { "attention.self.\($0)" }
        #expect(file.tensors.keys.sorted() == (expected + layers).sorted())
        #expect(file.tensors["attention.decoder"]?.shape == [4, 5, 48])
        #expect(file.tensors["logits.topic"]?.shape == [4])
        _ = try perceiver("export dog.txt --to \(path) --maps none")
        #expect(try TensorSet(path: path).tensors.keys.contains { $0.hasPrefix("attention") } == false)
        _ = try perceiver("export dog.txt --to \(path) --maps cross")
        #expect(try TensorSet(path: path).tensors.count == 10)
    }

    /// Chosen rows are those of the whole maps, in the order they were asked for in.
    @Test func exportedRows() throws {
        let (path, wholePath) = (temporary("rows.safetensors"), temporary("whole.safetensors"))
        defer { for path in [path, wholePath] { try? FileManager.default.removeItem(atPath: path) } }
        #expect(try perceiver("export dog.ogg --to \(wholePath) --reconstruct").status == 0)
        let outcome = try perceiver("export dog.ogg --to \(path) --queries 40,3,4 --asking 5")
        #expect(outcome.status == 0, "\(outcome.messages)")
        let (file, whole) = (try TensorSet(path: path), try TensorSet(path: wholePath))
        // Tasks come before tokens.
        let row = try #require(whole.tensors["logits.concept"].map { _ in 3 + 5 })
        for (name, rows) in [("encoder", [40, 3, 4]), ("self.2", [40, 3, 4]), ("decoder", [row])] {
            let tensor = "attention.\(name)"
            let shape = try #require(whole.tensors[tensor]).shape
            #expect(file.tensors[tensor]?.shape == [shape[0], rows.count, shape[2]])
            let map = try whole.matrix(tensor).reshaped(rows: shape[0] * shape[1], columns: shape[2])
            let expected = map.gathered(
                rows: (0..<shape[0]).flatMap { head in rows.map { head * shape[1] + $0 } }
            )
            #expect(largestDifference(try file.matrix(tensor).elements, expected.elements) < 1e-6)
        }
        let missing = try perceiver("export dog.ogg --to \(path) --queries 48")
        #expect(missing.status == 64 && missing.messages.contains("there are latents 0 to 47"))
        for wrong in ["--queries 1,,2", "--queries -1", "--asking x", "--maps none --queries 1"] {
            #expect(try perceiver("export dog.ogg --to \(path) \(wrong)").status == 64)
        }
    }

    @Test func models() throws {
        let bundled = try perceiver("models")
        #expect(bundled.status == 0 && bundled.output.hasPrefix("bundled: "))
        #expect(bundled.output.contains("photo, 63 classes"))
        let outcome = try perceiver("models \(fixture("models"))")
        #expect(outcome.status == 0)
        #expect(!outcome.output.contains("bundled: ") && outcome.output.contains("models/tiny: "))
        #expect(outcome.output.contains("photo, 3 classes"))
        let missing = try perceiver("models /nowhere")
        #expect(missing.status == 2 && missing.output.isEmpty && missing.messages.contains("/nowhere: "))
        let other = try perceiver("predict dog.jpg --model \(fixture("models/tiny")) --json")
        #expect(try other.objects().first?["input"] as? String == "dog.jpg")
    }
}
