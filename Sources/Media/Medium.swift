/// What a person gives to the program: something to see, to hear or to read, or points and units at their places.
public enum Medium: Sendable, Hashable {
    case image(Image)
    case sound(Sound)
    case text(Text)
    /// Two pictures, the second taken a moment after the first.
    case pair(Image, Image)
    case clip(Clip)
    case points(PointCloud)
    case units(UnitSet)

    /// Which of these it is.
    public var modality: Modality {
        switch self {
        case .image: .image
        case .sound: .audio
        case .text: .text
        case .pair: .pair
        case .clip: .clip
        case .points: .points
        case .units: .units
        }
    }

    /// What there is to say of the files that it was read from, each a sentence without a full stop.
    public var notes: [String] {
        switch self {
        case .image(let image): image.notes
        case .sound(let sound): sound.origin.notes
        case .text(let text): text.notes
        case .pair(let first, let second):
            first.notes.map { "first picture: \($0)" } + second.notes.map { "second picture: \($0)" }
        case .clip(let clip):
            clip.notes + Array(Set(clip.frames.flatMap(\.notes))).sorted() + (clip.sound?.origin.notes ?? [])
        case .points(let cloud): cloud.notes
        case .units(let set): set.notes
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
    /// Points in space.
    case points
    /// Units of a game on its map.
    case units

    /// Several of these, in a sentence.
    public var words: String {
        switch self {
        case .image: "pictures"
        case .audio: "sounds"
        case .text: "texts"
        case .pair: "pairs of pictures"
        case .clip: "clips"
        case .points: "point clouds"
        case .units: "units of a game"
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
    /// What the file is shows in its content; its name does not matter. PNG and JPEG become images, everything
    /// that libsndfile reads (WAV, FLAC, Ogg, MP3, AIFF and more) becomes a sound, other pictures and sounds are read
    /// through ffmpeg, PLY, OFF, OBJ, tables of coordinates and NumPy arrays become point clouds, and what is left must
    /// be a text.
    ///
    /// - Parameters:
    ///   - path: The file; only a regular file is opened.
    ///   - paper: What shows through the transparent parts of a picture.
    ///   - ffmpeg: The program to read other kinds through.
    ///   - clips: How films and animations are read as clips; without it, the sound or the first picture is read.
    /// - Throws: ``MediaError``, whose description is a sentence for the user.
    public static func read(
        path: String,
        paper: Pixel = .white,
        ffmpeg: FFmpeg = .installed,
        clips: ClipReading? = nil
    ) throws(MediaError) -> Medium {
        try read(ByteSource(path: path), paper, ffmpeg, clips)
    }

    /// Reads a file that is already in memory; `name` stands for it in messages.
    public static func read(
        _ bytes: [UInt8],
        name: String,
        paper: Pixel = .white,
        ffmpeg: FFmpeg = .installed,
        clips: ClipReading? = nil
    ) throws(MediaError) -> Medium {
        try read(ByteSource(bytes, name: name), paper, ffmpeg, clips)
    }

    /// The bytes that are piped into the program, to their end.
    public static func standardInput() throws(MediaError) -> [UInt8] {
        try ByteSource(standardInput: ()).bytes(limit: ByteSource.standardInputLimit)
    }

    private static func read(
        _ source: ByteSource,
        _ paper: Pixel,
        _ ffmpeg: FFmpeg,
        _ clips: ClipReading?
    ) throws(MediaError) -> Medium {
        guard source.count > 0 else { throw source.error(.empty) }
        switch FileKind(source) {
        case .png:
            let bytes = try source.bytes(limit: Image.largestFile)
            return .image(try Image(png: bytes, name: source.name, paper: paper))
        case .jpeg:
            let bytes = try source.bytes(limit: Image.largestFile)
            return .image(try Image(jpeg: bytes, name: source.name))
        case .foreign(let kind) where clips != nil && kind.moves(source):
            guard let clips else { fallthrough }
            return try ffmpeg.clip(source, kind, clips)
        case .foreign(let kind) where kind.content == .picture:
            return .image(try ffmpeg.image(source, kind, paper: paper))
        case .sound, .foreign: return .sound(try Sound.read(source, ffmpeg))
        case .points(let format): return .points(try format.read(source))
        case .refused(let kind): throw source.error(.unsupported(kind))
        case .units: return .units(try UnitFile.read(source))
        case .svg: return .text(try Text(source).noting(["a drawing in SVG is read as the text that it is"]))
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
