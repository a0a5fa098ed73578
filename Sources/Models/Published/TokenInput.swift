import Checkpoints
import Media
import Numerics

/// The keys of `config.json` that the published language models' input depends on.
struct TokenKeys: Decodable, Sendable {
    let dModel: Int
    let vocabSize: Int
    let maxPositionEmbeddings: Int

    /// What a file says, checked.
    init(_ file: ConfigurationFile) throws(CheckpointError) {
        self = try file.decode()
        try file.check(dModel, "d_model", in: 1...65_536)
        try file.check(vocabSize, "vocab_size", in: ByteToken.count...1_000_000)
        // A frame of two tokens and one byte.
        try file.check(maxPositionEmbeddings, "max_position_embeddings", in: 3...1_000_000)
    }

    private enum CodingKeys: CodingKey { case dModel, vocabSize, maxPositionEmbeddings }

    init(from decoder: any Swift.Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        dModel = try keys.decodeIfPresent(Int.self, forKey: .dModel) ?? 768
        vocabSize = try keys.decodeIfPresent(Int.self, forKey: .vocabSize) ?? 262
        maxPositionEmbeddings = try keys.decodeIfPresent(Int.self, forKey: .maxPositionEmbeddings) ?? 2048
    }
}

/// The front end of the published language models: a row for each token, a row for its position, added.
struct TokenInput: Sendable {
    let tokenizer: ByteTokenizer
    /// `[vocabulary, d_model]`.
    let embeddings: Matrix
    /// `[max_position_embeddings, d_model]`.
    let positions: Matrix

    /// Reads the tokenizer's settings and the tables.
    init(_ source: ModelSource, _ keys: TokenKeys) throws(CheckpointError) {
        let weights = try source.weights["perceiver.input_preprocessor"]
        tokenizer = try ByteTokenizer(folder: source.folder, positions: keys.maxPositionEmbeddings)
        embeddings = try weights.matrix(
            "embeddings.weight",
            [keys.vocabSize, keys.dModel],
            "embeddings of bytes"
        )
        positions = try weights.matrix(
            "position_embeddings.weight",
            [keys.maxPositionEmbeddings, keys.dModel],
            "positions"
        )
    }

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
            makeup: .added(positions: positions[rows: 0..<tokens.rows]),
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
