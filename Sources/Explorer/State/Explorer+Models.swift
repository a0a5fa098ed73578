import Explanation
import Media
import Models

// The list of models, and the change from one to another.
extension Explorer {
    /// Shows the list of models, and looks for more of them.
    mutating func showModels() {
        if case .folder(let path) = models.place { models.folders.insert(Self.parent(of: path)) }
        models.folders.insert(folder)
        let places =
            ModelPlace.allBundled + [models.place] + models.folders.sorted().map { .folder(path: $0) }
        let state = ModelsState(places: places)
        ledger.forget(ListingsQuestion(places))
        screen = .models(state)
        main.isInspecting = false
        foundModels()
    }

    private static func parent(of path: String) -> String {
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        return path.hasPrefix("/") ? "/" + folder : folder.isEmpty ? "." : folder
    }

    /// The models that were found; while folders are being looked through, the present one.
    func listings(_ state: ModelsState) -> [ModelListing] {
        ledger[ListingsQuestion(state.places)] ?? [ModelListing(place: models.place, kind: readyModel?.kind)]
    }

    /// Puts the cursor on the present model, unless it was moved.
    mutating func foundModels() {
        guard case .models(var state) = screen, !state.isMoved else { return }
        state.cursor = listings(state).firstIndex { $0.place == models.place } ?? 0
        screen = .models(state)
    }

    func chosenListing(_ state: ModelsState) -> ModelListing? {
        let listings = listings(state)
        return listings.indices.contains(state.cursor) ? listings[state.cursor] : nil
    }

    mutating func stepModel(_ step: Int) {
        guard case .models(var state) = screen else { return }
        state.cursor = ScrolledList.moved(state.cursor, by: step, count: listings(state).count)
        state.isMoved = true
        screen = .models(state)
    }

    /// Reads the chosen model; until it is there the present one is used.
    mutating func loadChosenModel() {
        guard case .models(let state) = screen, let listing = chosenListing(state) else { return }
        if let problem = listing.problem {
            notice = Notice(text: problem, isError: true)
            return
        }
        screen = .main
        load(listing.place)
    }

    mutating func load(_ place: ModelPlace) {
        if place == models.place, readyModel != nil {
            models.loading = nil
            return
        }
        models.loading = place
        ledger.forgetAll(from: ModelQuestion(place))
        notice = Notice(text: "Loading \(place.name)…", isError: false)
    }

    /// Takes in a model that was read, unless another one was chosen meanwhile.
    mutating func modelLoaded(_ question: ModelQuestion) {
        let isFirst = !models.hasBegun && question.place == models.place
        guard isFirst || question.place == models.loading else { return }
        if question.place == models.loading { models.loading = nil }
        guard let model = ledger[question] else {
            if !isFirst, let failure = ledger.failure(of: question) {
                notice = Notice(text: failure.description, isError: true)
            }
            return
        }
        use(model, from: question.place, isFirst: isFirst)
    }

    private mutating func use(_ model: Model, from place: ModelPlace, isFirst: Bool) {
        if models.hasBegun || !isFirst {
            list.forgetChoices()
            main.leaveInput()
            if case .compare = screen { screen = .main }
            if case .sheet = screen { screen = .main }
            if case .trace = screen { screen = .main }
            if case .overview = screen { screen = .main }
            notice = Notice(text: "Loaded \(model.name): \(model.summary)", isError: false)
        }
        models.hasBegun = true
        if models.place != place { ledger.forgetAll(from: ModelQuestion(models.place)) }
        models.place = place
        lens.latent = min(lens.latent, max(0, model.latentCount - 1))
        lens.query = .usual
        lens.method = nil
        lens.task = nil
        models.durations = [:]
        set(layer: nil)
        if isFirst && model.modalities == [.pair] && models.joinsPictures { joinPictures() }
        if !isFirst { list.choosesInput = true }
        runChosen()
    }

    /// Why the model does not take an entry, if that is known.
    func refusal(of entry: Entry) -> String? {
        guard let model = readyModel, let modality = entry.modality else { return nil }
        return model.modalities.contains(modality)
            ? nil : "\(model.name) takes \(Modality.list(model.modalities)), not \(modality.words)"
    }

    /// Entries of which it must be found out what kind of input they are: those that were never read, unless the model
    /// takes every kind of file and nothing of another input is wanted.
    func unrecognised(_ model: Model) -> [Entry] {
        // A change may be made to another input of the same kind, or take a part of it.
        let wantsOthers = hasRegion || list.lastEdit != nil
        guard wantsOthers || !Modality.files.isSubset(of: model.modalities) else { return [] }
        return list.entries.filter {
            $0.modality == nil && !$0.isFolder
                && ledger.failure(of: ModalityQuestion($0.source, for: model.modalities)) == nil
        }
    }

    /// Takes in what kind of input a source is, if that could be told.
    mutating func recognised(_ question: ModalityQuestion) {
        if case .some(.some(let modality)) = ledger[question] {
            for entry in list.entries where entry.source == question.source {
                change(entry.id) { $0.modality = modality }
            }
        }
        if list.choosesInput { runChosen() }
    }

    /// Runs the selected input, or if the model does not take it the first one that it takes, as soon as that is known.
    private mutating func runChosen() {
        guard let model = readyModel, let entry = list.selected.flatMap(list.entry) else { return }
        func isOpen(_ entry: Entry) -> Bool {
            entry.modality == nil && !Modality.files.isSubset(of: model.modalities)
                && ledger[ModalityQuestion(entry.source, for: model.modalities)] == nil
        }
        if list.choosesInput {
            guard !isOpen(entry) else { return }
            let other = list.entries.first {
                isOpen($0) || $0.modality.map(model.modalities.contains) ?? false
            }
            if refusal(of: entry) != nil, let other {
                guard !isOpen(other) else { return }
                select(other.id)
            }
            list.choosesInput = false
        }
        if let selected = list.selected { run(selected) }
    }
}

extension Modality {
    /// What a single file can be.
    static let files: Set<Modality> = [.image, .audio, .text, .points, .units]
}
