import Explanation
import Media
import Models

// Changes to an input: parts that are taken away or masked, another text; and inputs decoded from the latents.
extension Explorer {
    /// Shows what was decoded beside the input; of what is decoded in no time, or no longer.
    mutating func showReconstruction() {
        guard let input = current, let run = input.run else { return }
        if case .tokens = run.output {
            lens.method = lens.method == .output ? nil : .output
            return
        }
        lens.method = .output
        change(input.id) { $0.decodes = true }
    }

    // MARK: parts

    /// What is done with a part of an input.
    enum PartEdit: Sendable {
        case remove, mask
    }

    /// Without a mark makes one at the cursor; otherwise takes away or masks what lies between it and the cursor, and
    /// runs the model on what is left.
    mutating func edit(_ kind: PartEdit) {
        guard let input = current, let cursor = input.cursor, let opened = input.opened else { return }
        guard let start = input.mark else {
            changeCurrent { $0.mark = cursor }
            notice = Notice(text: hint(opened.input), isError: false)
            return
        }
        changeCurrent { $0.mark = nil }
        let (first, last) = (min(start, cursor), max(start, cursor))
        guard let part = part(of: opened, from: first, to: last) else {
            notice = Notice(text: "There is no text at this place.", isError: true)
            return
        }
        let tokens = tokens(of: opened.input, from: first, to: last)
        if kind == .remove, opened.input.removed.isSuperset(of: tokens) {
            notice = Notice(text: "This part is already removed.", isError: true)
            return
        }
        if kind == .remove, opened.input.removed.union(tokens).count >= opened.input.layout.count {
            notice = Notice(text: "Nothing of the input would be left.", isError: true)
            return
        }
        if kind == .remove, case .tokens? = input.run?.output { lens.method = .output }
        runEdit(kind == .remove ? .remove(part) : .mask(part), of: input)
    }

    private func hint(_ input: InputArray) -> String {
        guard input.modality == .text else {
            return "Move to the opposite corner, then press Space to remove the part."
        }
        let model = readyModel
        let ways = [
            model?.removes(from: .text) == true ? "Space to remove it" : nil,
            model?.masksTexts == true ? "^X to mask it" : nil,
        ]
        let ends = ways.compactMap { $0 }.joined(separator: ", or ")
        return "Move to the end of the part, then press \(ends)."
    }

    /// The part between two tokens: of a text whole characters.
    func part(of opened: OpenedMedium, from first: Int, to last: Int) -> Part? {
        let layout = opened.input.layout
        guard case .text(let text)? = opened.input.seen, opened.input.modality == .text,
            layout.columns.quantity == .byte
        else { return Part(layout.part(from: first, to: last), on: layout) }
        let edges = layout.columns.edges
        var (from, to) = (Int(edges[first]), min(Int(edges[last + 1]), text.bytes.count))
        guard from < to else { return nil }
        while from > 0, UTF8.isContinuation(text.bytes[from]) { from -= 1 }
        while to < text.bytes.count, UTF8.isContinuation(text.bytes[to]) { to += 1 }
        let words = String(decoding: text.bytes[from..<to], as: UTF8.self)
        let label =
            words.count > 16 ? "bytes \(from)–\(to - 1)" : "\"\(words.replacing("\n", with: " "))\""
        return Part(.bytes(from..<to), label: label)
    }

    /// Runs the model on a changed input.
    private mutating func runEdit(_ edit: Edit, of input: Input) {
        openAndRun(input.source.editing(edit))
        // What is lost is seen in the same task; what is hidden is itself asked for.
        guard case .remove = edit else { return }
        let task = input.task
        changeCurrent { $0.chosenTask = $0.chosenTask ?? ($0.answer == nil ? task : nil) }
    }

    /// The tokens between the mark and the cursor, which are to be masked or removed.
    func marked(_ input: Input) -> Set<Int> {
        guard let start = input.mark, let cursor = cursor(of: input), let prepared = input.opened?.input
        else {
            return []
        }
        return tokens(of: prepared, from: min(start, cursor), to: max(start, cursor))
    }

    /// The tokens of the part between two of them; none where one of them has no place.
    private func tokens(of input: InputArray, from first: Int, to last: Int) -> Set<Int> {
        let layout = input.layout
        if input.modality == .text && layout.columns.quantity == .byte { return Set(first...last) }
        guard [first, last].allSatisfy(layout.placed.tokens.contains) else { return [] }
        return layout.tokens(in: layout.part(from: first, to: last))
    }

    // MARK: lineage

    /// Why there is no change that could be undone, if so.
    var undoObstacle: String? {
        current?.source.parent == nil ? "this input was not changed" : nil
    }

    /// Why there is no change that could be done again, if so.
    var redoObstacle: String? {
        current.flatMap { list.undone[$0.source] } == nil ? "no change to this input was undone" : nil
    }

    /// Goes back to the input before its last change, which stays in the list.
    mutating func undo() {
        guard let input = current, let parent = input.source.parent else { return }
        list.undone[parent] = input.source
        openAndRun(parent)
    }

    /// Goes to the changed input that undoing came from.
    mutating func redo() {
        guard let input = current, let next = list.undone[input.source] else { return }
        openAndRun(next)
    }
}
