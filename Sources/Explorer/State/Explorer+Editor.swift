import Cells
import Explanation
import Media
import Models

// Typing a text for the model; for a language model also masking parts of it.
extension Explorer {
    /// The text shown, to be changed, with a literal for each masked byte; empty for other media.
    var currentText: String {
        guard let current else { return "" }
        if case .text(let text) = current.source.origin, current.source.edits.isEmpty { return text }
        if case .replace(let text)? = current.source.edits.last { return text }
        guard canMask, case .text(let text, let count)? = current.opened?.outline, text.bytes.count == count,
            let input = current.opened?.input
        else { return "" }
        let edges = input.layout.columns.edges
        let masked = Set(input.masks.flatMap { Int(edges[$0])..<Int(edges[$0 + 1]) })
        let isLiteral = text.string.contains(Masking.literal)
        let bytes = text.bytes.enumerated().flatMap { place, byte in
            masked.contains(place) && !isLiteral ? Array(Masking.literal.utf8) : [byte]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether parts of a text can be masked.
    var canMask: Bool { readyModel?.masksTexts ?? false }

    mutating func type(_ key: Key, into state: EditorState) {
        var state = state
        switch key {
        case .escape where state.mark != nil:
            state.mark = nil
            screen = .editor(state)
        case .escape, .control("c"):
            leaveEditor(state)
        case .enter:
            let text = state.line.string
            guard !text.allSatisfy(\.isWhitespace) else {
                notice = Notice(text: "Type something first, or press Esc.", isError: true)
                return
            }
            screen = .main
            main.focus = .attention
            draft = nil
            openTyped(text)
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
    }

    /// Opens the editor on the text shown, or where a text was typed and not run on that.
    mutating func openEditor() {
        let kept = draft.flatMap { $0.source == current?.source ? $0.text : nil }
        screen = .editor(EditorState(line: LineEditor(kept ?? currentText)))
        if kept != nil {
            notice = Notice(text: "Your unfinished text is back. ^U clears it.", isError: false)
        }
    }

    /// Closes the editor; what was typed is kept.
    private mutating func leaveEditor(_ state: EditorState) {
        screen = .main
        let text = state.line.string
        guard !text.isEmpty, text != currentText else { return }
        draft = Draft(source: current?.source, text: text)
        notice = Notice(text: "Your text is kept; t opens it again.", isError: false)
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

    /// Runs the model on what was typed: a change of the text that is shown, or a new one.
    private mutating func openTyped(_ text: String) {
        guard let current, current.opened?.input.modality == .text, !currentText.isEmpty else {
            return openAndRun(.text(text))
        }
        if text == currentText { return run(current.id) }
        let hadRemoved = !(current.opened?.input.removed.isEmpty ?? true)
        openAndRun(current.source.editing(.replace(text)))
        if hadRemoved { notice = Notice(text: "Nothing is removed from the new text.", isError: false) }
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
