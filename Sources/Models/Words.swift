/// Texts in parts that belong together.
package enum Words {
    /// The parts of a text, each as the indices of its bytes.
    ///
    /// A part is a word and the spaces behind it. Words of more than 24 characters are cut there. In scripts that put
    /// no space between words, a part is three characters. Bytes that are not UTF-8 count as characters, but those
    /// that could only continue one go with what is before them.
    package static func parts(of bytes: [UInt8]) -> [[Int]] {
        var words: [[Int]] = []
        var characters = 0
        var isUnspaced = false
        for (scalar, range) in scalars(of: bytes) {
            let first = bytes[range.lowerBound]
            guard !UTF8.isContinuation(first) else {
                if words.isEmpty { words.append([]) }
                words[words.count - 1] += range
                continue
            }
            let afterSpace = range.lowerBound > 0 && isSpace(bytes[range.lowerBound - 1]) && !isSpace(first)
            // A word of another script among characters without spaces is a part of its own.
            let wasUnspaced = isUnspaced
            isUnspaced = hasNoSpaces(scalar)
            let isLong = characters >= (isUnspaced || wasUnspaced ? 3 : 24)
            if words.isEmpty || afterSpace || isLong {
                words.append([])
                characters = 0
            }
            words[words.count - 1] += range
            characters += 1
        }
        return words
    }

    /// The scalars of a text with the indices of their bytes, and replacement characters where it is not UTF-8.
    private static func scalars(of bytes: [UInt8]) -> [(scalar: Unicode.Scalar, bytes: Range<Int>)] {
        var scalars: [(scalar: Unicode.Scalar, bytes: Range<Int>)] = []
        var (parser, rest, end) = (Unicode.UTF8.ForwardParser(), bytes.makeIterator(), 0)
        func add(_ scalar: Unicode.Scalar, _ length: Int) {
            scalars.append((scalar, end..<end + length))
            end += length
        }
        while true {
            switch parser.parseScalar(from: &rest) {
            case .valid(let encoded): add(Unicode.UTF8.decode(encoded), encoded.count)
            case .error(let length): add("\u{FFFD}", length)
            case .emptyInput: return scalars
            }
        }
    }

    /// Whether a character is of a script that puts no space between words: Thai, Lao, Tibetan, Burmese, Khmer, kana
    /// and Chinese characters with their punctuation.
    private static func hasNoSpaces(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0E00...0x109F, 0x1780...0x17FF, 0x3000...0x312F, 0x31F0...0x31FF, 0x3400...0x9FFF,
            0xF900...0xFAFF, 0xFF00...0xFF9F, 0x20000...0x3FFFF:
            true
        default: false
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
