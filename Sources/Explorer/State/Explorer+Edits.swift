import Explanation
import Media
import Models

// Changes to an input: parts that are taken away or masked, another text; and inputs decoded from the latents.
extension Explorer {
    /// Shows what was decoded beside the input; of what is decoded in no time, or no longer.
    mutating func showReconstruction() {
        guard let input = current, let run = input.run else { return }
        if run.output.readsInputBack {
            lens.method = lens.method == .output ? nil : .output
            return
        }
        lens.method = .output
        change(input.id) { $0.decodes = true }
    }

    // MARK: parts

    /// What is done with a region.
    enum RegionEdit: Sendable, Hashable {
        case remove, mask, swap
        case fill(Filling)
    }

    /// Changes the input where the region is, and runs the model on it.
    mutating func edit(_ kind: RegionEdit) {
        guard let input = current, let opened = input.opened, let region = region(of: input) else { return }
        guard let part = opened.part(region) else {
            changeCurrent { $0.deselect() }
            return sayNothingIsThere()
        }
        switch kind {
        case .remove: remove(part, opened.tokens(in: region), from: input)
        case .mask: runEdit(.mask(part))
        case .fill(let filling): runEdit(.fill(part, filling))
        case .swap: if let other = otherInput { runEdit(.swap(part, with: other.source)) }
        }
    }

    private mutating func remove(_ part: Part, _ tokens: Set<Int>, from input: Input) {
        guard let prepared = input.opened?.input else { return }
        if prepared.removed.isSuperset(of: tokens) {
            notice = Notice(text: "This part is already removed.", isError: true)
        } else if prepared.removed.union(tokens).count >= prepared.layout.count {
            notice = Notice(text: "Nothing of the input would be left.", isError: true)
        } else {
            runEdit(.remove(part))
        }
    }

    /// Writes something else in the place of the region's text, and runs the model on it.
    mutating func write(_ text: String) {
        guard let input = current, let opened = input.opened, let region = region(of: input),
            let part = opened.part(region), text != opened.text(in: region)
        else { return }
        runEdit(.write(part, text))
    }

    /// Asks what shall stand in the place of the region's text.
    mutating func askForReplacement() {
        guard let input = current, let region = region(of: input), let text = input.opened?.text(in: region)
        else { return }
        changeCurrent { ($0.mark, $0.region) = (nil, region) }
        prompt = Prompt(purpose: .replacement, line: LineEditor(text))
    }

    /// The input whose region is put into the selected one: the marked one, or the next of the same kind.
    var otherInput: Entry? {
        guard let current, let modality = current.modality else { return nil }
        func fits(_ entry: Entry) -> Bool {
            entry.modality == modality && entry.source.root != current.source.root && !entry.isFolder
        }
        if let marked = list.counterpart.flatMap(list.entry), fits(marked) { return marked }
        return following(current.id).first(where: fits)
    }

    /// The entries after one, and then those before it.
    private func following(_ id: EntryID) -> [Entry] {
        guard let index = list.entries.firstIndex(where: { $0.id == id }) else { return [] }
        return Array(list.entries[(index + 1)...] + list.entries[..<index])
    }

    /// Runs the model on the input with a change.
    mutating func runEdit(_ edit: Edit) {
        guard let input = current else { return }
        changeCurrent { $0.deselect() }
        list.lastEdit = edit
        openAndRun(input.source.editing(edit))
        // What is lost is seen in the same task; what is hidden is itself asked for.
        if case .mask = edit { return }
        let task = input.task
        changeCurrent {
            $0.chosenTask = $0.chosenTask ?? ($0.answer == nil ? task : nil)
            // A class that was chosen is followed through the change.
            $0.targets.merge(input.targets) { own, _ in own }
            $0.opponents.merge(input.opponents) { own, _ in own }
        }
    }

    // MARK: repeating

    /// Why the last change cannot be made to another input.
    var repetitionObstacle: String? {
        guard list.lastEdit != nil else { return "no input was changed yet" }
        switch exchange {
        case .changed: return nil
        case .unopened(let other): return "\(other.name) is being read"
        case nil: break
        }
        // Another text has other words at the same bytes.
        guard current?.modality != .text else { return "a change of words cannot be made to other texts" }
        let others = othersToEdit
        if others.isEmpty { return "there is no other input of this kind" }
        return others.contains(where: holdsEditedPart)
            ? nil : "no other input of this kind has the part that was changed"
    }

    /// The inputs of the same kind that are not made from the selected one, the next first.
    private var othersToEdit: [Entry] {
        guard let current, let modality = current.modality else { return [] }
        return following(current.id).filter {
            $0.modality == modality && $0.source.root != current.source.root && $0.source.edits.isEmpty
                && !$0.isFolder
        }
    }

    /// The inputs that the last change may be made to next, whose sizes must be known for that.
    var nextToEdit: [Subject] {
        guard list.lastEdit != nil else { return [] }
        var sources = othersToEdit.prefix(1).map(\.source)
        if case .unopened(let other)? = exchange { sources.append(other) }
        return sources.map { Subject($0, model: models.place) }
    }

    /// The last change as another input gets it: of a picture of another size the same share.
    private func lastEdit(for entry: Entry) -> Edit? {
        guard let edit = list.lastEdit, let part = edit.part else { return list.lastEdit }
        let changed = list.entries.last { $0.source.edits.last == edit }.map(input)
        return part.fitted(from: changed?.opened, to: input(entry).opened).map(edit.moved) ?? edit
    }

    /// Whether the last change can be made to an input: a shorter sound may lack the part.
    private func holdsEditedPart(_ entry: Entry) -> Bool {
        guard let part = lastEdit(for: entry)?.part, let opened = input(entry).opened else { return true }
        return (try? part.tokens(of: opened)) != nil
    }

    /// Makes the last change to the next input of the same kind that has the part; after a swap that of the other one, the
    /// other way round.
    mutating func repeatEdit() {
        if case .changed(let source) = exchange { return openAndRun(source) }
        guard let next = othersToEdit.first(where: holdsEditedPart), let edit = lastEdit(for: next) else {
            return
        }
        list.lastEdit = edit
        openAndRun(next.source.editing(edit))
    }

    // MARK: what changed

    /// What the last change of an input did to its answers; `nil` of what was not changed, or has no answers.
    func changeQuestion(_ input: Input) -> ChangeQuestion? {
        guard let run = input.run, !run.predictions.isEmpty else { return nil }
        return ChangeQuestion(input.subject)
    }

    /// What the last change of an input did to its answers, as far as it is known.
    func changes(of input: Input) -> AnswerChanges? { changeQuestion(input).flatMap { ledger[$0] } }

    /// A map less that of the input before its last change; `nil` of what was not changed, or where maps do not lie over it.
    func difference(_ map: SeenMap, of input: Input) -> DifferenceQuestion? {
        guard let parent = input.source.parent, let run = input.run else { return nil }
        let former = Subject(parent, model: input.subject.model)
        switch map {
        case .attention(let question):
            guard layer?.keys == .input, question.query != .all else { return nil }
            let asker = input.found.map { Asker.query($0.query) }
            return DifferenceQuestion(question, less: question.about(former, asker: asker))
        case .relevance(let question):
            return DifferenceQuestion(question, less: question.about(former, run))
        case .difference(let question): return question
        }
    }

    /// Why a change of the input does not show in its map.
    var changeObstacle: String? {
        if lens.showsChange { return nil }
        guard let current else { return "there is no input" }
        if current.source.parent == nil { return "this input was not changed" }
        return overlayObstacle
    }

    // MARK: looks

    /// A map of attention less that of the first look at the input; `nil` where there is none.
    func lookDifference(_ map: SeenMap, of input: Input) -> DifferenceQuestion? {
        guard case .attention(let question) = map, let model = input.run?.model else { return nil }
        return question.sinceFirstLook(of: model)
    }

    /// Why a map has no first look to be compared with.
    var lookObstacle: String? {
        if lens.comparesLooks { return nil }
        guard let current else { return "there is no input" }
        guard let model = current.run?.model else { return "the model has not run on this input" }
        if model.looks.count < 2 { return "this model's latents look at the input once" }
        return lookDifference(ownMap(current), of: current) == nil
            ? "only attention of latents over the input has several looks" : nil
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
