import Cells
import Explanation

/// The words of a text: what they are called, and their tokens.
struct TextWords: Sendable {
    /// One of the words.
    struct Word: Sendable {
        let label: String
        let tokens: [Int]
    }

    /// A word with its number in a map.
    struct Ranked: Sendable {
        let word: Word
        let value: Float
    }

    /// The words that are drawn, in their order.
    let words: [Word]

    /// The words of an input, as far as its characters are drawn and the model gets them.
    ///
    /// - Parameter parts: the tokens of each word, or of what stands in place of words.
    init(_ text: TextGeometry, of opened: OpenedMedium, in parts: [[Int]]) {
        let input = opened.input
        var part = [Int](repeating: 0, count: input.layout.count)
        for (index, tokens) in parts.enumerated() { for token in tokens { part[token] = index } }
        var labels = [String](repeating: "", count: parts.count)
        // Tokens that stand for no byte frame a text.
        for character in text.characters where !character.bytes.isEmpty {
            guard let token = character.tokens?.first, !input.removed.contains(token), !labels.isEmpty else {
                continue
            }
            labels[part[token]] += character.text
        }
        words = zip(labels, parts).compactMap { label, tokens in
            guard !label.isEmpty else { return nil }
            let name = label.trimmingSuffix { $0.isWhitespace || $0 == "↵" }
            return Word(
                label: name.isEmpty ? "space" : String(name),
                tokens: tokens.filter { !input.removed.contains($0) }
            )
        }
    }

    /// The words by their numbers, those first that stand out most.
    func ranked(by relevance: Relevance) -> [Ranked] {
        let ranked = words.map { Ranked(word: $0, value: relevance.value(of: $0.tokens)) }
        func size(_ index: Int) -> Float {
            relevance.isSigned ? abs(ranked[index].value) : ranked[index].value
        }
        return ranked.indices.sorted { (size($0), $1) > (size($1), $0) }.map { ranked[$0] }
    }
}

extension StringProtocol {
    /// Without the characters at the end for which something holds.
    fileprivate func trimmingSuffix(while holds: (Character) -> Bool) -> SubSequence {
        let end = lastIndex { !holds($0) }.map(index(after:)) ?? startIndex
        return self[..<end]
    }
}
