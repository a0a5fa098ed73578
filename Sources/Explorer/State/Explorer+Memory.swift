import Models

// How much is kept of inputs: large models make much of each.
extension Explorer {
    /// Notes that an entry is looked at.
    mutating func noteUse(_ id: EntryID) {
        recent.removeAll { $0 == id }
        recent.append(id)
    }

    /// Forgets what was made of inputs that were not looked at for longest, if it is too much.
    ///
    /// They are read anew when somebody comes back to them, and run when that is asked for.
    mutating func forgetOld() {
        var total = entries.reduce(0) { $0 + $1.memory }
        let kept = Set(shownEntries)
        for id in recent + entries.map(\.id) where total > largestMemory && !kept.contains(id) {
            guard let entry = entry(id), entry.memory > 0, !entry.wantsRun else { continue }
            total -= entry.memory
            change(id) { entry in
                entry.state = .unread
                entry.run = nil
                entry.reconstruction = nil
                entry.decoded = [:]
            }
        }
    }

}

extension Entry {
    /// About how many numbers are kept of the entry.
    fileprivate var memory: Int {
        guard let opened else { return 0 }
        return opened.input.tokens.count + (run?.trace.states.reduce(0) { $0 + $1.count } ?? 0)
    }
}
