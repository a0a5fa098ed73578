import Checkpoints
import Files
import FoundationEssentials
import Media

/// Turns texts into the tokens of models of bytes: UTF-8 bytes, of the published ones between `[CLS]` and `[SEP]`.
///
/// The literals of special tokens in a text, such as `[MASK]`, become these. Nothing else is changed.
struct ByteTokenizer: Sendable, Hashable {
    /// The most tokens, the frame included.
    let longest: Int
    /// Where ``longest`` comes from, in words.
    let origin: String
    /// The model's numbers for tokens.
    let vocabulary: ByteVocabulary

    /// A text as tokens.
    struct Encoding: Sendable, Hashable {
        /// The tokens, the frame included if there is one.
        let tokens: [ByteToken]
        /// Where each token begins in the source, and last where the last one ends; the frame has no length.
        let edges: [Int]
    }

    /// The first part of a text as tokens.
    ///
    /// - Parameters:
    ///   - text: the text.
    ///   - masked: byte ranges that are hidden, each byte behind a `[MASK]`.
    func encode(_ text: Text, masked: [Range<Int>] = []) -> Encoding {
        let isFramed = vocabulary.isFramed
        var tokens: [ByteToken] = isFramed ? [.special(.classification)] : []
        var edges = isFramed ? [0, 0] : [0]
        let bytes = text.bytes
        var place = 0
        while place < bytes.count && tokens.count < longest - (isFramed ? 1 : 0) {
            if let special = literal(in: bytes, at: place) {
                tokens.append(.special(special))
                place += special.rawValue.utf8.count
            } else {
                let isHidden = masked.contains { $0.contains(place) }
                tokens.append(isHidden ? .special(.mask) : .byte(bytes[place]))
                place += 1
            }
            edges.append(place)
        }
        if isFramed {
            tokens.append(.special(.separator))
            edges.append(place)
        }
        return Encoding(tokens: tokens, edges: edges)
    }

    /// The special token whose literal begins at a place.
    private func literal(in bytes: [UInt8], at place: Int) -> ByteToken.Special? {
        guard bytes[place] == UInt8(ascii: "[") else { return nil }
        return vocabulary.specials.keys.first { bytes[place...].starts(with: $0.rawValue.utf8) }
    }

    /// What it does, for the report.
    var facts: [MappingReport.Fact] {
        [
            .init("settings from", origin),
            .init("tokens", vocabulary.words),
            .init(
                "longest text",
                "\(longest) tokens" + (vocabulary.isFramed ? ", the frame included" : "")
            ),
        ]
    }
}

extension ByteTokenizer {
    private static let name = "PerceiverTokenizer"
    private static let publishedLength = 2048

    private struct Keys: Decodable {
        let tokenizerClass: String?
        let modelMaxLength: Double?
    }

    /// Reads `tokenizer_config.json` of a model's folder; without it, the published constants are meant.
    ///
    /// - Parameters:
    ///   - folder: the model's folder.
    ///   - positions: how many positions the model has, which is the most.
    ///   - vocabulary: the model's numbers for tokens.
    init(folder: URL, positions: Int, _ vocabulary: ByteVocabulary) throws(CheckpointError) {
        let path = folder.appending(path: "tokenizer_config.json").path
        guard FileStatus.exists(path) else {
            self.init(
                longest: min(Self.publishedLength, positions),
                origin: "the published constants, as there is no tokenizer_config.json",
                vocabulary: vocabulary
            )
            return
        }
        let file = try ConfigurationFile(path: path)
        let keys = try file.decode(Keys.self)
        let type = keys.tokenizerClass ?? Self.name
        guard type == Self.name || type == Self.name + "Fast" else {
            throw file.error(at: "tokenizer_class", "“\(type)” is not known, expected “\(Self.name)”")
        }
        // transformers writes 1e30 where there is no limit.
        let length = keys.modelMaxLength ?? Double(Self.publishedLength)
        guard length >= 3 else {
            throw file.error(at: "model_max_length", "\(length) leaves no room for text, expected at least 3")
        }
        self.init(
            longest: Int(min(length, Double(positions))),
            origin: "tokenizer_config.json",
            vocabulary: vocabulary
        )
    }
}
