/// What a file is, judged by its bytes.
enum FileKind: Hashable {
    case png, jpeg, sound
    /// A kind that is read through ffmpeg.
    case foreign(ForeignKind)
    /// A kind that people may try but that is not read, in words: "a PDF document".
    case refused(String)
    /// Points, or a mesh.
    case points(PointFormat)
    /// A drawing written as a text.
    case svg
    /// Units of a game: a table or JSON whose rows have a type and a place.
    case units
    /// Nothing known, but text as far as it was looked at.
    case text
    /// Nothing known, and no text.
    case binary

    /// How many bytes suffice to tell most kinds.
    static let headLength = 4096

    /// Recognises a file.
    init(_ source: ByteSource) {
        let head = source.head()
        let kind = FileKind(head: head)
        // Padding and tags may stand before MPEG audio; no text has the bytes that its frames begin with.
        let mayBePadded = kind == .binary || (kind == .text && head.first == 0)
        self = mayBePadded && MPEGAudio.firstFrame(in: source) != nil ? .sound : kind
    }

    /// Recognises a file by its first ``headLength`` bytes, or by all of them if it is shorter.
    init(head: [UInt8]) {
        if let signature = Signature.all.first(where: { $0.matches(head) }) {
            self = signature.kind
        } else if let kind = PictureHeader.kind(head) {
            self = .foreign(kind)
        } else if let format = PointFormat(head: head) {
            self = .points(format)
        } else if FileKind.isText(head) {
            self = Self.written(head)
        } else {
            self = .binary
        }
    }

    /// What a text is that other programs read.
    private static func written(_ head: [UInt8]) -> FileKind {
        if SVGOpening.isFound(in: head) { return .svg }
        return UnitFile.isFound(in: String(decoding: head, as: UTF8.self)) ? .units : .text
    }

    /// Whether the bytes are text but for a character that the end of the head may have cut.
    private static func isText(_ head: [UInt8]) -> Bool {
        guard let error = Text.firstError(in: head) else { return true }
        if head.count >= headLength && error >= head.count - 3 { return true }
        return TextEncoding.isText(head: head)
    }
}
