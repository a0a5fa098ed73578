import Checkpoints
import Explanation
import Foundation
import Models
import Numerics
import TestData
import Testing

/// Maps and explanations of ImageGPT, on fixtures of `Tests/Fixtures/imagegpt.py`.
@Suite struct PixelTests {
    private func subject(_ name: String, asking: PixelAsking? = nil) -> Subject {
        let folder = fixture("imagegpt/\(name)")
        let source = Source.file(path: folder + "/picture.png").asking(asking)
        return Subject(source, model: .folder(path: folder))
    }

    private func expected(_ name: String) throws -> TensorSet {
        try TensorSet(path: fixture("imagegpt/\(name)/expected.safetensors"))
    }

    private func pixel(_ column: Int, _ row: Int) -> PixelAsking {
        PixelAsking(place: PixelPlace(column: column, row: row))
    }

    /// What the pixel is told from is what the token before it reads, and nothing later.
    @Test func firstMap() throws {
        var answers = Answers()
        let map = try answers(MapQuestion(subject("colours", asking: pixel(3, 2))))
        #expect(map.title.long.contains("attention behind pixel 3, 2"), "\(map.title)")
        let all = try expected("colours").matrix("attention.layer.2").reshaped(rows: 4 * 42, columns: 42)
        for token in 0..<42 {
            let mean = (0..<4).reduce(Float(0)) { $0 + all[42 * $1 + 17, token] } / 4
            #expect(abs(map.relevance.values[token] - mean) < 1e-4)
        }
        #expect(map.relevance.values[18...].allSatisfy { $0 == 0 })
    }

    /// Another pixel is asked for without another run: what leaves the layers is in the same memory.
    @Test func anotherPixel() throws {
        var answers = Answers()
        let (first, other) = (subject("colours"), subject("colours", asking: pixel(1, 1)))
        let run = try answers(RunQuestion(first))
        let asked = try answers(RunQuestion(other))
        #expect(
            run.predictions.map(\.task) == ["pixel 3, 3"] && asked.predictions.map(\.task) == ["pixel 1, 1"]
        )
        #expect(asked.trace.final.isIdentical(to: run.trace.final))
        #expect(throws: Failure.self) { try answers(RunQuestion(subject("colours", asking: pixel(7, 0)))) }
        #expect(throws: Failure.self) { try answers(RunQuestion(subject("classes", asking: pixel(0, 0)))) }
    }

    @Test(arguments: ["colours", "colours-tied", "classes", "features"]) func methods(name: String) throws {
        var answers = Answers()
        let run = try answers(RunQuestion(subject(name)))
        let isTelling = name.hasPrefix("colours")
        #expect(ExplanationMethod.all(for: run.model).contains(.surprise) == isTelling)
        try findEveryMethod(run) { method, found in
            // All pixels of that picture have one colour, which is the average that this method begins with.
            if name != "features" || method != .integrated {
                #expect(found.contains { $0 != 0 }, "\(method.name)")
            }
            // What comes later is never read; stepwise gives it the last ranks.
            guard isTelling, method != .surprise, method != .stepwise, let asked = run.input.asked else {
                return
            }
            let later = found[(asked.token + 1)...]
            #expect(later.allSatisfy { abs($0) < 1e-5 } || method.variant != nil, "\(method.name)")
        }
    }

    /// A token left out alone costs what the run without it says.
    @Test func occlusion() throws {
        var answers = Answers()
        let run = try answers(RunQuestion(subject("colours")))
        let explained = Explained(run, task: 0, class: 5)
        let found = try ExplanationMethod.stepwise.explain(explained).relevance.values
        #expect(found[24] == 0 && found[25...].allSatisfy { $0 >= 0 })
        let whole = try #require(run.predictions.first).evidence(for: 5)
        let without = try run.prediction(task: 0, without: [30]).evidence(for: 5)
        #expect(abs(whole - without) < 1e-6)
        let other = try run.prediction(task: 0, without: [23]).evidence(for: 5)
        #expect(abs(other - whole) > 1e-4)
    }

    @Test func surprise() throws {
        var answers = Answers()
        let question = RelevanceQuestion(subject("colours"), .surprise)
        let map = try answers(question)
        let nats = try expected("colours").matrix("nats").elements
        #expect(map.relevance.values[0] == 0)
        for (pixel, nats) in nats.enumerated() { #expect(abs(map.relevance.values[1 + pixel] - nats) < 1e-4) }
        #expect(map.measures.map(\.name) == ["nats a pixel", "nats in all"])
        #expect(abs(map.measures[1].value - Double(nats.reduce(0, +))) < 1e-3)
    }

    /// A completed picture stands beside the input, drawn as the seed says.
    @Test func completing() throws {
        var answers = Answers()
        var asking = pixel(0, 2)
        asking.temperature = 0
        guard case .input(let made) = try answers(ReconstructionQuestion(subject("colours", asking: asking)))
        else {
            Issue.record("no picture")
            return
        }
        let run = try answers(RunQuestion(subject("colours")))
        let completed = try expected("colours").matrix("completed").elements.map { Int($0) }
        let colours = try #require(run.input.pixels).colours
        #expect((made.picture.width, made.picture.height) == (7, 6))
        #expect(
            made.picture.pixels
                == completed.flatMap { [colours[$0].red, colours[$0].green, colours[$0].blue] }
        )
    }
}
