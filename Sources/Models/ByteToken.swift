/// A token of a model that fills in texts: one byte of UTF-8, or a special token.
public enum ByteToken: Sendable, Hashable {
    /// Tokens that stand for no byte, in the order of their numbers.
    public enum Special: String, Sendable, Hashable, CaseIterable {
        case padding = "[PAD]"
        case beginning = "[BOS]"
        case end = "[EOS]"
        case mask = "[MASK]"
        case classification = "[CLS]"
        case separator = "[SEP]"

        /// Its number, 0…5.
        public var id: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    case special(Special)
    case byte(UInt8)
    /// A number of a larger vocabulary, which nobody has given a meaning.
    case unknown(Int)

    /// The token of a number.
    ///
    /// - Precondition: it is not negative.
    public init(id: Int) {
        precondition(id >= 0)
        let specials = Special.allCases
        if id < specials.count {
            self = .special(specials[id])
        } else if let byte = UInt8(exactly: id - specials.count) {
            self = .byte(byte)
        } else {
            self = .unknown(id)
        }
    }

    /// The token's number: 0…5 for the special ones, and a byte's value + 6.
    public var id: Int {
        switch self {
        case .special(let special): special.id
        case .byte(let byte): Int(byte) + Special.allCases.count
        case .unknown(let id): id
        }
    }

    /// What it is called in lists.
    ///
    /// A character of ASCII stands in quotation marks, a special token is its literal, and any other byte is in
    /// hexadecimal. Controls have the pictures that Unicode has for them.
    public var name: String {
        switch self {
        case .special(let special): special.rawValue
        case .byte(0x7F): "'\u{2421}'"
        case .byte(let byte) where byte < 0x20:
            "'\(Character(UnicodeScalar(0x2400 + UInt32(byte)) ?? "\u{FFFD}"))'"
        case .byte(let byte) where byte < 0x80: "'\(Character(UnicodeScalar(byte)))'"
        case .byte(let byte): "x" + String(byte, radix: 16, uppercase: true)
        case .unknown(let id): "[\(id)]"
        }
    }

    /// The number of the first byte.
    public static let firstByte = Special.allCases.count

    /// The size of the vocabulary of bytes and special tokens.
    public static let count = Special.allCases.count + 256

    /// The text that tokens spell: special ones as their literals, without the frame of `[CLS]` at the
    /// beginning and `[SEP]` at the end; U+FFFD for bytes that form no character.
    public static func text(of tokens: [ByteToken]) -> String {
        var rest = tokens[...]
        if rest.first == .special(.classification) { rest = rest.dropFirst() }
        if rest.last == .special(.separator) { rest = rest.dropLast() }
        let bytes = rest.flatMap { token -> [UInt8] in
            switch token {
            case .special(let special): Array(special.rawValue.utf8)
            case .byte(let byte): [byte]
            case .unknown(let id): Array("[\(id)]".utf8)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
