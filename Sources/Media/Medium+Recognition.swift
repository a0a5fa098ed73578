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
