import Foundation
import Models
import Numerics
import TestData
import Testing

/// What the scores of published classifiers say, beside the scores that transformers computed.
@Suite struct ScoringTests {
    private func prediction(_ folder: ChangedFolder) throws -> Prediction {
        let reference = try PublishedFolder("sequence")
        let model = try folder.model()
        return try model.run(model.prepare(.text(reference.text()))).predictions[0]
    }

    private func logits() throws -> [Float] {
        try PublishedFolder("sequence").expected.matrix("logits").elements
    }

    @Test func eachClassByItself() throws {
        let prediction = try prediction(
            ChangedFolder("sequence") { $0["problem_type"] = "multi_label_classification" }
        )
        #expect(prediction.scoring == .eachClass && prediction.task == "class")
        let p = try #require(prediction.probabilities)
        for (p, logit) in zip(p, try logits()) { #expect(abs(p - 1 / (1 + exp(-Double(logit)))) < 1e-5) }
        #expect(prediction.likelyCount == p.count { $0 > 0.5 })
        #expect(prediction.ranking == (p[0] >= p[1] ? [0, 1] : [1, 0]))
        #expect(abs(prediction.evidence(for: 1) - log(p[1])) < 1e-9)
    }

    @Test("Numbers have no probabilities, and stay in their order")
    func numbers() throws {
        let prediction = try prediction(ChangedFolder("sequence") { $0["problem_type"] = "regression" })
        #expect(prediction.scoring == .numbers && prediction.task == "value")
        #expect(prediction.probabilities == nil && prediction.ranking == [0, 1])
        expectClose(
            Matrix(rows: 1, columns: 2, prediction.logits),
            Matrix(rows: 1, columns: 2, try logits()),
            "numbers"
        )
        #expect(prediction.evidence(for: 1) == Double(prediction.logits[1]))
    }

    @Test(
        "A single score is a number unless something else is said",
        arguments: [
            (nil, .numbers), ("regression", .numbers), ("single_label_classification", .oneClass),
            ("multi_label_classification", .eachClass),
        ] as [(String?, Scoring)]
    )
    func oneLabel(type: String?, scoring: Scoring) throws {
        let folder = try ChangedFolder("sequence") {
            $0["problem_type"] = type
            $0["num_labels"] = 1
        }
        try folder.rewrite(tensors: { name, matrix, shape in
            guard name.contains("final_layer") else { return (name, matrix, shape) }
            let first = Array(matrix.elements.prefix(matrix.count / 2))
            return (name, Matrix(rows: 1, columns: first.count, first), [1] + shape.dropFirst())
        })
        let prediction = try prediction(folder)
        #expect(prediction.scoring == scoring)
        #expect(abs(prediction.logits[0] - (try logits()[0])) < 1e-4)
        #expect((prediction.probabilities == nil) == (scoring == .numbers))
    }

    @Test func unknownProblems() throws {
        let folder = try ChangedFolder("sequence") { $0["problem_type"] = "ranking" }
        #expect(
            folder.refusal().contains(
                "key problem_type: “ranking” is not known, expected one of multi_label_classification"
            )
        )
    }

    // MARK: labels

    @Test(
        "Labels are read as transformers reads them",
        arguments: [
            (#"{"0": 0, "1": 1.5}"#, ["0", "1.5"], false),
            (#"{"0": true, "1": null}"#, ["True", "None"], false),
            (#"{"00": "no", " 01": "yes"}"#, ["no", "yes"], false),
            (#"{"1": "no", "2": "yes"}"#, ["LABEL_0", "no"], true),
            (#"{"0": "a\ud800b", "1": "\udc00"}"#, ["a\u{FFFD}b", "\u{FFFD}"], false),
        ]
    )
    func labels(json: String, expected: [String], isNoted: Bool) throws {
        let folder = try ChangedFolder("sequence")
        let file = folder.url.appending(path: "config.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        try Data(("{\"id2label\": \(json), " + text.dropFirst()).utf8).write(to: file)
        let report = try #require(try folder.model().report)
        #expect(report.labels == expected)
        #expect(
            report.notes == (isNoted ? ["id2label has no name for class 0: the classes are 0 to 1"] : [])
        )
    }

    @Test func labelsThatAreNone() throws {
        let list = try ChangedFolder("sequence") { $0["id2label"] = ["0": ["a"], "1": ["b"]] }
        #expect(list.refusal().contains("expected a text, found a list"))
        let words = try ChangedFolder("sequence") { $0["id2label"] = ["no": "0", "yes": "1"] }
        #expect(words.refusal().contains("expected the numbers of classes"))
    }

    @Test("Numbers that are none stand in keys that nothing reads")
    func unusedNumbers() throws {
        let folder = try ChangedFolder("sequence")
        let file = folder.url.appending(path: "config.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        let extra = #"{"a": NaN, "b": Infinity, "c": [-Infinity], "#
        try Data((extra + text.dropFirst()).utf8).write(to: file)
        _ = try folder.model()
    }

    /// The same function by another name.
    @Test(arguments: ["gelu_pytorch_tanh", "gelu_fast"]) func activations(name: String) throws {
        let reference = try PublishedFolder("language")
        let model = try ChangedFolder("language") { $0["hidden_act"] = name }.model()
        let run = try model.run(model.prepare(.text(reference.text())))
        try expectClose(run.trace.latents, reference.expected.matrix("latents"), name)
    }
}
