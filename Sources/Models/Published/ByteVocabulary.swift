/// The numbers that a model of bytes has for tokens: rows of its table of embeddings.
struct ByteVocabulary: Sendable, Hashable {
    /// How many numbers there are.
    let count: Int
    /// The number of byte 0.
    let firstByte: Int
    /// Special tokens that a text may have, by their literals.
    let specials: [ByteToken.Special: Int]
    /// Whether a text stands between `[CLS]` and `[SEP]`.
    let isFramed: Bool

    init(count: Int, firstByte: Int, specials: [ByteToken.Special: Int], isFramed: Bool) {
        (self.count, self.firstByte, self.specials, self.isFramed) = (count, firstByte, specials, isFramed)
    }

    /// Those of the published models, whose special tokens come first.
    static func published(count: Int, isFramed: Bool = true) -> ByteVocabulary {
        let specials = ByteToken.Special.allCases.map { ($0, $0.id) }
        return ByteVocabulary(
            count: count,
            firstByte: ByteToken.firstByte,
            specials: Dictionary(uniqueKeysWithValues: specials),
            isFramed: isFramed
        )
    }

    /// The number of a token.
    ///
    /// - Precondition: a special token is one of ``specials``.
    func number(_ token: ByteToken) -> Int {
        switch token {
        case .special(let special): specials[special] ?? special.id
        case .byte(let byte): firstByte + Int(byte)
        case .unknown(let number): number
        }
    }

    /// What it is, in words, for the report.
    var words: String {
        let bytes = firstByte > 0 ? "UTF-8 bytes + \(firstByte)" : "UTF-8 bytes"
        guard isFramed else {
            return specials.isEmpty ? bytes : "\(bytes); literals of special tokens become these"
        }
        return "\(bytes) between [CLS] and [SEP]; literals of special tokens become these"
    }
}
