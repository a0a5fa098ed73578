import Files
import Glibc
public import Media
public import Models

/// Reads an input, and prepares it for a model and a screen.
public struct OpenQuestion: Question {
    /// The input and the model.
    public let subject: Subject

    /// A subject, opened.
    public init(_ subject: Subject) { self.subject = subject }

    /// What must be known first.
    public var needs: [any Question] {
        [ModelQuestion(subject.model)] + (subject.unasked.map { [OpenQuestion($0)] } ?? [])
    }
    /// What is being done, in a word or two.
    public var title: String { "reading \(subject.source.name)" }

    /// Where it is computed: to ask for another pixel nothing is read.
    public func lane(_ known: Known) -> Lane { subject.unasked == nil ? .files : .instant }

    /// Computes the answer.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> OpenedMedium {
        if let other = subject.unasked, let pixel = subject.source.options.pixel {
            let opened = known(OpenQuestion(other))
            do {
                let input = try known(ModelQuestion(subject.model)).asking(pixel, of: opened.input)
                return OpenedMedium(outline: opened.outline, input: input)
            } catch {
                throw Failure("\(subject.source.messageName): \(error)", isMisuse: error.isMisuse)
            }
        }
        return try subject.source.opened(for: known(ModelQuestion(subject.model)))
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: OpenedMedium) -> Int { answer.input.size + 500_000 }
}

/// Runs the model on an input.
public struct RunQuestion: Question {
    /// The input and the model.
    public let subject: Subject

    /// A run of a subject.
    public init(_ subject: Subject) { self.subject = subject }

    /// What must be known first.
    public var needs: [any Question] {
        [OpenQuestion(subject), ModelQuestion(subject.model)]
            + (subject.unasked.map { [RunQuestion($0)] } ?? [])
    }
    /// What is being done, in a word or two.
    public var title: String { "run" }

    /// Where it is computed: to ask for another pixel nothing is run.
    public func lane(_ known: Known) -> Lane { subject.unasked == nil ? .long : .instant }

    /// Computes the answer.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> Run {
        if let other = subject.unasked {
            return known(RunQuestion(other)).asked(known(OpenQuestion(subject)).input)
        }
        return try known(ModelQuestion(subject.model)).run(
            known(OpenQuestion(subject)).input,
            progress: progress
        )
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: Run) -> Int {
        // It keeps its input, also when that is forgotten otherwise.
        answer.input.size + 4 * answer.trace.states.reduce(answer.trace.inputs.count) { $0 + $1.count }
    }
}

/// What kind of input a source is, from its first bytes; `nil` if that cannot be told.
public struct ModalityQuestion: Question {
    /// The source.
    public let source: Source
    /// What would be taken: a film is a clip only where clips are.
    public let accepted: [Modality]

    /// The kind of a source for a model that takes some.
    public init(_ source: Source, for accepted: [Modality] = []) {
        (self.source, self.accepted) = (source, accepted)
    }

    /// What is being done, in a word or two.
    public var title: String { "looking at \(source.name)" }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane { .files }

    /// Computes the answer.
    public func answer(_ known: Known, progress: @escaping Progress) -> Modality? {
        if source.edits.lastReplacement != nil { return .text }
        return switch source.origin {
        case .file(let path):
            Source.isFolder(path) ? .clip : Medium.modality(path: path, for: accepted)
        case .standardInput(let bytes):
            accepted.contains(.clip) && Medium.moves(bytes) ? .clip : Medium.modality(of: bytes)
        case .pair, .text: source.modality
        }
    }
}

/// An entry of a folder.
public struct FolderItem: Sendable, Hashable {
    /// The name without the path.
    public let name: String
    /// Whether it is a folder.
    public let isFolder: Bool
    /// The size in bytes of a file; 0 of anything else.
    public let size: Int

    /// An entry of a folder.
    public init(name: String, isFolder: Bool, size: Int) {
        self.name = name
        self.isFolder = isFolder
        self.size = size
    }
}

/// What is in a folder: folders first, each kind by name as people sort.
public struct FolderQuestion: Question {
    /// The folder.
    public let path: String

    /// The items of a folder.
    public init(path: String) { self.path = path }

    /// What is being done, in a word or two.
    public var title: String { "reading \(path)" }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane { .files }

    /// Computes the answer.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> [FolderItem] {
        let items = try Folder.names(in: path).map { name -> FolderItem in
            let status = FileStatus(path == "/" ? "/" + name : path + "/" + name)
            return FolderItem(name: name, isFolder: status?.isFolder ?? false, size: status?.size ?? 0)
        }
        let sorted = items.sorted(byName: \.name)
        return sorted.filter(\.isFolder) + sorted.filter { !$0.isFolder }
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: [FolderItem]) -> Int { answer.count * 128 }
}

/// What a folder holds for a model.
public struct FolderInputsQuestion: Question {
    /// The folder.
    public let path: String
    /// The model that would get it.
    public let model: ModelPlace

    /// The inputs in a folder.
    public init(path: String, model: ModelPlace) {
        self.path = path
        self.model = model
    }

    /// What must be known first.
    public var needs: [any Question] { [ModelQuestion(model)] }
    /// What is being done, in a word or two.
    public var title: String { "reading \(path)" }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane { .files }

    /// Computes the answer.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> FolderInputs {
        try FolderInputs(path, for: known(ModelQuestion(model)))
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: FolderInputs) -> Int {
        128 * (answer.files.count + answer.passedOver.count)
    }
}

/// What the file browser shows of a file or a folder.
///
/// It rests for a moment before it reads, so that files which a cursor only passes are not read.
public struct PreviewQuestion: Question {
    /// The file or the folder.
    public let path: String
    /// The model that would get it.
    public let model: ModelPlace

    /// How long it rests, in microseconds.
    static let rest: UInt32 = 40_000

    /// A preview for a model.
    public init(path: String, model: ModelPlace) {
        self.path = path
        self.model = model
    }

    /// What must be known first.
    public var needs: [any Question] { [ModelQuestion(model)] }
    /// What is being done, in a word or two.
    public var title: String { "reading \(path)" }

    /// Where it is computed.
    public func lane(_ known: Known) -> Lane { .files }

    /// Computes the answer.
    public func answer(_ known: Known, progress: @escaping Progress) throws -> FilePreview {
        usleep(Self.rest)
        try Task.checkCancellation()
        let model = known(ModelQuestion(model))
        guard Source.isFolder(path) else { return .medium(try Source.file(path: path).opened(for: model)) }
        if ModelListing.isModel(path) { return .model }
        let inputs = try? FolderInputs(path, for: model)
        // What is in a folder of frames is not listed.
        if inputs?.isClip == true, let clip = try ClipFolder(path) { return .clip(ClipFolderOutline(clip)) }
        return .folder(inputs)
    }

    /// About how many bytes an answer keeps.
    public static func size(of answer: FilePreview) -> Int {
        if case .medium(let opened) = answer { OpenQuestion.size(of: opened) } else { 500_000 }
    }
}

extension InputArray {
    /// About how many bytes it keeps.
    fileprivate var size: Int { 4 * (tokens.count + (spectrogram?.values.count ?? 0)) + (seen?.size ?? 0) }
}

extension Medium {
    /// About how many bytes it keeps.
    fileprivate var size: Int {
        switch self {
        case .image(let image): image.pixels.count
        case .pair(let image, let next): image.pixels.count + next.pixels.count
        case .sound(let sound): 4 * sound.samples.count
        case .text(let text): text.bytes.count
        case .clip(let clip):
            clip.frames.reduce(0) { $0 + $1.pixels.count } + 4 * (clip.sound?.samples.count ?? 0)
        case .points(let cloud): 32 * cloud.points.count
        case .units(let set): 128 * set.units.count
        }
    }
}
