import Foundation
import Media
import Testing

/// Films and animations, read as clips through ffmpeg, where that program is there (`Tests/Fixtures/clips.py`).
@Suite(.enabled(if: FFmpeg.installed.isInstalled, "ffmpeg is not installed"))
struct FilmTests {
    private static let need = ClipNeed(framesPerSecond: 12.5, frames: 63)

    private func medium(_ name: String, _ reading: ClipReading = ClipReading(for: need)) throws -> Medium {
        try Medium.read(path: Fixtures.path("clips/\(name)"), clips: reading)
    }

    private func clip(_ name: String, _ reading: ClipReading = ClipReading(for: need)) throws -> Clip {
        guard case .clip(let clip) = try medium(name, reading) else { throw CocoaError(.fileReadUnknown) }
        return clip
    }

    private func frames(_ name: String, width: Int = 32, height: Int = 24) throws -> [[UInt8]] {
        let bytes = try Fixtures.bytes("clips/\(name).rgb")
        let size = width * height * 3
        return stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<$0 + size]) }
    }

    /// How far pixels are apart at most.
    private func difference(_ clip: Clip, _ truth: [[UInt8]]) -> Int {
        zip(clip.frames, truth).reduce(0) { most, pair in
            zip(pair.0.pixels, pair.1).reduce(most) { max($0, abs(Int($1.0) - Int($1.1))) }
        }
    }

    @Test(
        "Every second frame of 25 is read, as ffmpeg shows it raw",
        arguments: [
            ("film.mp4", "an MPEG-4 film"), ("film.mov", "a QuickTime film"),
            ("film.webm", "a Matroska or WebM film"), ("film.mkv", "a Matroska or WebM film"),
            ("film.avi", "an AVI film"),
        ]
    )
    func films(name: String, kind: String) throws {
        let clip = try clip(name)
        let truth = try frames(name)
        #expect(clip.frames.count == truth.count && clip.framesPerSecond == 12.5)
        #expect(clip.frames[0].width == 32 && clip.frames[0].height == 24)
        // Other versions of ffmpeg may round otherwise.
        #expect(difference(clip, truth) <= 4)
        #expect(difference(clip, Array(truth.dropFirst())) > 40)
        #expect(clip.notes[1] == "ffmpeg read this file, \(kind)")
        #expect(clip.notes[0].hasPrefix("the first 1.2 s of 1.2"), "\(clip.notes)")
        #expect(clip.notes[0].hasSuffix(" s at 12.5 instead of 25 frames a second"), "\(clip.notes)")
        let sound = try #require(clip.sound)
        #expect(abs(sound.duration - 1.2) < 0.15 && sound.origin.channelCount == 1)
    }

    @Test func theSoundIsThatOfTheFilm() throws {
        let truth = try Fixtures.samples("clips/film.mkv.f32")
        let sound = try #require(clip("film.mkv").sound)
        let count = min(truth.count, sound.samples.count)
        #expect(sound.sampleRate == 16_000 && abs(truth.count - sound.samples.count) < 200)
        #expect(largestDifference(Array(sound.samples[..<count]), Array(truth[..<count])) < 1e-4)
        let later = try #require(clip("film.mkv", ClipReading(for: Self.need, from: 0.4)).sound)
        let rest = Array(truth[6400...])
        let shared = min(rest.count, later.samples.count)
        #expect(shared > 12_000)
        #expect(largestDifference(Array(later.samples[..<shared]), Array(rest[..<shared])) < 1e-4)
    }

    @Test func aClipMayBeginLater() throws {
        let later = try clip("film.mkv", ClipReading(for: Self.need, from: 0.4))
        let truth = try frames("later")
        #expect(later.frames.count == truth.count && difference(later, truth) <= 2)
        #expect(later.notes[0].hasPrefix("0.4–1.2 s of 1.2"), "\(later.notes)")
    }

    @Test func aPartOfFramesIsRead() throws {
        let crop = Image.Region(x: 8, y: 6, width: 16, height: 12)
        let part = try clip("film.mkv", ClipReading(for: Self.need, crop: crop))
        #expect(part.frames[0].width == 16 && part.frames[0].height == 12)
        #expect(difference(part, try frames("cropped", width: 16, height: 12)) <= 2)
        #expect(part.notes.contains("of each frame x 8–24, y 6–18 of 32×24 pixels is read"))
    }

    @Test func asManyFramesAreReadAsTheModelNeeds() throws {
        let few = try clip("film.mkv", ClipReading(for: ClipNeed(framesPerSecond: 25, frames: 16)))
        #expect(few.frames.count == 16 && few.framesPerSecond == 25)
        #expect(few.notes[0].hasPrefix("the first 0.64 s of 1.2"), "\(few.notes)")
        let duration = try #require(few.sound).duration
        #expect(abs(duration - 0.64) < 1e-3)
        let own = try clip("film.mkv", ClipReading(for: Self.need, framesPerSecond: 5))
        #expect(own.frames.count == 6 && own.framesPerSecond == 5)
    }

    @Test func animationsMove() throws {
        let reading = ClipReading(for: ClipNeed(framesPerSecond: 10, frames: 20))
        let moving = try clip("moving.gif", reading)
        let truth = try frames("moving.gif")
        #expect(moving.frames.count == truth.count && moving.sound == nil)
        #expect(difference(moving, truth) == 0)
        #expect(try medium("still.gif").modality == .image)
        // Without a model of clips, the first picture is read.
        #expect(try Medium.read(path: Fixtures.path("clips/moving.gif")).modality == .image)
        #expect(Medium.moves(path: Fixtures.path("clips/moving.gif")))
        #expect(!Medium.moves(path: Fixtures.path("clips/still.gif")))
    }

    @Test func pixelsAreAsHighAsWide() throws {
        let wide = try clip("wide.mkv")
        #expect(wide.frames[0].width == 64 && wide.frames[0].height == 24)
    }

    @Test func aFilmMayLackASide() throws {
        #expect(try clip("silent.mp4").sound == nil)
        guard case .sound(let sound) = try medium("sound.mp4") else {
            Issue.record("no sound")
            return
        }
        #expect(abs(sound.duration - 1.2) < 0.15)
        // What takes no clips gets the sound of a film.
        #expect(try Medium.read(path: Fixtures.path("clips/film.mp4")).modality == .audio)
    }

    @Test func whatIsWrongIsTold() throws {
        func problem(_ name: String, _ reading: ClipReading = ClipReading(for: Self.need)) -> String {
            let error = #expect(throws: MediaError.self) { try medium(name, reading) }
            return error.map { String($0.description.split(separator: ": ", maxSplits: 1)[1]) } ?? ""
        }
        #expect(
            problem("cut.mp4")
                == "is an MPEG-4 film that breaks off (its index, which stands at the end, is missing); "
                + "give the complete file"
        )
        #expect(
            problem("words.mkv")
                == "is a Matroska or WebM film without pictures and without a sound; give one with either"
        )
        #expect(
            problem("film.mkv", ClipReading(for: Self.need, from: 9)).hasPrefix(
                "has no frame from 9.000 s on; it lasts 1.2"
            )
        )
        let outside = Image.Region(x: 20, y: 0, width: 16, height: 12)
        #expect(
            problem("film.mkv", ClipReading(for: Self.need, crop: outside))
                == "has frames of 32×24 pixels, and 20,0,16,12 is not in them; give --crop x,y,w,h with a part of them"
        )
    }

    @Test func withoutTheProgramTheKindIsNamed() {
        let error = #expect(throws: MediaError.self) {
            try Medium.read(
                path: Fixtures.path("clips/film.mp4"),
                ffmpeg: FFmpeg(path: nil),
                clips: ClipReading(for: Self.need)
            )
        }
        #expect(error?.problem == .needsFFmpeg("an MPEG-4 film"))
    }

    /// What breaks off in the middle of its pictures is read up to there, with a note.
    @Test func aFilmThatBreaksOffIsReadUpToThere() throws {
        let bytes = try Fixtures.bytes("clips/film.mkv")
        let cut = Array(bytes[..<(bytes.count / 2)])
        guard case .clip(let clip) = try Medium.read(cut, name: "cut", clips: ClipReading(for: Self.need))
        else {
            Issue.record("no clip")
            return
        }
        #expect((2..<14).contains(clip.frames.count), "\(clip.frames.count)")
        #expect(difference(clip, try frames("film.mkv")) <= 4)
    }
}

/// Folders of frames.
struct ClipFolderTests {
    @Test func beginAndPart() throws {
        let folder = try TemporaryFolder()
        for index in 0..<6 {
            let pixels = (0..<48).flatMap { pixel -> [UInt8] in [UInt8(index * 10), UInt8(pixel), 0] }
            let png = try Image(width: 8, height: 6, pixels: pixels).png()
            _ = try folder.file("\(index).png", png)
        }
        let path = folder.url.path
        let crop = Image.Region(x: 2, y: 1, width: 4, height: 3)
        let clip = try Clip.read(folder: path, framesPerSecond: 10, from: 0.2, crop: crop)
        #expect(clip.frames.count == 4 && clip.frameCount == 4)
        #expect(clip.frames[0].width == 4 && clip.frames[0][0, 0] == Pixel(20, 10, 0))
        let late = #expect(throws: MediaError.self) { try Clip.read(folder: path, from: 5) }
        #expect(late?.problem == .startBeyondEnd(5, duration: 6 / 25))
        let outside = #expect(throws: MediaError.self) {
            try Clip.read(folder: path, crop: Image.Region(x: 6, y: 0, width: 4, height: 3))
        }
        #expect(outside?.description.contains("6,0,4,3 is not in them") == true)
    }
}
