import Explanation
import Foundation
import TestData
import Testing
import ToyKinds

/// An input with its model, for the screen and for the command line.
struct ParityInput: Sendable, CustomTestStringConvertible {
    let subject: Subject
    /// The input's files and what belongs to them, as the command line has them.
    let words: [String]
    let testDescription: String

    var source: Source { subject.source }

    /// All that a command is given: the input, and the model's folder unless it is the bundled one.
    var arguments: [String] {
        if case .folder(let path) = subject.model { words + ["--model", path] } else { words }
    }

    /// What a command is given that takes several inputs of one model.
    static func words(_ inputs: [ParityInput]) -> [String] {
        inputs.flatMap(\.words) + (inputs.first.map { Array($0.arguments.dropFirst($0.words.count)) } ?? [])
    }

    private init(_ source: Source, _ words: [String], model: ModelPlace) {
        subject = Subject(source, model: model)
        self.words = words
        testDescription = "\(model.name) \(source.name)"
    }

    /// A file, or a text that is typed.
    static func input(_ word: String, model: ModelPlace = .bundled) -> ParityInput {
        FileManager.default.fileExists(atPath: word)
            ? ParityInput(.file(path: word), [word], model: model)
            : ParityInput(.text(word), ["--text", word], model: model)
    }

    /// What is piped into the program.
    static func piped(_ bytes: [UInt8], model: ModelPlace) -> ParityInput {
        ParityInput(Source(.standardInput(bytes)), ["-"], model: model)
    }

    // MARK: those of the repository

    /// A sample that comes with the program.
    static func sample(_ name: String) -> String { fixture("../../assets/samples/\(name)") }

    static let bundled = ["dog.jpg", "seven.ogg", "dog.txt"].map { input(sample($0)) }

    /// Small models of the bundled kind; one of them fills in masks.
    static let own =
        ["tiny", "shared", "structured"].flatMap { name in
            ["dog.jpg", "seven.ogg", "dog.txt"].map { input(sample($0), model: own(name)) }
        } + ["clips", "units", "points"].map(moreOwn)
        + [input("Ein [MASK][MASK] bellt", model: own("structured"))]

    /// A clip, units or points, with the small model that takes them.
    static func moreOwn(_ name: String) -> ParityInput {
        let files = [
            "clips": "published/multimodal/clip", "units": "models/units-many.csv",
            "points": "media/points/mesh.off",
        ]
        return input(fixture(files[name] ?? ""), model: own(name))
    }

    static func own(_ name: String) -> ModelPlace { .folder(path: fixture("models/\(name)")) }

    static let published =
        ["image-conv", "image-fourier", "image-learned"].map { published($0, "picture.png") }
        + ["language", "sequence"].map { published($0, "text.txt") } + [pair, clip]

    private static func published(_ name: String, _ file: String) -> ParityInput {
        input(fixture("published/\(name)/\(file)"), model: published(name))
    }

    static func published(_ name: String) -> ModelPlace { .folder(path: fixture("published/\(name)")) }

    static var pair: ParityInput {
        let files = ["first", "second"].map { fixture("published/flow/\($0).png") }
        return ParityInput(.pair(path: files[0], next: files[1]), files, model: published("flow"))
    }

    static var clip: ParityInput {
        let folder = fixture("published/multimodal/clip")
        var options = Source.Options()
        options.framesPerSecond = 50
        let source = Source(.file(path: folder), options: options)
        return ParityInput(source, [folder, "--fps", "50"], model: published("multimodal"))
    }

    /// Models without latents: a picture, sounds and a picture that is told pixel by pixel.
    static let transformers = [
        "vision/registers-classes/picture.png", "speech/wav2vec2-letters/sound.wav",
        "speech/hubert-classes/sound.wav", "imagegpt/colours/picture.png", "imagegpt/classes/picture.png",
    ].map { file in
        let path = fixture(file)
        return input(path, model: .folder(path: String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])))
    }

    static let small = own + published + transformers

    // MARK: kinds of models that tests alone know

    /// Their names, and an input for each.
    static let toys = [
        "ToyCausal": "to be or not to be", "ToyCrossing": sample("dog.jpg"),
        "ToyPoints": "1 2\n-0.5 0.25\n0 0\n2 -1\n", "ToyTokens": sample("dog.jpg"),
    ]

    /// Gives an input with a model of such a kind, in a folder that is removed afterwards.
    static func withToy(_ name: String, _ body: (ParityInput) throws -> Void) throws {
        let toy = try #require(ToyKinds.all.first { $0.kind.name == name })
        let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString)-\(name)")
        try toy.write(to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(input(try #require(toys[name]), model: .folder(path: folder.path)))
    }
}
