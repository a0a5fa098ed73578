import Cells
import Media
import Models
import Numerics

/// Where the characters of a text lie on the screen: wrapped into lines, each with its bytes and tokens.
///
/// Special tokens of language models have places too: `[CLS]` and `[SEP]`, which no byte stands for, and
/// masks, each of a byte or of a literal `[MASK]`, which take a cell each.
package struct TextGeometry: Sendable {
    package struct Placed: Sendable {
        /// What is shown: a character, or the name of a special token.
        package let text: String
        package let bytes: Range<Int>
        /// The tokens it stands for; `nil` where the model does not look.
        package let tokens: Range<Int>?
        /// The cell it begins in.
        package let x: Int
        package let line: Int
        package let width: Int
        /// Whether it is a special token.
        package let isSpecial: Bool
    }

    package private(set) var characters: [Placed] = []
    package var lineCount: Int { (characters.last?.line ?? 0) + 1 }

    private let width: Int
    private var (x, line) = (0, 0)

    /// Lays a text out in lines of `width` cells; a line break shows as its own character.
    ///
    /// - Parameters:
    ///   - layout: which bytes each token stands for; without it every byte is a token.
    ///   - masks: the tokens that are masks.
    package init(
        _ text: Text,
        layout: Layout?,
        masks: Set<Int> = [],
        width: Int,
        appearance: Appearance
    ) {
        self.width = width
        let tokens = ByteTokens(layout, count: text.bytes.count)
        var skipped = 0
        var byte = 0
        for part in text.string.lazy.flatMap(Glyphs.parts) {
            let count = part.utf8.count
            defer { byte += count }
            for token in tokens.empty(at: byte) {
                place(ByteTokens.name(token), byte..<byte, token..<token + 1)
            }
            if byte < skipped { continue }
            if let (token, end) = tokens.wide(at: byte) {
                let literal = String(decoding: text.bytes[byte..<min(end, text.bytes.count)], as: UTF8.self)
                place(masks.contains(token) ? "_" : literal, byte..<end, token..<token + 1)
                skipped = end
                continue
            }
            let own = tokens.range(of: byte..<byte + count)
            if let own, masks.isSuperset(of: own) {
                for (hidden, token) in zip(byte..<byte + count, own) {
                    place("_", hidden..<hidden + 1, token..<token + 1)
                }
                continue
            }
            let isNewline = part.first?.isNewline ?? false
            let shown = isNewline ? (appearance.ascii ? "$" : "↵") : Glyphs.shown(part)
            place(shown, byte..<byte + count, own, isSpecial: false)
            if isNewline { (x, line) = (0, line + 1) }
        }
        for token in tokens.empty(at: byte) { place(ByteTokens.name(token), byte..<byte, token..<token + 1) }
    }

    /// Lays out a text as a model gets it.
    init(_ text: Text, _ input: InputArray, width: Int, appearance: Appearance) {
        self.init(text, layout: input.layout, masks: Set(input.masks), width: width, appearance: appearance)
    }

    private mutating func place(
        _ text: String,
        _ bytes: Range<Int>,
        _ tokens: Range<Int>?,
        isSpecial: Bool = true
    ) {
        let cells = Glyphs.width(of: text)
        if x + cells > width && x > 0 { (x, line) = (0, line + 1) }
        characters.append(
            Placed(
                text: text,
                bytes: bytes,
                tokens: tokens,
                x: x,
                line: line,
                width: cells,
                isSpecial: isSpecial
            )
        )
        x += cells
    }

    /// The index of the character that a token belongs to.
    package func index(ofToken token: Int) -> Int? {
        // Characters without tokens come last.
        let index = characters.partitioningIndex { ($0.tokens?.upperBound ?? .max) > token }
        return index < characters.count && characters[index].tokens != nil ? index : nil
    }

    /// The character nearest to a cell of a line.
    package func index(line: Int, x: Int) -> Int? {
        let inLine = characters.indices.filter { characters[$0].line == line }
        return inLine.last { characters[$0].x <= x } ?? inLine.first
    }
}

/// Which token each byte of a text belongs to.
struct ByteTokens: Sendable {
    /// The first byte of each token, and last where the last one ends.
    private let edges: [Int]
    private let isPlain: Bool

    init(_ layout: Layout?, count: Int) {
        edges = layout?.columns.edges.map { Int($0) } ?? []
        isPlain = layout == nil
    }

    /// The number of tokens.
    private var count: Int { edges.count - 1 }

    /// The first token that ends behind a byte.
    private func token(at byte: Int) -> Int {
        (0..<max(0, count)).partitioningIndex { edges[$0 + 1] > byte }
    }

    /// The tokens of some bytes that are one token each; `nil` beyond the last token.
    func range(of bytes: Range<Int>) -> Range<Int>? {
        if isPlain { return bytes }
        guard let last = edges.last, bytes.upperBound <= last else { return nil }
        let first = token(at: bytes.lowerBound)
        return first..<max(first + 1, token(at: bytes.upperBound - 1) + 1)
    }

    /// Tokens that stand for no byte and come before one, or at the end.
    func empty(at byte: Int) -> Range<Int> {
        if isPlain { return 0..<0 }
        let end = byte >= edges[count] ? count : token(at: byte)
        guard byte <= edges[count] else { return 0..<0 }
        var first = end
        while first > 0 && edges[first - 1] == byte && edges[first] == byte { first -= 1 }
        return first..<end
    }

    /// A token that stands for several bytes and begins at one, and where it ends.
    func wide(at byte: Int) -> (token: Int, end: Int)? {
        guard !isPlain, byte < edges[count] else { return nil }
        let token = token(at: byte)
        return edges[token] == byte && edges[token + 1] > byte + 1 ? (token, edges[token + 1]) : nil
    }

    /// What a token without a byte is called: a text is framed by `[CLS]` and `[SEP]`.
    static func name(_ token: Int) -> String {
        (token == 0 ? ByteToken.Special.classification : .separator).rawValue
    }
}
