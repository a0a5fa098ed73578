/// A zip archive whose members are stored as they are.
///
/// It says nothing of when it was made, so that the same members make the same archive. PKWARE's APPNOTE 6.3.10, section 4.3.
package struct StoredZip {
    private var archive: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    /// An archive without members.
    package init() {}

    /// The first day that zip knows, 1 January 1980.
    private static let date = 0x0021

    /// Adds a member.
    ///
    /// - Precondition: the archive stays below 4 GiB.
    package mutating func add(_ name: String, _ bytes: [UInt8]) {
        let (name, start) = (Array(name.utf8), archive.count)
        precondition(start + bytes.count < 1 << 32 && name.count < 1 << 16 && count < 1 << 16)
        // Version 2.0, names in UTF-8, stored.
        let facts =
            Self.number(20, 2) + Self.number(1 << 11, 2) + Self.number(0, 4) + Self.number(Self.date, 2)
            + Self.number(Int(CRC32.sum(bytes)), 4) + Self.number(bytes.count, 4)
            + Self.number(bytes.count, 4)
            + Self.number(name.count, 2) + Self.number(0, 2)
        archive += Self.number(0x0403_4B50, 4) + facts + name + bytes
        directory += Self.number(0x0201_4B50, 4) + Self.number(20, 2) + facts + Self.number(0, 10)
        directory += Self.number(start, 4) + name
        count += 1
    }

    /// The archive.
    package var bytes: [UInt8] {
        archive + directory + Self.number(0x0605_4B50, 4) + Self.number(0, 4) + Self.number(count, 2)
            + Self.number(count, 2) + Self.number(directory.count, 4) + Self.number(archive.count, 4)
            + Self.number(0, 2)
    }

    /// A whole number, little-endian.
    private static func number(_ number: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { $0 < 8 ? UInt8(truncatingIfNeeded: number >> (8 * $0)) : 0 }
    }
}
