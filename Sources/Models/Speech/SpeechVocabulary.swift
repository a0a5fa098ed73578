import Checkpoints
import Files
import FoundationEssentials

/// The letters that a model of speech writes, as `vocab.json` and `tokenizer_config.json` say.
struct SpeechVocabulary: Sendable {
    /// A name for each of the model's scores.
    let tokens: [String]
    /// The token that stands for nothing, and that ends a letter.
    let blank: Int
    /// The token that stands between words; `nil` if there is none.
    let delimiter: Int?
    /// The file of the letters, or what is said where there is none.
    private let origin: String

    private static let vocabularyName = "vocab.json"
    private static let tokenizerName = "tokenizer_config.json"

    private struct Keys: Decodable {
        let vocabSize: Int?
        let padTokenId: Int?
    }

    /// What the tokenizer says of its tokens.
    private struct TokenizerKeys: Decodable {
        let padToken: Token?
        let wordDelimiterToken: Token?
    }

    /// A token, by itself or with what is said of it.
    private struct Token: Decodable {
        let text: String

        private struct Described: Decodable { let content: String }

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            text = try (try? value.decode(String.self)) ?? value.decode(Described.self).content
        }
    }

    /// Reads the files of a model's folder.
    init(_ source: ModelSource) throws(CheckpointError) {
        let file = source.configuration
        let keys = try file.decode(Keys.self)
        let count = try file.check(keys.vocabSize ?? 32, "vocab_size", in: 1...PublishedLabels.most)
        var names = (0..<count).map { "#\($0)" }
        let tokenizer = try Self.file(Self.tokenizerName, in: source.folder)?.decode(TokenizerKeys.self)
        let vocabulary = try Self.file(Self.vocabularyName, in: source.folder)
        if let vocabulary {
            for (name, number) in try vocabulary.decode([String: Int].self) {
                // Newer letters may have been added than there are scores.
                if names.indices.contains(number) { names[number] = name }
            }
        }
        func number(_ name: String) -> Int? { names.firstIndex(of: name) }
        tokens = names
        let pad = keys.padTokenId ?? 0
        try file.check(pad, "pad_token_id", in: 0...count - 1)
        blank = number(tokenizer?.padToken?.text ?? "<pad>") ?? pad
        delimiter = number(tokenizer?.wordDelimiterToken?.text ?? "|")
        origin =
            vocabulary == nil
            ? "there is no \(Self.vocabularyName): letters have numbers" : Self.vocabularyName
    }

    private static func file(_ name: String, in folder: URL) throws(CheckpointError) -> ConfigurationFile? {
        let path = folder.appending(path: name).path
        return FileStatus.exists(path) ? try ConfigurationFile(path: path) : nil
    }

    /// What it is, for the report.
    var facts: [MappingReport.Fact] {
        let space = delimiter.map { ", “\(tokens[$0])” between words" } ?? ""
        return [
            .init("letters", origin),
            .init("vocabulary", "\(tokens.count) tokens, “\(tokens[blank])” for nothing\(space)"),
        ]
    }
}
