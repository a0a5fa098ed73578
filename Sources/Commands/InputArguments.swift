import ArgumentParser
import Explanation
import Files
import Media
import Models

/// The inputs of a command, how they are read, and what is changed in them.
struct InputArguments: ParsableArguments {
    @Argument(
        help:
            "PNG, JPEG, any sound libsndfile reads, a text, or a folder of frames; - is standard input.",
        completion: .file()
    )
    var files: [String] = []
    @Option(help: ArgumentHelp("A text instead of a file; can be given several times.", valueName: "text"))
    var text: [String] = []
    @Option(
        help: ArgumentHelp("Clips: the sound that belongs to a folder of frames.", valueName: "file"),
        completion: .file()
    )
    var sound: String?
    @Option(help: ArgumentHelp("Clips: frames a second in a folder of frames.", valueName: "rate"))
    var fps = Clip.usualRate
    @Option(
        help: ArgumentHelp("Pictures: run at n pixels to a side, if the model can.", valueName: "n")
    )
    var size: Int?
    @Option(
        help: ArgumentHelp("Flow: the tile of a large picture whose attention is kept.", valueName: "tile")
    )
    var tile: Int?
    @Option(
        help: ArgumentHelp(
            "Texts: hide the first place where this stands; can be given several times.",
            valueName: "span"
        )
    )
    var mask: [String] = []
    @Option(
        help: ArgumentHelp("Texts: hide the bytes A to B, counted from 0.", valueName: "A-B"),
        transform: InputArguments.bytes
    )
    var maskRange: [Range<Int>] = []
    @Option(
        help: ArgumentHelp(
            """
            A part that the model does not get: x,y,w,h in pixels of a picture, A-B in seconds or A-B,LOW-HIGH in \
            seconds and hertz of a sound, A-B in bytes of a text; can be given several times.
            """,
            valueName: "part"
        ),
        transform: { try Part($0) }
    )
    var remove: [Part] = []

    func validate() throws {
        if !(fps > 0 && fps <= 10_000) { throw ValidationError("--fps: above 0, at most 10000.") }
    }

    private static func bytes(_ text: String) throws -> Range<Int> {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard ends.count == 2, let first = ends[0], let last = ends[1], first >= 0, last >= first,
            last < Int.max
        else { throw ValidationError("two numbers A-B, A not above B") }
        return first..<last + 1
    }

    /// Refuses to have no input.
    func validateSome() throws {
        if files.isEmpty && text.isEmpty { throw ValidationError("Name a file, or give a --text.") }
    }

    /// Refuses anything but one input; two files can be one only for a model of optical flow.
    func validateOne(_ model: ModelOptions) throws {
        let most = model.model == nil ? 1 : 2
        guard files.isEmpty != text.isEmpty, files.count <= most, text.count <= 1 else {
            throw ValidationError("Name one file (two pictures for optical flow), or give a --text.")
        }
    }
}

extension InputArguments {
    /// The inputs in the order of the command line, each file by itself: files first, then texts.
    var sources: [Source] { sources(of: files) + texts }

    /// Files, each by itself, with the options of the command line.
    func sources(of files: [String]) -> [Source] {
        files.map { Source(.file(path: $0), options: options, edits: edits) }
    }

    /// The inputs for a model, in the order of the command line: files first, then texts.
    func sources(for model: Model) throws -> [Source] {
        try Source.files(files, options: options, edits: edits, for: model) + texts
    }

    /// The one input of a command that takes one.
    func source(for model: Model) throws -> Source {
        let sources = try sources(for: model)
        guard let first = sources.first, sources.count == 1 else {
            throw Failure("\(sources.count) inputs are named, where one is expected")
        }
        return try first.takingStandardInput()
    }

    private var texts: [Source] {
        // What is not UTF-8 is no byte of a path here.
        text.map { String(decoding: PathText.bytes(of: $0), as: UTF8.self) }
            .map { Source(.text($0), options: options, edits: edits) }
    }

    private var options: Source.Options {
        var options = Source.Options()
        (options.sound, options.framesPerSecond) = (sound, fps)
        (options.size, options.tile) = (size, tile)
        return options
    }

    private var edits: [Edit] {
        remove.map { .remove($0) } + mask.map { .mask(Part(.span($0))) }
            + maskRange.map { .mask(Part(.bytes($0))) }
    }
}

extension Source {
    /// Files as inputs of a model; one of optical flow takes them two by two.
    static func files(
        _ paths: [String],
        options: Options,
        edits: [Edit] = [],
        for model: Model
    ) throws(Failure) -> [Source] {
        guard model.modalities == [.pair] else {
            return paths.map { Source(.file(path: $0), options: options, edits: edits) }
        }
        guard paths.count % 2 == 0 else {
            throw Failure(
                "\(model.name) takes pictures two by two, and \(paths.count) are named; name A.png B.png"
            )
        }
        return stride(from: 0, to: paths.count, by: 2).map {
            Source(.pair(path: paths[$0], next: paths[$0 + 1]), options: options, edits: edits)
        }
    }

    /// What is piped into the program; it can be read once.
    private static let standardInput = Result { try Medium.standardInput() }

    /// The same source, with what is piped into the program in place of a file `-`.
    ///
    /// - Throws: `MediaError` if that cannot be read.
    func takingStandardInput() throws -> Source {
        guard origin == .file(path: "-") else { return self }
        return Source(.standardInput(try Self.standardInput.get()), options: options, edits: edits)
    }
}
