/// MPEG audio (MP3 and its kin), as far as it takes to find where it begins.
enum MPEGAudio {
    /// How far behind its tags a sound is looked for.
    private static let longestPadding = 256 << 10
    /// More tags are in no real file.
    private static let mostTags = 16

    /// Where a sound begins for libsndfile, which stumbles over some tags and over padding.
    ///
    /// Behind the tags if it is no MPEG audio; 0 if it has none.
    static func start(of source: ByteSource) -> Int {
        let tags = endOfTags(in: source)
        let head = source.head(at: tags)
        let isOther = FileKind(head: head) == .sound && head.first != 0xFF
        return isOther ? tags : firstFrame(in: source) ?? tags
    }

    /// The place of the first frame, behind tags, padding and bytes that mean nothing; `nil` if there is none.
    ///
    /// A frame counts if others of its kind follow exactly where it says that it ends.
    static func firstFrame(in source: ByteSource) -> Int? {
        let start = endOfTags(in: source)
        let length = min(longestPadding, max(0, source.count - start))
        guard let bytes = source.bytes(length, at: start) else { return nil }
        return bytes.withUnsafeBufferPointer { bytes in
            bytes.indices.first { bytes[$0] == 0xFF && isFollowed($0, in: bytes) }
        }.map { start + $0 }
    }

    private static func endOfTags(in source: ByteSource) -> Int {
        var place = 0
        for _ in 0..<mostTags {
            guard let head = source.bytes(32, at: place), let length = tagLength(head) else { break }
            place += length
        }
        return min(place, source.count)
    }

    /// The length of a tag with its header: ID3 version 2, or APE.
    private static func tagLength(_ head: [UInt8]) -> Int? {
        if head.starts(with: "ID3".utf8) && (2...4).contains(head[3]) {
            let size = head[6..<10].reduce(0) { $0 << 7 | Int($1 & 0x7F) }
            return size + (head[5] & 0x10 == 0 ? 10 : 20)
        }
        if head.starts(with: "APETAGEX".utf8) {
            return 32 + head[12..<16].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        return nil
    }

    /// Whether a frame begins at a place, and two more like it behind it, or the file ends after one.
    private static func isFollowed(_ place: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = Frame(bytes, at: place) else { return false }
        var end = place + first.length
        for count in 1...2 {
            if end == bytes.count { return count == 2 }
            guard let next = Frame(bytes, at: end), next.isLike(first) else { return false }
            end += next.length
        }
        return true
    }
}

/// The header of a frame.
private struct Frame {
    /// Bytes from this frame to the next.
    let length: Int
    private let kind: [UInt8]

    /// Reads the four bytes at a place; `nil` if they are no header.
    init?(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) {
        guard place + 4 <= bytes.count, bytes[place] == 0xFF, bytes[place + 1] >= 0xE0 else { return nil }
        let (second, third) = (bytes[place + 1], bytes[place + 2])
        let (version, layer) = (Int(second >> 3 & 3), 4 - Int(second >> 1 & 3))
        let (rateIndex, bitRateIndex) = (Int(third >> 2 & 3), Int(third >> 4))
        guard version != 1, layer < 4, rateIndex < 3, (1...14).contains(bitRateIndex) else { return nil }
        let isFirst = version == 3
        let rate = [44_100, 48_000, 32_000][rateIndex] >> (isFirst ? 0 : version == 2 ? 1 : 2)
        let bitRate = Self.bitRates(isFirst, layer)[bitRateIndex - 1] * 1000
        let padding = Int(third >> 1 & 1)
        switch layer {
        case 1: length = (12 * bitRate / rate + padding) * 4
        case 3 where !isFirst: length = 72 * bitRate / rate + padding
        default: length = 144 * bitRate / rate + padding
        }
        kind = [second & 0xFE, third & 0x0C]
    }

    /// Whether the version, the layer and the sampling rate are the same.
    func isLike(_ other: Frame) -> Bool { kind == other.kind }

    /// Thousands of bits a second (ISO/IEC 11172-3 and 13818-3).
    private static func bitRates(_ isFirst: Bool, _ layer: Int) -> [Int] {
        switch (isFirst, layer) {
        case (true, 1): [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448]
        case (true, 2): [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384]
        case (true, _): [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
        case (false, 1): [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256]
        case (false, _): [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
        }
    }
}
