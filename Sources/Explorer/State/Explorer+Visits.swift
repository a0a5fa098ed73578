import Explanation
import Models

// Moving through the inputs: each is shown and run as the cursor comes to it.
extension Explorer {
    /// A run that takes longer than this begins after a rest.
    private static let quick = Duration.milliseconds(100)
    /// How long the cursor must rest on an input before a long run begins, in seconds.
    private static let rest = 0.3

    /// Shows another input of the list, and runs it.
    mutating func stepInput(_ step: Int) {
        let rows = listed
        guard !rows.isEmpty else { return }
        let index = rows.firstIndex { $0.id == list.selected } ?? 0
        let next = rows[ScrolledList.moved(index, by: step, count: rows.count)].id
        if next != list.selected { visit(next) }
    }

    /// Shows an input, and runs it: at once, or where runs take long as soon as the cursor has rested on it.
    mutating func visit(_ id: EntryID) {
        select(id)
        guard let input = input(id), input.failure == nil, refusal(of: input.entry) == nil else { return }
        list.visited = id
        if isQuick(input) {
            change(id) { $0.wantsRun = true }
        } else if !input.wantsRun {
            list.rest = tick(after: Self.rest)
        }
    }

    /// Whether a run is over before anybody waits for it, as far as that can be told from other runs.
    private func isQuick(_ input: Input) -> Bool {
        if input.run != nil { return true }
        let duration = input.modality.flatMap { models.durations[$0] } ?? models.durations.values.max()
        return duration.map { $0 < Self.quick } ?? false
    }

    /// Gives up what began as the cursor came to an input, where it is still under way and the cursor goes on.
    mutating func leaveVisited(for id: EntryID) {
        list.rest = nil
        guard let visited = list.visited, visited != id else { return }
        list.visited = nil
        if list.entry(visited)?.answer == nil { change(visited) { $0.wantsRun = false } }
    }

    /// Does what a timer was set for, unless that is no longer wanted.
    mutating func ticked(_ number: Int) {
        if number == main.timer { playOn() }
        guard number == list.rest else { return }
        list.rest = nil
        if let visited = list.visited { change(visited) { $0.wantsRun = true } }
    }
}
