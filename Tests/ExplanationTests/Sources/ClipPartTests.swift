import Explanation
import Foundation
import Media
import Models
import TestData
import Testing

/// Parts of clips: as they are written, removed and filled, and what maps say of their sides.
@Suite struct ClipPartTests {
    static let model = Result { try Model(folder: URL(filePath: fixture("models/clips"))) }

    private static let clip: Clip = {
        let frames = (0..<8).map { frame in
            Image(width: 16, height: 12, pixels: (0..<576).map { UInt8(($0 * 7 + frame * 31) % 256) })
        }
        let sound = Sound(sampleRate: 16_000, samples: (0..<6000).map { Float($0 * 37 % 101) / 101 - 0.5 })
        return Clip(frames: frames, sound: sound, framesPerSecond: 12.5)
    }()

    private func edited(_ edits: Edit...) throws -> OpenedMedium {
        try Source(.file(path: "a.mp4"), edits: edits).prepared(.clip(Self.clip), for: Self.model.get())
    }

    @Test(
        arguments: [
            ("sound", "all sound"), ("picture", "all picture"), ("picture:0.16-0.24", "picture 0.16–0.24 s"),
            ("both:0-1", "picture and sound 0–1 s"),
        ]
    )
    func sidesAreWritten(text: String, words: String) throws {
        let part = try Part(text)
        #expect(part.written == text && part.words == words)
        #expect(try Part(part.written).place == part.place)
    }

    @Test(arguments: ["sound:", "picture:2-1", "sound:a-b", "both:1-2:3"]) func notParts(text: String) {
        let error = #expect(throws: Failure.self) { try Part(text) }
        #expect(error.map { "\($0)" }?.contains("picture:0.4-0.8") == true)
    }

    @Test func whatIsRemoved() throws {
        let layout = try edited().input.layout
        let (pictures, sound) = try (
            #require(layout.section(of: .picture)), #require(layout.section(of: .sound))
        )
        #expect(try edited(.remove(Part("sound"))).input.removed == Set(sound.tokens))
        #expect(try edited(.remove(Part("picture"))).input.removed == Set(pictures.tokens))
        #expect(try edited(.remove(Part("picture:0.16-0.24"))).input.removed == Set(24..<36))
        let both = try edited(.remove(Part("both:0-0.08"))).input.removed
        #expect(both.isSuperset(of: 0..<12) && !both.contains(12) && !both.isDisjoint(with: sound.tokens))
        #expect(try edited(.remove(Part("0-0.08"))).input.removed == both.subtracting(0..<12))
        let box = try edited(.remove(Part("0,0,1,1"))).input.removed
        #expect(box == Set((0..<8).map { $0 * 12 }))
        #expect(throws: Failure.self) { try edited(.remove(Part("sound")), .remove(Part("picture"))) }
    }

    /// What becomes of the answer without a side is the same number wherever it is told.
    @Test func withoutASide() throws {
        let model = try Self.model.get()
        let whole = try model.run(edited().input)
        let silent = try model.run(edited(.remove(Part("sound"))).input)
        let sound = try #require(whole.input.layout.section(of: .sound))
        for task in whole.predictions.indices {
            let alone = try whole.prediction(task: task, without: Set(sound.tokens))
            for (one, other) in zip(alone.logits, silent.predictions[task].logits) {
                #expect(abs(one - other) < 1e-4)
            }
        }
    }

    @Test func whatIsFilled() throws {
        func seen(_ edits: Edit...) throws -> Clip {
            let source = Source(.file(path: "a.mp4"), edits: edits)
            guard
                case .clip(let clip)? = try source.prepared(.clip(Self.clip), for: Self.model.get()).input
                    .seen
            else { throw CocoaError(.featureUnsupported) }
            return clip
        }
        let plain = try seen()
        let blank = try seen(.fill(Part("picture:0.08-0.16"), .blank))
        #expect(blank.frames[0] == plain.frames[0] && blank.frames[1] != plain.frames[1])
        #expect(Set(blank.frames[1].pixels).count == 1 && blank.frames[2] == plain.frames[2])
        #expect(blank.sound?.samples == plain.sound?.samples)
        let silent = try seen(.fill(Part("sound"), .silence))
        // Both ends are faded.
        let middle = try #require(silent.sound).samples.dropFirst(250).dropLast(250)
        #expect(silent.frames == plain.frames && !middle.isEmpty && middle.allSatisfy { abs($0) < 1e-6 })
        let blurred = try seen(.fill(Part("picture"), .blur))
        #expect(zip(blurred.frames, plain.frames).allSatisfy { $0 != $1 })
        #expect(throws: Failure.self) { try seen(.fill(Part("picture"), .silence)) }
        #expect(throws: Failure.self) { try seen(.fill(Part("sound"), .blur)) }
        #expect(throws: Failure.self) { try seen(.fill(Part("picture:5-6"), .blank)) }
    }

    @Test func sharesOfTheSides() throws {
        let (model, opened) = (try Self.model.get(), try edited())
        let run = try model.run(opened.input)
        let subject = Subject(.file(path: "a.mp4"), model: .bundled)
        let question = RelevanceQuestion(subject, .occlusion)
        let answer = try question.answer(of: run, as: run) { _ in }
        let shares = answer.measures.compactMap { measure in measure.side.map { ($0, measure.value) } }
        #expect(shares.map(\.0) == [.sound, .picture])
        #expect(abs(shares.map(\.1).reduce(0, +) - 1) < 1e-9)
        // Each part counts once, however many tokens it has.
        let sound = try #require(opened.input.layout.section(of: .sound))
        let values = answer.relevance.values
        let masses = opened.input.parts.map { (sound.tokens.contains($0[0]), abs(Double(values[$0[0]]))) }
        let whole = masses.reduce(0) { $0 + $1.1 }
        let part = masses.filter(\.0).reduce(0) { $0 + $1.1 }
        #expect(abs(shares[0].1 - part / whole) < 1e-6)
    }
}
