import Media
import Numerics

/// The front end for texts: the first bytes, embedded, through the stem.
struct TextInput: Sendable {
    let settings: TextSettings
    /// `[257, embedding]`: a row for each byte, and the mask's.
    let embeddings: Matrix
    let stem: Stem

    func callAsFunction(_ text: Text) -> InputArray {
        let bytes = text.prefix(bytes: settings.longest).bytes
        let map = FeatureMap(
            height: 1,
            width: bytes.count,
            values: embeddings.gathered(rows: bytes.map(Int.init))
        )
        return InputArray(
            tokens: stem(map).tokens,
            layout: Layout(columns: Axis(.byte, edges: (0...bytes.count).map(Double.init)), rows: nil),
            parts: words(in: bytes),
            modality: .text,
            spectrogram: nil,
            note: bytes.count < text.bytes.count
                ? "the model reads the first \(bytes.count) of \(text.bytes.count) bytes" : nil
        )
    }

    /// Bytes from the beginning of a word to the beginning of the next; long stretches without a space
    /// (languages that use none) are cut into groups of three characters.
    private func words(in bytes: [UInt8]) -> [[Int]] {
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

    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
