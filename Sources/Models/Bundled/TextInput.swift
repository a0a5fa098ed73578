import Checkpoints
import Media
import Numerics

/// The front end for texts: the first bytes, embedded, through the stem.
struct TextInput: Sendable {
    let settings: TextSettings
    /// `[257, embedding]`: a row for each byte, and the mask's.
    let embeddings: Matrix
    /// Sequences of bytes, where the model knows them.
    let ngrams: ByteNgrams?
    let stem: Stem
    /// Whether `[MASK]` in a text is the mask; otherwise it is six bytes like any others.
    let hasMasks: Bool

    /// Reads the front end.
    init(_ weights: Weights, _ c: ModelConfiguration) throws(CheckpointError) {
        let own = c.inputs.text
        settings = own
        embeddings = try weights.matrix("embeddings.weight", [257, own.embedding], "embeddings of bytes")
        var ngrams: ByteNgrams?
        if let sizes = own.ngrams {
            let shape = [sizes.buckets, own.embedding]
            let table = try weights.rows("ngrams.weight", shape, "embeddings of sequences of bytes")
            ngrams = ByteNgrams(sizes: sizes.sizes, table: table)
        }
        self.ngrams = ngrams
        stem = try Stem(
            weights,
            own.stages,
            of: own.embedding,
            grid: own.grid,
            bands: own.bands,
            width: c.dModel
        )
        hasMasks = c.reconstructs?.contains(.text) ?? false
    }

    func callAsFunction(_ text: Text, _ options: InputOptions) throws(ModelError) -> InputArray {
        try text.checkContent()
        let (tokens, edges) = encode(text.bytes, masked: options.masked)
        let read = edges[edges.count - 1]
        try options.checkMasks(in: text, read: read)
        let ids = tokens.map(id)
        var embedded = embeddings.gathered(rows: ids)
        do throws(CheckpointError) { try ngrams?.add(to: &embedded, of: ids) } catch {
            throw ModelError("\(error)")
        }
        return InputArray(
            tokens: stem(FeatureMap(height: 1, width: tokens.count, values: embedded)).tokens,
            layout: Layout(columns: Axis(.byte, edges: edges.map(Double.init)), rows: nil),
            parts: Words.parts(of: tokens.map(\.plain)),
            modality: .text,
            seen: .text(text),
            bytes: tokens,
            makeup: .beside(contentChannels: [stem.contentChannels]),
            note: text.note(read: read, hasMasks: hasMasks)
        )
    }

    /// The first part of a text, cut between characters, and where each token begins and the last one ends.
    private func encode(_ bytes: [UInt8], masked: [Range<Int>]) -> (tokens: [ByteToken], edges: [Int]) {
        var tokens: [ByteToken] = []
        var edges = [0]
        var place = 0
        while place < bytes.count && tokens.count < settings.longest {
            let isLiteral = hasMasks && bytes[place...].starts(with: ByteToken.Special.mask.rawValue.utf8)
            let isHidden = masked.contains { $0.contains(place) }
            tokens.append(isLiteral || isHidden ? .special(.mask) : .byte(bytes[place]))
            place += isLiteral ? ByteToken.Special.mask.rawValue.utf8.count : 1
            edges.append(place)
        }
        // A character that does not fit whole is left out.
        while tokens.count > 1, edges[tokens.count] < bytes.count,
            bytes[edges[tokens.count]] & 0b1100_0000 == 0b1000_0000
        {
            tokens.removeLast()
            edges.removeLast()
        }
        return (tokens, edges)
    }

    private func id(_ token: ByteToken) -> Int {
        if case .byte(let byte) = token { Int(byte) } else { settings.maskId }
    }
}

extension ByteToken {
    /// A byte that stands for the token where texts are divided into words.
    fileprivate var plain: UInt8 {
        if case .byte(let byte) = self { byte } else { UInt8(ascii: "_") }
    }
}
