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
            parts: Words.parts(of: bytes),
            modality: .text,
            note: bytes.count < text.bytes.count
                ? "the model reads the first \(bytes.count) of \(text.bytes.count) bytes" : nil
        )
    }
}
