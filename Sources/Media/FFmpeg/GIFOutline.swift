/// What a GIF file is, without decoding it.
enum GIFOutline {
    /// How far it is looked into a file: a picture that is larger than that is taken for a still one.
    private static let farthest = 64 << 20
    private static let block = 1 << 16

    /// Whether there is more than one picture in it, so that it moves.
    static func isAnimated(_ source: ByteSource) -> Bool {
        var bytes = Bytes(source)
        guard let head = bytes.take(13), head.starts(with: "GIF8".utf8) else { return false }
        bytes.skip(table(head[10]))
        var pictures = 0
        while let mark = bytes.next() {
            switch mark {
            case 0x21:
                bytes.skip(1)
                bytes.skipBlocks()
            case 0x2C:
                pictures += 1
                if pictures > 1 { return true }
                guard let place = bytes.take(9) else { return false }
                bytes.skip(table(place[8]) + 1)
                bytes.skipBlocks()
            default: return false
            }
        }
        return false
    }

    /// The bytes of the table of colours that flags promise.
    private static func table(_ flags: UInt8) -> Int { flags & 0x80 == 0 ? 0 : 3 << (Int(flags & 7) + 1) }

    /// The bytes of a file from its beginning, read in blocks.
    private struct Bytes {
        private let source: ByteSource
        private var place = 0
        private var start = 0
        private var read: [UInt8] = []

        init(_ source: ByteSource) { self.source = source }

        mutating func skip(_ count: Int) { place += count }

        mutating func next() -> UInt8? {
            guard place < min(source.count, farthest) else { return nil }
            if place < start || place >= start + read.count {
                start = place
                read = source.bytes(min(block, source.count - place), at: place) ?? []
            }
            guard place - start < read.count else { return nil }
            defer { place += 1 }
            return read[place - start]
        }

        mutating func take(_ count: Int) -> [UInt8]? {
            let bytes = (0..<count).compactMap { _ in next() }
            return bytes.count == count ? bytes : nil
        }

        /// Skips blocks, each behind its length, up to one of no length.
        mutating func skipBlocks() {
            while let length = next(), length > 0 { skip(Int(length)) }
        }
    }
}
