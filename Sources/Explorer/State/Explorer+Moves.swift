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
        if lens.layer == .decoder { lens.layer = .encoder }
        if case .one = lens.query {
            lens.latent = (lens.latent + step + latentCount) % latentCount
        }
        lens.query = .one(lens.latent)
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
        guard let entry = current, let run = entry.run else { return "the model has not run on this input" }
        if run.decoderLayout == nil { return "this model answers tasks, not places" }
        return entry.cursor == nil ? "move the cursor first (Enter)" : nil
    }

    /// Why there are no classes to choose from, if so.
    var classObstacle: String? {
        guard let run = current?.run, run.predictions.isEmpty else { return nil }
        return "this model answers no classes"
    }

    // MARK: lists

    mutating func stepInput(_ step: Int) -> [Effect] {
        let rows = listed
        guard !rows.isEmpty else { return [] }
        let index = rows.firstIndex { $0.id == selected } ?? 0
        select(rows[min(max(index + step, 0), rows.count - 1)].id)
        return []
    }

    mutating func removeInput() -> [Effect] {
        guard let selected, let index = listed.firstIndex(where: { $0.id == selected }) else { return [] }
        let rest = listed.filter { $0.id != selected }
        entries.removeAll { $0.id == selected }
        maps.remove { $0.entry == selected }
        rows.remove { $0.entry == selected }
        pooledMaps.remove { $0.entry == selected }
        relevances.remove { $0.entry == selected }
        comparisons.remove { $0.first == selected || $0.second == selected }
        portraits[selected] = nil
        if partner == selected { partner = nil }
        self.selected = rest.isEmpty ? entries.first?.id : rest[min(index, rest.count - 1)].id
        return []
    }

    /// Classes of a task as the predictions list them: by rank, narrowed by the filter.
    func listedClasses(_ prediction: Prediction) -> [Int] {
        guard !classFilter.isEmpty else { return prediction.ranking }
        return prediction.ranking.filter {
            prediction.labels[$0].localizedCaseInsensitiveContains(classFilter)
        }
    }

    /// Another class becomes the target; past the ends of a task's rows, the neighbouring task's.
    ///
    /// Where places are answered and not tasks, another place becomes the one that maps are about.
    mutating func stepClass(_ step: Int) -> [Effect] {
        if let entry = current, let run = entry.run, case .bytes(let bytes) = run.output,
            run.predictions.isEmpty || entry.askedToken != nil && !bytes.positions.isEmpty
        {
            return stepPlace(step, of: bytes, run)
        }
        guard let entry = current, let run = entry.run, let target = entry.target(task: entry.task) else {
            return []
        }
        let rows = listedClasses(run.predictions[entry.task])
        guard !rows.isEmpty else { return [] }
        let index = rows.firstIndex(of: target) ?? (step > 0 ? -1 : 0)
        let visible = isExpanded ? rows.count : min(rows.count, PredictionsView.rowsPerTask(self))
        let next = index + step
        if !isExpanded && abs(step) == 1 && !(0..<max(visible, index + 1)).contains(next) {
            return stepTask(step, of: run)
        }
        let limit = isExpanded || index >= visible ? rows.count : visible
        let chosen = rows[min(max(next, 0), limit - 1)]
        changeCurrent { entry in
            entry.targets[entry.task] = chosen
            entry.point = nil
        }
        return []
    }

    /// Another masked place; from the first one up to the last task, if there are tasks.
    private mutating func stepPlace(_ step: Int, of bytes: BytePredictions, _ run: Run) -> [Effect] {
        guard let entry = current, !bytes.positions.isEmpty else { return [] }
        let index =
            entry.askedToken.flatMap { bytes.positions.firstIndex(of: $0) } ?? (step > 0 ? -1 : 0)
        if index + step < 0, !run.predictions.isEmpty {
            changeCurrent { entry in
                entry.point = nil
                entry.task = run.predictions.count - 1
            }
            return []
        }
        let next = min(max(index + step, 0), bytes.positions.count - 1)
        changeCurrent { $0.point = run.decoderQuery(token: bytes.positions[next]) }
        return []
    }

    private mutating func stepTask(_ step: Int, of run: Run) -> [Effect] {
        let rows = PredictionsView.rowsPerTask(self)
        changeCurrent { entry in
            let next = entry.task + step
            guard run.predictions.indices.contains(next) else {
                // Below the last task are the masked places.
                if step > 0 { entry.askForMask() }
                return
            }
            entry.task = next
            entry.point = nil
            let ranking = run.predictions[next].ranking
            entry.targets[next] = step > 0 ? ranking[0] : ranking[min(ranking.count, rows) - 1]
        }
        return []
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

    /// Puts the marked input, or else the next one of another modality, beside the selected one.
    mutating func compare() -> [Effect] {
        guard let selected, let entry = entry(selected) else { return [] }
        let others = entries.filter { $0.id != selected }
        let modality = entry.opened?.input.modality
        let found =
            others.first { $0.id == partner }
            ?? others.first { $0.run != nil && $0.opened?.input.modality != modality } ?? others.first
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

    /// Another input on the active side.
    mutating func stepSide(_ step: Int) -> [Effect] {
        guard case .compare(let state) = screen, !entries.isEmpty else { return [] }
        let index = entries.firstIndex { $0.id == state.sides[state.active] } ?? 0
        let next = entries[(index + step + entries.count) % entries.count].id
        return put([next], state)
    }

    /// Puts inputs on sides of the comparison: on the active one, or on both.
    mutating func put(_ inputs: [EntryID], _ state: CompareState) -> [Effect] {
        var state = state
        if inputs.count == 2 { state.sides = inputs } else { state.sides[state.active] = inputs[0] }
        screen = .compare(state)
        askTheSame()
        return inputs.flatMap { run($0) }
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
