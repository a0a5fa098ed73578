/// Texts in parts that belong together.
enum Words {
    /// Bytes from the beginning of a word to the beginning of the next; long stretches without a space
    /// (languages that use none) are cut into groups of three characters.
    static func parts(of bytes: [UInt8]) -> [[Int]] {
        var words: [[Int]] = []
        var characters = 0
        for (index, byte) in bytes.enumerated() {
            let startsCharacter = byte & 0xC0 != 0x80
            let afterSpace = index > 0 && isSpace(bytes[index - 1]) && !isSpace(byte)
            if startsCharacter { characters += 1 }
            let long = startsCharacter && byte >= 0x80 && characters > 3
            if words.isEmpty || afterSpace || long {
                words.append([index])
                characters = 1
            } else {
                words[words.count - 1].append(index)
            }
        }
        return words
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
