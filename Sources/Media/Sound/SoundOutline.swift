/// What the chunks of a WAV or AIFF file and their kin, or the last page of an Ogg file tell, without decoding it.
///
/// libsndfile takes a file that breaks off for a shorter one, and one that was never closed for an empty one.
struct SoundOutline {
    /// What does not fit about the length, in words; `nil` if all fits or the file does not tell.
    private(set) var note: String?
    /// How much of the samples is missing, in words.
    private(set) var missing: String?
    /// What to read in place of the length in the file, so that all samples are read.
    private(set) var correction: Correction?

    /// Bytes that stand in for those in a file.
    struct Correction {
        let place: Int
        let bytes: [UInt8]
    }

    /// Looks at a file.
    init(_ source: ByteSource) {
        guard let head = source.bytes(12, at: 0) else { return }
        if head.starts(with: "OggS".utf8) {
            if !Self.hasLastPage(source) { note = "the end of the sound is missing: the page that ends it" }
        } else if let field = LengthField(head, source) {
            let present = max(0, source.count - field.start)
            if field.value == 0 && present > 0 && !field.isFollowedByChunks(in: source) {
                note = "the header says that there are no samples; all behind it are read"
                correction = Correction(place: field.place, bytes: field.encoded(present))
            } else if present < field.value {
                missing = "\(present.grouped) of \(field.value.grouped) bytes of samples"
                note = "the file claims \(field.value.grouped) bytes of samples and has \(present.grouped)"
            }
        }
    }

    /// An Ogg file does not tell its length: its last page says that it is the last.
    private static func hasLastPage(_ source: ByteSource) -> Bool {
        let start = max(0, source.count - 2 * longestPage)
        guard let tail = source.bytes(source.count - start, at: start),
            let first = tail.indices.last(where: { tail[$0...].starts(with: pageStart) })
        else { return true }
        let page = tail[first...]
        let segments = page.dropFirst(27).prefix(page.count > 26 ? Int(page[first + 26]) : 0)
        let size = segments.reduce(27 + segments.count) { $0 + Int($1) }
        let isWhole = page.count > 26 && segments.count == page[first + 26] && page.count >= size
        return isWhole && page[first + 5] & 4 != 0
    }

    /// A page has a header of 27 bytes, up to 255 sizes, and as many segments of up to 255 bytes.
    private static let longestPage = 27 + 255 + 255 * 255
    /// How a page begins; the zero is the format's version.
    private static let pageStart = Array("OggS\0".utf8)
}

/// Where a file says how many bytes of samples it has.
private struct LengthField {
    /// Where the number stands, and how many bytes it has.
    let place, width: Int
    let bigEndian: Bool
    /// Where the samples begin.
    let start: Int
    let value: Int

    /// So many chunks are in no real file; a walk has to end.
    private static let mostChunks = 4096
    /// Larger sizes are in no real file, and sums of them have room.
    private static let largest = 1 << 50
    /// Sizes of four bytes from here on mean that the length was not known when the file was begun.
    private static let unknown = 0x7FFF_0000
}

extension LengthField {
    /// Finds the field; `nil` if the file does not tell its length.
    init?(_ head: [UInt8], _ source: ByteSource) {
        switch String(decoding: head[..<4], as: UTF8.self) {
        case "RIFF": self.init(chunk: "data", bigEndian: false, source)
        case "RIFX": self.init(chunk: "data", bigEndian: true, source)
        case "FORM":
            let isAIFF = head[8...].starts(with: "AIF".utf8)
            self.init(chunk: isAIFF ? "SSND" : "BODY", bigEndian: true, source)
        case "RF64": self.init(rf64: source)
        case "riff": self.init(wave64: source)
        case ".snd":
            let size = Self.number(head[8...], bigEndian: true)
            guard size < Self.unknown else { return nil }
            let start = Self.number(head[4..<8], bigEndian: true)
            self.init(place: 8, width: 4, bigEndian: true, start: start, value: size)
        default: return nil
        }
    }

    private init?(chunk: String, bigEndian: Bool, _ source: ByteSource) {
        var place = 12
        for _ in 0..<Self.mostChunks {
            guard let header = source.bytes(8, at: place) else { return nil }
            let size = Self.number(header[4...], bigEndian: bigEndian)
            if header.starts(with: chunk.utf8) {
                guard size < Self.unknown else { return nil }
                self.init(place: place + 4, width: 4, bigEndian: bigEndian, start: place + 8, value: size)
                return
            }
            place += 8 + size + size % 2
        }
        return nil
    }

    /// In RF64 (EBU Tech 3306) the first chunk tells how long the samples are, which a `data` chunk's 32 bits cannot.
    private init?(rf64 source: ByteSource) {
        guard let sizes = source.bytes(24, at: 12), sizes.starts(with: "ds64".utf8) else { return nil }
        let size = Self.number(sizes[16...], bigEndian: false)
        guard size <= Self.largest else { return nil }
        var place = 20 + Self.number(sizes[4..<8], bigEndian: false)
        for _ in 0..<Self.mostChunks {
            guard let header = source.bytes(8, at: place) else { return nil }
            if header.starts(with: "data".utf8) {
                self.init(place: 28, width: 8, bigEndian: false, start: place + 8, value: size)
                return
            }
            let length = Self.number(header[4...], bigEndian: false)
            place += 8 + length + length % 2
        }
        return nil
    }

    /// Wave64 has names of 16 bytes and sizes of 8, which count themselves and the name; chunks begin at multiples of 8.
    private init?(wave64 source: ByteSource) {
        var place = 40
        for _ in 0..<Self.mostChunks {
            guard let header = source.bytes(24, at: place) else { return nil }
            let size = Self.number(header[16...], bigEndian: false)
            guard (24...Self.largest).contains(size) else { return nil }
            if header.starts(with: "data".utf8) {
                self.init(place: place + 16, width: 8, bigEndian: false, start: place + 24, value: size - 24)
                return
            }
            place += (size + 7) / 8 * 8
        }
        return nil
    }

    /// Whether chunks follow, to the very end of the file, where samples would be: then there are none.
    func isFollowedByChunks(in source: ByteSource) -> Bool {
        guard width == 4, place > 8 else { return false }
        var end = start
        for _ in 0..<Self.mostChunks where end < source.count {
            guard let header = source.bytes(8, at: end),
                header[..<4].allSatisfy({ (0x20..<0x7F).contains($0) })
            else { return false }
            let size = Self.number(header[4...], bigEndian: bigEndian)
            end += 8 + size + size % 2
        }
        return end == source.count || end == source.count + 1
    }

    /// A length as the field has it.
    func encoded(_ length: Int) -> [UInt8] {
        let length = width == 4 ? min(length, 0xFFFF_FFFF) : length
        let bytes = (0..<width).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
        return bigEndian ? bytes.reversed() : bytes
    }

    private static func number(_ field: ArraySlice<UInt8>, bigEndian: Bool) -> Int {
        (bigEndian ? Array(field) : field.reversed()).reduce(0) { $0 << 8 | Int($1) }
    }
}
