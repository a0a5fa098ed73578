/// Bytes at fixed places that tell a kind of file.
struct Signature {
    /// What must stand where; a place may be skipped with `nil`.
    private let pattern: [UInt8?]
    let kind: FileKind

    private init(_ pattern: [UInt8?], _ kind: FileKind) {
        self.pattern = pattern
        self.kind = kind
    }

    /// A signature of ASCII characters, of which `?` stands for any byte, and bytes that follow.
    private init(_ text: String, _ rest: [UInt8?], _ kind: FileKind) {
        self.init(text.utf8.map { $0 == UInt8(ascii: "?") ? nil : $0 } + rest, kind)
    }

    /// A signature of ASCII characters alone.
    private init(_ text: String, _ kind: FileKind) {
        self.init(text, [], kind)
    }

    func matches(_ head: [UInt8]) -> Bool {
        head.count >= pattern.count && zip(pattern, head).allSatisfy { $0 == nil || $0 == $1 }
    }

    // The first that fits wins. Signatures that could begin a text go on to bytes that could not.
    static let all: [Signature] = own + sounds + foreignPictures + foreignSounds + documents

    private static let own: [Signature] = [
        Signature(
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, nil, nil, nil, nil, 0x43, 0x67, 0x42, 0x49],
            .refused("a PNG picture in Apple's own variant (CgBI)")
        ),
        Signature([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .png),
        Signature([0xFF, 0xD8, 0xFF], .jpeg),
    ]

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

    private static func picture(_ words: String, _ demuxer: String) -> FileKind {
        .foreign(.picture(words, demuxer))
    }

    private static let foreignPictures: [Signature] = [
        Signature("GIF87a", .foreign(.gif)),
        Signature("GIF89a", .foreign(.gif)),
        Signature("RIFF????WEBP", .foreign(.webp)),
        Signature("BM????", [0, 0, 0, 0, nil, nil, nil, 0], picture("a BMP picture", "bmp_pipe")),
        Signature("II", [0x2A, 0], .foreign(.tiff)),
        Signature("MM", [0, 0x2A], .foreign(.tiff)),
        Signature("II", [0x2B, 0], .foreign(.tiff)),
        Signature("MM", [0, 0x2B], .foreign(.tiff)),
        Signature("????ftypavif", .foreign(.avif)),
        Signature("????ftypavis", .foreign(.avif)),
        Signature("????ftyphe", .foreign(.heic)),
        Signature("????ftypmif1", .foreign(.heic)),
        Signature("????ftypmsf1", .foreign(.heic)),
        Signature([0, 0, 0, 0x0C, 0x4A, 0x58, 0x4C, 0x20], picture("a JPEG XL picture", "jpegxl_pipe")),
        Signature([0xFF, 0x0A], picture("a JPEG XL picture", "jpegxl_pipe")),
        Signature([0, 0, 0, 0x0C, 0x6A, 0x50, 0x20, 0x20], picture("a JPEG 2000 picture", "j2k_pipe")),
        Signature([0xFF, 0x4F, 0xFF, 0x51], picture("a JPEG 2000 picture", "j2k_pipe")),
        Signature([0, 0, 1, 0, nil, 0], picture("an icon", "ico")),
        Signature("8BPS", [0, 1], picture("a Photoshop picture", "psd_pipe")),
        Signature("qoif", [0, 0], picture("a QOI picture", "qoi_pipe")),
        Signature("DDS ", [0x7C, 0, 0, 0], picture("a DDS picture", "dds_pipe")),
        Signature([0x0A, 5, 1], picture("a PCX picture", "pcx_pipe")),
        Signature([0x01, 0xDA], picture("an SGI picture", "sgi_pipe")),
        Signature([0x59, 0xA6, 0x6A, 0x95], picture("a Sun raster picture", "sunrast_pipe")),
    ]

    private static func sound(_ words: String, _ demuxer: String) -> FileKind {
        .foreign(.sound(words, demuxer))
    }

    private static func film(_ words: String, _ demuxer: String) -> FileKind {
        .foreign(.film(words, demuxer))
    }

    private static let foreignSounds: [Signature] = [
        Signature("????ftypM4A", sound("an M4A sound", "mov")),
        Signature("????ftypM4B", sound("an M4B sound", "mov")),
        Signature("????ftypqt", film("a QuickTime film", "mov")),
        Signature("????ftyp", film("an MPEG-4 film", "mov")),
        Signature([0xFF, 0xF1], sound("an AAC sound", "aac")),
        Signature([0xFF, 0xF9], sound("an AAC sound", "aac")),
        Signature([0x1A, 0x45, 0xDF, 0xA3], film("a Matroska or WebM film", "matroska")),
        Signature("RIFF????AVI ", film("an AVI film", "avi")),
        Signature([0, 0, 1, 0xBA], film("an MPEG film", "mpeg")),
        Signature("FLV", [1], film("a Flash film", "flv")),
        Signature(
            [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11],
            film("a Windows Media file", "asf")
        ),
        Signature("wvpk", [nil, nil, nil, nil, nil, 4], sound("a WavPack sound", "wv")),
        Signature("MAC ", [nil, 0x0F], sound("a Monkey's Audio sound", "ape")),
        Signature("MPCKSH", sound("a Musepack sound", "mpc8")),
        Signature("MP+", [7], sound("a Musepack sound", "mpc")),
        Signature("TTA1", [nil, 0], sound("a TTA sound", "tta")),
        Signature("#!AMR\n", sound("an AMR sound", "amr")),
        Signature("#!AMR-WB\n", sound("an AMR sound", "amr")),
        Signature([0x0B, 0x77], sound("an AC-3 sound", "ac3")),
        Signature("DSD ", [0x1C, 0, 0, 0], sound("a DSF sound", "dsf")),
    ]

    private static let documents: [Signature] = [
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
        // The library would read these, but prints to standard output when they are damaged.
        Signature([0xF0, 0x7E, nil, 1], .refused("a MIDI sample dump")),
        Signature("SQLite format 3", [0], .refused("an SQLite database")),
        Signature([0xFF, 0xFE], .text),
        Signature([0xFE, 0xFF], .text),
    ]
}
