import ArgumentParser
import Explorer
import Foundation
import Media
import Models

/// The inputs of a command, and how they are made ready.
struct InputArguments: ParsableArguments {
    @Argument(help: CommandInput.help, completion: .file())
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
        help: ArgumentHelp("Pictures: run at so many pixels to a side, if the model can.", valueName: "n")
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
        help: ArgumentHelp("Texts: hide the bytes A to B, counted from 0.", valueName: "A-B")
    )
    var maskRange: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            Pictures, sounds: a part that the model does not get, x,y,w,h in pixels, A-B in seconds, or \
            A-B,LOW-HIGH in seconds and hertz; can be given several times.
            """,
            valueName: "part"
        )
    )
    var remove: [String] = []

    func validate() throws {
        if files.isEmpty && text.isEmpty { throw ValidationError("Name a file, or give a --text.") }
        if !(fps > 0 && fps <= 10_000) { throw ValidationError("--fps: above 0, at most 10000.") }
        for range in maskRange where Self.range(range) == nil {
            throw ValidationError("--mask-range \(range): two numbers A-B, A not above B.")
        }
        for part in remove where Self.rectangle(part) == nil && Self.interval(part) == nil {
            throw ValidationError(
                "--remove \(part): \(Self.rectangleHelp), or \(Self.intervalHelp)."
            )
        }
    }

    /// Refuses more than one input; two files can be one only for a model of optical flow.
    func validateOne(_ model: ModelOptions) throws {
        let most = model.model == nil ? 1 : 2
        guard files.isEmpty != text.isEmpty, files.count <= most, text.count <= 1 else {
            throw ValidationError("Name one file (two pictures for optical flow), or give a --text.")
        }
    }

    private static func range(_ text: String) -> Range<Int>? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard ends.count == 2, let first = ends[0], let last = ends[1], first >= 0, last >= first,
            last < Int.max
        else { return nil }
        return first..<last + 1
    }

    /// The inputs for a model, in the order of the command line: files first, then texts.
    ///
    /// A model of optical flow takes files two by two.
    func inputs(for model: Model) throws -> [CommandMedium] {
        try CommandMedium.all(files, sound: sound, framesPerSecond: fps, for: model)
            + text.map { .source(.text($0)) }
    }

    /// The one input of a command that takes one.
    func input(for model: Model) throws -> CommandMedium {
        let inputs = try inputs(for: model)
        guard let first = inputs.first, inputs.count == 1 else {
            throw CommandFailure("\(inputs.count) inputs are named, where one is expected")
        }
        return first
    }

    /// Reads and prepares an input.
    func open(_ input: CommandMedium, for model: Model) throws -> OpenedMedium {
        let medium = try input.read(for: model)
        do {
            return try OpenedMedium(medium, model: model, options: try options(medium))
        } catch {
            throw CommandFailure("\(input.messageName): \(error)")
        }
    }

    private func options(_ medium: Medium) throws -> InputOptions {
        var options = InputOptions(size: size, tile: tile, masked: maskRange.compactMap(Self.range))
        options.removed = try remove.map { try Self.removal($0, from: medium) }
        guard !mask.isEmpty else { return options }
        guard case .text(let text) = medium else {
            throw CommandFailure("--mask: the input is no text")
        }
        for span in mask {
            guard let found = text.bytes.firstRange(of: Array(span.utf8)), !found.isEmpty else {
                throw CommandFailure("--mask \"\(span)\": does not stand in the text")
            }
            options.masked.append(found)
        }
        return options
    }

    private static let rectangleHelp = "of a picture x,y,w,h in its pixels, such as 10,20,64,48"
    private static let intervalHelp =
        "of a sound A-B in seconds, or A-B,LOW-HIGH with hertz, such as 1.2-2.0,500-2000"

    /// A part of a picture, `x,y,w,h`; `nil` if it is not written so.
    private static func rectangle(_ text: String) -> Removal? {
        let part = numbers(text, ",")
        guard part.count == 4, part[2] > 0, part[3] > 0 else { return nil }
        return Removal(columns: part[0]...part[0] + part[2], rows: part[1]...part[1] + part[3])
    }

    /// A part of a sound, `A-B` or `A-B,LOW-HIGH`; `nil` if it is not written so.
    private static func interval(_ text: String) -> Removal? {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let ranges = parts.compactMap { part -> ClosedRange<Double>? in
            let ends = numbers(String(part), "-")
            return ends.count == 2 && ends[0] < ends[1] ? ends[0]...ends[1] : nil
        }
        guard ranges.count == parts.count, let seconds = ranges.first, ranges.count <= 2 else { return nil }
        return Removal(columns: seconds, rows: ranges.count == 2 ? ranges[1] : nil)
    }

    /// Numbers of at least 0; none if something else is among them.
    private static func numbers(_ text: String, _ separator: Character) -> [Double] {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false).map { Double($0) }
        let numbers = parts.compactMap { $0 }.filter { $0.isFinite && $0 >= 0 }
        return numbers.count == parts.count ? numbers : []
    }

    /// A part of a picture or of a sound.
    private static func removal(_ text: String, from medium: Medium) throws -> Removal {
        switch medium {
        case .image:
            guard let part = rectangle(text) else {
                throw CommandFailure("--remove \(text): \(rectangleHelp)")
            }
            return part
        case .sound:
            guard let part = interval(text) else {
                throw CommandFailure("--remove \(text): \(intervalHelp)")
            }
            return part
        case .text: throw CommandFailure("--remove: parts of a text are hidden with --mask")
        case .pair, .clip: throw CommandFailure("--remove: the input is no picture and no sound")
        }
    }

    /// Reads, prepares and runs an input, telling its progress on a terminal.
    func run(_ input: CommandMedium, on model: Model) throws -> (opened: OpenedMedium, run: Run) {
        let opened = try open(input, for: model)
        let progress = ProgressLine("running")
        defer { progress.end() }
        return (opened, try model.run(opened.input) { progress.report($0) })
    }
}

/// An input as a command line names it.
enum CommandMedium {
    case source(Source)
    case pair(String, String)
    case clip(String, sound: String?, framesPerSecond: Double)

    /// The inputs of some files; a model of optical flow takes them two by two.
    static func all(
        _ files: [String],
        sound: String?,
        framesPerSecond: Double = Clip.usualRate,
        for model: Model
    ) throws -> [CommandMedium] {
        guard model.modalities == [.pair] else {
            return files.map { path in
                CommandInput.isFolder(path) || sound != nil
                    ? .clip(path, sound: sound, framesPerSecond: framesPerSecond)
                    : .source(.file(path: path))
            }
        }
        guard files.count % 2 == 0 else {
            throw CommandFailure(
                "\(model.name) takes pictures two by two, and \(files.count) are named; name A.png B.png"
            )
        }
        return stride(from: 0, to: files.count, by: 2).map { .pair(files[$0], files[$0 + 1]) }
    }

    /// What output calls it: the path as it was given, or the text itself.
    var name: String {
        switch self {
        case .source(let source): CommandInput.name(source)
        case .pair(let first, let second): "\(first) \(second)"
        case .clip(let path, _, _): path
        }
    }

    /// A short name for people.
    var shortName: String {
        switch self {
        case .source(let source): source.name
        default: name
        }
    }

    /// What messages call it: the path as it was given, or the beginning of the text.
    var messageName: String {
        if case .source(.text) = self { shortName } else { name }
    }

    func read(for model: Model) throws -> Medium {
        switch self {
        case .source(let source): return try CommandInput.read(source)
        case .pair(let first, let second): return try CommandInput.pair(first, second)
        case .clip(let path, let sound, let rate):
            guard CommandInput.isFolder(path) else {
                throw CommandFailure("\(path): is no folder of frames, which --sound could belong to")
            }
            try CommandInput.checkClip(path, for: model)
            return .clip(try Clip.read(folder: path, sound: sound, framesPerSecond: rate))
        }
    }
}
