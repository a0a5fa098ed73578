import Checkpoints
import Files
import FoundationEssentials
import Media

/// Turns texts into the tokens of the published language models: UTF-8 bytes between `[CLS]` and `[SEP]`.
///
/// The literals of special tokens in a text, such as `[MASK]`, become these. Nothing else is changed.
struct ByteTokenizer: Sendable, Hashable {
    /// The most tokens, the frame included.
    let longest: Int
    /// Whether ``longest`` is the published constant because there was no file that says it.
    let isAssumed: Bool

    /// A text as tokens.
    struct Encoding: Sendable, Hashable {
        /// The tokens, the frame included.
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
        var tokens = [ByteToken.special(.classification)]
        var edges = [0, 0]
        let bytes = text.bytes
        var place = 0
        while place < bytes.count && tokens.count < longest - 1 {
            if let special = Self.literal(in: bytes, at: place) {
                tokens.append(.special(special))
                place += special.rawValue.utf8.count
            } else {
                let isHidden = masked.contains { $0.contains(place) }
                tokens.append(isHidden ? .special(.mask) : .byte(bytes[place]))
                place += 1
            }
            edges.append(place)
        }
        tokens.append(.special(.separator))
        edges.append(place)
        return Encoding(tokens: tokens, edges: edges)
    }

    /// The special token whose literal begins at a place.
    private static func literal(in bytes: [UInt8], at place: Int) -> ByteToken.Special? {
        guard bytes[place] == UInt8(ascii: "[") else { return nil }
        return ByteToken.Special.allCases.first { bytes[place...].starts(with: $0.rawValue.utf8) }
    }

    /// What it does, for the report.
    var facts: [MappingReport.Fact] {
        [
            .init(
                "settings from",
                isAssumed
                    ? "the published constants, as there is no tokenizer_config.json"
                    : "tokenizer_config.json"
            ),
            .init(
                "tokens",
                "UTF-8 bytes + 6 between [CLS] and [SEP]; literals of special tokens become these"
            ),
            .init("longest text", "\(longest) tokens, the frame included"),
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
    init(folder: URL, positions: Int) throws(CheckpointError) {
        let path = folder.appending(path: "tokenizer_config.json").path
        guard FileStatus.exists(path) else {
            self.init(longest: min(Self.publishedLength, positions), isAssumed: true)
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
        self.init(longest: Int(min(length, Double(positions))), isAssumed: false)
    }
}
