import Cells
import Media
import Models

// Typing a text for the model; for a language model also masking parts of it.
extension Explorer {
    /// The text shown, to be changed; empty for other media.
    var currentText: String {
        switch current?.source {
        case .text(let text): return text
        case .file, .standardInput, .partial:
            guard canMask, case .text(let text, let count)? = current?.opened?.exhibit,
                text.bytes.count == count
            else { return "" }
            return Masking.text(text, masked: current?.source.options.masked ?? [])
        case .pair, nil: return ""
        }
    }

    /// Whether parts of a text can be masked.
    var canMask: Bool { readyModel?.reconstructs(.text) ?? false }

    mutating func type(_ key: Key, into state: EditorState) -> [Effect] {
        var state = state
        switch key {
        case .escape where state.mark != nil:
            state.mark = nil
            screen = .editor(state)
        case .escape, .control("c"):
            screen = .main
        case .enter:
            let text = state.line.string
            guard !text.allSatisfy(\.isWhitespace) else {
                notice = Notice(text: "type something first, or press Esc", isError: true)
                return []
            }
            screen = .main
            focus = .attention
            return openAndRun(.text(text))
        case .control("j"):
            state.line.insert(["\n"])
            screen = .editor(state)
        case .control("x") where canMask:
            markOrMask(&state)
            screen = .editor(state)
        case .control("p"), .tab:
            break
        case .up, .down, .home, .end:
            moveCaret(key, &state)
            screen = .editor(state)
        default:
            if state.edit(key) { screen = .editor(state) }
        }
        return []
    }

    /// Moves the caret by lines as they are shown, or to an end of one.
    private func moveCaret(_ key: Key, _ state: inout EditorState) {
        let characters = EditorView.geometry(self, state).characters
        let here = characters[min(state.line.caret, characters.count - 1)]
        let line = here.line + (key == .up ? -1 : key == .down ? 1 : 0)
        let places = characters.indices.filter { characters[$0].line == line }
        switch key {
        case .home: state.line.move(to: places.first ?? 0)
        case .end: state.line.move(to: places.last ?? 0)
        default:
            guard let first = places.first else { return }
            state.line.move(to: places.last { characters[$0].x <= here.x } ?? first)
        }
    }

    /// The first time marks where a masked part begins, the second time masks up to the caret.
    private func markOrMask(_ state: inout EditorState) {
        guard let selection = state.selection else {
            state.mark = state.line.caret
            return
        }
        state.mark = nil
        let end =
            selection.isEmpty ? min(selection.upperBound + 1, state.line.text.count) : selection.upperBound
        let part = String(state.line.text[selection.lowerBound..<end])
        state.line.replace(selection.lowerBound..<end, with: Masking.masked(part))
    }

    /// Masks the characters of some tokens, whole ones, and runs the model on the rest.
    mutating func mask(
        _ entry: Entry,
        _ text: Text,
        _ layout: Layout,
        from first: Int,
        to last: Int
    ) -> [Effect] {
        let edges = layout.columns.edges
        var (from, to) = (Int(edges[first]), min(Int(edges[last + 1]), text.bytes.count))
        guard from < to else {
            notice = Notice(text: "no byte of the text is there", isError: true)
            return []
        }
        while from > 0, UTF8.isContinuation(text.bytes[from]) { from -= 1 }
        while to < text.bytes.count, UTF8.isContinuation(text.bytes[to]) { to += 1 }
        let part = String(decoding: text.bytes[from..<to], as: UTF8.self)
        let name = part.count > 16 ? "bytes \(from)–\(to - 1)" : "\"\(part.replacing("\n", with: " "))\""
        return runPart(of: entry, entry.source.without(name) { $0.masked.append(from..<to) })
    }
}

/// The literal that stands for a masked byte.
enum Masking {
    static let literal = ByteToken.Special.mask.rawValue

    /// A mask for each byte of a text; masks in it stay.
    static func masked(_ text: String) -> String {
        String(repeating: literal, count: byteCount(text))
    }

    /// A text with a mask for each byte of some ranges.
    static func text(_ text: Text, masked ranges: [Range<Int>]) -> String {
        let bytes = text.bytes.enumerated().flatMap { place, byte in
            ranges.contains { $0.contains(place) } ? Array(literal.utf8) : [byte]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// How many bytes a text has for a model that knows the mask: a mask is one.
    static func byteCount(_ text: String) -> Int {
        text.replacing(literal, with: "_").utf8.count
    }
}

extension EditorState {
    /// Does what a key does in every line editor; a mask is passed and removed as a whole.
    fileprivate mutating func edit(_ key: Key) -> Bool {
        let mask = Array(Masking.literal)
        let (text, caret) = (line.text, line.caret)
        switch key {
        case .backspace where text[..<caret].suffix(mask.count).elementsEqual(mask):
            line.replace(caret - mask.count..<caret, with: "")
        case .delete where text[caret...].prefix(mask.count).elementsEqual(mask):
            line.replace(caret..<caret + mask.count, with: "")
        case .left where text[..<caret].suffix(mask.count).elementsEqual(mask):
            for _ in mask { _ = line.apply(.left) }
        case .right where text[caret...].prefix(mask.count).elementsEqual(mask):
            for _ in mask { _ = line.apply(.right) }
        default: return line.apply(key)
        }
        return true
    }
}
