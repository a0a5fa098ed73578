import Explanation
import Models

// The overview's page of tokens: principal components, and cosines to the token under the cursor.
extension Explorer {
    /// The token under the page's cursor: the map's own cursor, or the middle one, until it was moved.
    func token(_ state: OverviewState, _ input: Input) -> Int {
        guard let layout = input.opened?.input.layout else { return 0 }
        return min(state.token ?? input.cursor ?? layout.middleToken, layout.count - 1)
    }

    /// The input whose tokens are compared with the one under the cursor, if it is another one.
    func other(_ state: OverviewState) -> Input? {
        state.other.flatMap(input).flatMap { $0.id == list.selected ? nil : $0 }
    }

    /// How alike the token under the cursor is to others; `nil` until both inputs were run.
    func cosinesQuestion(_ state: OverviewState, _ input: Input) -> KeyCosinesQuestion? {
        guard input.run != nil, state.other == nil || other(state)?.run != nil || other(state) == nil else {
            return nil
        }
        return KeyCosinesQuestion(
            input.subject,
            token: token(state, input),
            over: other(state)?.subject,
            after: state.featuresAfter
        )
    }

    /// The tokens of an input in the colours of their principal components.
    func componentsQuestion(_ state: OverviewState, _ input: Input) -> ComponentsQuestion {
        ComponentsQuestion(input.subject, .tokens, after: state.featuresAfter)
    }

    /// Takes features after another layer; after the last one they are what answers are read from.
    mutating func stepFeatures(_ step: Int) {
        guard case .overview(let state) = screen, let names = readyModel?.layers.map(\.name) else { return }
        let last = names.count - 1
        let place = state.featuresAfter.flatMap { names.firstIndex(of: $0) } ?? last
        let next = min(max(place + step, 0), last)
        changeOverview { $0.featuresAfter = next == last ? nil : names[next] }
    }

    /// Why there are no features after layers, if so.
    var featuresObstacle: String? {
        guard case .overview(let state) = screen, state.page == .tokens else {
            return "only the page of tokens shows features; press v"
        }
        return readyModel?.featureCount == nil ? "this model makes no features of tokens" : nil
    }

    /// What the page needs.
    func tokenNeeds(_ state: OverviewState, _ input: Input) -> [any Question] {
        guard let run = input.run else { return [] }
        var questions: [any Question] = [componentsQuestion(state, input)]
        if run.model.latentCount > 0 { questions.append(ComponentsQuestion(input.subject, .latents)) }
        if let other = other(state) {
            questions += [OpenQuestion(other.subject), RunQuestion(other.subject)] as [any Question]
        }
        if let cosines = cosinesQuestion(state, input) { questions.append(cosines) }
        return questions
    }

    /// Moves the page's cursor over the input.
    mutating func moveToken(_ state: OverviewState, _ across: Int, _ down: Int) {
        guard let input = current, let opened = input.opened else { return }
        let drawing = TokensView.drawing(self, state, input, opened)
        let area = TokensView.areas(self).tokens
        let next = drawing.moved(token(state, input), across: across, down: down, in: area)
        changeOverview { $0.token = next }
    }

    /// Compares the token with those of the next input that the model takes, or after the last one of its own.
    mutating func stepOther() {
        guard case .overview(let state) = screen, let selected = list.selected else { return }
        let others = list.entries.filter { $0.id != selected && !$0.isFolder && refusal(of: $0) == nil }
        let place = state.other.flatMap { other in others.firstIndex { $0.id == other } }
        let next = place.map { $0 + 1 } ?? others.firstIndex { $0.id == list.counterpart } ?? 0
        changeOverview { $0.other = others.indices.contains(next) ? others[next].id : nil }
    }

    /// Why tokens cannot be compared with those of another input, if so.
    var otherTokensObstacle: String? {
        guard case .overview(let state) = screen, state.page == .tokens else {
            return "only the page of tokens compares them; press v"
        }
        return list.entries.count < 2 ? "there is only one input" : nil
    }
}
