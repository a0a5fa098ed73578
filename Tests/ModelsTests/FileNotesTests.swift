import Assets
import Foundation
import Media
import Models
import TestData
import Testing

/// What is said of an input's files, and what recorders do to sounds.
@Suite struct FileNotesTests {
    private static let bundled = Result { try Model(folder: Assets.model) }
    private static let clips = Result { try Model(folder: URL(filePath: fixture("published/multimodal"))) }

    private func tone(_ offset: Float) -> Medium {
        .sound(
            Sound(sampleRate: 16_000, samples: (0..<8000).map { sin(Float($0 * $0) / 90_000) / 8 + offset })
        )
    }

    @Test func theNotesOfAFileComeFirst() throws {
        let pixels = [UInt8](repeating: 100, count: 90 * 30 * 3)
        let picture = Image(width: 90, height: 30, pixels: pixels, notes: ["it is odd", "and old"])
        let note = try #require(try Self.bundled.get().prepare(.image(picture)).note)
        #expect(note.hasPrefix("it is odd; and old; the model sees the middle "))
        let square = Image(width: 64, height: 64, pixels: Array(repeating: 100, count: 64 * 64 * 3))
        #expect(try Self.bundled.get().prepare(.image(square)).note == nil)
        let removal = Removal(columns: 0...30, rows: 0...30)
        let removed = try Self.bundled.get().prepare(
            .image(picture),
            options: InputOptions(removed: [removal])
        )
        #expect(try #require(removed.note).contains(" tokens are removed; it is odd; and old; "))
    }

    @Test("A constant in a recording changes nothing", arguments: [0.05 as Float, -0.3])
    func constants(offset: Float) throws {
        let model = try Self.bundled.get()
        let (plain, shifted) = (try model.prepare(tone(0)), try model.prepare(tone(offset)))
        let (a, b) = (try #require(plain.spectrogram), try #require(shifted.spectrogram))
        #expect(zip(a.values, b.values).allSatisfy { abs($0 - $1) < 0.01 })
        #expect(shifted.note == nil)
    }

    /// Published models are computed as they were published.
    @Test func aConstantThatAPublishedModelHearsIsTold() throws {
        let model = try Self.clips.get()
        let note = try #require(try model.prepare(tone(0.05)).note)
        #expect(note.contains("all samples are shifted by 0.053, and the model hears that, too"))
        #expect(try model.prepare(tone(0)).note?.contains("shifted") == false)
    }
}
