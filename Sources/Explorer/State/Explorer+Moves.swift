import Explanation
import Models

extension Explorer {
    mutating func moveFocus(_ step: Int) -> [Effect] {
        let panes = Pane.allCases
        focus = panes[(focus.rawValue + step + panes.count) % panes.count]
        isInspecting = false
        return []
    }

    // MARK: what is looked at

    /// The ways of looking that make sense for the model.
    var methods: [Method] {
        guard let model = readyModel else { return [.attention] }
        // What the bundled kind puts out besides depends on the input, and is shown on demand.
        if case .tokens? = current?.run?.output { return Method.all(for: model.kind) + [.result] }
        return Method.all(for: model.kind)
    }

    /// Another latent; from an average of latents to the latent that was looked at last.
    mutating func stepLatent(_ step: Int) -> [Effect] {
        lens.method = .attention
        if lens.layer == .decoder { set(.encoder) }
        if case .one = lens.query {
            lens.latent = (lens.latent + step + latentCount) % latentCount
        }
        lens.query = .one(lens.latent)
        showChosenLatent()
        return []
    }

    mutating func stepLayer(_ step: Int) -> [Effect] {
        lens.method = .attention
        guard let model = readyModel else { return [] }
        let layers = LayerChoice.all(of: model)
        let index = layers.firstIndex(of: lens.layer) ?? 0
        set(layers[min(max(index + step, 0), layers.count - 1)])
        return []
    }

    /// Shows a layer; a head that it does not have becomes the mean.
    mutating func set(_ layer: LayerChoice) {
        lens.layer = layer
        if let model = readyModel, !HeadChoice.all(heads: layer.heads(of: model)).contains(lens.head) {
            lens.head = HeadChoice.all(heads: layer.heads(of: model))[0]
        }
    }

    mutating func stepHead(_ step: Int) -> [Effect] {
        lens.method = .attention
        guard let model = readyModel else { return [] }
        let heads = HeadChoice.all(heads: lens.layer.heads(of: model))
        let index = heads.firstIndex(of: lens.head) ?? 0
        lens.head = heads[(index + step + heads.count) % heads.count]
        return []
    }

    /// Another task of the shown input; in Compare, of the active side.
    mutating func stepTask(_ step: Int) -> [Effect] {
        guard let id = activeEntry, let count = entry(id)?.run?.predictions.count, count > 0 else {
            return []
        }
        change(id) { entry in
            // From a place that was asked for to the task that was left for it.
            if entry.askedToken == nil { entry.task = (entry.task + step + count) % count }
            entry.point = nil
        }
        classFilter = ""
        return []
    }

    /// The entry that single-input commands are about.
    var activeEntry: EntryID? {
        if case .compare(let state) = screen { return state.sides[state.active] }
        return selected
    }

    /// Makes the place under the cursor the decoder query that maps are about.
    mutating func askFromCursor() -> [Effect] {
        guard let entry = current, let run = entry.run, let opened = entry.opened,
            let cursor = entry.cursor, let places = run.decoderLayout
        else { return [] }
        let layout = opened.input.layout
        let section = layout.section(of: cursor)
        guard let target = places.sections.first(where: { $0.name == section.name }) ?? places.sections.first
        else {
            return []
        }
        let (column, row, frame) = section.cell(of: cursor)
        let rows = section.rows.flatMap { axis in target.rows.map { axis.match(row, on: $0) } }
        let point = target.token(
            column: section.columns.match(column, on: target.columns),
            row: rows ?? 0,
            frame: min(frame, target.frameCount - 1)
        )
        changeCurrent { $0.point = point }
        lens.method = .attention
        lens.query = .output
        if lens.layer != .decoder { set(.encoder) }
        return []
    }

    /// Why no place can become the decoder query, if so.
    var askObstacle: String? {
        guard let run = current?.run else { return runObstacle }
        if run.decoderLayout == nil { return "this model answers tasks, not places" }
        return placeObstacle
    }

    /// Why there are no classes to choose from, if so.
    var classObstacle: String? {
        guard let run = current?.run, run.predictions.isEmpty else { return nil }
        return "this model answers no classes"
    }

    // MARK: sheet and comparison

    /// Latents in the order of the sheet.
    func sheetOrder(_ order: SheetState.Order, entry: Entry) -> [Int] {
        let numbers = Array(0..<latentCount)
        switch order {
        case .number:
            return numbers
        case .decoder:
            guard let weights = decoderWeights(entry) else { return numbers }
            return numbers.sorted { (weights[$0], $1) > (weights[$1], $0) }
        case .focus:
            let large = pooledKey(entry).flatMap { pooledMaps[$0]?.entropies }
            let small = encoderWeights(entry).map { map in
                numbers.map { Spread(weights: map[row: $0]).entropy }
            }
            guard let entropies = small ?? large else { return numbers }
            return numbers.sorted { (entropies[$0], $0) < (entropies[$1], $1) }
        }
    }

    mutating func moveInSheet(_ across: Int, _ down: Int) -> [Effect] {
        guard case .sheet(let state) = screen, let entry = current else { return [] }
        let order = sheetOrder(state.order, entry: entry)
        let index = order.firstIndex(of: lens.latent) ?? 0
        let next = index + across + down * SheetView.columns(self)
        if order.indices.contains(next) { lens.latent = order[next] }
        return []
    }

    /// Puts the marked input, or else one of another modality or the first one that the model takes, beside the selected one.
    mutating func compare() -> [Effect] {
        guard let selected, let entry = entry(selected) else { return [] }
        let others = entries.filter { $0.id != selected }
        let taken = others.filter { refusal(of: $0) == nil }
        let modality = entry.opened?.input.modality
        let found =
            others.first { $0.id == partner }
            ?? taken.first { $0.run != nil && $0.opened?.input.modality != modality } ?? taken.first
            ?? others.first
        guard let found else { return [] }
        isInspecting = false
        return put([selected, found.id], CompareState(sides: [selected, found.id]))
    }

    mutating func changeComparison(_ change: (inout CompareState) -> Void) -> [Effect] {
        guard case .compare(var state) = screen else { return [] }
        change(&state)
        screen = .compare(state)
        return []
    }

    /// The next input that the model takes on the active side, or the one before.
    mutating func stepSide(_ step: Int) -> [Effect] {
        guard case .compare(let state) = screen, !entries.isEmpty else { return [] }
        let index = entries.firstIndex { $0.id == state.sides[state.active] } ?? 0
        let count = entries.count
        let around = (1...count).map { entries[(index + count + step * $0 % count) % count] }
        let next = around.first { refusal(of: $0) == nil }
        return next.map { put([$0.id], state) } ?? []
    }

    /// Puts inputs on sides of the comparison: on the active one, or on both.
    mutating func put(_ inputs: [EntryID], _ state: CompareState) -> [Effect] {
        var state = state
        if inputs.count == 2 { state.sides = inputs } else { state.sides[state.active] = inputs[0] }
        for id in inputs where !state.chosenTasks.keys.contains(id) {
            state.chosenTasks.updateValue(entry(id)?.chosenTask, forKey: id)
        }
        screen = .compare(state)
        askTheSame()
        return inputs.flatMap { run($0) }
    }

    /// Gives inputs the tasks back that they had before they were compared, unless they still are.
    mutating func leave(_ state: CompareState) {
        if case .compare = screen { return }
        for (id, task) in state.chosenTasks { change(id) { $0.chosenTask = task } }
    }
}

extension Axis {
    /// The cell of an axis over the same part of the source, perhaps in other units, where the cell's middle lies.
    fileprivate func match(_ cell: Int, on other: Axis) -> Int {
        if other == self { return cell }
        let share = (centre(cell) - edges[0]) / (edges[count] - edges[0])
        return other.cell(at: other.edges[0] + share * (other.edges[other.count] - other.edges[0]))
    }
}
