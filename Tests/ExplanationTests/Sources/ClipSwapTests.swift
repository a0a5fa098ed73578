import Explanation
import Foundation
import Media
import Models
import TestData
import Testing

/// Parts of another clip in a clip: a box of all frames, some seconds of one side or of both.
@Suite struct ClipSwapTests {
    private static func clip(_ seed: Int, frames: Int = 8, width: Int = 16, height: Int = 12) -> Clip {
        let images = (0..<frames).map { frame in
            Image(
                width: width,
                height: height,
                pixels: (0..<3 * width * height).map { UInt8(($0 * 7 + frame * 31 + seed) % 256) }
            )
        }
        let sound = Sound(
            sampleRate: 16_000,
            samples: (0..<frames * 1280).map { Float(($0 + seed) * 37 % 101) / 101 - 0.5 }
        )
        return Clip(frames: images, sound: sound, framesPerSecond: 12.5)
    }

    private static let own = clip(0)
    private static let other = Source.file(path: "b.mp4")

    private func swapped(_ part: String, with other: Clip = clip(90), in own: Clip = own) throws
        -> OpenedMedium
    {
        let source = Source(.file(path: "a.mp4"), edits: [.swap(try Part(part), with: Self.other)])
        return try source.prepared(.clip(own), for: ClipPartTests.model.get()) { source in
            #expect(source == Self.other)
            return .clip(other)
        }
    }

    private func seen(_ opened: OpenedMedium) throws -> Clip {
        guard case .clip(let clip)? = opened.input.seen else { throw CocoaError(.featureUnsupported) }
        return clip
    }

    /// Which of the frames that the model sees are those of another clip.
    private func frames(of changed: Clip, in other: Clip) throws -> [Int] {
        let whole = try seen(
            Source.file(path: "b.mp4").prepared(.clip(other), for: ClipPartTests.model.get())
        )
        return changed.frames.indices.filter {
            whole.frames.indices.contains($0) && changed.frames[$0] == whole.frames[$0]
        }
    }

    @Test func framesAreTakenThatAreSeenAtTheSameMoment() throws {
        let changed = try seen(swapped("picture:0.16-0.32"))
        #expect(try frames(of: changed, in: Self.clip(90)) == [2, 3])
        #expect(try frames(of: changed, in: Self.own) == [0, 1, 4, 5, 6, 7])
        let whole = try seen(
            Source.file(path: "a.mp4").prepared(.clip(Self.own), for: ClipPartTests.model.get())
        )
        #expect(changed.sound == whole.sound)
        let all = try seen(swapped("picture"))
        #expect(try frames(of: all, in: Self.clip(90)) == Array(0..<8))
    }

    @Test func aSoundIsTaken() throws {
        let changed = try seen(swapped("sound:0.1-0.3"))
        #expect(try frames(of: changed, in: Self.own) == Array(0..<8))
        // Both sounds are without a constant, and fade into each other for 5 ms.
        func centred(_ clip: Clip) -> [Float] {
            let samples = clip.sound?.samples ?? []
            let mean = samples.reduce(0, +) / Float(samples.count)
            return samples.map { $0 - mean }
        }
        let after = changed.sound?.samples ?? []
        let (before, new) = (centred(Self.own), centred(Self.clip(90)))
        #expect((0..<1600).allSatisfy { abs(after[$0] - before[$0]) < 1e-5 })
        #expect((1700..<4700).allSatisfy { abs(after[$0] - new[$0]) < 1e-5 })
        let written = try seen(swapped("0.1-0.3"))
        #expect(written == changed)
    }

    @Test func bothSidesAreTakenTogether() throws {
        let changed = try seen(swapped("both:0-0.16"))
        #expect(try frames(of: changed, in: Self.clip(90)) == [0, 1])
        #expect(changed.sound == (try seen(swapped("sound:0-0.16"))).sound)
    }

    /// Of a box in all frames what lies beside it stays.
    @Test func aBoxIsTakenFromAllFrames() throws {
        let black = Clip(
            frames: Array(
                repeating: Image(width: 32, height: 24, pixels: Array(repeating: 0, count: 2304)),
                count: 8
            ),
            sound: nil,
            framesPerSecond: 12.5
        )
        let white = Clip(
            frames: Array(
                repeating: Image(width: 16, height: 12, pixels: Array(repeating: 255, count: 576)),
                count: 8
            ),
            sound: nil,
            framesPerSecond: 12.5
        )
        let opened = try swapped("0,0,8,12", with: black, in: white)
        for frame in try seen(opened).frames {
            #expect(frame[1, 5].red == 0 && frame[frame.width - 2, 5].red == 255)
        }
    }

    /// A clip that is shorter gives what it has; one that has nothing there is refused.
    @Test func shorterClips() throws {
        let short = Self.clip(90, frames: 2)
        let changed = try seen(swapped("picture", with: short))
        #expect(try frames(of: changed, in: short) == [0, 1])
        #expect(try frames(of: changed, in: Self.own) == Array(2..<8))
        for (part, words) in [
            ("picture:0.4-0.6", "the other clip has no frames there"), ("sound:0.4-0.6", "is over before"),
            ("picture:5-6", "the clip has no frames there"), ("3-7,1-2", "is over before"),
        ] {
            let error = #expect(throws: (any Error).self) { try swapped(part, with: short) }
            #expect(error.map { "\($0)".contains(words) } == true, "\(part): \(String(describing: error))")
        }
        let silent = Clip(frames: short.frames, sound: nil, framesPerSecond: 12.5)
        let error = #expect(throws: (any Error).self) { try swapped("sound", with: silent) }
        #expect(error.map { "\($0)".contains("the other clip has no sound") } == true)
    }
}
