import Explanation
import Models
import Numerics

// What the present screen needs, as far as it is neither known nor on its way.
extension Explorer {
    /// Asks for it.
    mutating func wanted() -> [Effect] {
        guard let model = readyModel else { return [] }
        var effects: [Effect] = []
        for id in shownEntries {
            guard let entry = entry(id) else { continue }
            if case .unread = entry.state, !choosesInput { effects += read(id) }
            guard let run = entry.run else { continue }
            for key in wantedMaps(entry) where maps[key] == nil && requestedMaps.insert(key).inserted {
                effects.append(.map(key, run))
            }
            effects += wantedDecoding(entry, run)
            if case .tokens = run.output, showsResult(run) { effects += reconstruct(entry, run) }
        }
        effects += wantedRows()
        effects += wantedPooled()
        effects += wantedComparison()
        effects += wantedPortrait(model)
        effects += wantedExplanation()
        if case .browser = screen { effects += wantedPreview(model) }
        return effects
    }

    /// The entries that the screen shows.
    var shownEntries: [EntryID] {
        if case .compare(let state) = screen { return state.sides }
        return selected.map { [$0] } ?? []
    }

    /// Whether the encoder's map of a run is too large to be made whole.
    func isLarge(_ run: Run) -> Bool {
        run.model.latentCount * run.input.tokens.rows > largestMap
    }

    // MARK: small maps

    func decoderKey(_ entry: Entry) -> MapKey {
        MapKey(entry: entry.id, layer: .decoder, head: .mean, unit: .weight, asker: entry.asker)
    }

    /// The encoder's weights, where they are few enough.
    func weightsKey(_ entry: Entry) -> MapKey? {
        guard let run = entry.run, !isLarge(run) else { return nil }
        return MapKey(entry: entry.id, layer: .encoder, head: .mean, unit: .weight, asker: 0)
    }

    /// The map that the lens is on, where it is small enough or a self-attention's.
    func shownKey(_ entry: Entry) -> MapKey? {
        guard let run = entry.run, lens.layer != .encoder || !isLarge(run) else { return nil }
        return MapKey(
            entry: entry.id,
            layer: lens.layer,
            head: lens.head,
            unit: lens.unit,
            asker: lens.layer == .decoder ? entry.asker : 0
        )
    }

    /// The small maps that drawing an entry takes.
    func wantedMaps(_ entry: Entry) -> [MapKey] {
        [decoderKey(entry)] + [weightsKey(entry), shownKey(entry)].compactMap { $0 }
    }

    // MARK: large maps

    /// The row that the attention pane shows of a large map.
    func shownRow(_ entry: Entry) -> RowKey? {
        guard let run = entry.run, lens.method.explanation == nil, !showsResult(run) else { return nil }
        switch lens.layer {
        case .encoder:
            guard isLarge(run) else { return nil }
            return RowKey(
                entry: entry.id,
                layer: .encoder,
                head: lens.head,
                unit: lens.unit,
                query: lens.query,
                asker: lens.query == .output ? entry.asker : 0
            )
        case .selfAttention:
            guard run.model.latentCount * run.model.latentCount > AttentionMap.largestWhole else {
                return nil
            }
            return RowKey(
                entry: entry.id,
                layer: lens.layer,
                head: lens.head,
                unit: lens.unit,
                query: .one(lens.latent),
                asker: 0
            )
        case .decoder: return nil
        }
    }

    /// The row of a large map from which the facts about the chosen latent are read.
    func latentRow(_ entry: Entry) -> RowKey? {
        guard let run = entry.run, isLarge(run) else { return nil }
        return RowKey(
            entry: entry.id,
            layer: .encoder,
            head: .mean,
            unit: .weight,
            query: .one(lens.latent),
            asker: 0
        )
    }

    private mutating func wantedRows() -> [Effect] {
        let entries = shownEntries.compactMap(entry)
        let isMain = if case .main = screen { true } else { false }
        let wanted = entries.flatMap { [shownRow($0), isMain ? latentRow($0) : nil].compactMap { $0 } }
        // Only the latest question counts.
        let void = requestedRows.filter { !wanted.contains($0) }
        var effects = void.map { Effect.cancel(.row($0)) }
        for key in void {
            requestedRows.remove(key)
            forget(.row(key))
        }
        for key in wanted where rows[key] == nil {
            guard let run = entry(key.entry)?.run, requestedRows.insert(key).inserted else { continue }
            effects.append(.mapRow(key, run))
        }
        return effects
    }

    func pooledKey(_ entry: Entry) -> PooledKey? {
        guard let run = entry.run, isLarge(run) else { return nil }
        return PooledKey(entry: entry.id, head: lens.head, unit: lens.unit)
    }

    private mutating func wantedPooled() -> [Effect] {
        var key: PooledKey?
        if case .sheet = screen, let entry = current { key = pooledKey(entry) }
        guard key != requestedPooled else { return [] }
        var effects: [Effect] = []
        if let old = requestedPooled {
            effects.append(.cancel(.pooled(old)))
            forget(.pooled(old))
            requestedPooled = nil
        }
        if let key, pooledMaps[key] == nil, let run = entry(key.entry)?.run {
            requestedPooled = key
            effects.append(.pool(key, run))
        }
        return effects
    }

    // MARK: results

    /// What the model would write at a place that is not masked but chosen.
    private mutating func wantedDecoding(_ entry: Entry, _ run: Run) -> [Effect] {
        guard case .bytes(let bytes) = run.output, let position = entry.askedToken,
            bytes.tokens.indices.contains(position), !bytes.positions.contains(position),
            entry.decoded[position] == nil
        else { return [] }
        // An empty answer stands for the one that is on its way.
        change(entry.id) {
            $0.decoded[position] = BytePredictions(
                positions: [],
                logits: Matrix(rows: 0, columns: bytes.logits.columns),
                tokens: bytes.tokens
            )
        }
        return [.decode(entry.id, position: position, run)]
    }

    /// One comparison at a time; another question makes the one in the making void.
    private mutating func wantedComparison() -> [Effect] {
        var key: ComparisonKey?
        if case .compare(let state) = screen { key = comparisonKey(state) }
        if let comparing, comparing == key { return [] }
        var effects: [Effect] = []
        if let old = comparing {
            effects.append(.cancel(.comparison(old)))
            forget(.comparison(old))
            comparing = nil
        }
        if let key, comparisons[key] == nil, let first = entry(key.first)?.run,
            let second = entry(key.second)?.run
        {
            comparing = key
            effects.append(.compare(key, first, second))
        }
        return effects
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
        if let explaining, explaining == missing.first { return [] }
        var effects: [Effect] = []
        if let old = explaining {
            effects.append(.cancel(.relevance(old)))
            forget(.relevance(old))
            explaining = nil
        }
        if let key = missing.first, let run = entry(key.entry)?.run {
            explaining = key
            note(.relevance(key), 0)
            effects.append(.explain(key, run))
        }
        return effects
    }

    /// The class-specific map of an entry that the lens asks for.
    func relevanceKey(_ entry: Entry) -> RelevanceKey? {
        guard let method = lens.method.explanation, let target = entry.target(task: entry.task) else {
            return nil
        }
        return RelevanceKey(entry: entry.id, method: method, task: entry.task, target: target)
    }
}
