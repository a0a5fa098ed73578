import Explanation
import Models

// How alike all inputs of the list are: the pages of Compare that look at more than two.
extension Explorer {
    /// Inputs and how alike they are, as far as the model has run on them.
    struct Likened {
        /// The inputs, in the order of the list.
        let entries: [Entry]
        let likeness: Likeness
        let names: SharedNames

        /// The place of an input among them.
        func index(_ id: EntryID?) -> Int? { entries.firstIndex { $0.id == id } }

        /// What an input is called by the model, and how probable that is.
        func name(_ index: Int) -> (name: String, probability: Double)? {
            let portrait = likeness.portraits[index]
            guard let best = portrait.best, let p = portrait.probabilities else { return nil }
            return (names.names[best], p[best])
        }

        /// Whether two inputs are files of one thing, by their names.
        func isSameThing(_ first: Int, _ second: Int) -> Bool {
            entries[first].source.thing.map { $0 == entries[second].source.thing } ?? false
        }

        /// The measures that there are: a model may have no names.
        var measures: [Likeness.Measure] { names.names.isEmpty ? [.latents] : Likeness.Measure.allCases }
    }

    /// The inputs that the model can look at.
    private var likenable: [Entry] {
        entries.filter { entry in
            if case .failed = entry.state { return false }
            if case .failure? = portraits[entry.id] { return false }
            return refusal(of: entry) == nil
        }
    }

    /// How alike the inputs are, as far as that is known.
    var likened: Likened? {
        guard let model = readyModel else { return nil }
        var (entries, known): ([Entry], [Portrait]) = ([], [])
        for entry in likenable {
            guard case .success(let portrait)? = portraits[entry.id] else { continue }
            entries.append(entry)
            known.append(portrait)
        }
        return Likened(entries: entries, likeness: Likeness(known), names: SharedNames(model))
    }

    /// Why there is no active side, if so.
    var matrixObstacle: String? {
        guard case .compare(let state) = screen, state.table == .matrix else { return nil }
        return "the matrix has no sides"
    }

    /// The measure of a page: latents where the model has no names.
    func measure(_ state: CompareState, _ likened: Likened) -> Likeness.Measure {
        likened.measures.contains(state.measure) ? state.measure : likened.measures[0]
    }

    /// The inputs by how alike they are to the one beside the active side, the most alike first.
    func ranking(_ state: CompareState, _ likened: Likened) -> [Int] {
        guard let asked = likened.index(state.asked) else { return [] }
        return likened.likeness.ranking(of: asked, by: measure(state, likened))
    }

    /// How many inputs are known of how many, with a share of the next one.
    func portrayed(_ share: Double) -> Double {
        let all = likenable
        let known = all.count { portraits[$0.id] != nil }
        return (Double(known) + share) / Double(max(1, all.count))
    }

    /// One input after the other, while a page shows them all.
    mutating func wantedPortrait(_ model: Model) -> [Effect] {
        let isWanted = if case .compare(let state) = screen { state.table.isOfAll } else { false }
        guard isWanted else {
            guard requestedPortrait != nil else { return [] }
            requestedPortrait = nil
            forget(.portraits)
            return [.cancel(.portraits)]
        }
        guard requestedPortrait == nil else { return [] }
        guard let next = likenable.first(where: { portraits[$0.id] == nil }) else {
            forget(.portraits)
            return []
        }
        requestedPortrait = next.id
        note(.portraits, portrayed(0))
        return [.portray(next.id, next.source, next.run, model)]
    }

    // MARK: moves

    /// Moves the cursor of a page about all inputs.
    mutating func movePointed(across: Int, down: Int) -> [Effect] {
        guard case .compare(let state) = screen, let likened, !likened.entries.isEmpty else { return [] }
        func moved(_ place: Int?, _ step: Int, _ count: Int) -> Int {
            place.map { min(max($0 + step, 0), count - 1) } ?? 0
        }
        if state.table == .ranking {
            let order = ranking(state, likened)
            guard !order.isEmpty else { return [] }
            let place = rankingPlace(state, likened)
            let id = likened.entries[order[moved(place, down, order.count)]].id
            return changeComparison { $0.pointed = id }
        }
        let cell = matrixCell(state, likened)
        let count = likened.entries.count
        let row = likened.entries[moved(cell?.row, down, count)].id
        let column = likened.entries[moved(cell?.column, across, count)].id
        return changeComparison { ($0.pointing, $0.pointed) = (row, column) }
    }

    /// The place of the ranking's cursor: at the active side's input, unless it was moved.
    func rankingPlace(_ state: CompareState, _ likened: Likened) -> Int? {
        let order = ranking(state, likened)
        let pointed = state.pointed ?? state.sides[state.active]
        return likened.index(pointed).flatMap { order.firstIndex(of: $0) } ?? (order.isEmpty ? nil : 0)
    }

    /// The matrix's cursor: at the pair that is compared, unless it was moved.
    func matrixCell(_ state: CompareState, _ likened: Likened) -> (row: Int, column: Int)? {
        guard !likened.entries.isEmpty else { return nil }
        return (
            likened.index(state.pointing ?? state.sides[0]) ?? 0,
            likened.index(state.pointed ?? state.sides[1]) ?? 0
        )
    }

    /// Puts what the cursor is on side by side.
    mutating func comparePointed() -> [Effect] {
        guard case .compare(var state) = screen, let likened else { return [] }
        if state.table == .ranking {
            let order = ranking(state, likened)
            guard let place = rankingPlace(state, likened) else { return [] }
            state.pointed = nil
            return put([likened.entries[order[place]].id], state)
        }
        guard let cell = matrixCell(state, likened) else { return [] }
        (state.pointed, state.pointing, state.table) = (nil, nil, .predictions)
        return put([likened.entries[cell.row].id, likened.entries[cell.column].id], state)
    }

    /// Where both sides can be asked the same, asks it.
    ///
    /// Another task that was chosen stays if both sides have it.
    mutating func askTheSame() {
        guard case .compare(let state) = screen, let first = entry(state.sides[0]),
            let second = entry(state.sides[1]), let left = first.run, let right = second.run,
            !left.tasks.isEmpty, !right.tasks.isEmpty,
            left.tasks[first.task].name != right.tasks[second.task].name
        else { return }
        let tasks = Comparison.matchingTasks(left, right)
        guard left.tasks[tasks.0].name == right.tasks[tasks.1].name else { return }
        change(first.id) { $0.task = tasks.0 }
        change(second.id) { $0.task = tasks.1 }
    }
}

extension Source {
    /// What a file shows, by its name.
    package var thing: String? {
        if case .file(let path) = self { Likeness.thing(file: path) } else { nil }
    }
}
