import Checkpoints
import Foundation
import Media
import Models
import Numerics
import Perceiver
import TestData
import Testing
import ToyKinds

/// Kinds of models that the program does not know: what holds for every kind must hold for them.
@Suite struct ToyKindTests {
    private static let picture = Medium.image(
        Image(width: 20, height: 10, pixels: (0..<600).map { UInt8($0 * 37 % 251) })
    )
    private static let media: [String: Medium] = [
        "ToyCrossing": picture, "ToyTokens": picture, "ToyCausal": .text(Text("to be or not to be")),
        "ToyPoints": .text(Text("1 2\n-0.5 0.25 3\n0 0\n2 -1\n")),
    ]
    private static let names = media.keys.sorted()

    /// Writes a folder of a kind and opens it.
    private func open(_ name: String) throws -> Model {
        let toy = try #require(ToyKinds.all.first { $0.kind.name == name })
        let folder = FileManager.default.temporaryDirectory.appending(path: "toy-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try toy.write(to: folder)
        return try Model(folder: folder)
    }

    private func run(_ name: String) throws -> Run {
        let model = try open(name)
        return try model.run(model.prepare(#require(Self.media[name])))
    }

    @Test(arguments: names) func isOpenedAndReported(name: String) throws {
        let model = try open(name)
        let report = try #require(model.report)
        #expect(model.kind.name == name && ModelKind.all.contains(model.kind))
        #expect(report.missing.isEmpty && report.misfits.isEmpty && report.unmatched.isEmpty)
        #expect(report.used.count > 10 && report.used.allSatisfy { $0.role?.isEmpty == false })
        #expect(model.parameterCount == report.parameterCount)
        #expect(model.layers.allSatisfy { model.layer(named: $0.name) != nil })
    }

    /// The way back from a class to the tokens, whether the answer is read from an average, the first or the last vector.
    @Test(arguments: names) func goesBack(name: String) throws {
        let run = try run(name)
        let (model, tokens) = (run.model, run.input.tokens)
        func evidence(_ tokens: Matrix) -> Double {
            let final = model.trunk(tokens).final
            return model.predict(run.tasks[0], latents: final, of: run.input.modality).evidence(for: 1)
        }
        let found = run.gradients(of: .logProbability(task: 0, class: 1), relatesAttention: true)
        let gradient = try #require(found.inputs)
        #expect(abs(found.value - evidence(tokens)) < 1e-6)
        #expect(found.attentionRelevance?.count == tokens.rows && found.queryRelevance == 0)
        let size = Double(gradient.elements.map(abs).max() ?? 0)
        // Norms of points near the origin are steep: little but ε is added to their variance.
        let step: Float = name == "ToyPoints" ? 0.0005 : 0.02
        for index in stride(from: 0, to: tokens.count, by: max(1, tokens.count / 40)) {
            let (row, column) = (index / tokens.columns, index % tokens.columns)
            func moved(_ steps: Float) -> Double {
                var moved = tokens
                moved[row, column] += steps * step
                return evidence(moved)
            }
            let slope = (8 * (moved(1) - moved(-1)) - (moved(2) - moved(-2))) / Double(12 * step)
            #expect(abs(Double(gradient[row, column]) - slope) <= 2e-3 * size, "\(name) [\(row), \(column)]")
        }
    }

    /// Every layer once more by its formulas, from what was learned to the classes.
    @Test(arguments: names) func equalsItsFormulas(name: String) throws {
        let run = try run(name)
        var states = [Space.input: run.input.tokens]
        states[.latents] = run.model.trunk.latents
        for (layer, step) in zip(run.model.trunk.layers, run.trace.steps) {
            let (x, y) = try (#require(states[layer.queries]), #require(states[layer.keys]))
            expectClose(step.queries, x, "\(layer.name): queries")
            let naive = NaiveAttention(layer: layer.attention, isCausal: layer.mask == .causal)
            states[layer.queries] = layer.isSelfAttention ? naive(x) : naive(x, over: y)
        }
        let final = try #require(states[run.readSpace])
        expectClose(run.trace.final, final, "final")
        let read: [Float] =
            switch name {
            case "ToyCrossing", "ToyCausal": final.columnMeans()
            case "ToyTokens": final[row: final.rows - 1]
            default: final[row: 0]
            }
        let weight = run.tasks[0].final.weight
        let scores = run.tasks[0].final.bias.indices.map { label in
            zip(weight[row: label], read).reduce(run.tasks[0].final.bias[label]) { $0 + $1.0 * $1.1 }
        }
        #expect(largestDifference(run.predictions[0].logits, scores) < 1e-4)
    }

    @Test(arguments: names) func rowsSumToOneAndKeepToTheMask(name: String) throws {
        let run = try run(name)
        for (index, layer) in run.model.layers.enumerated() {
            let count = run.count(of: layer.queries)
            let whole = run.scores(layer: index, rows: 0..<count)
            #expect(whole.count == layer.heads)
            for head in whole {
                #expect(head.rows == count && head.columns == run.count(of: layer.keys))
                let weights = AttentionUnit.weight.convert(head)
                for row in 0..<count {
                    #expect(abs(weights[row: row].reduce(0, +) - 1) < 1e-5)
                    guard layer.mask == .causal else { continue }
                    let hidden = (row + 1)..<max(row + 1, count)
                    #expect(hidden.allSatisfy { head[row, $0] == -.infinity && weights[row, $0] == 0 })
                }
            }
            let some = run.scores(layer: index, rows: count - 1..<count)
            for (some, whole) in zip(some, whole) {
                #expect(
                    zip(some.elements, whole[row: count - 1]).allSatisfy { $0 == $1 || abs($0 - $1) < 1e-4 }
                )
            }
        }
    }

    /// The answer is read from the average, or from one vector.
    @Test(arguments: names) func readings(name: String) throws {
        let run = try run(name)
        let reading = run.reading(query: 0)
        let count = run.count(of: run.readSpace)
        #expect(reading.count == count && abs(reading.reduce(0, +) - 1) < 1e-6)
        switch name {
        case "ToyCrossing", "ToyCausal": #expect(Set(reading) == [1 / Float(count)])
        case "ToyTokens": #expect(reading.last == 1)
        default: #expect(reading.first == 1)
        }
        #expect(run.decoderQueryCount == 1 && run.decoderQuery(task: 0) == 0)
        #expect(run.decoderQueries(0..<1).columns == 0)
    }

    /// Tokens that are taken away are as if they had never been there, whether before a run or in a question after it.
    @Test(arguments: names) func removals(name: String) throws {
        let model = try open(name)
        let medium = try #require(Self.media[name])
        let whole = try model.prepare(medium)
        let removal = whole.layout.part(from: 1, to: 2)
        let input = try model.prepare(medium, options: InputOptions(removed: [removal]))
        #expect(model.removes(from: medium.modality) && input.removed == [1, 2])
        let left = try model.run(input)
        #expect(left.trace.inputs == whole.tokens.gathered(rows: input.kept))
        let asked = try model.run(whole).prediction(task: 0, without: [1, 2])
        #expect(asked.logits == left.predictions[0].logits)
        #expect(throws: ModelError.self) {
            try model.prepare(medium, options: InputOptions(size: 4))
        }
    }

    /// Without any input latents go on as they were learned; the vector that is read stays.
    @Test(arguments: names) func nothingLeft(name: String) throws {
        let run = try run(name)
        let answer = try run.prediction(task: 0, without: Set(0..<run.input.tokens.rows))
        #expect(answer.logits.allSatisfy { $0.isFinite })
        if name == "ToyTokens" {
            let alone = run.model.trunk(
                run.input.tokens[rows: run.input.tokens.rows - 1..<run.input.tokens.rows]
            )
            #expect(answer == run.model.predict(run.tasks[0], latents: alone.final, of: .image))
        }
    }

    /// A latent that learns nothing does so each time that latents cross to the input.
    @Test(arguments: ["ToyCrossing", "ToyPoints"]) func withoutALatent(name: String) throws {
        let run = try run(name)
        var latents = try #require(run.model.trunk.latents)
        for layer in run.model.trunk.layers {
            var next = layer(latents, over: layer.keys == .input ? run.trace.inputs : latents)
            if layer.keys == .input {
                next.replaceRow(2, with: layer.attention.withoutInput(latents[rows: 2..<3])[row: 0])
            }
            latents = next
        }
        let expected = run.model.predict(run.tasks[0], latents: latents, of: run.input.modality)
        let answers = [
            try run.predictions(task: 0, withoutLatents: [2])[0],
            // Several go through the layers together.
            try run.predictions(task: 0, withoutLatents: [0, 2, 1, 3])[1],
        ]
        for answer in answers {
            #expect(largestDifference(answer.logits, expected.logits) < 1e-5)
            #expect(answer.logits != run.predictions[0].logits)
        }
    }

    @Test func layersAreNamed() throws {
        let crossing = try open("ToyCrossing")
        #expect(
            crossing.layers.map(\.name) == ["cross.0", "self.0", "cross.1", "self.1", "cross.2", "self.2"]
        )
        #expect(crossing.latentCount == 6)
        let tokens = try open("ToyTokens")
        #expect(tokens.latentCount == 0 && tokens.layers.allSatisfy { $0.keys == .input })
        #expect(try open("ToyCausal").layers.allSatisfy { $0.mask == .causal })
    }

    /// All tensors that are missing or misshapen are told of at once.
    @Test func everythingThatIsMissing() throws {
        let toy = try #require(ToyKinds.all.first)
        let folder = FileManager.default.temporaryDirectory.appending(path: "toy-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try toy.write(to: folder)
        let weights = folder.appending(path: "model.safetensors").path
        let whole = try TensorSet(path: weights)
        let wrong = Matrix(rows: 1, columns: 3, repeating: 1)
        let outputs = try whole.tensors.sorted { $0.key < $1.key }.compactMap { name, tensor in
            name.hasPrefix("cross.mlp")
                ? nil
                : name == "latents"
                    ? TensorFile.Output(name, shape: [3], wrong)
                    : TensorFile.Output(name, shape: tensor.shape, try whole.matrix(name))
        }
        try TensorFile.write(outputs, to: weights)
        let report = try #require(try Model.report(folder: folder))
        #expect(report.missing.count == 4 && report.misfits.map(\.name) == ["latents"])
        #expect(report.used.count + 5 == whole.tensors.count)
        let error = #expect(throws: CheckpointError.self) { try Model(folder: folder) }
        #expect("\(error as Any)".contains("5 of \(whole.tensors.count) tensors"))
    }
}

/// Parts of texts that are taken away, named by their bytes.
@Suite struct TextRemovalTests {
    @Test(arguments: ["models/tiny", "models/structured", "published/language", "published/sequence"])
    func bytes(folder: String) throws {
        let model = try Model(folder: URL(filePath: fixture(folder)))
        let text = Medium.text(Text("to be or not"))
        let whole = try model.prepare(text)
        let removed = InputOptions(removed: [Removal(columns: 3...5)])
        let input = try model.prepare(text, options: removed)
        let edges = whole.layout.columns.edges
        #expect(input.removed == Set(edges.indices.dropLast().filter { edges[$0] == 3 || edges[$0] == 4 }))
        #expect(input.removed.count == 2 && input.note?.hasPrefix("2 of ") == true)
        let run = try model.run(input)
        #expect(run.trace.inputs == whole.tokens.gathered(rows: input.kept))
        let other = try model.run(whole)
        #expect(run.trace.final != other.trace.final)
    }

    @Test func modelsThatNeedAllOfAnInput() throws {
        let model = try PublishedFolder("flow").model
        let images = try PublishedFolder("flow").image("first.png")
        let error = #expect(throws: ModelError.self) {
            try model.prepare(
                .pair(images, images),
                options: InputOptions(removed: [Removal(columns: 0...3)])
            )
        }
        #expect(!model.removes(from: .pair) && error?.description.contains("needs all of") == true)
    }
}
