import Explanation
import Models

// What the pages about many latents, and about two inputs, show.
extension Explorer {
    /// The maps of all latents that the sheet draws, and the question that they answer.
    func shownSheet(_ state: SheetState, _ input: Input) -> (question: SheetQuestion, map: PooledMap)? {
        guard let question = state.seen, question.subject == input.subject, let map = ledger[question] else {
            return nil
        }
        return (question, map)
    }

    /// How many thumbnails the sheet has.
    func sheetCount(_ state: SheetState) -> Int {
        current.flatMap { shownSheet(state, $0) }?.map.values.rows ?? askerCount
    }

    /// The comparison that is drawn: the last one of both sides.
    func shownComparison(_ state: CompareState) -> Comparison? {
        guard let question = state.seen, side(state, 0)?.subject == question.first,
            side(state, 1)?.subject == question.second
        else { return nil }
        return ledger[question]
    }

    /// Whether something else is drawn of two inputs than what is wanted.
    func isStale(_ state: CompareState) -> Bool {
        let areMapsStale = sides(state).contains { input in
            if case .map(_, _, isStale: true) = content(of: input) { true } else { false }
        }
        return areMapsStale || shownComparison(state) != nil && state.seen != comparisonQuestion(state)
    }
}
