import Checkpoints
import Foundation
import Media
import Models
import Numerics
import Perceiver
import TestData
import Testing

/// The way back through every kind of model, against PyTorch's autograd in 64 bits (`Tests/Fixtures/gradients.py`).
@Suite struct GradientTests {
    /// A target of a model's run, and the file with what autograd finds.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let folder: String
        let target: Target
        var testDescription: String { name }

        init(_ name: String, of folder: String? = nil, _ target: Target) {
            (self.name, self.folder, self.target) = (name, folder ?? name, target)
        }

        /// The run that is explained.
        func run() throws -> Run {
            let folder = try PublishedFolder(folder)
            let medium: Medium =
                switch folder.model.kind {
                case .opticalFlow: try .pair(folder.image("first.png"), folder.image("second.png"))
                case .multimodal:
                    try .clip(Clip.read(folder: "\(folder.path)/clip", framesPerSecond: 50))
                case .maskedLanguage, .sequenceClassification: try .text(folder.text())
                default: try .image(folder.image("picture.png"))
                }
            return try folder.model.run(folder.model.prepare(medium))
        }
    }

    static let cases = [
        Case("language", .byte(position: 20, token: ByteToken(id: 110))),
        Case("sequence", .logProbability(task: 0, class: 1)),
        Case("each", .logProbability(task: 0, class: 2)),
        Case("contrast", of: "each", .contrast(task: 0, class: 0, other: 3)),
        Case("number", .number(task: 0, index: 0)),
        Case("image-learned", .logProbability(task: 0, class: 3)),
        Case("image-fourier", .logProbability(task: 0, class: 3)),
        Case("image-conv", .logProbability(task: 0, class: 3)),
        Case("flow", .output(query: 300, channels: [0, 1])),
        Case("clip-sound", of: "multimodal", .output(query: 100, channels: [5])),
        Case("clip-point", of: "multimodal", .output(query: 310, channels: [0, 1, 2])),
        Case("clip-label", of: "multimodal", .logProbability(task: 0, class: 2)),
    ]

    /// Models whose latents look at the input several times, and with gated MLPs.
    static let severalLooks = ["v1", "v1-unshared", "v1-once", "pytorch", "pytorch-old", "pytorch-bare"].map {
        Case($0, of: "packages/\($0)", .logProbability(task: 0, class: 3))
    }

    @Test("Published kinds", arguments: cases, BackwardRule.allCases)
    func published(_ one: Case, rule: BackwardRule) throws {
        try check(one.run(), one.target, rule, one.name)
    }

    @Test("Several looks at the input", arguments: severalLooks, BackwardRule.allCases)
    func crossing(_ one: Case, rule: BackwardRule) throws {
        try check(one.run(), one.target, rule, one.name)
    }

    @Test("The bundled kind: a temperature", arguments: BackwardRule.allCases)
    func photo(rule: BackwardRule) throws {
        let (model, picture) = (try StructuredOutputTests.model.get(), try picture())
        let run = try model.run(model.prepare(picture))
        try check(run, .logProbability(task: 0, class: 1), rule, "photo")
    }

    @Test("The bundled kind: tokens that were removed", arguments: BackwardRule.allCases)
    func removed(rule: BackwardRule) throws {
        let (model, picture) = (try StructuredOutputTests.model.get(), try picture())
        let layout = try model.prepare(picture).layout
        let removal = layout.part(from: 2 * 8 + 3, to: 4 * 8 + 7)
        let run = try model.run(model.prepare(picture, options: InputOptions(removed: [removal])))
        #expect(run.input.removed.count == 15)
        try check(run, .logProbability(task: 0, class: 1), rule, "photo-removed")
    }

    @Test("The bundled kind: a byte, whose query is made of its token", arguments: BackwardRule.allCases)
    func byte(rule: BackwardRule) throws {
        let model = try StructuredOutputTests.model.get()
        let file = try TensorSet(path: fixture("models/structured-text.safetensors"))
        let bytes = try file.matrix("bytes").elements.map { UInt8($0) }
        let run = try model.run(model.prepare(.text(Text(utf8: bytes, name: "text"))))
        let place = try #require(run.input.masks.first) + 1
        try check(run, .byte(position: place, token: .byte(104)), rule, "byte")
    }

    @Test("Slopes of what MLPs have between their maps", arguments: Activation.allCases.flatMap(\.names))
    func slopes(name: String) throws {
        let points = try TensorSet(path: fixture("perceiver/activations.safetensors")).matrix("x")
        let file = try TensorSet(path: fixture("gradients/activations.safetensors"))
        let activation = try #require(Activation(name: name))
        for (slope, kind) in [(Activation.Slope.tangent, "tangent"), (.secant, "secant")] {
            var slopes = Matrix(rows: points.rows, columns: points.columns, repeating: 1)
            slopes.takeGradient(of: activation, slope, at: points)
            let expected = try file.matrix("\(name).\(kind)").elements
            #expect(largestDifference(slopes.elements, expected) <= 3e-6, "\(name) \(kind)")
        }
    }

    private func picture() throws -> Medium {
        let file = try TensorSet(path: fixture("models/structured-picture.safetensors"))
        let shape = try #require(file.tensors["pixels"]).shape
        let pixels = try file.matrix("pixels").elements.map { UInt8($0) }
        return .image(Image(width: shape[1], height: shape[0], pixels: pixels))
    }

    /// Compares everything that is found for a target.
    private func check(_ run: Run, _ target: Target, _ rule: BackwardRule, _ name: String) throws {
        let file = try TensorSet(path: fixture("gradients/\(name).safetensors"))
        func expected(_ part: String) throws -> Matrix { try file.matrix("\(rule).\(part)") }
        let found = run.gradients(of: target, rule: rule, relatesAttention: true)
        let scalars = try expected("scalars").elements
        for (got, expected) in zip([found.value, found.latentRelevance, found.queryRelevance], scalars) {
            #expect(abs(got - Double(expected)) <= 1e-5 * max(1, abs(Double(expected))), "\(name)")
        }
        try expectNear(found.relevance, expected("relevance"), "\(name) relevance")
        try expectNear(found.keyWeights, expected("keys"), "\(name) weights of keys")
        try expectNear(found.latents?.elements ?? [], expected("latents"), "\(name) latents")
        let inputs = try #require(found.inputs)
        let norms = (0..<inputs.rows).map { row in
            inputs[row: row].reduce(0) { $0 + $1 * $1 }.squareRoot()
        }
        try expectNear(norms, expected("norms"), "\(name) norms")
        let places = try file.matrix("places").elements.map { Int($0) }
        try expectNear(inputs.gathered(rows: places).elements, expected("rows"), "\(name) inputs")
        if file.has("\(rule).attention") {
            // Positive parts have kinks, at which 32 bits decide for one side.
            let got = try #require(found.attentionRelevance)
            try expectNear(got, expected("attention"), within: 2e-5, "\(name) attention")
        }
        let brief = run.gradients(of: target, rule: rule, keepsInputs: false)
        #expect(brief.inputs == nil && brief.attentionRelevance == nil)
        #expect(brief.relevance == found.relevance && brief.keyWeights == found.keyWeights)
    }

    /// Expects the Euclidean norm of the difference to be a small part of that of what is expected.
    private func expectNear(
        _ got: [Float],
        _ expected: Matrix,
        within tolerance: Double = 1e-5,
        _ what: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let error = relativeError(got, expected.elements)
        #expect(error <= tolerance, "\(what) differs by \(error)", sourceLocation: sourceLocation)
    }
}
