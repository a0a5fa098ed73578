/// Texts in parts that belong together.
enum Words {
    /// Bytes from the beginning of a word to the beginning of the next.
    ///
    /// Of languages that put no space between words, three characters are a part, and of any other stretch without a
    /// space 24.
    static func parts(of bytes: [UInt8]) -> [[Int]] {
        var words: [[Int]] = []
        var characters = 0
        var isUnspaced = false
        for (index, byte) in bytes.enumerated() {
            guard let scalar = scalar(in: bytes, at: index) else {
                if words.isEmpty { words.append([]) }
                words[words.count - 1].append(index)
                continue
            }
            let afterSpace = index > 0 && isSpace(bytes[index - 1]) && !isSpace(byte)
            // A word of another script among characters without spaces is a part of its own.
            let wasUnspaced = isUnspaced
            isUnspaced = hasNoSpaces(scalar)
            let isLong = characters >= (isUnspaced || wasUnspaced ? 3 : 24)
            if words.isEmpty || afterSpace || isLong {
                words.append([])
                characters = 0
            }
            words[words.count - 1].append(index)
            characters += 1
        }
        return words
    }

    /// The Unicode scalar that begins at a byte, as far as the bytes behind it make one; `nil` inside of one.
    private static func scalar(in bytes: [UInt8], at index: Int) -> UInt32? {
        let byte = bytes[index]
        if byte < 0x80 { return UInt32(byte) }
        if byte < 0xC0 { return nil }
        let length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
        let rest = bytes[(index + 1)...].prefix(length - 1).prefix { $0 & 0xC0 == 0x80 }
        return rest.reduce(UInt32(byte) & (0x7F >> UInt32(length))) { $0 << 6 | UInt32($1 & 0x3F) }
    }

    /// Whether a character is of a script that puts no space between words: Thai, Lao, Tibetan, Burmese, Khmer, kana
    /// and Chinese characters with their punctuation.
    private static func hasNoSpaces(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x0E00...0x109F, 0x1780...0x17FF, 0x3000...0x312F, 0x31F0...0x31FF, 0x3400...0x9FFF,
            0xF900...0xFAFF, 0xFF00...0xFF9F, 0x20000...0x3FFFF:
            true
        default: false
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
