import Checkpoints
import Foundation
import Media
import Models
import TestData
import Testing

/// Something that takes bytes from outside: whatever they are, it returns or throws its own error.
struct Reader: Sendable, CustomTestStringConvertible {
    let name: String
    /// Files to damage.
    let seeds: [URL]
    /// How many damaged copies of each are read, if not the usual number.
    let rounds: Int?
    /// Reads some bytes; tells whether they could be read.
    let read: @Sendable ([UInt8]) -> Bool

    var testDescription: String { name }

    /// A reader that can throw nothing but its own error, which the compiler sees to.
    init<Failure: Error>(
        _ name: String,
        seeds: [URL],
        rounds: Int? = nil,
        _ read: @escaping @Sendable ([UInt8]) throws(Failure) -> Void
    ) {
        self.name = name
        self.seeds = seeds
        self.rounds = rounds
        self.read = { bytes in
            do throws(Failure) {
                try read(bytes)
                return true
            } catch {
                _ = String(describing: error)
                return false
            }
        }
    }

    /// Every reader that can be tried here.
    static let all = own + (FFmpeg.installed.isInstalled ? [ffmpeg, films] : [])

    /// Every reader of the program; a new one is a new row.
    private static let own = [
        Reader("media", seeds: files(in: "media")) { bytes throws(MediaError) in
            // Starting a program for each damaged file would take long; its answers are pictures and sounds like others.
            use(try Medium.read(bytes, name: "fuzz", ffmpeg: FFmpeg(path: nil)))
        },
        Reader("units", seeds: files(in: "media/units")) { bytes throws(MediaError) in
            use(try Medium.read(bytes, name: "fuzz", ffmpeg: FFmpeg(path: nil)))
        },
        Reader("PNG", seeds: files(in: "media/png")) { bytes throws(MediaError) in
            _ = try Image(png: bytes, name: "fuzz")
        },
        Reader("JPEG", seeds: files(in: "media/jpeg")) { bytes throws(MediaError) in
            _ = try Image(jpeg: bytes, name: "fuzz")
        },
        Reader("sound", seeds: files(in: "media/sound")) { bytes throws(MediaError) in
            _ = try Sound(decoding: bytes, name: "fuzz")
        },
        points("ply"), points("off"), points("obj"), points("xyz", "pts", "csv", "txt"), points("npy"),
        Reader("tensor file", seeds: files(in: "checkpoints") + files(in: "models/tiny")) {
            bytes throws(CheckpointError) in
            try readAll("fuzz.safetensors", Folder(["fuzz.safetensors": bytes]))
        },
        Reader(
            "torch file",
            seeds: files(in: "checkpoints/torch") + files(in: "checkpoints/refused")
                + [URL(filePath: fixture("packages/perceiver-io-picture/last.ckpt"))]
        ) {
            bytes throws(CheckpointError) in
            try readAll("fuzz.bin", Folder(["fuzz.bin": bytes]))
        },
        Reader("pickle of a torch file", seeds: pickles) { bytes throws(CheckpointError) in
            try readAll("fuzz.bin", Folder(["fuzz.bin": torchFile(bytes)]))
        },
        Reader(
            "index of tensor files",
            seeds: files(in: "checkpoints/sharded").filter { $0.pathExtension == "json" }
        ) { bytes throws(CheckpointError) in
            let shards = files(in: "checkpoints/sharded").map { ($0.lastPathComponent, contents(of: $0)) }
            let index = ("fuzz.index.json", bytes)
            try readAll("fuzz.index.json", Folder(Dictionary(uniqueKeysWithValues: shards + [index])))
        },
        Reader("flow", seeds: [flow]) { bytes throws(MediaError) in
            _ = try FlowFile(bytes, name: "fuzz").field.colours()
        },
        published("language"), published("image-learned"), published("image-conv"), published("flow"),
        published("multimodal"), published("language", "tokenizer_config.json"),
        published("image-fourier", "preprocessor_config.json"),
        published("packages/v1"), published("packages/pytorch"), published("packages/pytorch-lm"),
        published("packages/perceiver-io-text"), published("packages/pytorch-io", "model.safetensors"),
        published("vision/dinov2-classes"), published("vision/dinov3"),
        published("vision/registers-classes", "model.safetensors"),
        published("speech/hubert-classes"), published("speech/wav2vec2-letters"),
        published("speech/wav2vec2-letters", "vocab.json"),
        published("speech/wav2vec2-letters", "tokenizer_config.json"),
        published("speech/wav2vec2-training", "preprocessor_config.json"),
        published("speech/wav2vec2-classes", "model.safetensors"),
        published("imagegpt/colours"), published("imagegpt/colours", "preprocessor_config.json"),
        weights("tiny"), configuration("tiny"), weights("structured"), configuration("structured"),
        weights("points"), configuration("points"), weights("clips"), configuration("clips"), answers,
    ]

    /// Kinds that are read through ffmpeg, if it is there; a few, as each file starts a program.
    private static let ffmpeg = Reader(
        "ffmpeg",
        seeds: files(in: "media/foreign").filter {
            ["gif.gif", "turned-webp.webp", "tga.tga", "m4a.m4a", "webm.webm"].contains($0.lastPathComponent)
        },
        rounds: 12
    ) { bytes throws(MediaError) in
        use(try Medium.read(bytes, name: "fuzz"))
    }

    /// Files of points with these endings; their beginnings stay, so that they are still taken for such files.
    private static func points(_ endings: String...) -> Reader {
        let seeds = files(in: "media/points").filter { endings.contains($0.pathExtension) }
        return Reader("points, \(endings[0])", seeds: seeds) { bytes throws(MediaError) in
            let first = seeds.lazy.map { contents(of: $0).prefix(12) }.first { $0.first == bytes.first }
            use(try Medium.read(Array(first ?? []) + bytes.dropFirst(12), name: "fuzz"))
            use(try Medium.read(bytes, name: "fuzz"))
        }
    }

    /// Films and animations as clips; a few, as each starts up to three programs.
    private static let films = Reader(
        "films",
        seeds: files(in: "media/clips").filter {
            ["film.mp4", "film.webm", "moving.gif"].contains($0.lastPathComponent)
        },
        rounds: 6
    ) { bytes throws(MediaError) in
        let need = ClipNeed(framesPerSecond: 12.5, frames: 20)
        use(try Medium.read(bytes, name: "fuzz", clips: ClipReading(for: need)))
    }

    /// What ffmpeg tells of a film, and frames as it writes them.
    private static let answers = Reader(
        "answers of ffmpeg",
        seeds: files(in: "media/clips").filter { ["txt", "ppm"].contains($0.pathExtension) }
    ) { bytes throws(MediaError) in
        FFmpeg.readAnswer(bytes)
    }

    /// The weights of a model of the bundled kind, beside an undamaged configuration.
    private static func weights(_ name: String) -> Reader {
        let text = contents(of: bundled(name, "config.json"))
        return Reader("weights of \(name)", seeds: [bundled(name, "model.safetensors")]) {
            bytes throws(CheckpointError) in
            try run(Folder(["model.safetensors": bytes, "config.json": text]))
        }
    }

    /// The configuration of a model of the bundled kind, beside undamaged weights.
    private static func configuration(_ name: String) -> Reader {
        let weights = contents(of: bundled(name, "model.safetensors"))
        return Reader("configuration of \(name)", seeds: [bundled(name, "config.json")]) {
            bytes throws(CheckpointError) in
            try run(Folder(["config.json": bytes, "model.safetensors": weights]))
        }
    }

    /// The fixtures in a folder and its folders, without those that are expectations.
    private static func files(in folder: String) -> [URL] {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/\(folder)")
        let contents = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
        return (contents?.allObjects as? [URL] ?? [])
            .filter { !$0.hasDirectoryPath && !["rgb", "f32", "f64", "prefixes"].contains($0.pathExtension) }
            .sorted { $0.path < $1.path }
    }

    /// The pickles that torch wrote, without the archives around them.
    private static let pickles = files(in: "checkpoints/pickles")

    /// A torch file of a pickle and some storages.
    private static func torchFile(_ pickle: [UInt8]) -> [UInt8] {
        let storages = (0..<12).map { (name: "x/data/\($0)", bytes: [UInt8](repeating: 0x3C, count: 240)) }
        return storedArchive([(name: "x/data.pkl", bytes: pickle)] + storages)
    }

    /// Opens a file and makes a matrix and a vector of each of its tensors.
    private static func readAll(_ name: String, _ folder: Folder) throws(CheckpointError) {
        let set = try TensorSet(path: folder.url.appending(path: name).path)
        for (name, tensor) in set.tensors {
            _ = try? set.matrix(name)
            _ = try? set.vector(name, count: tensor.count)
        }
        _ = set.parameterCount
    }

    private static func bundled(_ model: String, _ name: String) -> URL {
        URL(filePath: fixture("models/\(model)/\(name)"))
    }

    /// A flow that was written for the purpose.
    private static let flow: URL = {
        let values = (0..<70).map { Float($0) / 7 }
        let url = FileManager.default.temporaryDirectory.appending(path: "fuzz-\(UUID().uuidString).flo")
        try? FlowFile(FlowField(width: 7, height: 5, values: values)).write(to: url.path)
        return url
    }()

    /// The configuration of a published kind, or of one of another folder, or another of its files, beside the others
    /// undamaged.
    private static func published(_ name: String, _ file: String = "config.json") -> Reader {
        let folder = URL(filePath: fixture(name.contains("/") ? name : "published/\(name)"))
        let names = ["config.json", "model.safetensors", "preprocessor_config.json"]
        let whole = names.map { ($0, contents(of: folder.appending(path: $0))) }.filter { !$0.1.isEmpty }
        return Reader("\(file) of \(name)", seeds: [folder.appending(path: file)]) {
            bytes throws(CheckpointError) in
            try run(Folder(Dictionary(whole) { $1 }.merging([file: bytes]) { $1 }))
        }
    }

    private static func contents(of file: URL) -> [UInt8] { [UInt8]((try? Data(contentsOf: file)) ?? Data()) }

    /// Runs a model that can be read all the same.
    private static func run(_ folder: Folder) throws(CheckpointError) {
        let model = try Model(folder: folder.url)
        let image = Image(width: 24, height: 16, pixels: (0..<1152).map { UInt8($0 % 251) })
        let cloud = PointCloud((0..<40).map { SIMD3(Double($0), Double($0 * 7 % 11), 1) })
        for medium in [
            Medium.text(Text("fu[MASK]zz")), .sound(Sound(sampleRate: 8000, samples: [0.5, -0.5, 0.25])),
            .sound(Sound(sampleRate: 8000, samples: (0..<90).map { Float($0 * 7 % 11) / 11 })),
            .image(image), .pair(image, image), .points(cloud),
        ] {
            guard let run = try? model.run(model.prepare(medium)) else { continue }
            _ = run.predictions.map(\.ranking)
            if model.kind == .bundled { _ = try? run.outputs(reconstructing: true) }
            if case .tokens = run.output { _ = try? run.reconstructInput() }
        }
    }

    /// What the program does with everything it has read.
    private static func use(_ medium: Medium) {
        switch medium {
        case .image(let image):
            _ = image.cropped(to: image.centreCrop(largestAspect: 1.25)).resized(width: 64, height: 64)
            _ = image.averaged(width: 20, height: 10)
        case .sound(let sound):
            let window = sound[sound.loudestWindow(seconds: 0.02)]
            _ = window.resampled(to: 16_000).envelope(columns: 50)
            _ = sound.level
        case .text(let text):
            _ = text.prefix(bytes: 100).string
            _ = text.position(ofByte: text.bytes.count / 2)
        case .points(let cloud): _ = cloud.box
        case .pair, .clip, .units: break
        }
    }
}

/// A folder with some files, which lasts as long as this value.
private final class Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: "fuzz-\(UUID().uuidString)")

    init(_ files: [String: [UInt8]]) {
        try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        for (name, bytes) in files { try? Data(bytes).write(to: url.appending(path: name)) }
    }

    deinit { try? FileManager.default.removeItem(at: url) }
}
