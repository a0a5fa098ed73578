import Cells
import Explanation

/// Which rows of Compare's table are seen.
extension Explorer {
    /// The table of the two sides, if it is there to be seen, and where its rows are.
    private var table: (table: ComparisonTable, area: Rectangle)? {
        guard case .compare(let state) = screen, !state.table.isOfAll, let question = state.seen,
            let comparison = ledger[question]
        else { return nil }
        return (ComparisonTable(self, state, comparison), tableArea)
    }

    private var tableArea: Rectangle {
        CompareView.Areas(body).table.inset(left: 1, top: 1, right: 1, bottom: 1)
    }

    /// Why no table can be scrolled, if so.
    var scrollingObstacle: String? {
        if matrixObstacle != nil { return "the arrows move through the matrix" }
        return compareState.flatMap(comparisonObstacle)
    }

    private var compareState: CompareState? {
        if case .compare(let state) = screen { state } else { nil }
    }

    /// Whether the model cannot run on an input.
    func isBroken(_ id: EntryID) -> Bool { input(id).flatMap(brokenObstacle) != nil }

    /// Why two inputs cannot be compared, if so: which of them cannot be read, or is of a kind that the model does not
    /// take.
    func comparisonObstacle(_ state: CompareState) -> String? {
        let broken = state.sides.filter(isBroken).compactMap(input)
        let reasons = broken.compactMap(brokenObstacle)
        guard broken.count == 2, broken.allSatisfy(\.isUnreadable), broken[0].id != broken[1].id else {
            return reasons.first
        }
        return "\(broken[0].source.name) and \(broken[1].source.name) cannot be read"
    }

    /// Why no input is similar to the one beside the active side, if so.
    var rankingObstacle: String? {
        guard let state = compareState, state.table == .ranking else { return nil }
        return input(state.asked).flatMap(brokenObstacle)
    }

    /// Why a table has no other order, if so.
    var orderObstacle: String? {
        guard case .compare(let state) = screen, state.table == .latents || state.table == .pairs else {
            return "this table has no latents; v shows them"
        }
        return comparisonObstacle(state)
    }

    /// Other rows of the table, no further than to its ends.
    mutating func scrollTable(_ rows: Int) {
        if let state = compareState, state.table == .views {
            let start = ViewsTable(self, state).start(in: tableArea, after: rows)
            return changeComparison { $0.scroll = start }
        }
        guard let (table, area) = table else { return }
        changeComparison { state in
            state.scroll = min(max(0, table.start(in: area) + rows), table.lastStart(in: area))
        }
    }

    /// Scrolls the table no further than is needed to see the chosen latent.
    mutating func showChosenLatent() {
        guard let (table, area) = table, let place = table.chosenPlace else { return }
        let start = table.start(in: area)
        changeComparison { state in
            state.scroll = max(min(start, place), place - table.capacity(of: area) + 1)
        }
    }
}
