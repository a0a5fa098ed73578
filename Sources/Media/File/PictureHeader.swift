/// Kinds of pictures that have no fixed bytes at their beginning, told by headers that make sense.
enum PictureHeader {
    /// The kind of a file with these first bytes; `nil` if it is none of these pictures.
    static func kind(_ head: [UInt8]) -> ForeignKind? {
        portable(head) ?? (isTarga(head) ? .targa : nil)
    }

    /// Netpbm's family: a letter and a digit, then numbers between spaces and comments.
    private static func portable(_ head: [UInt8]) -> ForeignKind? {
        guard head.first == UInt8(ascii: "P"), head.count > 2 else { return nil }
        if head.starts(with: "P7\nWIDTH ".utf8) { return .picture("a PAM picture", "pam_pipe") }
        let (words, demuxer, numbers): (String, String, Int)
        switch head[1] {
        case UInt8(ascii: "1"), UInt8(ascii: "4"):
            (words, demuxer, numbers) = ("a PBM picture", "pbm_pipe", 2)
        case UInt8(ascii: "2"), UInt8(ascii: "5"):
            (words, demuxer, numbers) = ("a PGM picture", "pgm_pipe", 3)
        case UInt8(ascii: "3"), UInt8(ascii: "6"):
            (words, demuxer, numbers) = ("a PPM picture", "ppm_pipe", 3)
        default: return nil
        }
        return beginsWithNumbers(head.dropFirst(2), count: numbers) ? .picture(words, demuxer) : nil
    }

    /// Whether whole numbers follow, each behind white space and comments, and white space behind the last.
    private static func beginsWithNumbers(_ bytes: ArraySlice<UInt8>, count: Int) -> Bool {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        var rest = bytes
        for _ in 0..<count {
            guard let first = rest.first, isSpace(first) else { return false }
            rest = rest.drop(while: isSpace)
            while rest.first == UInt8(ascii: "#") {
                rest = rest.drop { $0 != UInt8(ascii: "\n") }.drop(while: isSpace)
            }
            let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            guard (1...9).contains(digits.count) else { return false }
            rest = rest.dropFirst(digits.count)
        }
        return rest.first.map(isSpace) ?? false
    }

    /// Whether 18 bytes are the header of a Targa file: all that they say is possible, and what is usually 0 is.
    private static func isTarga(_ head: [UInt8]) -> Bool {
        guard head.count > 18 else { return false }
        func number(_ place: Int) -> Int { Int(head[place]) | Int(head[place + 1]) << 8 }
        let (hasPalette, kind, depth) = (head[1], head[2], head[16])
        let palette = (first: number(3), count: number(5), depth: head[7])
        let isPaletteSound =
            hasPalette == 0
            ? palette == (0, 0, 0)
            : hasPalette == 1 && (1...256).contains(palette.count)
                && [15, 16, 24, 32].contains(palette.depth)
        let depths: [UInt8: [UInt8]] = [1: [8], 2: [15, 16, 24, 32], 3: [8, 16]]
        // 8 is added to a kind that is packed.
        let isKindSound = kind & ~0x0B == 0 && depths[kind & 3]?.contains(depth) == true
        let isIndexed = kind & 3 == 1
        let (x, y, width, height) = (number(8), number(10), number(12), number(14))
        return isPaletteSound && isKindSound && (!isIndexed || hasPalette == 1) && x == 0
            && (y == 0 || y == height) && width > 0 && height > 0 && head[17] & 0xC0 == 0
            && head[17] & 0x0F <= 8
    }
}

/// How drawings in SVG begin.
enum SVGOpening {
    /// Whether the first element is `svg`, behind a declaration, comments and a document type.
    static func isFound(in head: [UInt8]) -> Bool {
        var rest = Substring(decoding: head, as: UTF8.self)
        if rest.first == "\u{FEFF}" { rest.removeFirst() }
        while true {
            rest = rest.drop(while: \.isWhitespace)
            if rest.hasPrefix("<svg") {
                return rest.dropFirst(4).first.map { $0.isWhitespace || $0 == ">" || $0 == "/" } ?? false
            }
            if rest.hasPrefix("<!DOCTYPE svg") { return true }
            let ends = [("<?", "?>"), ("<!--", "-->")]
            guard let end = ends.first(where: { rest.hasPrefix($0.0) })?.1,
                let range = rest.firstRange(of: end)
            else { return false }
            rest = rest[range.upperBound...]
        }
    }
}
