import Explanation
import Media
import Models

// The list of models, and the change from one to another.
extension Explorer {
    /// Shows the list of models, and looks for more of them.
    mutating func showModels() -> [Effect] {
        if listings.isEmpty {
            listings = [ModelListing(place: .bundled, kind: .explorer)]
        }
        screen = .models(ModelsState(cursor: listings.firstIndex { $0.place == modelPlace } ?? 0))
        isInspecting = false
        var places: [ModelPlace] = [.bundled, modelPlace]
        if case .folder(let path) = modelPlace { modelFolders.insert(Self.parent(of: path)) }
        modelFolders.insert(folder)
        places += modelFolders.sorted().map { .folder(path: $0) }
        return [.findModels(places)]
    }

    private static func parent(of path: String) -> String {
        "/" + path.split(separator: "/").dropLast().joined(separator: "/")
    }

    mutating func foundModels(_ found: [ModelListing]) {
        let chosen = chosenListing?.place
        listings = found
        guard case .models(var state) = screen else { return }
        let wanted = state.isMoved ? chosen : nil
        state.isSearching = false
        state.cursor = found.firstIndex { $0.place == wanted ?? modelPlace } ?? 0
        screen = .models(state)
    }

    var chosenListing: ModelListing? {
        guard case .models(let state) = screen, listings.indices.contains(state.cursor) else { return nil }
        return listings[state.cursor]
    }

    mutating func stepModel(_ step: Int) -> [Effect] {
        guard case .models(var state) = screen else { return [] }
        state.cursor = min(max(state.cursor + step, 0), max(0, listings.count - 1))
        state.isMoved = true
        screen = .models(state)
        return []
    }

    /// Reads the chosen model; until it is there the present one is used.
    mutating func loadChosenModel() -> [Effect] {
        guard let listing = chosenListing else { return [] }
        if let problem = listing.problem {
            notice = Notice(text: problem, isError: true)
            return []
        }
        screen = .main
        return load(listing.place)
    }

    mutating func load(_ place: ModelPlace) -> [Effect] {
        if place == modelPlace, readyModel != nil {
            loadingPlace = nil
            return []
        }
        loadingPlace = place
        notice = Notice(text: "loading \(place.name)…", isError: false)
        return [.loadModel(place)]
    }

    /// Takes in a model that was read, unless another one was chosen meanwhile.
    mutating func modelLoaded(_ place: ModelPlace, _ result: Result<Model, Failure>) -> [Effect] {
        let isFirst = if case .loading = model { place == modelPlace } else { false }
        guard isFirst || place == loadingPlace else { return [] }
        if place == loadingPlace { loadingPlace = nil }
        switch result {
        case .failure(let failure):
            let awaitsFirst = if case .loading = model { !isFirst } else { false }
            if readyModel == nil && !awaitsFirst { model = .failed(failure.description) }
            if !isFirst { notice = Notice(text: failure.description, isError: true) }
            return []
        case .success(let ready):
            return use(ready, from: place, isFirst: isFirst)
        }
    }

    private mutating func use(_ ready: Model, from place: ModelPlace, isFirst: Bool) -> [Effect] {
        var effects: [Effect] = []
        if !isFirst {
            forgetResults()
            effects.append(.cancelAll)
            if case .compare = screen { screen = .main }
            if case .sheet = screen { screen = .main }
            notice = Notice(text: "\(ready.name): \(ready.summary)", isError: false)
        }
        modelPlace = place
        model = .ready(ready)
        lens.latent = min(lens.latent, ready.latentCount - 1)
        lens.query = .output
        lens.method = Method.all(for: ready.kind)[0]
        set(.encoder)
        if isFirst && ready.modalities == [.pair] && joinsPictures { joinPictures() }
        if !isFirst { choosesInput = true }
        return effects + recogniseEntries() + runChosen()
    }

    /// Why the model does not take an entry, if that is known.
    func refusal(of entry: Entry) -> String? {
        guard let model = readyModel, let modality = entry.modality else { return nil }
        return model.modalities.contains(modality)
            ? nil : "\(model.name) takes \(Modality.list(model.modalities)), not \(modality.words)"
    }

    /// Asks what kind of input those entries are that were never read, unless the model takes every kind of file.
    private mutating func recogniseEntries() -> [Effect] {
        guard let model = readyModel, !Modality.files.isSubset(of: model.modalities) else { return [] }
        let unknown = entries.filter { $0.modality == nil }
        recognising = Set(unknown.map(\.id))
        return unknown.map { .recognise($0.id, $0.source) }
    }

    /// Takes in what kind of input an entry is; `nil` if that cannot be told.
    mutating func recognised(_ id: EntryID, _ modality: Modality?) -> [Effect] {
        recognising.remove(id)
        if let modality { change(id) { $0.modality = modality } }
        return choosesInput ? runChosen() : []
    }

    /// Runs the selected input, or if the model does not take it the first one that it takes, as soon as that is known.
    private mutating func runChosen() -> [Effect] {
        guard let model = readyModel, let current else { return [] }
        if choosesInput {
            guard !recognising.contains(current.id) else { return [] }
            if refusal(of: current) != nil, let other = entries.first(where: { mayTake($0, model) }) {
                guard !recognising.contains(other.id) else { return [] }
                select(other.id)
            }
            choosesInput = false
        }
        return selected.map { run($0) } ?? []
    }

    private func mayTake(_ entry: Entry, _ model: Model) -> Bool {
        recognising.contains(entry.id) || entry.modality.map(model.modalities.contains) ?? false
    }
}

extension Modality {
    /// What a single file can be.
    static let files: Set<Modality> = [.image, .audio, .text]
}
