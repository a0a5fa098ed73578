import Explanation
import Models
import Numerics
import Perceiver

extension Explorer {
    mutating func moveFocus(_ step: Int) {
        let panes = Pane.allCases
        main.focus = panes[(main.focus.rawValue + step + panes.count) % panes.count]
        main.isInspecting = false
    }

    // MARK: what is looked at

    /// How a run is looked at: as was chosen, or else as is usual for it.
    func method(for run: Run?) -> Method { lens.method ?? usualMethod(for: run) }

    /// How the selected input is looked at.
    var method: Method { method(for: current?.run) }

    private func usualMethod(for run: Run?) -> Method {
        guard let run else { return .attention }
        if run.model.showsOutputFirst { return .output }
        return ExplanationMethod.usual(of: run).map { .explanation($0) } ?? .attention
    }

    /// The ways of looking that make sense for the model, the usual one first.
    var methods: [Method] {
        guard let model = readyModel else { return [.attention] }
        let usual = usualMethod(for: current?.run)
        let others = Method.all(for: model).filter { $0 != usual }
        // What can be decoded depends on the input, and is shown on demand.
        if current?.run?.output.readsInputBack == true { return [usual] + others + [.output] }
        return [usual] + others
    }

    /// The next way of looking, or the one before.
    mutating func stepMethod(_ step: Int) {
        let methods = methods
        let index = methods.firstIndex(of: method.usual) ?? 0
        lens.method = methods[(index + step + methods.count) % methods.count]
        if lens.method?.explanation != nil { set(layer: nil) }
    }

    /// Another latent; from an average of latents to the latent that was looked at last.
    mutating func stepLatent(_ step: Int) {
        lens.method = .attention
        if layer?.queries == .outputs { set(layer: nil) }
        choose(latent: lens.query == .output || lens.query == .mean ? 0 : step)
        showChosenLatent()
    }

    /// Chooses another of those that ask, counted from the chosen one; a matrix stays one.
    private mutating func choose(latent step: Int) {
        let (askers, count) = (askers, askers.count)
        guard count > 0 else { return }
        let place = askers.partitioningIndex { $0 >= lens.latent }
        lens.latent = askers[((place + step) % count + count) % count]
        if lens.query != .all { lens.query = .one(lens.latent) }
    }

    mutating func stepLayer(_ step: Int) {
        lens.method = .attention
        guard let model = readyModel else { return }
        let index = model.layer(lens.layer) + step
        set(layer: model.layers[min(max(index, 0), model.layers.count - 1)].name)
    }

    /// Shows a layer, or without a name the usual one; a head that it does not have becomes the usual choice.
    mutating func set(layer name: String?) {
        lens.layer = name
        if let layer, !lens.head.exists(amongHeads: layer.heads) { lens.head = .usual }
    }

    mutating func stepHead(_ step: Int) {
        lens.method = .attention
        // One head is the mean, too, which another layer may be asked for.
        guard let layer, layer.heads > 1 else { return }
        let heads = HeadChoice.all(heads: layer.heads)
        let index = heads.firstIndex(of: lens.head) ?? 0
        lens.head = heads[(index + step + heads.count) % heads.count]
    }

    /// Another task of the shown input; in Compare, of the active side.
    mutating func stepTask(_ step: Int) {
        guard let id = activeEntry, let input = input(id), let count = input.run?.predictions.count, count > 0
        else { return }
        // From a place that was asked for to the task that was left for it.
        let isTask = input.found?.task != nil
        let order = input.run?.predictions.byCertainty ?? []
        let place = order.firstIndex(of: input.task) ?? 0
        let task = isTask ? order[(place + step + count) % count] : input.task
        change(id) { ($0.chosenTask, $0.point) = (task, nil) }
        noteTask()
        main.classFilter = ""
    }

    /// The entry that single-input commands are about.
    var activeEntry: EntryID? {
        if case .compare(let state) = screen { return state.sides[state.active] }
        return list.selected
    }

    // MARK: sheet and comparison

    /// The order that the sheet is in: the wanted one once the numbers are known that it goes by, until then by number.
    func shownOrder(_ order: SheetState.Order, _ input: Input) -> SheetState.Order {
        let numbers = ledger[sheetQuestion(input)]?.queries.count ?? askerCount
        let known: Int? =
            switch order {
            case .number: numbers
            case .decoder: decoderWeights(input)?.count
            case .focus: ledger[sheetQuestion(input)]?.entropies.count
            case .effect: latentEffects(input)?.count
            }
        return known == numbers ? order : .number
    }

    /// Latents, or where tokens ask these, by their numbers in the order of the sheet.
    func sheetOrder(_ order: SheetState.Order, _ input: Input) -> [Int] {
        let numbers = ledger[sheetQuestion(input)]?.queries ?? Array(0..<askerCount)
        func sorted(by areInOrder: (Int, Int) -> Bool) -> [Int] {
            numbers.indices.sorted(by: areInOrder).map { numbers[$0] }
        }
        switch shownOrder(order, input) {
        case .number: return numbers
        case .decoder:
            guard let weights = decoderWeights(input) else { return numbers }
            return sorted { (weights[$0], $1) > (weights[$1], $0) }
        case .focus:
            guard let entropies = ledger[sheetQuestion(input)]?.entropies else { return numbers }
            return sorted { (entropies[$0], $0) < (entropies[$1], $1) }
        case .effect:
            guard let effects = latentEffects(input) else { return numbers }
            return sorted { (effects[$0], $1) > (effects[$1], $0) }
        }
    }

    mutating func moveInSheet(_ across: Int, _ down: Int) {
        guard case .sheet(let state) = screen, let input = current else { return }
        let order = sheetOrder(state.order, input)
        let index = order.firstIndex(of: lens.latent) ?? 0
        let next = index + across + down * SheetView.columns(self)
        if order.indices.contains(next) { lens.latent = order[next] }
    }

    /// Puts the marked input, or else one of another modality or the first one that the model takes, beside the selected one.
    mutating func compare() {
        guard let current else { return }
        if let pinned, list.entry(pinned.entry) != nil { return comparePinned(pinned) }
        let others = list.entries.filter { $0.id != current.id }
        let taken = others.filter { refusal(of: $0) == nil }
        let isOther = { (entry: Entry) in entry.answer != nil && entry.modality != current.modality }
        let found =
            others.first { $0.id == list.counterpart } ?? taken.first(where: isOther) ?? taken.first
            ?? others.first
        guard let found else { return }
        main.isInspecting = false
        put([current.id, found.id], CompareState(sides: [current.id, found.id]))
    }

    mutating func changeComparison(_ change: (inout CompareState) -> Void) {
        guard case .compare(var state) = screen else { return }
        change(&state)
        screen = .compare(state)
    }

    /// The next input that the model takes on the active side, or the one before.
    mutating func stepSide(_ step: Int) {
        guard case .compare(let state) = screen, !list.entries.isEmpty else { return }
        let index = list.entries.firstIndex { $0.id == state.sides[state.active] } ?? 0
        let count = list.entries.count
        let around = (1...count).map { list.entries[(index + count + step * $0 % count) % count] }
        let next = around.first { refusal(of: $0) == nil }
        if let next { put([next.id], state) }
    }

    /// Puts inputs on sides of the comparison: on the active one, or on both.
    mutating func put(_ inputs: [EntryID], _ state: CompareState) {
        var state = state
        if inputs.count == 2 {
            (state.sides, state.held) = (inputs, [:])
        } else {
            state.sides[state.active] = inputs[0]
            state.held[state.active] = nil
        }
        for id in inputs where !state.chosenTasks.keys.contains(id) {
            state.chosenTasks.updateValue(list.entry(id)?.chosenTask, forKey: id)
        }
        screen = .compare(state)
        askTheSame()
        for id in inputs { run(id) }
    }

    /// Gives inputs the tasks back that they had before they were compared, unless they still are.
    mutating func leave(_ state: CompareState) {
        if case .compare = screen { return }
        for (id, task) in state.chosenTasks { change(id) { $0.chosenTask = task } }
    }
}
