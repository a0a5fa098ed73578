import Foundation
import Media
import Testing

@Suite struct FlowTests {
    static let field = FlowField(width: 3, height: 2, values: (0..<12).map { Float($0) * 1.5 - 4 })

    /// The format, written out by hand: magic, width, height, then pairs.
    @Test func format() {
        let bytes = FlowFile(Self.field).bytes
        #expect(Array(bytes.prefix(12)) == Array("PIEH".utf8) + [3, 0, 0, 0, 2, 0, 0, 0])
        #expect(bytes.count == 12 + 48)
        #expect(Array(bytes[12..<16]) == [0, 0, 0x80, 0xC0])
    }

    @Test func roundTrip() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).flo").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try FlowFile(Self.field).write(to: path)
        #expect(try FlowFile(path: path).field == Self.field)
    }

    @Test func refusals() {
        let bytes = FlowFile(Self.field).bytes
        let cases: [([UInt8], MediaError.Problem)] = [
            ([], .empty),
            (Array("PIEH".utf8), .notAFlow),
            (Array(bytes.dropFirst()), .notAFlow),
            (Array(bytes.dropLast()), .cutOff(kind: "a flow", "59 of 60 bytes for 3×2")),
            (bytes + [0], .damaged(kind: "a flow", "61 bytes where 3×2 pixels take 60")),
            (Array("PIEH".utf8) + [255, 255, 255, 255, 1, 0, 0, 0], .tooManyPixels(width: -1, height: 1)),
        ]
        for (bytes, problem) in cases {
            #expect(throws: MediaError("a.flo", problem)) { try FlowFile(bytes, name: "a.flo") }
        }
    }

    @Test func endPointError() throws {
        let still = FlowField(width: 2, height: 1, values: [0, 0, 0, 0])
        let moved = FlowField(width: 2, height: 1, values: [3, 4, 1e10, 0])
        let error = try #require(still.endPointError(to: moved))
        #expect(error.error == 5 && error.pixels == 1)
        #expect(still.endPointError(to: Self.field) == nil)
    }

    /// White where nothing moves, red to the right; at 24 pixels the colour is full.
    @Test func colours() {
        let field = FlowField(width: 4, height: 1, values: [0, 0, 24, 0, 12, 0, -24, 0])
        let image = field.colours()
        #expect(image[0, 0] == Pixel(255, 255, 255))
        #expect(image[1, 0] == Pixel(255, 0, 0))
        #expect(image[2, 0] == Pixel(255, 128, 128))
        #expect(image[3, 0] == Pixel(0, 255, 255))
    }
}

@Suite struct ClipTests {
    private func folder(_ files: [String: [UInt8]]) throws -> String {
        let url = FileManager.default.temporaryDirectory.appending(path: "clip-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        for (name, bytes) in files { try Data(bytes).write(to: url.appending(path: name)) }
        return url.path
    }

    private func grey(_ value: UInt8, width: Int = 2) throws -> [UInt8] {
        try Image(width: width, height: 1, pixels: Array(repeating: value, count: width * 3)).png()
    }

    @Test func framesInTheOrderOfTheirNumbers() throws {
        let path = try folder(["f10.png": grey(3), "f9.png": grey(2), "f1.png": grey(1), "notes.txt": [65]])
        defer { try? FileManager.default.removeItem(atPath: path) }
        let clip = try Clip.read(folder: path)
        #expect(clip.frames.map { $0.pixels[0] } == [1, 2, 3])
        #expect(clip.sound == nil && clip.framesPerSecond == 25 && clip.frameCount == 3)
    }

    @Test func refusals() throws {
        let empty = try folder([:])
        let mixed = try folder(["a.png": grey(1), "b.png": grey(2, width: 3)])
        let noisy = try folder(["a.wav": [1], "b.wav": [1]])
        defer {
            for path in [empty, mixed, noisy] { try? FileManager.default.removeItem(atPath: path) }
        }
        #expect(throws: MediaError(empty, .noFrames)) { try Clip.read(folder: empty) }
        let sizes = (Image.Extent(width: 3, height: 1), Image.Extent(width: 2, height: 1))
        #expect(throws: MediaError("\(mixed)/b.png", .frameSize(sizes.0, expected: sizes.1))) {
            try Clip.read(folder: mixed)
        }
        #expect(throws: MediaError(noisy, .severalSounds(["a.wav", "b.wav"]))) {
            try Clip.read(folder: noisy)
        }
        #expect(throws: MediaError.self) { try Clip.read(folder: "/nowhere/at/all") }
    }

    @Test func writtenSoundsAreRead() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).wav").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Sound(sampleRate: 48_000, samples: [0, 0.5, -1, 2]).write(toWAV: path)
        guard case .sound(let sound) = try Medium.read(path: path) else {
            throw CocoaError(.fileReadCorruptFile)
        }
        #expect(sound.sampleRate == 48_000 && sound.samples.count == 4)
        #expect(zip(sound.samples, [0, 0.5, -1, 1]).allSatisfy { abs($0 - $1) < 1e-4 })
    }

    @Test func soundsThatCannotBeWritten() {
        let sound = Sound(sampleRate: 8000, samples: Array(repeating: 0.5, count: 100_000))
        #expect(throws: MediaError("/no/where.wav", .unwritable("no such file or directory"))) {
            try sound.write(toWAV: "/no/where.wav")
        }
        let error = #expect(throws: MediaError.self) { try sound.write(toWAV: "/dev/full") }
        guard case .unwritable? = error?.problem else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
