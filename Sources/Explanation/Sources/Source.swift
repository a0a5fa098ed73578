import Files
public import Media
public import Models

/// An input: where it comes from, how it is read, and what was changed in it since.
public struct Source: Sendable, Hashable {
    /// Where it comes from.
    public enum Origin: Sendable, Hashable {
        /// A file, or a folder with the frames of a clip.
        case file(path: String)
        /// Two pictures, the second taken a moment after the first.
        case pair(path: String, next: String)
        /// A text typed in the program or given on the command line.
        case text(String)
        /// Bytes that were piped into the program.
        case standardInput([UInt8])
    }

    /// Choices about how it is read, which matter to some kinds of input and model.
    public struct Options: Sendable, Hashable {
        /// Whether films and animations are clips where the model takes these; else a film is its sound, an animation its
        /// first picture.
        public var filmsAreClips = true
        /// Clips: the sound that belongs to a folder of frames.
        public var sound: String?
        /// Clips: frames a second that are taken of a film, or that a folder of frames has; `nil` for what the model needs,
        /// or for ``Media/Clip/usualRate``.
        public var framesPerSecond: Double?
        /// Clips: the second at which they begin.
        public var start = 0.0
        /// Clips: the part of each frame that is read, in its pixels.
        public var crop: Image.Region?
        /// Pictures: what shows through where they are transparent.
        public var paper = Pixel.white
        /// Pictures: run at this many pixels to a side, if the model can.
        public var size: Int?
        /// Flow: the tile of a large picture whose attention is kept.
        public var tile: Int?
        /// Models that tell pixels: what is asked for; `nil` for the usual.
        public var pixel: PixelAsking?

        /// The usual choices.
        public init() {}

        /// The latest second at which a clip may begin: no film is as long.
        public static let latestStart = 1e7
    }

    /// Shared by all copies: sources are parts of every question, and what was piped into the program may be large.
    private final class Contents: Sendable {
        let origin: Origin
        let options: Options
        let edits: [Edit]
        /// Hashed once.
        let fingerprint: Int

        init(_ origin: Origin, _ options: Options, _ edits: [Edit]) {
            (self.origin, self.options, self.edits) = (origin, options, edits)
            var hasher = Hasher()
            hasher.combine(origin)
            hasher.combine(options)
            hasher.combine(edits)
            fingerprint = hasher.finalize()
        }
    }

    private let contents: Contents

    /// A source as it is, or with some changes.
    public init(_ origin: Origin, options: Options = Options(), edits: [Edit] = []) {
        contents = Contents(origin, options, edits)
    }

    /// Where it comes from.
    public var origin: Origin { contents.origin }
    /// How it is read.
    public var options: Options { contents.options }
    /// What was changed, in this order.
    public var edits: [Edit] { contents.edits }

    /// Whether both come from the same, are read in the same way, and were changed in the same way.
    public static func == (a: Source, b: Source) -> Bool {
        let (a, b) = (a.contents, b.contents)
        guard a !== b else { return true }
        return a.fingerprint == b.fingerprint && a.origin == b.origin && a.options == b.options
            && a.edits == b.edits
    }

    /// Hashes what tells sources apart.
    public func hash(into hasher: inout Hasher) { hasher.combine(contents.fingerprint) }

    /// A file.
    public static func file(path: String) -> Source { Source(.file(path: path)) }
    /// Two pictures.
    public static func pair(path: String, next: String) -> Source { Source(.pair(path: path, next: next)) }
    /// A text.
    public static func text(_ text: String) -> Source { Source(.text(text)) }

    /// The same source with one more change.
    public func editing(_ edit: Edit) -> Source { Source(origin, options: options, edits: edits + [edit]) }

    /// The source before the last change; `nil` if nothing was changed.
    public var parent: Source? {
        edits.isEmpty ? nil : Source(origin, options: options, edits: edits.dropLast())
    }

    /// The source without any change.
    public var root: Source { Source(origin, options: options) }

    /// The same source, where a pixel is asked for.
    public func asking(_ pixel: PixelAsking?) -> Source {
        var options = options
        options.pixel = pixel
        return Source(origin, options: options, edits: edits)
    }

    /// What kind of input it is, where that shows without reading it.
    public var modality: Modality? {
        switch origin {
        case .pair: .pair
        case .text: .text
        case .file, .standardInput: nil
        }
    }
}

extension Source {
    /// A short name for lists, with what was changed.
    public var name: String { ([originName] + edits.words).joined(separator: ", ") }

    /// The name with its changes as the command line has them.
    public var writtenName: String { ([root.name] + edits.map(\.written)).joined(separator: ", ") }

    /// The name of what it comes from.
    public var originName: String {
        if let text = edits.lastReplacement { return Self.quoted(text) }
        return switch origin {
        case .file(let path): Self.last(path)
        case .pair(let path, let next): Self.last(path) + "+" + Self.last(next)
        case .text(let text): Self.quoted(text)
        case .standardInput: "standard input"
        }
    }

    /// The last change in words, for a list where it stands below what it was made from; the name if nothing was changed.
    public var lastChange: String {
        switch edits.last {
        case .replace?, nil: name
        case let edit?: edit.listed
        }
    }

    /// What results call it: the path as it was given, bytes that are not UTF-8 as `\xE9`, or the text itself.
    public var given: String {
        if let text = edits.lastReplacement { return text }
        return switch origin {
        case .file(let path): PathText.escaped(path)
        case .pair(let path, let next): PathText.escaped("\(path) \(next)")
        case .text(let text): text
        case .standardInput: "-"
        }
    }

    /// What was changed, as the command line has it, for results; `nil` of what was not changed.
    public var writtenEdits: [String]? { edits.isEmpty ? nil : edits.map(\.written) }

    /// What messages call it: the path as it was given, or the beginning of the text.
    public var messageName: String {
        if case .text = origin { return originName }
        return edits.lastReplacement == nil ? given : originName
    }

    /// At most 60 characters of a text, in quotation marks.
    static func quoted(_ text: String) -> String {
        "\"" + beginning(of: text).replacing("\n", with: " ") + "\""
    }

    /// At most 60 characters of a text, cut before a word and never inside a mask, with a mark where it is cut.
    private static func beginning(of text: String) -> String {
        guard text.dropFirst(60).first != nil else { return text }
        var cut = text.index(text.startIndex, offsetBy: 59)
        // A mask that the cut goes through begins less than its length before it.
        let near = text.index(cut, offsetBy: 1 - Masking.literal.count)
        let end =
            text.index(cut, offsetBy: Masking.literal.count - 1, limitedBy: text.endIndex) ?? text.endIndex
        if let mask = text[near..<end].firstRange(of: Masking.literal) {
            cut = mask.lowerBound
        } else if text[cut] != " ", let space = text[..<cut].suffix(16).lastIndex(of: " ") {
            cut = space
        }
        return text[..<cut] + "…"
    }

    private static func last(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    /// What a file shows, by its name.
    public var thing: String? {
        if case .file(let path) = origin { Likeness.thing(file: path) } else { nil }
    }

    /// Whether both are files of one thing, by their names.
    public func isSameThing(as other: Source) -> Bool { thing.map { $0 == other.thing } ?? false }
}
