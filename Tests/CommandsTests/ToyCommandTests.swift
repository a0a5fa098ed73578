import Checkpoints
import Foundation
import TestData
import Testing
import ToyKinds

/// The commands of a program that knows a few more kinds of models: what they are is told by the models alone.
@Suite struct ToyCommandTests {
    private let runner = CommandTests(program: "ToyProgram")

    private static let inputs = [
        "ToyCausal": ["--text 'to be or not to be'", "--text 'or not'"],
        "ToyCrossing": ["dog.jpg", "cat.jpg"],
        "ToyPoints": [
            "--text \"$(printf '1 2\\n-0.5 0.25\\n0 0\\n2 -1\\n')\"", "--text \"$(printf '1 1\\n3 0.5\\n')\"",
        ],
        "ToyTokens": ["dog.jpg", "cat.jpg"],
    ]

    /// Gives the arguments that name a model of a kind, and the two inputs.
    private func withModel(_ name: String, _ body: (String, [String]) throws -> Void) throws {
        let toy = try #require(ToyKinds.all.first { $0.kind.name == name })
        let folder = URL(filePath: runner.temporary(name))
        try toy.write(to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body("--model \(Programs.quoted(folder.path))", try #require(Self.inputs[name]))
    }

    private func object(_ arguments: String) throws -> [String: Any] {
        let outcome = try runner.perceiver(arguments)
        #expect(outcome.status == 0, "\(arguments): \(outcome.messages)")
        return try #require(try outcome.objects().first)
    }

    @Test("Every command knows them", arguments: inputs.keys.sorted())
    func commands(name: String) throws {
        try withModel(name) { model, inputs in
            let answer = try object("predict \(model) \(inputs[0]) --json")
            #expect((answer["predictions"] as? [Any])?.isEmpty == false)
            let pair = try object("compare \(model) \(inputs.joined(separator: " ")) --json")
            #expect((pair["tasks"] as? [String])?.count == 2)
            if name == "ToyTokens" {
                let bench = try object("bench \(model) --rounds 1 --json dog.jpg")
                #expect(bench["forward"] is Double)
            }
            let other = try CommandTests().perceiver("predict \(model) \(inputs[0])")
            #expect(other.status == 2 && other.messages.contains("“\(name)” is another"), "\(other.messages)")
        }
    }

    @Test("Every layer has its maps, which are those that are exported", arguments: inputs.keys.sorted())
    func maps(name: String) throws {
        let path = runner.temporary("run.safetensors")
        defer { try? FileManager.default.removeItem(atPath: path) }
        try withModel(name) { model, inputs in
            let export = try runner.perceiver("export \(model) \(inputs[0]) --to \(path)")
            #expect(export.status == 0, "\(export.messages)")
            let file = try TensorSet(path: path)
            let maps = file.tensors.keys.filter { $0.hasPrefix("attention.") }.sorted()
            #expect(!maps.isEmpty)
            for map in maps {
                let layer = map.dropFirst("attention.".count)
                let attend = "attend \(model) \(inputs[0]) --layer \(layer)"
                let one = try object("\(attend) --query 0 --head 0 --json")
                let values = try #require(one["values"] as? [Double]).map { Float($0) }
                let columns = try #require(file.tensors[map]?.shape.last)
                let row = Array(try file.matrix(map).elements.prefix(columns))
                #expect(largestDifference(values, row) < 1e-5, "\(map)")
                let drawn = try runner.perceiver(attend, before: "COLUMNS=60")
                #expect(drawn.status == 0 && drawn.output.hasPrefix("\(layer) · "), "\(drawn.messages)")
            }
        }
    }

    @Test("What speaks for a class is found without latents, too", arguments: inputs.keys.sorted())
    func explanations(name: String) throws {
        try withModel(name) { model, inputs in
            let attend = "attend \(model) \(inputs[0]) --explain"
            let values = try object("\(attend) occlusion --json")["values"] as? [Any]
            #expect(values?.isEmpty == false)
            let ablation = try runner.perceiver("\(attend) ablation")
            let hasLatents = !["ToyCausal", "ToyTokens"].contains(name)
            #expect(ablation.status == (hasLatents ? 0 : 64))
            #expect(ablation.messages.contains("has no latents to leave out") == !hasLatents)
        }
    }

    @Test("Numbers of tokens are tokens, where these ask")
    func tokens() throws {
        try withModel("ToyCausal") { model, inputs in
            let layer = "attend \(model) \(inputs[0]) --layer layer.0"
            let third = try object("\(layer) --query 2 --json")
            #expect(third["query"] as? String == "2")
            // Each byte reads those up to itself.
            let values = try #require(third["values"] as? [Double])
            #expect(values.prefix(3).allSatisfy { $0 > 1e-6 } && values.dropFirst(3).allSatisfy { $0 == 0 })
            let outside = try runner.perceiver("\(layer) --query 18")
            #expect(outside.status == 64 && outside.messages.contains("a token from 0 to 17"))
        }
    }
}
