extension Medium {
    /// What kind of input a file is, judged by its first bytes; `nil` if it is none or cannot be told.
    public static func modality(path: String) -> Modality? {
        guard let source = try? ByteSource(path: path) else { return nil }
        return modality(source)
    }

    /// The same of a file that is already in memory.
    public static func modality(of bytes: [UInt8]) -> Modality? {
        modality(ByteSource(bytes, name: ""))
    }

    /// Whether a file holds moving pictures, which some models get as a clip, as far as that shows without reading it: a
    /// film, which may turn out to be a sound alone, or an animation.
    public static func moves(path: String) -> Bool {
        guard let source = try? ByteSource(path: path) else { return false }
        return moves(source)
    }

    /// The same of a file that is already in memory.
    public static func moves(_ bytes: [UInt8]) -> Bool { moves(ByteSource(bytes, name: "")) }

    /// What kind of input a file is for a model that takes these: a film is a clip if it takes clips, or else a sound.
    public static func modality(path: String, for accepted: [Modality]) -> Modality? {
        accepted.contains(.clip) && moves(path: path) ? .clip : modality(path: path)
    }

    private static func moves(_ source: ByteSource) -> Bool {
        guard source.count > 0, case .foreign(let kind) = FileKind(source) else { return false }
        return kind.moves(source)
    }

    /// Opens a file without reading it.
    ///
    /// - Throws: ``MediaError`` if it cannot be opened, or is none.
    public static func check(path: String) throws(MediaError) { _ = try ByteSource(path: path) }

    private static func modality(_ source: ByteSource) -> Modality? {
        guard source.count > 0 else { return nil }
        switch FileKind(source) {
        case .png, .jpeg: return .image
        case .sound: return .audio
        case .foreign(let kind): return kind.content == .picture ? .image : .audio
        case .points: return .points
        case .units: return .units
        case .text, .svg: return .text
        case .refused, .binary: return nil
        }
    }
}

extension ForeignKind {
    /// Whether there are moving pictures in a file of this kind, as far as that shows without reading it.
    func moves(_ source: ByteSource) -> Bool {
        content == .film || (self == .gif && GIFOutline.isAnimated(source))
    }
}
