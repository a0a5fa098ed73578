import Media
import Testing

struct DamagedFileTests {
    private func refusal(_ bytes: [UInt8], _ name: String = "a") -> String? {
        do throws(MediaError) {
            _ = try Medium.read(bytes, name: name, ffmpeg: FFmpeg(path: nil))
            return nil
        } catch {
            return error.description
        }
    }

    /// The place of the first marker of a kind in a JPEG.
    private func place(of marker: UInt8, in bytes: [UInt8]) -> Int? {
        bytes.indices.dropLast().first { bytes[$0] == 0xFF && bytes[$0 + 1] == marker }
    }

    @Test(
        "A picture that ends anywhere early is told to break off",
        arguments: ["png/rgb.png", "png/rgb-interlaced.png", "jpeg/colour-420.jpg", "jpeg/progressive.jpg"]
    )
    func truncatedPictures(name: String) throws {
        let bytes = try Fixtures.bytes(name)
        for count in stride(from: 8, to: bytes.count - 13, by: 37) {
            let message = try #require(refusal(Array(bytes[..<count])), "\(count) bytes")
            #expect(
                message.contains("breaks off") || message.contains("cannot be decoded"),
                "\(count) bytes: \(message)"
            )
        }
        let half = try #require(refusal(Array(bytes[..<(bytes.count / 2)])))
        #expect(half.hasPrefix("a: is a \(name.hasPrefix("png") ? "PNG" : "JPEG") picture that breaks off ("))
        #expect(half.hasSuffix("); give the complete file"))
    }

    @Test func aCorruptedPNG() throws {
        var bytes = try Fixtures.bytes("png/rgb.png")
        bytes[bytes.count / 2] ^= 0x55
        #expect(refusal(bytes)?.hasPrefix("a: is a PNG picture that cannot be decoded (IDAT: ") == true)
    }

    @Test func aCorruptedJPEG() throws {
        var bytes = try Fixtures.bytes("jpeg/colour-420.jpg")
        // The table that the picture data is coded with.
        let table = try #require(place(of: 0xC4, in: bytes))
        bytes[table + 5] = 0xFF
        #expect(
            refusal(bytes)?.hasPrefix(
                "a: is a JPEG picture that cannot be decoded (Bogus Huffman table definition"
            ) == true
        )
    }

    @Test(
        "Sizes out of reach are refused before anything is allocated",
        arguments: [
            (1 << 31, 1 << 31), (20_000, 20_000), (0, 5), (0xFFFF_FFFF, 1),
        ]
    )
    func hugePNG(width: Int, height: Int) throws {
        let bytes = try png(claiming: width, height)
        #expect(
            refusal(bytes)
                == "a: claims to be \(width) × \(height) pixels; 1 to 100 million are accepted"
        )
    }

    @Test func aSizeThatTheBytesCannotFill() throws {
        let bytes = try png(claiming: 9_000, 9_000)
        #expect(
            refusal(bytes)
                == "a: is a PNG picture that breaks off (1,916 bytes for 9000 × 9000 pixels); give the complete file"
        )
        var jpeg = try Fixtures.bytes("jpeg/grey.jpg")
        let frame = try #require(place(of: 0xC0, in: jpeg))
        jpeg.replaceSubrange(frame + 5..<frame + 9, with: [0x20, 0, 0x20, 0])
        #expect(refusal(jpeg)?.contains("bytes for 8192 × 8192 pixels") == true)
        jpeg.replaceSubrange(frame + 5..<frame + 9, with: [0x80, 0, 0x80, 0])
        #expect(
            refusal(jpeg)
                == "a: claims to be 32768 × 32768 pixels; 1 to 100 million are accepted"
        )
    }

    private func png(claiming width: Int, _ height: Int) throws -> [UInt8] {
        let big = { (value: Int) in (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
        var bytes = try Fixtures.bytes("png/rgb.png")
        bytes.replaceSubrange(16..<24, with: big(width) + big(height))
        return bytes
    }

    @Test func aStreamedWAVNeedsNoLength() throws {
        // What programs write into a pipe does not know its length when it begins.
        for promised in [0xFFFF_FFFF, 0x7FFF_F000] {
            let bytes = WAV.file(
                rate: 8000,
                bits: 8,
                samples: Array(repeating: 130, count: 100),
                promised: promised
            )
            guard case .sound(let sound) = try Medium.read(bytes, name: "a") else {
                Issue.record("no sound")
                return
            }
            #expect(sound.samples == Array(repeating: 2 / 128, count: 100))
        }
    }

    @Test func aSoundWithoutSamples() {
        #expect(
            refusal(WAV.file(rate: 8000, bits: 8, samples: []))
                == "a: is a sound without any samples; give one that lasts a moment"
        )
    }

    @Test(
        "Samples that are not numbers are told with their time",
        arguments: [
            (Float.nan, "not a number"), (Float.infinity, "infinite"), (-Float.infinity, "infinite"),
            (Float(1e30), "1e+30"),
        ]
    )
    func unusableSamples(value: Float, name: String) {
        var samples = [Float](repeating: 0.25, count: 16_000)
        samples[12_345] = value
        let bytes = samples.withUnsafeBytes { Array($0) }
        #expect(
            refusal(WAV.file(rate: 8000, bits: 32, float: true, samples: bytes))
                == "a: is a sound with a sample that is \(name), 1.543 s from its start; give one whose samples are numbers of about −1 to 1"
        )
    }

    @Test func aBareMP3ThatIsDamaged() throws {
        // Without the frame that describes the file, and cut in the middle of another: still a sound.
        let bytes = try Fixtures.bytes("sound/mp3-stereo.mp3")
        let frames = bytes.indices.dropLast().filter { bytes[$0] == 0xFF && bytes[$0 + 1] == bytes[1] }
        let second = try #require(frames.dropFirst().first)
        #expect(try Medium.read(Array(bytes[second...].dropLast(100)), name: "a").modality == .audio)
        #expect(refusal(Array(bytes[..<4]))?.hasPrefix("a: is no kind of sound that is known; give") == true)
    }

    @Test("Noise behind what MPEG audio begins with is no file that is missing")
    func noiseThatBeginsLikeASound() {
        let noise = (0..<30_000).map { UInt8(truncatingIfNeeded: ($0 * $0 * 31) >> 4) & 0x7F }
        #expect(
            refusal([0xFF, 0xFB, 0x90, 0] + noise)
                == "a: is a sound that cannot be decoded (what follows its first bytes is no sound); give an intact file"
        )
    }

    @Test func whatIsNoSound() {
        let error = #expect(throws: MediaError.self) { try Sound(decoding: Array("words".utf8), name: "a") }
        #expect(error?.problem == .notASound)
    }

    @Test func anImpossibleRate() {
        #expect(
            refusal(WAV.file(rate: 10, bits: 8, samples: [128, 128]))
                == "a: is a sound with 10 samples a second; 1000 to 384000 are accepted"
        )
    }

    @Test(.timeLimit(.minutes(1)))
    func aProgressivePictureOfTooManyScans() throws {
        let bytes = try Fixtures.bytes("jpeg/progressive.jpg")
        let scan = try #require(place(of: 0xDA, in: bytes))
        let extra = Array(repeating: bytes[scan..<(bytes.count - 2)], count: 1000).flatMap { $0 }
        let message = try #require(refusal(Array(bytes.dropLast(2)) + extra + [0xFF, 0xD9]))
        #expect(message.contains("cannot be decoded"))
    }
}
