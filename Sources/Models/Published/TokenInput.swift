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

/// The front end of language models of bytes: a row for each token, a row for its position, added.
struct TokenInput: Sendable {
    let tokenizer: ByteTokenizer
    /// `[vocabulary, d_model]`.
    let embeddings: Matrix
    /// `[max_position_embeddings, d_model]`.
    let positions: Matrix

    /// Reads the tokenizer's settings and the tables.
    init(_ source: ModelSource, _ keys: TokenKeys) throws(CheckpointError) {
        let weights = try source.weights["perceiver.input_preprocessor"]
        let tokenizer = try ByteTokenizer(
            folder: source.folder,
            positions: keys.maxPositionEmbeddings,
            .published(count: keys.vocabSize)
        )
        let embeddings = try weights.matrix(
            "embeddings.weight",
            [keys.vocabSize, keys.dModel],
            "embeddings of bytes"
        )
        let positions = try weights.matrix(
            "position_embeddings.weight",
            [keys.maxPositionEmbeddings, keys.dModel],
            "positions"
        )
        self.init(tokenizer, embeddings: embeddings, positions: positions)
    }

    /// A front end of the given tables.
    init(_ tokenizer: ByteTokenizer, embeddings: Matrix, positions: Matrix) {
        (self.tokenizer, self.embeddings, self.positions) = (tokenizer, embeddings, positions)
    }

    /// Whether a text can have bytes that are hidden.
    var hasMasks: Bool { tokenizer.vocabulary.specials[.mask] != nil }

    func callAsFunction(_ text: Text, _ options: InputOptions) throws(ModelError) -> InputArray {
        try text.checkContent()
        let encoding = tokenizer.encode(text, masked: options.masked)
        let read = encoding.edges[encoding.edges.count - 1]
        try options.checkMasks(in: text, read: read)
        var tokens = embeddings.gathered(rows: encoding.tokens.map(tokenizer.vocabulary.number))
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
            note: text.note(read: read, hasMasks: hasMasks).map {
                "\($0); its limit is \(tokenizer.longest.grouped) tokens"
            }
        )
    }

    /// Words; each token of the frame goes with its neighbour.
    private func parts(_ encoding: ByteTokenizer.Encoding, _ bytes: [UInt8]) -> [[Int]] {
        let read = encoding.edges[encoding.edges.count - 1]
        let frame = tokenizer.vocabulary.isFramed ? 1 : 0
        var tokens = (frame..<encoding.tokens.count - frame)[...]
        var parts = Words.parts(of: Array(bytes[..<read])).compactMap { word -> [Int]? in
            let end = (word.last ?? 0) + 1
            let part = Array(tokens.prefix { encoding.edges[$0 + 1] <= end })
            tokens = tokens.dropFirst(part.count)
            return part.isEmpty ? nil : part
        }
        if parts.isEmpty { parts = [[]] }
        parts[parts.count - 1] += Array(tokens)
        if frame > 0 {
            parts[0].insert(0, at: 0)
            parts[parts.count - 1].append(encoding.tokens.count - 1)
        }
        return parts
    }
}
