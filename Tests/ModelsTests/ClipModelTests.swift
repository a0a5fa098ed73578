import Checkpoints
import Foundation
import Media
import Models
import Numerics
import TestData
import Testing

/// Clips with a model of the bundled kind, against the training code (`Tests/Fixtures/clips.py`).
@Suite struct ClipModelTests {
    static let model = Result { try Model(folder: URL(filePath: fixture("models/clips"))) }

    private func file() throws -> TensorSet { try TensorSet(path: fixture("models/clips.safetensors")) }

    /// The clip as files would have it: 15 frames of 40×30 pixels at 25 a second, and a sound.
    private func clip(frames: Bool = true, sound: Bool = true) throws -> Clip {
        let file = try file()
        let values = try file.matrix("frames").elements.map { UInt8($0) }
        let size = 40 * 30 * 3
        let images = (0..<values.count / size).map {
            Image(width: 40, height: 30, pixels: Array(values[$0 * size..<($0 + 1) * size]))
        }
        return Clip(
            frames: frames ? images : [],
            sound: sound ? Sound(sampleRate: 16_000, samples: try file.matrix("samples").elements) : nil,
            framesPerSecond: 25
        )
    }

    private func check(_ run: Run, _ name: String) throws {
        let file = try file()
        expectClose(run.trace.final, try file.matrix("\(name).latents"), "\(name) latents")
        #expect(run.predictions.map(\.task) == ["digit", "concept"] || run.predictions.count == 2)
        for prediction in run.predictions {
            let got = Matrix(rows: 1, columns: prediction.logits.count, prediction.logits)
            expectClose(got, try file.matrix("\(name).logits.\(prediction.task)"), name)
        }
    }

    @Test(arguments: [("whole", true, true), ("lips", true, false), ("sound", false, true)])
    func tokensAndAnswers(name: String, frames: Bool, sound: Bool) throws {
        let model = try Self.model.get()
        let input = try model.prepare(.clip(clip(frames: frames, sound: sound)))
        expectClose(input.tokens, try file().matrix("\(name).tokens"), "\(name) tokens")
        #expect(input.modality == .clip && input.layout.count == input.tokens.rows)
        #expect(Set(input.parts.joined()) == Set(0..<input.tokens.rows))
        #expect(input.parts.joined().count == input.tokens.rows)
        try check(model.run(input), name)
    }

    @Test func aSideCanBeLeftOut() throws {
        let model = try Self.model.get()
        let options = InputOptions(removed: [Removal(side: .sound)])
        let input = try model.prepare(.clip(clip()), options: options)
        let pictures = try #require(input.layout.section(of: .picture))
        #expect(input.kept == Array(pictures.tokens))
        try check(model.run(input), "silent")
        let both = InputOptions(removed: [Removal(side: .sound), Removal(side: .picture)])
        #expect(throws: ModelError.self) { try model.prepare(.clip(clip()), options: both) }
        // What is not there cannot be left out, and nothing else is in its place.
        #expect(throws: ModelError.self) { try model.prepare(.clip(clip(sound: false)), options: options) }
    }

    @Test func tokensLieWhereTheyAreSeenAndHeard() throws {
        let model = try Self.model.get()
        let layout = try model.prepare(.clip(clip())).layout
        #expect(layout.sections.map(\.name) == ["image", "audio"])
        let box = layout.tokens(in: Removal(columns: 0...5, rows: 0...5, side: .picture))
        // The upper left cell of each of the eight frames.
        #expect(box == Set((0..<8).map { $0 * 12 }))
        let moment = layout.tokens(in: Removal(moments: 0.16...0.24, side: .picture))
        #expect(moment == Set(24..<36))
        let section = try #require(layout.section(of: .sound))
        #expect(section.rows != nil && section.columns.quantity == .time)
        let heard = layout.tokens(in: Removal(columns: 0...0.05, side: .sound))
        #expect(!heard.isEmpty && heard.allSatisfy(section.tokens.contains))
        let cell = layout.part(from: 0, to: 5)
        #expect(cell.side == .picture && layout.tokens(in: cell).count == 8 * 4)
    }

    @Test func whatIsCutIsTold() throws {
        let model = try Self.model.get()
        let need = try #require(model.clipNeed)
        #expect(need == ClipNeed(framesPerSecond: 12.5, frames: 9))
        let square = Image(width: 30, height: 30, pixels: Array(repeating: 9, count: 2700))
        let long = Clip(frames: Array(repeating: square, count: 40), sound: nil, framesPerSecond: 12.5)
        let note = try #require(model.prepare(.clip(long)).note)
        #expect(note.contains("the model sees the first 9 of 40 frames"))
        #expect(note.contains("the model sees the middle 30×23 of 30×30 pixels; --crop"), "\(note)")
        #expect(model.modalities.contains(.clip))
    }

    @Test func modelsWithoutAFrontEndTakeNone() throws {
        let model = try Model(folder: URL(filePath: fixture("models/shared")))
        #expect(!model.modalities.contains(.clip) && model.clipNeed == nil)
        let error = #expect(throws: ModelError.self) { try model.prepare(.clip(clip())) }
        #expect(error.map { "\($0)" }?.contains("a sound") == true, "\(error as Any)")
    }

    static let wrong: [(String, String)] = [
        ("\"context\": 3", "\"context\": 0"), ("\"frames_per_second\": 12.5", "\"frames_per_second\": 0"),
        ("\"least_deviation\": 0.05", "\"least_deviation\": 0"), ("\"height\": 12", "\"height\": -1"),
        ("\"bands\": 2", "\"bands\": 3"),
    ]

    @Test(arguments: wrong) func wrongConfigurations(old: String, new: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.copyItem(at: URL(filePath: fixture("models/clips")), to: folder)
        let path = folder.appending(path: "config.json")
        let text = try String(contentsOf: path, encoding: .utf8)
        try #require(text.contains(old))
        try text.replacing(old, with: new).write(to: path, atomically: true, encoding: .utf8)
        let error = #expect(throws: CheckpointError.self) { try Model(folder: folder) }
        #expect(error.map { "\($0)" }?.contains("inputs.clip") == true, "\(error as Any)")
    }
}
