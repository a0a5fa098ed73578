import Explanation
import Models

/// Work in the background that may take seconds, tells its progress, and can be cancelled.
public enum Work: Sendable, Hashable {
    /// Running the model on an input.
    case run(EntryID)
    /// A row of a large map.
    case row(RowKey)
    /// A large map with neighbouring inputs averaged.
    case pooled(PooledKey)
    /// A class-specific map.
    case relevance(RelevanceKey)
    /// Decoding an input from the latents.
    case reconstruction(EntryID)
    /// Running the model on all inputs of the list, to tell how alike they are.
    case portraits
    /// Comparing two runs.
    case comparison(ComparisonKey)

    /// What is being done, for the footer.
    var title: String {
        switch self {
        case .run: "run"
        case .row: "map"
        case .pooled: "maps of all latents"
        case .relevance(let key): key.method.rawValue
        case .reconstruction: "decoding"
        case .portraits: "comparing inputs"
        case .comparison: "comparison"
        }
    }
}

extension Explorer {
    /// The work that the footer shows: what was begun last.
    var shownWork: (work: Work, progress: Double)? { working.last }

    /// Notes how far a work is; the first note makes it appear.
    mutating func note(_ work: Work, _ progress: Double) {
        if let index = working.firstIndex(where: { $0.work == work }) {
            working[index].progress = progress
        } else if isExpected(work) {
            working.append((work, progress))
        }
    }

    mutating func forget(_ work: Work) { working.removeAll { $0.work == work } }

    /// Whether somebody still waits for the work.
    private func isExpected(_ work: Work) -> Bool {
        switch work {
        case .run(let id): entry(id)?.wantsRun == true
        case .row(let key): requestedRows.contains(key)
        case .pooled(let key): requestedPooled == key
        case .relevance(let key): explaining == key
        case .reconstruction(let id): entry(id)?.isReconstructing == true
        case .portraits: requestedPortrait != nil
        case .comparison(let key): comparing == key
        }
    }

    /// Gives up all work on an entry.
    mutating func cancelWork(on id: EntryID) -> [Effect] {
        let rows = requestedRows.filter { $0.entry == id }
        var works = [Work.run(id), .reconstruction(id)] + rows.map(Work.row)
        requestedRows.subtract(rows)
        if let key = requestedPooled, key.entry == id {
            works.append(.pooled(key))
            requestedPooled = nil
        }
        if let key = explaining, key.entry == id {
            works.append(.relevance(key))
            explaining = nil
        }
        if let key = comparing, key.first == id || key.second == id {
            works.append(.comparison(key))
            comparing = nil
        }
        for work in works { forget(work) }
        return works.map { .cancel($0) }
    }

    /// Gives up the work that the footer shows.
    mutating func cancelShownWork() -> [Effect] {
        guard let work = shownWork?.work else { return [] }
        forget(work)
        var text = "cancelled"
        switch work {
        case .run(let id): change(id) { $0.wantsRun = false }
        case .row(let key):
            requestedRows.remove(key)
            lens.query = .one(lens.latent)
            text = "cancelled; latent \(lens.latent) alone"
        case .pooled:
            requestedPooled = nil
            if case .sheet = screen { screen = .main }
        case .relevance:
            explaining = nil
            lens.method = .attention
            text = "cancelled; back to attention"
        case .reconstruction(let id):
            change(id) { $0.isReconstructing = false }
            if case .tokens? = entry(id)?.run?.output {
                lens.method = .attention
                text = "cancelled; back to attention"
            }
        case .portraits:
            requestedPortrait = nil
            if case .compare(var state) = screen, state.table.isOfAll {
                state.table = .predictions
                screen = .compare(state)
            }
        case .comparison:
            comparing = nil
            if case .compare = screen { screen = .main }
        }
        notice = Notice(text: text, isError: false)
        return [.cancel(work)]
    }

    /// About how long the rest of a work takes, in seconds, if that can be told.
    func remaining(_ work: Work, progress: Double) -> Double? {
        guard case .relevance(let key) = work, let run = entry(key.entry)?.run else { return nil }
        let one = Double(run.duration.components.seconds) + Double(run.duration.components.attoseconds) / 1e18
        return one * Double(key.method.steps(run)) * (1 - progress)
    }
}
