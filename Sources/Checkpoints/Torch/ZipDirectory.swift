/// The members of a zip archive that are stored as they are, and where their bytes lie.
///
/// Nothing is ever unpacked: a member that is compressed or encrypted is refused, so no archive can be larger
/// inside than outside. Members neither overlap each other nor the directory. Their checksums are not looked
/// at, since whoever looks at gigabytes only in part could not.
///
/// See also: PKWARE's APPNOTE 6.3.10, sections 4.3 and 4.5.3.
struct ZipDirectory {
    /// Where the bytes of each member are in the file.
    let members: [String: Range<Int>]

    /// The most members of an archive; a model has one for each tensor.
    private static let mostMembers = 100_000

    /// Reads the directory at the end of an archive and checks it against the file.
    init(of file: UnsafeRawBufferPointer) throws(ArchiveError) {
        let end = try ZipEnd(of: file)
        guard end.count <= ZipDirectory.mostMembers else {
            throw ArchiveError("has \(end.count) members, expected at most \(ZipDirectory.mostMembers)")
        }
        var directory = LittleEndianReader(file, in: end.directory)
        var entries: [Entry] = []
        for _ in 0..<end.count { entries.append(try Entry(&directory)) }
        guard directory.isAtEnd else {
            throw ArchiveError("has a directory that is longer than its \(end.count) members")
        }
        members = try ZipDirectory.checked(entries, in: file, before: end.directory.lowerBound)
    }

    /// The bytes of the members, each behind a header of its own.
    private static func checked(
        _ entries: [Entry],
        in file: UnsafeRawBufferPointer,
        before end: Int
    ) throws(ArchiveError) -> [String: Range<Int>] {
        var members: [String: Range<Int>] = [:]
        var free = 0
        for entry in entries.sorted(by: { $0.header < $1.header }) {
            guard entry.header >= free else {
                throw ArchiveError("has a member \(quoted(entry.name)) that overlaps another")
            }
            let bytes = try entry.bytes(in: file, before: end)
            guard members.updateValue(bytes, forKey: entry.name) == nil else {
                throw ArchiveError("has two members \(quoted(entry.name))")
            }
            free = bytes.upperBound
        }
        return members
    }
}

/// Why an archive is not read, as the rest of a sentence about the file.
struct ArchiveError: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}

/// What the directory says of one member.
private struct Entry {
    let name: String
    /// Where its own header begins.
    let header: Int
    let size: Int

    private static let signature: UInt32 = 0x0201_4B50
    private static let localSignature: UInt32 = 0x0403_4B50
    private static let unknown: UInt32 = 0xFFFF_FFFF

    /// Reads the next entry of the directory.
    init(_ reader: inout LittleEndianReader) throws(ArchiveError) {
        guard try reader.next(UInt32.self) == Entry.signature else {
            throw ArchiveError("has a damaged directory")
        }
        try reader.skip(4)
        let (flags, method) = (try reader.next(UInt16.self), try reader.next(UInt16.self))
        try reader.skip(8)
        let (packed, size) = (try reader.next(UInt32.self), try reader.next(UInt32.self))
        let nameLength = Int(try reader.next(UInt16.self))
        let extraLength = Int(try reader.next(UInt16.self))
        let commentLength = Int(try reader.next(UInt16.self))
        let disk = try reader.next(UInt16.self)
        try reader.skip(6)
        let header = try reader.next(UInt32.self)
        name = try reader.text(nameLength)
        var large = try LargeSizes(try reader.part(extraLength))
        try reader.skip(commentLength)
        guard method == 0 else {
            throw ArchiveError("has a compressed member \(quoted(name)), expected them stored as they are")
        }
        guard flags & 1 == 0 else { throw ArchiveError("has an encrypted member \(quoted(name))") }
        guard disk == 0 || disk == 0xFFFF else { throw ArchiveError("is only a part of an archive") }
        // Those that do not fit are in the extra fields, in this order.
        self.size = try large.value(size)
        guard try large.value(packed) == self.size else {
            throw ArchiveError("has a member \(quoted(name)) of two sizes")
        }
        self.header = try large.value(header)
    }

    /// Where the member's bytes are: behind its own header, whose name must be the same.
    func bytes(in file: UnsafeRawBufferPointer, before end: Int) throws(ArchiveError) -> Range<Int> {
        guard header <= end else { throw outside }
        var reader = LittleEndianReader(file, in: header..<end)
        guard try reader.next(UInt32.self) == Entry.localSignature else {
            throw ArchiveError("has no member \(quoted(name)) where its directory says")
        }
        try reader.skip(22)
        let nameLength = Int(try reader.next(UInt16.self))
        let extraLength = Int(try reader.next(UInt16.self))
        guard try reader.text(nameLength) == name else {
            throw ArchiveError("has another member where \(quoted(name)) should be")
        }
        try reader.skip(extraLength)
        guard size <= end - reader.position else { throw outside }
        return reader.position..<reader.position + size
    }

    private var outside: ArchiveError {
        ArchiveError("ends before its member \(quoted(name)) does; the file is truncated or damaged")
    }

    /// The zip64 field among a member's extra fields, which has what does not fit into 32 bits.
    private struct LargeSizes {
        private var field: LittleEndianReader?

        init(_ extra: LittleEndianReader) throws(ArchiveError) {
            var extra = extra
            while extra.rest >= 4 {
                let (kind, length) = (try extra.next(UInt16.self), Int(try extra.next(UInt16.self)))
                let part = try extra.part(length)
                if kind == 1 { field = part }
            }
        }

        /// A number, or the next one of the field if that is what the number says.
        mutating func value(_ small: UInt32) throws(ArchiveError) -> Int {
            guard small == Entry.unknown else { return Int(small) }
            guard let large = try field?.next(UInt64.self) else { return Int(small) }
            guard let value = Int(exactly: large) else { throw ArchiveError("has a size of \(large) bytes") }
            return value
        }
    }
}
