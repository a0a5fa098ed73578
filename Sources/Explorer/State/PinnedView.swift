import Explanation
import Models

/// A view that stays while others are looked at: a map of an input, of whichever model.
struct PinnedView: Sendable, Hashable {
    /// The input.
    let entry: EntryID
    /// The input as its model gets it.
    let subject: Subject
    /// The map.
    let map: SeenMap
    /// What was chosen of the input: task, target, opponent, and the place that is asked for.
    let task: Int?
    let targets: [Int: Int]
    let opponents: [Int: Int]
    let point: Int?
    /// By how large parts it is shown.
    let coarseness: Int

    init(_ input: Input, _ map: SeenMap, coarseness: Int) {
        (entry, subject, self.map, self.coarseness) = (input.id, input.subject, map, coarseness)
        (task, targets, opponents, point) = (input.task, input.targets, input.opponents, input.point)
    }
}

// Views that stay, on the main screen and in Compare.
extension Explorer {
    /// Pins the view of the selected input, or gives up the same one.
    mutating func pin() {
        guard let input = current, let view = view(of: input) else { return }
        if pinned == view {
            pinned = nil
            notice = Notice(text: "The view is no longer pinned.", isError: false)
            return
        }
        pinned = view
        let title = shownMap(input).map { $0.title.text(dot: appearance.dot, isShort: true) } ?? ""
        notice = Notice(
            text:
                "Pinned: \(input.source.name), \(title). Change the view or the input, then press c to compare.",
            isError: false
        )
    }

    /// The view of an input, once the model has run.
    private func view(of input: Input) -> PinnedView? {
        guard let run = input.run, !showsOutput(run) else { return nil }
        return PinnedView(input, mapQuestion(input), coarseness: input.heldCoarseness ?? lens.coarseness)
    }

    /// Why the view cannot be pinned, if so.
    var pinObstacle: String? { runObstacle ?? drawingObstacle }

    /// What stands on a side of Compare: an input, or a view that stays.
    func side(_ state: CompareState, _ place: Int) -> Input? {
        guard let view = state.held[place] else { return input(state.sides[place]) }
        return input(view)
    }

    /// Both sides of Compare.
    func sides(_ state: CompareState) -> [Input] {
        state.sides.indices.compactMap { side(state, $0) }
    }

    /// An input as a pinned view has it.
    private func input(_ view: PinnedView) -> Input? {
        guard var entry = list.entry(view.entry) else { return nil }
        (entry.targets, entry.opponents, entry.point) = (view.targets, view.opponents, view.point)
        var input = input(entry, view.subject, task: view.point == nil ? view.task : nil)
        (input.held, input.heldCoarseness) = (view.map, view.coarseness)
        return input
    }

    /// What the screen shows: the selected input, or both sides of Compare.
    var shownInputs: [Input] {
        if case .compare(let state) = screen { return sides(state) }
        return shownEntries.compactMap(input)
    }

    /// Puts the pinned view beside the selected input.
    mutating func comparePinned(_ view: PinnedView) {
        guard let current else { return }
        main.isInspecting = false
        var state = CompareState(sides: [view.entry, current.id])
        state.held = [0: view]
        state.table = .views
        screen = .compare(state)
        run(current.id)
    }

    /// Lets the side that is not active keep its view; or the side that keeps its view follow the keys again.
    mutating func toggleLink() {
        guard case .compare(let state) = screen else { return }
        if !state.held.isEmpty { return changeComparison { $0.held = [:] } }
        let other = 1 - state.active
        guard let input = side(state, other), let view = view(of: input) else { return }
        changeComparison { $0.held[other] = view }
        let side = other == 0 ? "left" : "right"
        notice = Notice(text: "The \(side) side keeps its view. Press = to link it again.", isError: false)
    }

    /// Whether both sides of Compare follow the keys.
    var isLinked: Bool {
        if case .compare(let state) = screen { state.held.isEmpty } else { false }
    }

    /// Why a side cannot be linked or unlinked, if so.
    var linkObstacle: String? {
        guard case .compare(let state) = screen else { return nil }
        if let matrixObstacle { return matrixObstacle }
        if state.held.values.contains(where: { $0.subject.model != models.place }) {
            return "that side's view is of another model"
        }
        let other = 1 - state.active
        guard let input = side(state, other), input.run != nil else {
            return "the model has not run on that side's input"
        }
        return nil
    }
}
