import Explanation
import Models

// How alike all inputs of the list are: the pages of Compare that look at more than two.
extension Explorer {
    /// Inputs and how alike they are, as far as the model has run on them.
    struct ComparedInputs {
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
            entries[first].source.isSameThing(as: entries[second].source)
        }
    }

    /// The inputs that the model can look at.
    var comparable: [Entry] {
        list.entries.filter { entry in
            refusal(of: entry) == nil && ledger.failure(of: portrait(entry)) == nil
                && ledger.failure(of: OpenQuestion(portrait(entry).subject)) == nil
        }
    }

    /// The question what the model makes of an input, for comparing it with all others.
    func portrait(_ entry: Entry) -> PortraitQuestion {
        PortraitQuestion(Subject(entry.source, model: models.place))
    }

    /// How alike the inputs are, as far as that is known.
    var compared: ComparedInputs? {
        guard let model = readyModel else { return nil }
        let known = comparable.compactMap { entry in ledger[portrait(entry)].map { (entry, $0) } }
        return ComparedInputs(
            entries: known.map(\.0),
            likeness: Likeness(known.map(\.1)),
            names: SharedNames(model)
        )
    }

    /// The next input of which a portrait is missing: one after the other, while a page shows them all.
    var nextPortrait: Subject? {
        comparable.lazy.map(portrait).first { ledger[$0] == nil }?.subject
    }

    /// Whether a page waits for portraits.
    var isPortraying: Bool {
        guard case .compare(let state) = screen, state.table.isOfAll else { return false }
        return nextPortrait != nil
    }

    /// Why there is no active side, if so.
    var matrixObstacle: String? {
        guard case .compare(let state) = screen, state.table == .matrix else { return nil }
        return "the matrix shows all inputs, not two sides"
    }

    /// Why there is no other measure, if so.
    var measureObstacle: String? {
        if let rankingObstacle { return rankingObstacle }
        return compared.map(\.names.measures.count) ?? 0 > 1 ? nil : "there is no other measure"
    }

    /// How alike all inputs are; `nil` until that is known of all, and elsewhere than on the matrix.
    private var likenessFigure: LikenessPage? {
        guard case .compare(let state) = screen, state.table == .matrix, !isPortraying,
            let model = readyModel,
            let compared, compared.entries.count > 1
        else { return nil }
        return LikenessPage(
            compared.likeness,
            names: compared.entries.map(\.source.name),
            measures: compared.names.measures,
            model: model.title
        )
    }

    /// Whether there is a page that tells how alike all inputs are.
    var hasLikenessPage: Bool { likenessFigure != nil }

    /// How alike all inputs are, as a page.
    var likenessPage: SavedPage? {
        guard var page = likenessFigure?.page(appearance.background), let compared else { return nil }
        page.step = SessionRecord.Step(
            models.place,
            compared.entries.map(\.source),
            .likeness(SessionLikeness(on: appearance.background))
        )
        return page
    }

    /// The measure of a page: latents where the model has no names.
    func measure(_ state: CompareState, _ compared: ComparedInputs) -> Likeness.Measure {
        let measures = compared.names.measures
        return measures.contains(state.measure) ? state.measure : measures[0]
    }

    /// The inputs by how alike they are to the one beside the active side, the most alike first.
    func ranking(_ state: CompareState, _ compared: ComparedInputs) -> [Int] {
        guard let asked = compared.index(state.asked) else { return [] }
        return compared.likeness.ranking(of: asked, by: measure(state, compared))
    }

    /// How many inputs are known of how many, with a share of the next one.
    func portrayed(_ share: Double, _ isKnown: (Subject) -> Bool) -> Double {
        let all = comparable
        let known = all.count { isKnown(Subject($0.source, model: models.place)) }
        return (Double(known) + share) / Double(max(1, all.count))
    }

    // MARK: moves

    /// Moves the cursor of a page about all inputs.
    mutating func movePointed(across: Int, down: Int) {
        guard case .compare(let state) = screen, let compared, !compared.entries.isEmpty else { return }
        func moved(_ place: Int?, _ step: Int, _ count: Int) -> Int {
            place.map { min(max($0 + step, 0), count - 1) } ?? 0
        }
        if state.table == .ranking {
            let order = ranking(state, compared)
            guard !order.isEmpty else { return }
            let place = rankingPlace(state, compared)
            let id = compared.entries[order[moved(place, down, order.count)]].id
            changeComparison { $0.pointed = id }
            return
        }
        let cell = matrixCell(state, compared)
        let count = compared.entries.count
        let row = compared.entries[moved(cell?.row, down, count)].id
        let column = compared.entries[moved(cell?.column, across, count)].id
        changeComparison { ($0.pointing, $0.pointed) = (row, column) }
    }

    /// The place of the ranking's cursor: at the active side's input, unless it was moved.
    func rankingPlace(_ state: CompareState, _ compared: ComparedInputs) -> Int? {
        let order = ranking(state, compared)
        let pointed = state.pointed ?? state.sides[state.active]
        return compared.index(pointed).flatMap { order.firstIndex(of: $0) } ?? (order.isEmpty ? nil : 0)
    }

    /// The matrix's cursor: at the pair that is compared, unless it was moved.
    func matrixCell(_ state: CompareState, _ compared: ComparedInputs) -> (row: Int, column: Int)? {
        guard !compared.entries.isEmpty else { return nil }
        return (
            compared.index(state.pointing ?? state.sides[0]) ?? 0,
            compared.index(state.pointed ?? state.sides[1]) ?? 0
        )
    }

    /// Puts what the cursor is on side by side.
    mutating func comparePointed() {
        guard case .compare(var state) = screen, let compared else { return }
        if state.table == .ranking {
            let order = ranking(state, compared)
            guard let place = rankingPlace(state, compared) else { return }
            state.pointed = nil
            return put([compared.entries[order[place]].id], state)
        }
        guard let cell = matrixCell(state, compared) else { return }
        (state.pointed, state.pointing, state.table) = (nil, nil, .predictions)
        return put([compared.entries[cell.row].id, compared.entries[cell.column].id], state)
    }

    /// Where both sides can be asked the same, or name the same things, asks for it.
    ///
    /// Another task that was chosen stays if both sides have it.
    mutating func askTheSame() {
        guard case .compare(let state) = screen, state.held.isEmpty, let first = input(state.sides[0]),
            let second = input(state.sides[1]), let left = first.run, let right = second.run
        else { return }
        let tasks = Comparison.matchingTasks(left, right, preferred: (first.task, second.task))
        if tasks.0 != first.task { change(first.id) { $0.chosenTask = tasks.0 } }
        if tasks.1 != second.task { change(second.id) { $0.chosenTask = tasks.1 } }
    }
}
