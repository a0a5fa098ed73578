import Media
import Testing

struct SoundTests {
    /// How far the decoders of another version of a library may differ.
    static let tolerances = ["ogg": 1e-4 as Float, "opus": 1e-3, "mp3": 1e-3]

    @Test(
        "Sounds decode to the samples that soundfile reads",
        arguments: Fixtures.names("sound", endings: ["f32"])
    )
    func decoding(name: String) throws {
        let stem = String(name.dropLast(4))
        let files = try #require(Fixtures.sounds.first { $0.hasPrefix(stem + ".") })
        guard case .sound(let sound) = try Medium.read(Fixtures.bytes("sound/\(files)"), name: files) else {
            Issue.record("\(files) is not taken for a sound")
            return
        }
        let tolerance = Self.tolerances[String(files.split(separator: ".").last ?? "")] ?? 0
        let difference = largestDifference(sound.samples, try Fixtures.samples("sound/\(name)"))
        #expect(difference <= tolerance)
        #expect(sound.origin.framesRead == sound.samples.count && !sound.origin.isPartial)
    }

    @Test(
        "The format is named",
        arguments: [
            ("u8.wav", "WAV, 8 bit", 1), ("pcm16-five.wav", "WAV, 16 bit", 5),
            ("float.wav", "WAV, 32-bit float", 1),
            ("flac24-stereo.flac", "FLAC, 24 bit", 2), ("vorbis.ogg", "Ogg Vorbis", 1),
            ("opus-stereo.opus", "Ogg Opus", 2), ("mp3-stereo.mp3", "MP3", 2),
            ("aiff16-stereo.aiff", "AIFF, 16 bit", 2),
            ("mu-law.wav", "WAV, µ-law", 1),
        ]
    )
    func naming(file: String, format: String, channels: Int) throws {
        let sound = try Sound(decoding: Fixtures.bytes("sound/\(file)"), name: file)
        #expect(sound.origin.format == format)
        #expect(sound.origin.channelCount == channels)
        #expect(sound.sampleRate == sound.origin.sampleRate)
    }

    @Test func onlyTheBeginningOfALongSoundIsRead() throws {
        let rate = 1000
        let bytes = WAV.file(rate: rate, bits: 8, samples: Array(repeating: 128, count: 700 * rate))
        let sound = try Sound(decoding: bytes, name: "long.wav")
        #expect(sound.samples.count == 600 * rate)
        #expect(sound.origin.isPartial)
        #expect(sound.origin.duration == 700)
        #expect(sound.duration == 600)
    }

    /// A WAV file of two channels, 16 bits.
    private func stereo(_ left: [Int16], _ right: [Int16]) -> [UInt8] {
        let samples = zip(left, right).flatMap { [$0, $1] }.flatMap { sample in
            withUnsafeBytes(of: sample.littleEndian) { Array($0) }
        }
        var file = WAV.file(rate: 8000, bits: 16, samples: samples)
        (file[22], file[32]) = (2, 4)
        return file
    }

    @Test func channelsThatCancelAreTold() throws {
        let left = (0..<800).map { Int16($0 * 97 % 2000 - 1000) }
        let note = "the 2 channels cancel each other: their mean is almost silent"
        let silent = [Int16](repeating: 0, count: 800)
        let cases: [([Int16], [String])] = [
            (left.map { -$0 }, [note]), (left.map { -$0 + $0 / 20 }, [note]), (left, []), (silent, []),
            (left.reversed(), []),
        ]
        for (right, notes) in cases {
            #expect(try Sound(decoding: stereo(left, right), name: "a").origin.notes == notes)
        }
        #expect(try Sound(decoding: stereo(silent, silent), name: "a").origin.notes.isEmpty)
    }

    @Test func aConstantIsTakenAway() {
        let wave = (0..<8000).map { Float($0 % 100) / 500 - 0.099 }
        let plain = Sound(sampleRate: 8000, samples: wave)
        #expect(plain.centred == plain && plain.offsetNote == nil)
        let shifted = Sound(sampleRate: 8000, samples: wave.map { $0 - 0.05 })
        #expect(largestDifference(shifted.centred.samples, wave) < 1e-6)
        #expect(
            shifted.offsetNote == "all samples are shifted by −0.050, and the model hears that, too"
        )
        let constant = Sound(sampleRate: 8000, samples: Array(repeating: 0.25, count: 800))
        #expect(constant.centred.samples.allSatisfy { $0 == 0 })
        // A shorter one may be a part of a wave.
        let short = Sound(sampleRate: 8000, samples: [0.25, 0.25])
        #expect(short.centred == short)
        #expect(Sound(sampleRate: 8000, samples: []).centred.samples.isEmpty)
    }

    @Test func theLevelIsInDecibels() {
        let square = Sound(sampleRate: 8000, samples: (0..<100).map { $0 % 2 == 0 ? 0.5 : -0.5 })
        #expect(abs(square.level.peak + 6.0206) < 1e-4)
        #expect(abs(square.level.rms + 6.0206) < 1e-4)
        #expect(Sound(sampleRate: 8000, samples: [0, 0]).level.peak == -.infinity)
        #expect(Sound(sampleRate: 8000, samples: []).level.rms == -.infinity)
    }

    @Test func theEnvelopeCoversEverySample() {
        let ramp = Sound(sampleRate: 8000, samples: (0..<10).map(Float.init))
        let columns = ramp.envelope(columns: 3)
        #expect(columns.map(\.lowest) == [0, 3, 6])
        #expect(columns.map(\.highest) == [2, 5, 9])
        #expect(abs(columns[0].rms - (5.0 / 3).squareRoot()) < 1e-6)
        #expect(ramp.envelope(columns: 20).map(\.lowest) == (0..<20).map { Float($0 / 2) })
        #expect(Sound(sampleRate: 8000, samples: []).envelope(columns: 2).map(\.highest) == [0, 0])
    }

    @Test func theLoudestWindow() {
        var samples = [Float](repeating: 0.01, count: 10_000)
        for place in 4_000..<5_000 { samples[place] = 0.5 }
        let sound = Sound(sampleRate: 1000, samples: samples)
        #expect(sound.loudestWindow(seconds: 1) == 4_000..<5_000)
        #expect(sound.loudestWindow(seconds: 20) == 0..<10_000)
        // The end of a sound can be reached though it is no whole number of steps away.
        let late = Sound(
            sampleRate: 1000,
            samples: Array(repeating: 0, count: 2_995) + Array(repeating: 1, count: 1_000)
        )
        #expect(late.loudestWindow(seconds: 1) == 2_995..<3_995)
        // Equal stretches: the first.
        let even = Sound(sampleRate: 44_100, samples: Array(repeating: 0.1, count: 100_000))
        #expect(even.loudestWindow(seconds: 0.5) == 0..<22_050)
        #expect(
            Sound(sampleRate: 1000, samples: Array(repeating: 0, count: 3_000)).loudestWindow(seconds: 1)
                == 0..<1_000
        )
    }
}

struct ResamplingTests {
    static let cases: [String] = Fixtures.names("resample", endings: ["f32"]).filter { $0.contains("-to-") }

    @Test("Resampling equals SciPy's resample_poly", arguments: cases)
    func resampling(name: String) throws {
        // 1500-44100-to-16000.f32
        let parts = name.dropLast(4).split(separator: "-")
        let rates = parts.compactMap { Int($0) }
        let source = try Fixtures.samples("resample/\(parts[0])-\(parts[1]).f32")
        let truth = try Fixtures.samples("resample/\(name)")
        let resampled = Sound(sampleRate: rates[1], samples: source).resampled(to: rates[2])
        #expect(resampled.sampleRate == rates[2])
        #expect(largestDifference(resampled.samples, truth) < 2e-6)
    }
}

extension Fixtures {
    /// All files of sounds.
    static let sounds = names(
        "sound",
        endings: [
            "wav", "rf64", "w64", "flac", "ogg", "opus", "mp3", "aiff", "au", "caf", "svx", "nist", "voc",
            "ircam", "mat4",
            "mat5", "pvf", "htk", "avr", "paf", "xi", "mpc2k",
        ]
    )
}

/// WAV files of one channel, made by hand.
enum WAV {
    /// A file of samples that are already bytes; `promised` is the length that the header gives.
    static func file(rate: Int, bits: Int, float: Bool = false, samples: [UInt8], promised: Int? = nil)
        -> [UInt8]
    {
        let size = promised ?? samples.count
        let format =
            little(float ? 3 : 1, 2) + little(1, 2) + little(rate, 4) + little(rate * bits / 8, 4)
            + little(bits / 8, 2) + little(bits, 2)
        let chunks = Array("WAVEfmt ".utf8) + little(16, 4) + format + Array("data".utf8) + little(size, 4)
        return Array("RIFF".utf8) + little(chunks.count + size, 4) + chunks + samples
    }

    private static func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
