/// What a file is, judged by its first bytes.
enum FileKind: Hashable {
    case png, jpeg, sound
    /// A kind that people may try but that is not read, in words: "a GIF picture".
    case refused(String)
    /// Nothing known, but text as far as it was looked at.
    case text
    /// Nothing known, and no text.
    case binary

    /// How many bytes suffice to tell.
    static let headLength = 4096

    /// Recognises a file by its first ``headLength`` bytes, or by all of them if it is shorter.
    init(head: [UInt8]) {
        if let signature = FileKind.signatures.first(where: { $0.matches(head) }) {
            self = signature.kind
        } else {
            self = FileKind.isText(head) ? .text : .binary
        }
    }

    /// Whether the bytes are text but for a character that the end of the head may have cut.
    private static func isText(_ head: [UInt8]) -> Bool {
        guard let error = Text.firstError(in: head) else { return true }
        if head.count >= headLength && error >= head.count - 3 { return true }
        return TextEncoding.isText(head: head)
    }
}

/// Bytes at fixed places that tell a kind of file.
private struct Signature {
    /// What must stand where; a place may be skipped with `nil`.
    let pattern: [UInt8?]
    let kind: FileKind

    init(_ pattern: [UInt8?], _ kind: FileKind) {
        self.pattern = pattern
        self.kind = kind
    }

    /// A signature of ASCII characters, of which `?` stands for any byte, and bytes that follow.
    init(_ text: String, _ rest: [UInt8?], _ kind: FileKind) {
        self.init(text.utf8.map { $0 == UInt8(ascii: "?") ? nil : $0 } + rest, kind)
    }

    /// A signature of ASCII characters alone.
    init(_ text: String, _ kind: FileKind) {
        self.init(text, [], kind)
    }

    func matches(_ head: [UInt8]) -> Bool {
        head.count >= pattern.count && zip(pattern, head).allSatisfy { $0 == nil || $0 == $1 }
    }
}

extension FileKind {
    // The first that fits wins. Signatures that could begin a text go on to bytes that could not.
    fileprivate static let signatures: [Signature] =
        [
            Signature([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .png),
            Signature([0xFF, 0xD8, 0xFF], .jpeg),
        ] + sounds + pictures + documents

    private static let sounds: [Signature] =
        [
            Signature("RIFF????WAVE", .sound),
            Signature("RIFX????WAVE", .sound),
            Signature("RF64????WAVE", .sound),
            Signature("riff", [0x2E, 0x91, 0xCF, 0x11], .sound),
            Signature("fLaC", [0], .sound),
            Signature("OggS", [0], .sound),
            Signature("FORM????AIF", .sound),
            Signature("FORM????8SVX", .sound),
            Signature("FORM????16SV", .sound),
            Signature(".snd", [0], .sound),
            Signature("caff", [0, 1], .sound),
            Signature("ID3", [2, nil, nil, nil], .sound),
            Signature("ID3", [3, nil, nil, nil], .sound),
            Signature("ID3", [4, nil, nil, nil], .sound),
            Signature("Creative Voice File", [0x1A], .sound),
            Signature("NIST_1A\n", .sound),
            Signature("PVF1\n", .sound),
            Signature("Extended Instrument: ", .sound),
            // MPEG audio that begins with a frame: layers II and III of all versions.
        ]
        + [0xE2, 0xE3, 0xF2, 0xF3, 0xF4, 0xF5, 0xFA, 0xFB, 0xFC, 0xFD].map { Signature([0xFF, $0], .sound) }

    private static let pictures: [Signature] = [
        Signature("GIF87a", .refused("a GIF picture")),
        Signature("GIF89a", .refused("a GIF picture")),
        Signature("RIFF????WEBP", .refused("a WebP picture")),
        Signature("BM????", [0, 0, 0, 0, nil, nil, nil, 0], .refused("a BMP picture")),
        Signature("II", [0x2A, 0], .refused("a TIFF picture")),
        Signature("MM", [0, 0x2A], .refused("a TIFF picture")),
        Signature("II", [0x2B, 0], .refused("a TIFF picture")),
        Signature("MM", [0, 0x2B], .refused("a TIFF picture")),
        Signature("????ftypavif", .refused("an AVIF picture")),
        Signature("????ftypavis", .refused("an AVIF picture")),
        Signature("????ftyphe", .refused("a HEIC picture")),
        Signature("????ftypmif1", .refused("a HEIC picture")),
        Signature("????ftypmsf1", .refused("a HEIC picture")),
        Signature([0, 0, 0, 0x0C, 0x4A, 0x58, 0x4C, 0x20], .refused("a JPEG XL picture")),
        Signature([0xFF, 0x0A], .refused("a JPEG XL picture")),
        Signature([0, 0, 0, 0x0C, 0x6A, 0x50, 0x20, 0x20], .refused("a JPEG 2000 picture")),
        Signature([0, 0, 1, 0, nil, 0], .refused("an icon")),
        Signature("8BPS", [0, 1], .refused("a Photoshop picture")),
        Signature("qoif", [0, 0], .refused("a QOI picture")),
    ]

    private static let documents: [Signature] = [
        Signature("????ftypM4A", .refused("a sound in MPEG-4 (AAC)")),
        Signature("????ftypM4B", .refused("a sound in MPEG-4 (AAC)")),
        Signature("????ftypqt", .refused("a QuickTime film")),
        Signature("????ftyp", .refused("an MPEG-4 film")),
        Signature([0xFF, 0xF1], .refused("a sound in AAC")),
        Signature([0xFF, 0xF9], .refused("a sound in AAC")),
        Signature([0x1A, 0x45, 0xDF, 0xA3], .refused("a Matroska or WebM film")),
        Signature("RIFF????AVI ", .refused("an AVI film")),
        Signature([0, 0, 1, 0xBA], .refused("an MPEG film")),
        Signature("FLV", [1], .refused("a Flash film")),
        Signature([0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11], .refused("a Windows Media file")),
        Signature("MThd", [0, 0, 0, 6], .refused("a MIDI file")),
        Signature("%PDF-", .refused("a PDF document")),
        Signature("%!PS-Adobe", .refused("a PostScript document")),
        Signature(
            [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1],
            .refused("an old Microsoft Office document")
        ),
        Signature("PK", [3, 4], .refused("a ZIP archive (or a document packed as one)")),
        Signature("PK", [5, 6], .refused("an empty ZIP archive")),
        Signature([0x1F, 0x8B, 8], .refused("a file packed by gzip")),
        Signature("BZh?1AY&SY", .refused("a file packed by bzip2")),
        Signature([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], .refused("a file packed by xz")),
        Signature([0x28, 0xB5, 0x2F, 0xFD], .refused("a file packed by zstd")),
        Signature("7z", [0xBC, 0xAF, 0x27, 0x1C], .refused("a 7-Zip archive")),
        Signature("Rar!", [0x1A, 7], .refused("a RAR archive")),
        Signature([0x7F, 0x45, 0x4C, 0x46], .refused("a program")),
        Signature([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59], .refused("a NumPy array")),
        // The library would read these, but prints to standard output when they are damaged.
        Signature([0xF0, 0x7E, nil, 1], .refused("a MIDI sample dump")),
        Signature("SQLite format 3", [0], .refused("an SQLite database")),
        Signature([0xFF, 0xFE], .text),
        Signature([0xFE, 0xFF], .text),
    ]
}
