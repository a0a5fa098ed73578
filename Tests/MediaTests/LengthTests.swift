import Media
import Testing

/// Sounds whose files are shorter or longer than they say: what is there is read, and a note tells it.
struct LengthTests {
    private func sound(_ bytes: [UInt8]) throws -> Sound {
        try Sound(decoding: bytes, name: "a")
    }

    private func refusal(_ bytes: [UInt8]) -> String? {
        #expect(throws: MediaError.self) { try sound(bytes) }?.description
    }

    /// A WAV file of 16-bit samples whose header promises so many bytes.
    private func wave(_ count: Int, promised: Int) -> [UInt8] {
        let samples = (0..<count).flatMap { sample -> [UInt8] in [UInt8(truncatingIfNeeded: sample), 1] }
        return WAV.file(rate: 8000, bits: 16, samples: samples, promised: promised)
    }

    @Test(
        "A header that promises too much",
        arguments: [(244, "244"), (201, "201"), (100_000, "100,000")]
    )
    func tooMuch(promised: Int, shown: String) throws {
        let sound = try sound(wave(100, promised: promised))
        #expect(sound.samples == (try self.sound(wave(100, promised: 200))).samples)
        #expect(sound.origin.notes == ["the file claims \(shown) bytes of samples and has 200"])
        #expect(!sound.origin.isPartial)
    }

    @Test func aFileThatIsAsLongAsItSaysHasNoNote() throws {
        #expect(try sound(wave(100, promised: 200)).origin.notes.isEmpty)
    }

    @Test func aHeaderThatPromisesNothing() throws {
        let sound = try sound(wave(100, promised: 0))
        #expect(sound.samples == (try self.sound(wave(100, promised: 200))).samples)
        #expect(
            sound.origin.notes == ["the header says that there are no samples; all behind it are read"]
        )
    }

    @Test func chunksBehindNoSamplesAreNoSamples() {
        let list = Array("LIST".utf8) + [4, 0, 0, 0] + Array("INFO".utf8)
        let file = WAV.file(rate: 8000, bits: 16, samples: list, promised: 0)
        #expect(refusal(file) == "a: is a sound without any samples; give one that lasts a moment")
    }

    @Test(
        "Headers of other containers that promise nothing",
        arguments: [
            ("rf64.rf64", "ds64", 16, 8), ("au.au", ".snd", 8, 4), ("aiff16-stereo.aiff", "SSND", 4, 4),
        ]
    )
    func nothing(name: String, chunk: String, offset: Int, width: Int) throws {
        var bytes = try Fixtures.bytes("sound/\(name)")
        let place = try #require(bytes.indices.first { bytes[$0...].starts(with: chunk.utf8) }) + offset
        bytes.replaceSubrange(place..<place + width, with: Array(repeating: 0, count: width))
        let sound = try sound(bytes)
        #expect(sound.samples == (try Fixtures.samples("sound/" + Fixtures.sibling(name, "f32"))))
        #expect(sound.origin.notes.count == 1)
    }

    @Test(
        "The beginning of a file that was cut is read",
        arguments: [
            "flac.flac", "flac24-stereo.flac", "aiff16-stereo.aiff", "au.au", "pcm24-stereo.wav", "rf64.rf64",
            "w64.w64", "old-svx.svx", "mp3-stereo.mp3",
        ]
    )
    func cut(name: String) throws {
        // Some of these are one block, which a cut takes away whole.
        let bytes = try Fixtures.bytes("sound/\(name)")
        let whole = try sound(bytes)
        #expect(whole.origin.notes.isEmpty, "\(whole.origin.notes)")
        guard let part = try? sound(Array(bytes[..<(bytes.count * 2 / 3)])) else {
            #expect(name.hasPrefix("flac"))
            return
        }
        #expect(part.samples.count < whole.samples.count && !part.samples.isEmpty)
        #expect(largestDifference(part.samples, Array(whole.samples[..<part.samples.count])) < 1e-3)
        #expect(part.origin.notes.count == 1, "\(part.origin.notes)")
    }

    @Test func aLongFLACThatWasCut() throws {
        let bytes = try Fixtures.bytes("sound/long.flac")
        let (whole, part) = (try sound(bytes), try sound(Array(bytes[..<(bytes.count / 2)])))
        #expect(part.samples.count > whole.samples.count / 4)
        #expect(part.samples == Array(whole.samples[..<part.samples.count]))
        #expect(
            part.origin.notes == [
                "the file claims \(whole.samples.count.grouped) samples and has \(part.samples.count.grouped)"
            ]
        )
    }

    @Test func whatIsLeftOfAHeaderIsNoSound() throws {
        let bytes = try Fixtures.bytes("sound/pcm16-stereo.wav")
        #expect(refusal(Array(bytes[..<20]))?.hasPrefix("a: is a sound that cannot be decoded (") == true)
        #expect(
            refusal(Array(bytes[..<44]))
                == "a: is a sound (WAV, 16 bit) that breaks off (0 of 2,560 bytes of samples); give the complete file"
        )
    }

    @Test func anOggFileWithoutItsLastPage() throws {
        let bytes = try Fixtures.bytes("sound/vorbis.ogg")
        let lastPage = try #require(bytes.indices.last { bytes[$0...].starts(with: "OggS".utf8) })
        for count in [lastPage, lastPage + 3, lastPage + 20, lastPage + 30, bytes.count - 1] {
            guard let sound = try? sound(Array(bytes[..<count])) else { continue }
            #expect(sound.origin.notes == ["the end of the sound is missing: the page that ends it"])
        }
        // What other programs append is none of the sound.
        #expect(try sound(bytes + Array("TAG".utf8)).origin.notes.isEmpty)
    }
}

/// MPEG audio that does not begin with its first frame.
struct PaddingTests {
    private static let id3 = Array("ID3".utf8) + [3, 0, 0, 0, 0, 0, 4, 1, 2, 3, 4]
    /// A tag of 8 bytes and its footer.
    private static let ape =
        Array("APETAGEX".utf8) + [0xD0, 7, 0, 0, 40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xA0]
        + [UInt8](repeating: 0, count: 8 + 40)

    @Test(
        "Padding, junk and tags before the first frame are left out",
        arguments: [
            [UInt8](repeating: 0, count: 300), [UInt8](repeating: 0, count: 10_000), id3,
            id3 + [0x20, 0x20, 0x20, 0x20], ape, ape + [1, 2, 3], id3 + ape, [0xFF, 0xFB, 0xFF, 0xFB],
        ]
    )
    func padding(before: [UInt8]) throws {
        let bytes = try Fixtures.bytes("sound/mp3-stereo.mp3")
        let plain = try Sound(decoding: bytes, name: "a")
        guard case .sound(let sound) = try Medium.read(before + bytes, name: "a") else {
            Issue.record("no sound")
            return
        }
        #expect(sound.samples == plain.samples)
        #expect(Medium.modality(of: before + bytes) == .audio)
    }

    @Test func manyZerosAreNoSound() {
        #expect(Medium.modality(of: Array(repeating: 0, count: 100_000)) == .text)
    }
}
