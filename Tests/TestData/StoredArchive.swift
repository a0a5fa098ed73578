/// A zip archive whose members are stored as they are, without checksums, as torch reads them.
///
/// - Parameter alignment: the bytes of every member begin at a multiple of it.
package func storedArchive(_ members: [(name: String, bytes: [UInt8])], alignment: Int = 64) -> [UInt8] {
    var archive: [UInt8] = []
    var directory: [UInt8] = []
    for member in members {
        let name = Array(member.name.utf8)
        let (size, header) = (member.bytes.count, archive.count)
        // An extra field of zeros fills up; it takes four bytes at least.
        let end = header + 30 + name.count + 4
        let extra = 4 + (alignment - end % alignment) % alignment
        archive +=
            le(0x0403_4B50, 4) + le(0, 14) + le(size, 4) + le(size, 4) + le(name.count, 2) + le(extra, 2)
        archive += name + le(0x4246, 2) + le(extra - 4, 2) + [UInt8](repeating: 0, count: extra - 4)
        archive += member.bytes
        directory += le(0x0201_4B50, 4) + le(0, 16) + le(size, 4) + le(size, 4) + le(name.count, 2)
        directory += le(0, 12) + le(header, 4) + name
    }
    let end = le(0x0605_4B50, 4) + le(0, 4) + le(members.count, 2) + le(members.count, 2)
    return archive + directory + end + le(directory.count, 4) + le(archive.count, 4) + le(0, 2)
}

/// A whole number in so many bytes, little-endian.
package func le(_ number: Int, _ bytes: Int) -> [UInt8] {
    (0..<bytes).map { UInt8(truncatingIfNeeded: $0 < 8 ? number >> (8 * $0) : 0) }
}
