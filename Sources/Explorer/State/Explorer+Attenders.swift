import Explanation
import Models

// Who attends to the place under the cursor, or to a marked part.
extension Explorer {
    /// Why nobody can be asked for, if so.
    var attendersObstacle: String? {
        guard let input = current, let run = input.run else { return runObstacle }
        if AttendersQuestion.layers(run.model).isEmpty { return "no layer of this model reads the input" }
        if main.isInspecting, let placeObstacle { return placeObstacle }
        guard main.isInspecting, let cursor = input.cursor else {
            return "press 2 and Enter for the cursor, move it to a place, and press A"
        }
        return run.input.removed.contains(cursor) && marked(input).isEmpty ? "this place is removed" : nil
    }

    /// Asks who attends to the marked part, or to the place under the cursor.
    mutating func showAttenders() {
        guard let input = current, let opened = input.opened, let cursor = input.cursor else { return }
        let marked = marked(input)
        let tokens = (marked.isEmpty ? [cursor] : marked).subtracting(opened.input.removed)
        let words =
            tokens.count == 1
            ? Reading.place(of: tokens.first ?? cursor, in: opened)
            : region(of: input).flatMap(opened.part)?.words ?? "\(tokens.count) tokens"
        screen = .attenders(
            AttendersState(question: AttendersQuestion(input.subject, tokens: tokens), part: words)
        )
    }

    mutating func changeAttenders(_ change: (inout AttendersState) -> Void) {
        guard case .attenders(var state) = screen else { return }
        change(&state)
        screen = .attenders(state)
    }

    mutating func stepAttender(_ step: Int) {
        guard case .attenders(let state) = screen, let found = ledger[state.question] else { return }
        let cursor = ScrolledList.moved(state.cursor, by: step, count: found.first.count)
        changeAttenders { $0.cursor = cursor }
    }

    /// Shows the map of the chosen one.
    mutating func openAttender() {
        guard case .attenders(let state) = screen, let found = ledger[state.question],
            found.first.indices.contains(state.cursor)
        else { return }
        let chosen = found.first[state.cursor]
        lens.method = .attention
        set(layer: chosen.layer)
        lens.head = layer.map { HeadChoice.one(chosen.head).among(heads: $0.heads) } ?? .usual
        if layer?.queries == .outputs {
            changeCurrent { $0.point = chosen.asker }
        } else {
            lens.latent = chosen.asker
            lens.query = .one(chosen.asker)
        }
        changeCurrent { $0.deselect() }
        screen = .main
        main.focus = .attention
        main.isInspecting = true
    }
}
