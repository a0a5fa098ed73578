extension Medium {
    /// What kind of input a file is, judged by its first bytes; `nil` if it is none or cannot be told.
    public static func modality(path: String) -> Modality? {
        guard let source = try? ByteSource(path: path) else { return nil }
        return modality(head: source.head())
    }

    /// The same of a file that is already in memory.
    public static func modality(of bytes: [UInt8]) -> Modality? {
        modality(head: Array(bytes.prefix(FileKind.headLength)))
    }

    /// Opens a file without reading it.
    ///
    /// - Throws: ``MediaError`` if it cannot be opened, or is none.
    public static func check(path: String) throws(MediaError) { _ = try ByteSource(path: path) }

    private static func modality(head: [UInt8]) -> Modality? {
        guard !head.isEmpty else { return nil }
        switch FileKind(head: head) {
        case .png, .jpeg: return .image
        case .sound: return .audio
        case .text: return .text
        case .refused, .binary: return nil
        }
    }
}
