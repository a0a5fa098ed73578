/// The end of a zip archive, which says where its directory is.
struct ZipEnd {
    /// The bytes of the directory.
    let directory: Range<Int>
    /// How many members it has.
    let count: Int

    private static let signature: UInt32 = 0x0605_4B50
    private static let locatorSignature: UInt32 = 0x0706_4B50
    private static let largeSignature: UInt32 = 0x0606_4B50
    private static let size = 22
    private static let locatorSize = 20
    private static let longestComment = 0xFFFF

    /// Finds the end and checks that the directory lies right before it.
    init(of file: UnsafeRawBufferPointer) throws(ArchiveError) {
        let start = try ZipEnd.start(in: file)
        var end = LittleEndianReader(file, in: start + 4..<file.count)
        let (disk, directoryDisk) = (try end.next(UInt16.self), try end.next(UInt16.self))
        let (here, total) = (try end.next(UInt16.self), try end.next(UInt16.self))
        let (size, offset) = (try end.next(UInt32.self), try end.next(UInt32.self))
        if let large = try ZipEnd.large(in: file, before: start) {
            self = large
            return
        }
        guard disk == 0, directoryDisk == 0, here == total else {
            throw ArchiveError("is only a part of an archive")
        }
        try self.init(offset: UInt64(offset), size: UInt64(size), count: UInt64(total), before: start)
    }

    private init(offset: UInt64, size: UInt64, count: UInt64, before end: Int) throws(ArchiveError) {
        // Checked in this order, none of these can overflow. An entry takes 46 bytes or more.
        guard offset <= end, size == UInt64(end) - offset, count <= size / 46 else {
            throw ArchiveError("has no directory where its end says; the file is truncated or damaged")
        }
        directory = Int(offset)..<end
        self.count = Int(count)
    }

    /// Where the end begins: it has a comment of variable length.
    private static func start(in file: UnsafeRawBufferPointer) throws(ArchiveError) -> Int {
        let last = file.count - size
        guard last >= 0 else { throw ArchiveError("is too short for a zip archive") }
        for start in (max(0, last - longestComment)...last).reversed() {
            let comment = file.loadUnaligned(fromByteOffset: start + 20, as: UInt16.self).littleEndian
            guard start + size + Int(comment) == file.count else { continue }
            if file.loadUnaligned(fromByteOffset: start, as: UInt32.self).littleEndian == signature {
                return start
            }
        }
        throw ArchiveError("has no end of a zip archive; the file is truncated, or of another kind")
    }

    /// The zip64 record, if there is a locator of one before the end.
    private static func large(
        in file: UnsafeRawBufferPointer,
        before end: Int
    ) throws(ArchiveError) -> ZipEnd? {
        guard end >= locatorSize else { return nil }
        let locatorStart = end - locatorSize
        var locator = LittleEndianReader(file, in: locatorStart..<end)
        guard try locator.next(UInt32.self) == locatorSignature else { return nil }
        try locator.skip(4)
        let start = try locator.next(UInt64.self)
        guard try locator.next(UInt32.self) <= 1, start <= locatorStart else {
            throw ArchiveError("has a damaged end")
        }
        var record = LittleEndianReader(file, in: Int(start)..<locatorStart)
        guard try record.next(UInt32.self) == largeSignature else { throw ArchiveError("has a damaged end") }
        guard try record.next(UInt64.self) == UInt64(locatorStart) - start - 12 else {
            throw ArchiveError("has a damaged end")
        }
        try record.skip(4)
        guard try record.next(UInt32.self) == 0, try record.next(UInt32.self) == 0 else {
            throw ArchiveError("is only a part of an archive")
        }
        let (here, total) = (try record.next(UInt64.self), try record.next(UInt64.self))
        let (size, offset) = (try record.next(UInt64.self), try record.next(UInt64.self))
        guard here == total else { throw ArchiveError("is only a part of an archive") }
        return try ZipEnd(offset: offset, size: size, count: total, before: Int(start))
    }
}
