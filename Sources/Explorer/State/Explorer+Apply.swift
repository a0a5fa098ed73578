import Explanation
import Models

extension Explorer {
    /// Takes in what happened; what must be done outside is returned.
    public mutating func apply(_ event: Event) -> [Effect] {
        var effects: [Effect] = []
        switch event {
        case .terminal(.resized(let size)):
            self.size = size
        case .terminal(.key(let key)):
            notice = nil
            effects += press(key)
        case .terminal(.mouse(let mouse)):
            effects += use(mouse)
        case .modelLoaded(let result):
            effects += modelLoaded(result)
        case .opened(let id, let result):
            effects += opened(id, result)
        case .ran(let id, .success(let run)):
            change(id) { entry in
                entry.run = run
                entry.wantsRun = false
                entry.task = min(entry.task, max(0, run.predictions.count - 1))
            }
        case .ran(let id, .failure(let failure)):
            change(id) { $0.wantsRun = false }
            notice = Notice(text: failure.description, isError: true)
        case .mapped(let key, let map):
            requestedMaps.remove(key)
            if entry(key.entry) != nil { maps.store(map, for: key) }
        case .progressed(let key, let progress):
            if explaining?.key == key { explaining?.progress = progress }
        case .explained(let key, let relevance):
            if explaining?.key == key { explaining = nil }
            if entry(key.entry) != nil { relevances.store(relevance, for: key) }
        case .compared(let key, let comparison):
            requestedComparisons.remove(key)
            comparisons.store(comparison, for: key)
        case .listed(let path, let result):
            effects += listed(path, result)
        case .previewed(let path, let result):
            previewed(path, result)
        case .saved(let result):
            notice =
                switch result {
                case .success(let path): Notice(text: "wrote \(path)", isError: false)
                case .failure(let failure): Notice(text: failure.description, isError: true)
                }
        }
        return effects + wanted()
    }

    private mutating func modelLoaded(_ result: Result<Model, Failure>) -> [Effect] {
        switch result {
        case .failure(let failure):
            model = .failed(failure.description)
            return []
        case .success(let ready):
            model = .ready(ready)
            lens.latent = min(lens.latent, ready.latentCount - 1)
            return selected.map { run($0) } ?? []
        }
    }

    private mutating func opened(_ id: EntryID, _ result: Result<OpenedMedium, Failure>) -> [Effect] {
        switch result {
        case .failure(let failure):
            change(id) { entry in
                entry.state = .failed(failure.description)
                entry.wantsRun = false
            }
            notice = Notice(text: failure.description, isError: true)
            return []
        case .success(let opened):
            change(id) { $0.state = .opened(opened) }
            guard let model = readyModel, entry(id)?.wantsRun == true else { return [] }
            return [.run(id, opened.input, model)]
        }
    }

    // MARK: what the screen needs

    /// Asks for everything the present screen shows and that is neither known nor on its way.
    private mutating func wanted() -> [Effect] {
        guard let model = readyModel else { return [] }
        var effects: [Effect] = []
        for id in shownEntries {
            guard let entry = entry(id) else { continue }
            if case .unread = entry.state { effects += read(id) }
            guard let run = entry.run else { continue }
            for key in wantedMaps(entry) where maps[key] == nil && requestedMaps.insert(key).inserted {
                effects.append(.map(key, run))
            }
        }
        effects += wantedComparison()
        effects += wantedExplanation()
        if case .browser = screen { effects += wantedPreview(model) }
        return effects
    }

    /// The entries that the screen shows.
    var shownEntries: [EntryID] {
        if case .compare(let state) = screen { return state.sides }
        return selected.map { [$0] } ?? []
    }

    /// The maps that drawing an entry takes.
    func wantedMaps(_ entry: Entry) -> [MapKey] {
        let decoder = MapKey(entry: entry.id, layer: .decoder, head: .mean, unit: .weight, task: entry.task)
        let shown = MapKey(
            entry: entry.id,
            layer: lens.layer,
            head: lens.head,
            unit: lens.unit,
            task: lens.layer == .decoder ? entry.task : 0
        )
        let weights = MapKey(entry: entry.id, layer: .encoder, head: .mean, unit: .weight, task: 0)
        return [decoder, weights, shown]
    }

    private mutating func wantedComparison() -> [Effect] {
        guard case .compare(let state) = screen, let key = comparisonKey(state), comparisons[key] == nil,
            let first = entry(key.first)?.run, let second = entry(key.second)?.run,
            requestedComparisons.insert(key).inserted
        else { return [] }
        return [.compare(key, first, second)]
    }

    func comparisonKey(_ state: CompareState) -> ComparisonKey? {
        guard let first = entry(state.sides[0]), let second = entry(state.sides[1]) else { return nil }
        return ComparisonKey(
            first: first.id,
            second: second.id,
            firstTask: first.task,
            secondTask: second.task
        )
    }

    /// One class-specific map at a time; another target makes the one in the making void.
    private mutating func wantedExplanation() -> [Effect] {
        let missing = shownEntries.compactMap(entry).compactMap { relevanceKey($0) }.filter {
            relevances[$0] == nil
        }
        guard let key = missing.first, let run = entry(key.entry)?.run else {
            guard explaining != nil else { return [] }
            explaining = nil
            return [.cancelExplanations]
        }
        if explaining?.key == key { return [] }
        let cancel: [Effect] = explaining == nil ? [] : [.cancelExplanations]
        explaining = (key, 0)
        return cancel + [.explain(key, run)]
    }

    /// The class-specific map of an entry that the lens asks for.
    func relevanceKey(_ entry: Entry) -> RelevanceKey? {
        guard lens.method.isClassSpecific, let target = entry.target(task: entry.task) else { return nil }
        return RelevanceKey(entry: entry.id, method: lens.method.rawValue, task: entry.task, target: target)
    }
}
