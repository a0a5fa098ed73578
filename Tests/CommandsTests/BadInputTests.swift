import Foundation
import Media
import TestData
import Testing

/// Files and settings of published models that cannot be used, or not as they are, given to the real program.
@Suite struct BadInputTests {
    private let runner = CommandTests()

    private func fixturePath(_ name: String) -> String { Programs.quoted(fixture(name)) }

    /// Runs a prediction in a folder of its own, which `prepare` fills.
    private func outcome(
        _ arguments: String,
        _ prepare: (String) throws -> Void = { _ in }
    ) throws -> CommandTests.Outcome {
        let folder = runner.temporary("bad")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try prepare(folder)
        return try runner.perceiver(
            "predict " + arguments.replacingOccurrences(of: "FOLDER", with: folder)
        )
    }

    /// What a prediction says that fails, in one line that names a file.
    private func refusal(_ arguments: String, _ prepare: (String) throws -> Void = { _ in }) throws -> String
    {
        let outcome = try outcome(arguments, prepare)
        #expect(outcome.status == 2 && outcome.output.isEmpty)
        #expect(outcome.messages.split(separator: "\n").count == 1, "\(outcome.messages)")
        return outcome.messages
    }

    private func write(_ bytes: [UInt8], _ path: String) throws {
        try Data(bytes).write(to: URL(filePath: path))
    }

    /// What is said of a model of pictures whose weights are these bytes in `pytorch_model.bin`.
    private func refusal(ofWeights bytes: [UInt8]) throws -> String {
        let picture = fixturePath("published/image-fourier/picture.png")
        return try refusal("--model FOLDER \(picture)") { folder in
            let config = fixture("published/image-fourier/config.json")
            try FileManager.default.copyItem(atPath: config, toPath: "\(folder)/config.json")
            try write(bytes, "\(folder)/pytorch_model.bin")
        }
    }

    private func contents(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: fixture(name))))
    }

    // MARK: weights

    @Test(
        "A pickle that names anything but the building of tensors",
        arguments: [("code", "posix.system"), ("module", "torch.nn.modules")]
    )
    func pickles(name: String, named: String) throws {
        let message = try refusal(ofWeights: contents("checkpoints/refused/\(name).bin"))
        #expect(message.contains("/pytorch_model.bin: its pickle names "), "\(message)")
        #expect(message.contains("; only tensors are read"))
        #expect(message.contains(named), "\(message)")
    }

    /// Its directory promises four gigabytes; they are not waited for.
    @Test func zipBomb() throws {
        var archive = storedArchive([(name: "x/data.pkl", bytes: [0x80, 2, 0x7D, 0x2E])])
        let directory = try #require(archive.indices.last { archive[$0...].starts(with: le(0x0201_4B50, 4)) })
        archive.replaceSubrange(directory + 24..<directory + 28, with: le(0xFFFF_FFF0, 4))
        archive.replaceSubrange(directory + 10..<directory + 12, with: le(8, 2))
        let message = try refusal(ofWeights: archive)
        #expect(
            message.contains("is not a file of PyTorch that is read: it has a compressed member"),
            "\(message)"
        )
    }

    @Test func otherFamily() throws {
        let message = try refusal("--model FOLDER --text x") { folder in
            let config = #"{"model_type":"bert","architectures":["BertForMaskedLM"]}"#
            try write(Array(config.utf8), "\(folder)/config.json")
        }
        #expect(message.contains("“BertForMaskedLM” is another family of models; supported are"))
        #expect(message.contains("PerceiverForMaskedLM") && message.contains("PerceiverForOpticalFlow"))
    }

    @Test func numberOfTheWrongKind() throws {
        let message = try refusal("--model FOLDER --text x") { folder in
            let config = #"{"architectures":["PerceiverForMaskedLM"],"num_latents":2.5}"#
            try write(Array(config.utf8), "\(folder)/config.json")
        }
        #expect(message.contains("/config.json: key num_latents: 2.5 does not fit"), "\(message)")
    }

    // MARK: pictures and clips

    @Test func pairOfTwoSizes() throws {
        let files = ["published/flow/first.png", "published/resize.png"].map(fixturePath)
        let message = try refusal("--model \(fixturePath("published/flow")) \(files.joined(separator: " "))")
        #expect(message.contains("/flow/first.png and "))
        #expect(message.contains("/resize.png: have different sizes (46×31 and 40×31 pixels)"))
        #expect(message.contains("name two pictures of the same size"))
    }

    private func clip(_ frames: [(Int, Int)], sounds: [String] = []) -> (String) throws -> Void {
        { folder in
            for (index, size) in frames.enumerated() {
                let pixels = [UInt8](repeating: 9, count: size.0 * size.1 * 3)
                let image = Image(width: size.0, height: size.1, pixels: pixels)
                try image.write(toPNG: "\(folder)/\(index).png")
            }
            for name in sounds {
                try FileManager.default.copyItem(
                    atPath: fixture("published/multimodal/clip/sound.wav"),
                    toPath: "\(folder)/\(name)"
                )
            }
        }
    }

    private var multimodal: String { "--model \(fixturePath("published/multimodal")) FOLDER" }

    @Test func framesThatDoNotFit() throws {
        let sizes = try refusal(multimodal, clip([(12, 8), (12, 9)]))
        #expect(sizes.contains("/1.png: is a frame of 12×9 pixels, where the first has 12×8"), "\(sizes)")
        let nothing = try refusal(multimodal, clip([]))
        #expect(
            nothing.contains(": holds no file that multimodal takes; it takes clips, sounds, pictures"),
            "\(nothing)"
        )
        let sounds = try refusal(multimodal, clip([(12, 8)], sounds: ["a.wav", "b.wav"]))
        #expect(sounds.contains("holds 2 sounds (a.wav, b.wav)"))
        let broken = try refusal(multimodal) { folder in
            try clip([(12, 8)])(folder)
            try write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "\(folder)/1.png")
        }
        #expect(broken.contains("/1.png: is a PNG picture that breaks off"))
    }

    @Test(
        "Other numbers of frames, and other sizes, are said",
        arguments: [
            ([(12, 8)], "the only frame is repeated"),
            ([(12, 8), (12, 8), (12, 8)], "the model sees the first 2 of 3 frames"),
            ([(40, 16), (40, 16)], "the middle 24×16 of 40×16 pixels is used; resized to 12×8"),
        ]
    )
    func otherFrames(frames: [(Int, Int)], note: String) throws {
        let outcome = try outcome("\(multimodal) --json", clip(frames))
        #expect(outcome.status == 0, "\(outcome.messages)")
        let said = try #require(try outcome.objects().first?["note"] as? String)
        #expect(said.contains(note) && said.contains("no sound: the model hears silence"), "\(said)")
    }

    // MARK: sounds and texts

    /// A sound of 16-bit samples.
    private func wave(channels: Int, rate: Int, frames: Int) -> [UInt8] {
        let data = (0..<channels * frames).flatMap { le($0 * 97 % 2000 - 1000, 2) }
        let format =
            Array("WAVEfmt ".utf8) + le(16, 4) + le(1, 2) + le(channels, 2) + le(rate, 4)
            + le(rate * channels * 2, 4) + le(channels * 2, 2) + le(16, 2)
        return Array("RIFF".utf8) + le(36 + data.count, 4) + format + Array("data".utf8) + le(data.count, 4)
            + data
    }

    @Test(
        "Other channels and rates of a sound are said",
        arguments: ["--model \(Programs.quoted(fixture("published/multimodal")))", ""]
    )
    func sounds(model: String) throws {
        let stereo = try outcome("\(model) FOLDER/s.wav --json") { folder in
            try write(wave(channels: 2, rate: 11_025, frames: 9000), "\(folder)/s.wav")
        }
        let note = try #require(try stereo.objects().first?["note"] as? String)
        let rate = model.isEmpty ? 16_000 : 48_000
        #expect(note.contains("2 channels are averaged"), "\(note)")
        #expect(note.contains("resampled from 11025 to \(rate) Hz"), "\(note)")
        let mono = try outcome("\(model) FOLDER/s.wav --json") { folder in
            try write(wave(channels: 1, rate: rate, frames: rate / 10), "\(folder)/s.wav")
        }
        let rest = try mono.objects().first?["note"] as? String ?? ""
        #expect(!rest.contains("channels") && !rest.contains("resampled"), "\(rest)")
    }

    @Test("A text that is too long is cut, which is said", arguments: [("language", 50), ("sequence", 30)])
    func longTexts(model: String, bytes: Int) throws {
        let text = String(repeating: "ab", count: 100)
        let outcome = try outcome("--model \(fixturePath("published/\(model)")) --text \(text) --json")
        let note = try outcome.objects().first?["note"] as? String
        #expect(note == "the model reads the first \(bytes) of 200 bytes; its limit is \(bytes + 2) tokens")
    }

    @Test("What decoders think of a damaged sound is not in the messages")
    func decodersNotes() throws {
        let sound = runner.temporary("damaged.mp3")
        defer { try? FileManager.default.removeItem(atPath: sound) }
        var bytes = try Data(contentsOf: URL(filePath: fixture("media/sound/mp3-stereo.mp3")))
        bytes.replaceSubrange(1728..<2304, with: Data(count: 576))
        try bytes.write(to: URL(filePath: sound))
        let outcome = try runner.perceiver("predict \(sound)")
        #expect(outcome.status == 0 && outcome.messages.isEmpty, "\(outcome.messages)")
    }
}
