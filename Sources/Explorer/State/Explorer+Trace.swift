import Explanation
import Models

// The page that leads from outputs through latents to regions.
extension Explorer {
    /// The trace of an input, as the page has it.
    func traceQuestion(_ input: Input, _ state: TraceState) -> TraceQuestion {
        TraceQuestion(input.subject, asker: input.asker, way: state.way)
    }

    /// What the page needs.
    func needed(_ state: TraceState, _ input: Input) -> [any Question] {
        guard input.run != nil, traceObstacle == nil else { return [] }
        let effects = state.wantsEffects ? relevance(input, by: .ablation) : nil
        return [traceQuestion(input, state)] + (effects.map { [$0] } ?? [])
    }

    /// The trace that is drawn of an input.
    func shownTrace(_ state: TraceState, _ input: Input) -> AnswerTrace? {
        guard let seen = state.seen, seen.subject == input.subject else { return nil }
        return ledger[seen]
    }

    /// What the columns list now.
    func traceLists(_ state: TraceState, _ input: Input) -> TraceLists? {
        shownTrace(state, input).map { TraceLists($0, state, asked: input.found) }
    }

    /// Why there is no trace, if so.
    var traceObstacle: String? { runObstacle ?? current?.run?.model.traceRefusal }

    /// Why there are no effects of latents, if so.
    var effectsObstacle: String? {
        guard let input = current, input.run != nil else { return runObstacle }
        return relevance(input, by: .ablation) == nil
            ? "effects are on a class, and this model has none" : nil
    }

    mutating func changeTrace(_ change: (inout TraceState) -> Void) {
        guard case .trace(var state) = screen else { return }
        change(&state)
        screen = .trace(state)
    }

    /// Chooses another row of the column that the arrows move in.
    mutating func moveInTrace(_ step: Int) {
        guard case .trace(let state) = screen, let input = current, let lists = traceLists(state, input)
        else { return }
        let rows = lists.rows(state.column)
        guard !rows.isEmpty else { return }
        let place = rows.firstIndex { $0.index == lists.chosen(in: state.column) } ?? 0
        chooseInTrace(state.column, rows[ScrolledList.moved(place, by: step, count: rows.count)].index)
    }

    /// Goes to the neighbouring column, to its first row; to outputs where one was left.
    mutating func crossTrace(_ step: Int) {
        guard case .trace(let state) = screen, let input = current, let lists = traceLists(state, input),
            let column = TraceState.Column(rawValue: state.column.rawValue + step)
        else { return }
        let first = column == .outputs ? lists.output : lists.rows(column).first?.index
        if let first { chooseInTrace(column, first) }
    }

    /// Chooses a row: the other columns follow it, its own keeps its order.
    mutating func chooseInTrace(_ column: TraceState.Column, _ index: Int) {
        changeTrace { state in
            state.column = column
            switch column {
            case .outputs:
                (state.output, state.latentsBy, state.regionsBy) = (index, .output, .output)
            case .latents: (state.latent, state.regionsBy) = (index, .latent)
            case .regions: (state.region, state.latentsBy) = (index, .region)
            }
        }
    }

    /// Opens what is chosen on the main screen: a latent's map, the attention behind an output, a region's place.
    mutating func openTraced() {
        guard case .trace(let state) = screen, let input = current, let lists = traceLists(state, input)
        else { return }
        (lens.method, lens.layer) = (.attention, nil)
        set(layer: lists.trace.layer)
        lens.query = .output
        switch state.column {
        case .outputs: ask(lists.trace.outputs[lists.output].asker)
        case .latents: (lens.latent, lens.query) = (lists.latent, .one(lists.latent))
        case .regions:
            if state.regionsBy == .latent { (lens.latent, lens.query) = (lists.latent, .one(lists.latent)) }
            let tokens = lists.trace.regions[lists.region].tokens
            changeCurrent { $0.cursor = tokens[tokens.count / 2] }
            main.isInspecting = true
        }
        screen = .main
        main.focus = .attention
    }

    /// Lets maps of the selected input be about somebody's answer.
    private mutating func ask(_ asker: Asker) {
        changeCurrent { entry in
            switch asker {
            case .task(let task): (entry.chosenTask, entry.point) = (task, nil)
            case .query(let query): entry.point = query
            }
        }
        noteTask()
    }
}
