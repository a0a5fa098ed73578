import Explanation
import Models
import Perceiver

// The table of latents, of the shown input or on average of those that are marked.
extension Explorer {
    var latentsState: LatentsState? {
        if case .latents(let state) = screen { state } else { nil }
    }

    mutating func changeLatents(_ change: (inout LatentsState) -> Void) {
        guard case .latents(var state) = screen else { return }
        change(&state)
        screen = .latents(state)
    }

    /// Why there is no table of latents, if so.
    var latentsObstacle: String? {
        if let runObstacle { return runObstacle }
        guard let model = readyModel, LatentProfilesQuestion.layer(nil, of: model) == nil else { return nil }
        return "this model has no latents that read the input"
    }

    mutating func showLatents() {
        var state = LatentsState()
        if case .sheet(let sheet) = screen { state.sheet = sheet }
        main.isInspecting = false
        screen = .latents(state)
    }

    // MARK: what it is of

    /// The marked inputs that the table is an average of; none if fewer than two are marked.
    private var averaged: [Entry] {
        let marked = list.entries.filter { list.marked.contains($0.id) && refusal(of: $0) == nil }
        return marked.count > 1 ? marked : []
    }

    private func profiles(_ subject: Subject, asker: Asker? = nil) -> LatentProfilesQuestion {
        LatentProfilesQuestion(subject, layer: tableLayer?.name, head: tableHead, asker: asker)
    }

    /// The layer of the lens, if latents read the input there.
    private var tableLayer: Layer? {
        guard let model = readyModel else { return nil }
        return LatentProfilesQuestion.layer(lens.layer, of: model).map { model.layers[$0] }
    }

    /// The heads that the table is of.
    private var tableHead: HeadChoice { tableLayer.map { lens.head.among(heads: $0.heads) } ?? .usual }

    /// What the table shows.
    var wantedProfiles: [LatentProfilesQuestion] {
        guard !averaged.isEmpty else { return current.map { [profiles($0.subject, asker: $0.asker)] } ?? [] }
        return averaged.map { profiles(Subject($0.source, model: models.place)) }
    }

    /// What a page of inputs shows: those of the list that the model takes.
    var matchedProfiles: [(entry: Entry, question: LatentProfilesQuestion)] {
        list.entries.filter { !$0.isFolder && refusal(of: $0) == nil }
            .map { ($0, profiles(Subject($0.source, model: models.place))) }
            .filter { ledger.failure(of: $0.1) == nil }
    }

    /// Everything that the state asks for.
    private func wanted(_ state: LatentsState) -> [LatentProfilesQuestion] {
        state.page == .table ? wantedProfiles : wantedProfiles + matchedProfiles.map(\.question)
    }

    /// What takes part in the page and is not known yet, one after the other, then what the answer loses without latents.
    func needed(_ state: LatentsState) -> [any Question] {
        let wanted = wanted(state)
        let known = wanted.filter { ledger[$0] != nil }
        var questions: [any Question] = known
        if let next = wanted.first(where: { ledger[$0] == nil && ledger.failure(of: $0) == nil }) {
            questions.append(next)
        }
        if state.page == .inputs {
            questions += matches(state).prefix(LatentInputsView.most).map { OpenQuestion($0.match.subject) }
        } else if let effects = effectsQuestion(state) {
            questions.append(effects)
        }
        return questions
    }

    /// What the target loses without each latent: of one input that has classes.
    private func effectsQuestion(_ state: LatentsState) -> RelevanceQuestion? {
        guard averaged.isEmpty, state.wantsEffects || current.flatMap(latentEffects) != nil,
            let input = current, input.run?.predictions.isEmpty == false
        else { return nil }
        return relevance(input, by: .ablation)
    }

    /// What stays while the page is shown.
    func kept(_ state: LatentsState) -> [any Question] { state.seen + wanted(state) }

    /// How many tables are known of how many.
    func profiled(_ share: Double) -> Double {
        guard let state = latentsState else { return share }
        let wanted = wanted(state)
        return (Double(wanted.count { ledger[$0] != nil }) + share) / Double(max(1, wanted.count))
    }

    /// Takes over what has come.
    mutating func adoptProfiles() {
        let known = wantedProfiles.filter { ledger[$0] != nil }
        guard !known.isEmpty else { return }
        changeLatents { $0.seen = known }
    }

    // MARK: rows

    /// The table as far as it is known.
    func listing(_ state: LatentsState) -> LatentListing? {
        SavedTable.listing(
            state.seen.compactMap { ledger[$0] },
            effects: isOfShown(state) ? current.flatMap(latentEffects) : nil,
            target: current?.targetName
        )
    }

    /// Whether the table is of the shown input, whose effects it may have.
    private func isOfShown(_ state: LatentsState) -> Bool { current?.subject == state.seen.first?.subject }

    /// The rows that are wanted, in order.
    func rows(_ listing: LatentListing, _ state: LatentsState) -> [LatentRecord] {
        let column = listing.columns.contains(state.column) ? state.column : .latent
        return listing.sorted(by: column, reversed: state.isReversed).filter { state.filter($0) }
    }

    /// Chooses a row further up or down; from a latent that is not listed the first one.
    mutating func stepLatentRow(_ step: Int) {
        guard let state = latentsState, let listing = listing(state) else { return }
        let rows = rows(listing, state)
        guard !rows.isEmpty else { return }
        let place = rows.firstIndex { $0.latent == lens.latent }
        lens.latent = rows[place.map { ScrolledList.moved($0, by: step, count: rows.count) } ?? 0].latent
    }

    /// Sorts by the next column, or the one before.
    mutating func stepColumn(_ step: Int) {
        guard let state = latentsState, let columns = listing(state)?.columns else { return }
        let place = columns.firstIndex(of: state.column) ?? 0
        changeLatents {
            $0.column = columns[(place + step + columns.count) % columns.count]
            $0.isReversed = false
        }
    }

    /// Narrows the rows to those that a condition describes, if it can be read.
    mutating func filterLatents(_ text: String) {
        guard let state = latentsState, let columns = listing(state)?.columns else { return }
        do {
            let filter = try LatentFilter(text, columns: columns)
            changeLatents { ($0.typed, $0.filter, $0.mistake) = (text, filter, nil) }
            // The chosen one is among those that are listed.
            guard let state = latentsState, let rows = listing(state).map({ self.rows($0, state) }),
                let first = rows.first, !rows.contains(where: { $0.latent == lens.latent })
            else { return }
            lens.latent = first.latent
        } catch {
            changeLatents { ($0.typed, $0.mistake) = (text, error.description) }
        }
    }

    /// Opens the map of the chosen latent, in the layer that the table is of.
    mutating func openChosenLatent() {
        guard let state = latentsState else { return }
        if state.page == .inputs, let chosen = chosenMatch(state) {
            select(chosen.entry.id)
            run(chosen.entry.id)
        }
        lens.method = .attention
        set(layer: tableLayer?.name)
        lens.query = .one(lens.latent)
        screen = .main
        main.focus = .attention
    }

    /// The rows that are listed, as a file of numbers.
    var latentNumbers: SavedTable? {
        guard let state = latentsState, state.page == .table, let listing = listing(state) else { return nil }
        var table = SavedTable(
            listing,
            rows(listing, state),
            inputs: state.seen.map(\.subject.source)
        )
        table.step = step(state, target: listing.target)
        return table
    }

    /// The table in a session file.
    private func step(_ state: LatentsState, target: String?) -> SessionRecord.Step? {
        let known = state.seen.filter { ledger[$0] != nil }
        guard let first = known.first else { return nil }
        let hasEffects = known.count == 1 && isOfShown(state)
        let effects = hasEffects ? current.flatMap { relevance($0, by: .ablation) } : nil
        let table = SessionTable(
            first,
            effects: effects.flatMap { ledger[$0] == nil ? nil : $0 },
            target: target,
            state
        )
        return SessionRecord.Step(first.subject.model, known.map(\.subject.source), .table(table))
    }

    /// A file name for the table.
    var suggestedTableFile: String {
        let name = averaged.isEmpty ? current?.source.name : nil
        let parts = [name.map { String($0.prefix(60)) }, "latents"].compactMap { $0 }
        let plain = parts.joined(separator: " ").split { !($0.isLetter || $0.isNumber || "._".contains($0)) }
        return String(plain.joined(separator: "-").drop { $0 == "." }) + ".csv"
    }

    // MARK: the inputs of a latent

    /// An input of the list, and how the chosen latent reads it.
    struct ListedMatch {
        let entry: Entry
        let match: LatentMatch
        let map: PooledMap
    }

    /// The inputs that the chosen latent reads most sharply first, as far as they are known.
    func matches(_ state: LatentsState) -> [ListedMatch] {
        let known = matchedProfiles.compactMap { entry, question -> ListedMatch? in
            guard let profiles = ledger[question],
                let match = LatentMatch(lens.latent, in: profiles, of: question.subject)
            else { return nil }
            return ListedMatch(entry: entry, match: match, map: profiles.map)
        }
        return known.largestFirst(by: \.match.profile.lift)
    }

    private func chosenMatch(_ state: LatentsState) -> ListedMatch? {
        let matches = matches(state)
        return matches.indices.contains(state.place) ? matches[state.place] : nil
    }

    /// Moves through the inputs of a latent.
    mutating func stepMatch(_ across: Int, _ down: Int) {
        guard let state = latentsState else { return }
        let step = across + down * LatentInputsView.columns(self)
        let count = matches(state).count
        if (0..<count).contains(state.place + step) { changeLatents { $0.place += step } }
    }
}

extension Explorer {
    /// Out of the innermost thing that is open on the pages about latents.
    mutating func leave(_ state: LatentsState) {
        if state.page == .inputs {
            changeLatents { $0.page = .table }
        } else if !state.typed.isEmpty {
            changeLatents { ($0.typed, $0.filter, $0.mistake) = ("", LatentFilter(), nil) }
        } else {
            screen = state.sheet.map { .sheet($0) } ?? .main
        }
    }

    /// What the lines about the content's share take, where scores can be told apart.
    func sharesQuestions(_ input: Input) -> [any Question] {
        guard let run = input.run, let layer = sheetLayer,
            run.splitsScores(layer: run.model.layer(layer.name))
        else { return [] }
        return [sharesQuestion(input)]
    }
}
