import Explanation

/// The page of all layers and heads.
struct OverviewState: Sendable {
    /// What the page shows.
    enum Page: Sendable, CaseIterable {
        /// All layers and heads.
        case heads
        /// Tokens and latents in the colours of their principal components.
        case tokens
    }

    var page = Page.heads
    /// The layer and the head that are chosen, by their places.
    var layer = 0
    var head = 0
    /// The token under the cursor of the page of tokens, once it was moved.
    var token: Int?
    /// The layer after which features of tokens are taken; `nil` for what answers are read from.
    var featuresAfter: String?
    /// The input whose tokens it is compared with; `nil` for its own.
    var other: EntryID?
    /// The overview that is drawn: the last one that was there.
    var seen: OverviewQuestion?
}

extension Explorer {
    /// The overview of an input.
    func overviewQuestion(_ input: Input) -> OverviewQuestion {
        OverviewQuestion(input.subject, asker: input.asker)
    }

    /// What the page needs.
    func overviewNeeds(_ input: Input) -> [any Question] {
        guard input.run != nil, case .overview(let state) = screen else { return [] }
        if state.page == .tokens { return tokenNeeds(state, input) }
        return [overviewQuestion(input), LatentChangesQuestion(input.subject)]
    }

    /// The overview that is drawn of an input.
    func shownOverview(_ state: OverviewState, _ input: Input) -> Overview? {
        guard let seen = state.seen, seen.subject == input.subject else { return nil }
        return ledger[seen]
    }

    mutating func changeOverview(_ change: (inout OverviewState) -> Void) {
        guard case .overview(var state) = screen else { return }
        change(&state)
        screen = .overview(state)
    }

    /// Opens the page at the layer and the head that the lens is on.
    mutating func showOverview() {
        guard let model = readyModel else { return }
        main.isInspecting = false
        let layer = model.layer(lens.layer)
        let head = if case .one(let head) = lens.head { head } else { 0 }
        screen = .overview(OverviewState(layer: layer, head: min(head, model.layers[layer].heads - 1)))
    }

    /// Chooses another head or layer; a head that the layer does not have becomes its last.
    mutating func moveInOverview(_ across: Int, _ down: Int) {
        guard case .overview(let state) = screen, let layers = readyModel?.layers else { return }
        if state.page == .tokens { return moveToken(state, across, down) }
        changeOverview { state in
            state.layer = ScrolledList.moved(state.layer, by: down, count: layers.count)
            state.head = ScrolledList.moved(state.head, by: across, count: layers[state.layer].heads)
        }
    }

    /// Shows the chosen layer and head on the main screen.
    mutating func openFromOverview() {
        guard case .overview(let state) = screen, let model = readyModel,
            model.layers.indices.contains(state.layer)
        else { return }
        if state.page == .tokens {
            if let input = current {
                let token = token(state, input)
                changeCurrent { $0.cursor = token }
                (main.focus, main.isInspecting) = (.attention, true)
            }
            screen = .main
            return
        }
        let layer = model.layers[state.layer]
        lens.method = .attention
        set(layer: layer.name)
        lens.head = layer.heads > 1 ? .one(state.head) : .usual
        lens.query = layer.keys == .input && layer.queries != .outputs ? .mean : layer.usualQuery
        screen = .main
        main.focus = .attention
    }
}
