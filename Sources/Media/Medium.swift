/// What a person gives to the program: something to see, to hear or to read.
public enum Medium: Sendable, Hashable {
    case image(Image)
    case sound(Sound)
    case text(Text)
    /// Two pictures, the second taken a moment after the first.
    case pair(Image, Image)
    case clip(Clip)

    /// Which of these it is.
    public var modality: Modality {
        switch self {
        case .image: .image
        case .sound: .audio
        case .text: .text
        case .pair: .pair
        case .clip: .clip
        }
    }

    /// What there is to say of the files that it was read from, each a sentence without a full stop.
    public var notes: [String] {
        switch self {
        case .text(let text): text.notes
        case .image, .sound, .pair, .clip: []
        }
    }
}

/// The kinds of input, by the names that checkpoints and exported results use for them.
public enum Modality: String, Sendable, Hashable, CaseIterable, Codable {
    case image, audio, text
    /// Two pictures.
    case pair
    /// Frames and a sound.
    case clip

    /// One of these, in a word.
    public var word: String { self == .audio ? "sound" : rawValue }

    /// Several of these, in a sentence.
    public var words: String {
        switch self {
        case .image: "pictures"
        case .audio: "sounds"
        case .text: "texts"
        case .pair: "pairs of pictures"
        case .clip: "clips"
        }
    }

    /// Several kinds, in a sentence.
    public static func list(_ modalities: [Modality]) -> String {
        modalities.map(\.words).joined(separator: ", ")
    }
}

extension Medium {
    /// Reads the file at a path.
    ///
    /// What the file is shows in its content; its name does not matter. PNG and JPEG become images,
    /// everything that libsndfile reads (WAV, FLAC, Ogg, MP3, AIFF and more) becomes a sound, and what
    /// is left must be a text.
    ///
    /// - Parameters:
    ///   - path: The file; only a regular file is opened.
    ///   - paper: What shows through the transparent parts of a picture.
    /// - Throws: ``MediaError``, whose description is a sentence for the user.
    public static func read(path: String, paper: Pixel = .white) throws(MediaError) -> Medium {
        try read(ByteSource(path: path), paper: paper)
    }

    /// Reads a file that is already in memory; `name` stands for it in messages.
    public static func read(
        _ bytes: [UInt8],
        name: String,
        paper: Pixel = .white
    ) throws(MediaError) -> Medium {
        try read(ByteSource(bytes, name: name), paper: paper)
    }

    /// Reads what is piped into the program, to its end.
    public static func readStandardInput(paper: Pixel = .white) throws(MediaError) -> Medium {
        try read(ByteSource(standardInput: ()), paper: paper)
    }

    /// The bytes that are piped into the program, to their end.
    public static func standardInput() throws(MediaError) -> [UInt8] {
        try ByteSource(standardInput: ()).bytes(limit: ByteSource.standardInputLimit)
    }

    private static func read(_ source: ByteSource, paper: Pixel) throws(MediaError) -> Medium {
        guard source.count > 0 else { throw source.error(.empty) }
        switch FileKind(head: source.head()) {
        case .png:
            let bytes = try source.bytes(limit: Image.largestFile)
            return .image(try Image(png: bytes, name: source.name, paper: paper))
        case .jpeg:
            let bytes = try source.bytes(limit: Image.largestFile)
            return .image(try Image(jpeg: bytes, name: source.name))
        case .sound: return .sound(try Sound(source))
        case .refused(let kind): throw source.error(.unsupported(kind))
        case .text: return .text(try Text(source))
        case .binary:
            // Some sounds have no signature worth the name; the library recognises more than we do.
            do throws(MediaError) {
                return .sound(try Sound(source))
            } catch {
                guard error.problem == .notASound else { throw error }
                return .text(try Text(source))
            }
        }
    }
}
