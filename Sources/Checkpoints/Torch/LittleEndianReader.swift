/// Numbers and texts of a part of a file, one after the other.
struct LittleEndianReader {
    private let file: UnsafeRawBufferPointer
    private let end: Int
    /// Where the next byte is, counted from the beginning of the file.
    private(set) var position: Int

    /// The bytes that are left.
    var rest: Int { end - position }
    /// Whether all has been read.
    var isAtEnd: Bool { position == end }

    /// A reader of a part of a file.
    ///
    /// - Precondition: the part lies inside.
    init(_ file: UnsafeRawBufferPointer, in part: Range<Int>) {
        precondition(part.lowerBound >= 0 && part.upperBound <= file.count)
        self.file = file
        (position, end) = (part.lowerBound, part.upperBound)
    }

    /// The next number.
    mutating func next<Number: FixedWidthInteger & BitwiseCopyable>(
        _ type: Number.Type
    ) throws(ArchiveError) -> Number {
        let start = try advance(MemoryLayout<Number>.size)
        return Number(littleEndian: file.loadUnaligned(fromByteOffset: start, as: type))
    }

    /// The next bytes, as a text in UTF-8.
    mutating func text(_ count: Int) throws(ArchiveError) -> String {
        let start = try advance(count)
        guard let text = String(validating: file[start..<start + count], as: UTF8.self) else {
            throw ArchiveError("has a text at byte \(start) that is not UTF-8")
        }
        return text
    }

    /// The next bytes up to a line feed, which is left out.
    mutating func line() throws(ArchiveError) -> String {
        guard let feed = file[position..<end].firstIndex(of: UInt8(ascii: "\n")) else { throw truncated }
        defer { position += 1 }
        return try text(feed - position)
    }

    /// A reader of the next bytes, which this one leaves out.
    mutating func part(_ count: Int) throws(ArchiveError) -> LittleEndianReader {
        let start = try advance(count)
        return LittleEndianReader(file, in: start..<start + count)
    }

    /// Leaves out the next bytes.
    mutating func skip(_ count: Int) throws(ArchiveError) { _ = try advance(count) }

    private mutating func advance(_ count: Int) throws(ArchiveError) -> Int {
        guard count >= 0, count <= rest else { throw truncated }
        defer { position += count }
        return position
    }

    private var truncated: ArchiveError {
        ArchiveError("ends at byte \(end), in the middle of something; the file is truncated or damaged")
    }
}
