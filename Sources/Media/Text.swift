/// A text: valid UTF-8.
public struct Text: Sendable, Hashable {
    /// The bytes.
    public let bytes: [UInt8]
    /// What there is to say of the file that it was read from, each a sentence without a full stop.
    public private(set) var notes: [String] = []

    /// The text as characters.
    public var string: String { String(decoding: bytes, as: UTF8.self) }

    /// The longest text that is read from a file.
    static let largestFile = SizeLimit(kind: "a text", bytes: 16 << 20)

    /// A text that is already known to be one.
    public init(_ string: String) {
        self.init(validated: Array(string.utf8))
    }

    /// A text from a file in memory; `name` stands for it in messages.
    ///
    /// A byte order mark at the start says that the file is UTF-8 and is no part of the text.
    ///
    /// - Throws: ``MediaError`` with the place of the first byte that is not UTF-8.
    public init(utf8 bytes: [UInt8], name: String) throws(MediaError) {
        if let offset = Text.firstError(in: bytes) {
            let line = bytes[..<offset].count { $0 == UInt8(ascii: "\n") } + 1
            throw MediaError(name, .notText(byte: offset, line: line))
        }
        self.init(validated: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes)
    }

    /// A text from a file in memory, in the encoding that it shows; `name` stands for it in messages.
    ///
    /// - Throws: ``MediaError`` if that is none of UTF-8, UTF-16, UTF-32, Latin-1 and Windows-1252.
    public init(decoding bytes: [UInt8], name: String) throws(MediaError) {
        guard let encoding = TextEncoding(of: bytes), encoding != .utf8 else {
            try self.init(utf8: bytes, name: name)
            return
        }
        guard let text = encoding.text(of: bytes) else {
            throw MediaError(name, .damaged(kind: "a text in \(encoding.name)", "it has half of a character"))
        }
        self.init(validated: Array(text.utf8))
        if let note = encoding.note { notes = [note] }
    }

    /// The same text with more to say of its file.
    func noting(_ more: [String]) -> Text {
        var text = self
        text.notes += more
        return text
    }

    init(_ source: ByteSource) throws(MediaError) {
        try self.init(decoding: source.bytes(limit: Text.largestFile), name: source.name)
    }

    /// The offset of the first byte that is not UTF-8.
    static func firstError(in bytes: [UInt8]) -> Int? {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }
}

extension Text {
    /// The beginning that takes at most `count` bytes, without a character that does not fit whole.
    ///
    /// "Character" is one code point here: what a reader sees as one may be made of several.
    public func prefix(bytes count: Int) -> Text {
        var end = min(max(count, 0), bytes.count)
        if end == bytes.count { return self }
        while end > 0 && bytes[end] & 0b1100_0000 == 0b1000_0000 { end -= 1 }
        return Text(validated: Array(bytes[..<end])).noting(notes)
    }

    /// The text with something else in the place of some bytes.
    ///
    /// - Precondition: the range lies within the text, and no character is cut by it.
    public func replacing(_ range: Range<Int>, with other: String) -> Text {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        return Text(validated: bytes[..<range.lowerBound] + Array(other.utf8) + bytes[range.upperBound...])
            .noting(notes)
    }

    /// The whole characters that a range of bytes touches; `nil` where there are none.
    ///
    /// "Character" is one code point here.
    public func characters(_ range: Range<Int>) -> Range<Int>? {
        var (first, end) = (max(range.lowerBound, 0), min(range.upperBound, bytes.count))
        guard first < end else { return nil }
        while first > 0 && UTF8.isContinuation(bytes[first]) { first -= 1 }
        while end < bytes.count && UTF8.isContinuation(bytes[end]) { end += 1 }
        return first..<end
    }

    private init(validated bytes: [UInt8]) {
        self.bytes = bytes
    }
}

extension Text {
    /// A place in a text as a person counts: from 1, the column in characters as they appear.
    public struct Position: Sendable, Hashable {
        /// The line, ended by a line feed.
        public let line: Int
        /// The character within the line.
        public let column: Int

        /// A place.
        public init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
    }

    /// The place of a byte; one within a character has the character's place.
    ///
    /// - Precondition: `0 <= offset <= bytes.count`.
    public func position(ofByte offset: Int) -> Position {
        precondition(offset >= 0 && offset <= bytes.count, "byte \(offset) of \(bytes.count)")
        let lineFeed = UInt8(ascii: "\n")
        let before = bytes[..<offset]
        let start = before.lastIndex(of: lineFeed).map { $0 + 1 } ?? 0
        let end = bytes[offset...].firstIndex(of: lineFeed) ?? bytes.count
        let line = String(decoding: bytes[start..<end], as: UTF8.self)
        let place = line.utf8.index(line.startIndex, offsetBy: offset - start)
        // Characters that end at or before the place; the one that holds it is the next.
        let column = line.indices.count { line.index(after: $0) <= place } + 1
        return Position(line: before.count { $0 == lineFeed } + 1, column: column)
    }
}
