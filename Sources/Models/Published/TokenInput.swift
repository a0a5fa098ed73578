import Media
import Numerics

/// The front end of the published language models: a row for each token, a row for its position, added.
struct TokenInput: Sendable {
    let tokenizer: ByteTokenizer
    /// `[vocabulary, d_model]`.
    let embeddings: Matrix
    /// `[max_position_embeddings, d_model]`.
    let positions: Matrix

    func callAsFunction(_ text: Text, _ options: InputOptions) throws(ModelError) -> InputArray {
        try text.checkContent()
        let encoding = tokenizer.encode(text, masked: options.masked)
        let read = encoding.edges[encoding.edges.count - 1]
        try options.checkMasks(in: text, read: read)
        var tokens = embeddings.gathered(rows: encoding.tokens.map(\.id))
        tokens.add(positions[rows: 0..<tokens.rows])
        let layout = Layout(columns: Axis(.byte, edges: encoding.edges.map(Double.init)), rows: nil)
        return InputArray(
            tokens: tokens,
            layout: layout,
            parts: parts(encoding, text.bytes),
            modality: .text,
            seen: .text(text),
            bytes: encoding.tokens,
            note: text.note(read: read, hasMasks: true).map {
                "\($0); its limit is \(tokenizer.longest.grouped) tokens"
            }
        )
    }

    /// Words; each token of the frame goes with its neighbour.
    private func parts(_ encoding: ByteTokenizer.Encoding, _ bytes: [UInt8]) -> [[Int]] {
        let read = encoding.edges[encoding.edges.count - 1]
        var tokens = (1..<encoding.tokens.count - 1)[...]
        var parts = Words.parts(of: Array(bytes[..<read])).compactMap { word -> [Int]? in
            let end = (word.last ?? 0) + 1
            let part = Array(tokens.prefix { encoding.edges[$0 + 1] <= end })
            tokens = tokens.dropFirst(part.count)
            return part.isEmpty ? nil : part
        }
        if parts.isEmpty { parts = [[]] }
        parts[0].insert(0, at: 0)
        parts[parts.count - 1] += Array(tokens) + [encoding.tokens.count - 1]
        return parts
    }
}
