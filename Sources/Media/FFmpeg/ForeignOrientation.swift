/// How cameras were held whose pictures ffmpeg reads; it does not turn these kinds, or not in every version.
enum ForeignOrientation {
    /// So many chunks are in no real file; a walk has to end.
    private static let mostChunks = 4096

    /// Whether such files say it in a way that is read here.
    static func isRead(of kind: ForeignKind) -> Bool { kind == .tiff || kind == .webp }

    /// What a file says.
    static func of(_ source: ByteSource, _ kind: ForeignKind) -> Orientation {
        switch kind {
        case .tiff: tiff(source) ?? .upright
        case .webp: webp(source) ?? .upright
        default: .upright
        }
    }

    /// A picture is one block of TIFF, whose first directory may stand anywhere.
    private static func tiff(_ source: ByteSource) -> Orientation? {
        guard let bytes = try? source.bytes(limit: Image.largestFile) else { return nil }
        return Orientation(tiff: bytes[...])
    }

    /// A chunk of its own holds what a JPEG has in a segment, with or without the mark before it.
    private static func webp(_ source: ByteSource) -> Orientation? {
        var place = 12
        for _ in 0..<mostChunks {
            guard let header = source.bytes(8, at: place) else { return nil }
            let length = header[4...].reversed().reduce(0) { $0 << 8 | Int($1) }
            if header.starts(with: "EXIF".utf8) {
                guard let exif = source.bytes(min(length, 1 << 20), at: place + 8) else { return nil }
                return Orientation(exif: exif[...]) ?? Orientation(tiff: exif[...])
            }
            place += 8 + length + length % 2
        }
        return nil
    }
}
