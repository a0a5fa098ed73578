/// What the chunks of a WAV or AIFF file and their kin, or the last page of an Ogg file tell, without decoding it.
///
/// libsndfile takes a file that breaks off for a shorter one.
enum SoundOutline {
    /// How much of the samples is missing, in words; `nil` if nothing is or the file does not tell.
    static func missing(in source: ByteSource) -> String? {
        guard let head = bytes(12, of: source, at: 0) else { return nil }
        switch String(decoding: head[..<4], as: UTF8.self) {
        case "RIFF": return missing(in: source, chunk: "data", bigEndian: false)
        case "RIFX": return missing(in: source, chunk: "data", bigEndian: true)
        case "FORM":
            return missing(
                in: source,
                chunk: head[8...].starts(with: "AIF".utf8) ? "SSND" : "BODY",
                bigEndian: true
            )
        case "RF64": return missingInRF64(source)
        case "riff": return missingInWave64(source)
        case ".snd": return missingInAU(head, source)
        case "OggS": return missingInOgg(source)
        default: return nil
        }
    }

    /// So many chunks are in no real file; a walk has to end.
    private static let mostChunks = 4096
    /// Larger sizes are in no real file, and sums of them have room.
    private static let largest = 1 << 50

    /// Sizes from here on mean that the length was not known when the file was begun.
    private static let unknown = 0x7FFF_0000

    private static func missing(in source: ByteSource, chunk: String, bigEndian: Bool) -> String? {
        var place = 12
        for _ in 0..<mostChunks {
            guard let header = bytes(8, of: source, at: place) else { return nil }
            let size = number(header[4...], bigEndian: bigEndian)
            if String(decoding: header[..<4], as: UTF8.self) == chunk {
                return size < unknown ? missing(size, source, at: place + 8) : nil
            }
            place += 8 + size + size % 2
        }
        return nil
    }

    /// In RF64 (EBU Tech 3306) the first chunk tells how long the samples are, which a `data` chunk's 32 bits cannot.
    private static func missingInRF64(_ source: ByteSource) -> String? {
        guard let sizes = bytes(24, of: source, at: 12), sizes.starts(with: "ds64".utf8) else { return nil }
        let size = number(sizes[16...], bigEndian: false)
        var place = 20 + number(sizes[4..<8], bigEndian: false)
        for _ in 0..<mostChunks {
            guard let header = bytes(8, of: source, at: place) else { return nil }
            if header.starts(with: "data".utf8) { return missing(size, source, at: place + 8) }
            let length = number(header[4...], bigEndian: false)
            place += 8 + length + length % 2
        }
        return nil
    }

    /// Wave64 has names of 16 bytes and sizes of 8, which count themselves and the name; chunks begin at multiples of 8.
    private static func missingInWave64(_ source: ByteSource) -> String? {
        var place = 40
        for _ in 0..<mostChunks {
            guard let header = bytes(24, of: source, at: place) else { return nil }
            let size = number(header[16...], bigEndian: false)
            guard (24...largest).contains(size) else { return nil }
            if header.starts(with: "data".utf8) { return missing(size - 24, source, at: place + 24) }
            place += (size + 7) / 8 * 8
        }
        return nil
    }

    private static func missingInAU(_ head: [UInt8], _ source: ByteSource) -> String? {
        let size = number(head[8...], bigEndian: true)
        return size < unknown ? missing(size, source, at: number(head[4..<8], bigEndian: true)) : nil
    }

    /// An Ogg file does not tell its length: its last page says that it is the last.
    private static func missingInOgg(_ source: ByteSource) -> String? {
        let start = max(0, source.count - 2 * longestPage)
        guard let tail = bytes(source.count - start, of: source, at: start),
            let first = tail.indices.last(where: { tail[$0...].starts(with: pageStart) })
        else { return nil }
        let page = tail[first...]
        let segments = page.dropFirst(27).prefix(page.count > 26 ? Int(page[first + 26]) : 0)
        let size = segments.reduce(27 + segments.count) { $0 + Int($1) }
        let isWhole = page.count > 26 && segments.count == page[first + 26] && page.count >= size
        let isLast = isWhole && page[first + 5] & 4 != 0
        return isLast ? nil : "the page that ends it is missing"
    }

    /// A page has a header of 27 bytes, up to 255 sizes, and as many segments of up to 255 bytes.
    private static let longestPage = 27 + 255 + 255 * 255
    /// How a page begins; the zero is the format's version.
    private static let pageStart = Array("OggS\0".utf8)

    private static func missing(_ size: Int, _ source: ByteSource, at place: Int) -> String? {
        guard size <= largest else { return nil }
        let present = max(0, source.count - place)
        return present < size ? "\(present.grouped) of \(size.grouped) bytes of samples" : nil
    }

    private static func bytes(_ count: Int, of source: ByteSource, at place: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = bytes.withUnsafeMutableBytes { source.read(into: $0, at: place) }
        return got == count ? bytes : nil
    }

    private static func number(_ field: ArraySlice<UInt8>, bigEndian: Bool) -> Int {
        (bigEndian ? Array(field) : field.reversed()).reduce(0) { $0 << 8 | Int($1) }
    }
}
