import Explanation
import Models
import Perceiver

// What the present screen needs.
extension Explorer {
    /// Asks for what is needed, gives up what is not, and draws what has come.
    mutating func settle() -> [Effect] {
        adoptAnswers()
        return ledger.settle(needed, keeping: kept)
    }

    /// Everything that the present screen needs, the most wanted first.
    package var needed: [any Question] {
        var questions: [any Question] = [ModelQuestion(models.place)]
        if let loading = models.loading { questions.append(ModelQuestion(loading)) }
        let shown = shownInputs
        if let model = readyModel {
            questions += list.entries.compactMap(folderQuestion)
            questions += unrecognised(model).map { ModalityQuestion($0.source, for: model.modalities) }
            questions += shown.flatMap(needed)
            questions += running.map { RunQuestion($0) }
        }
        return questions + neededByScreen(shown)
    }

    /// Answers that stay while they are drawn.
    package var kept: [any Question] {
        let maps = shownEntries.compactMap(input).flatMap(seenQuestions)
        return switch screen {
        case .sheet(let state): maps + (state.seen.map { [$0] } ?? [])
        case .trace(let state): maps + (state.seen.map { [$0] } ?? [])
        case .overview(let state): maps + (state.seen.map { [$0] } ?? [])
        // Without those that are known the page would ask for them again and again.
        case .compare(let state) where state.table.isOfAll:
            maps + viewsKept(state) + list.entries.map(portrait)
        case .compare(let state):
            maps + viewsKept(state) + (state.seen.map { [$0] } ?? []) + centredKept(state)
        case .latents(let state): maps + kept(state)
        case .attenders(let state): maps + [state.question]
        case .main, .browser, .editor, .models: maps
        }
    }

    /// The map of an input that is drawn, and that as it is shown.
    private func seenQuestions(_ input: Input) -> [any Question] {
        guard let seen = input.seen else { return [] }
        return [seen.question] + (groupedQuestion(seen, of: input).map { [$0] } ?? [])
    }

    /// The entries that the screen shows.
    var shownEntries: [EntryID] {
        if case .compare(let state) = screen { return state.sides }
        return list.selected.map { [$0] } ?? []
    }

    /// What showing an input takes.
    private func needed(_ input: Input) -> [any Question] {
        if let held = input.held {
            return [OpenQuestion(input.subject), RunQuestion(input.subject), held.question]
        }
        guard !list.choosesInput || input.wantsRun, !input.isFolder else { return [] }
        var questions: [any Question] = [OpenQuestion(input.subject)]
        if input.wantsRun { questions.append(RunQuestion(input.subject)) }
        guard let run = input.run else { return questions }
        if showsOutput(run) {
            if run.output.readsInputBack { questions.append(ReconstructionQuestion(input.subject)) }
            if case .clip = run.output, input.decodes {
                questions.append(ReconstructionQuestion(input.subject))
            }
        } else {
            let levels = mapLevels(input, run)
            let known = levels.lastIndex { map($0) != nil } ?? -1
            questions.append(levels[min(known + 1, levels.count - 1)].question)
            if known >= 0, let grouped = groupedQuestion(levels[known], of: input) {
                questions.append(grouped)
            }
        }
        return questions + facts(input, run)
    }

    /// What the lines and the box beside a map take.
    private func facts(_ input: Input, _ run: Run) -> [any Question] {
        guard case .main = screen else { return [] }
        var questions: [any Question] = [ReadingQuestion(input.subject, asker: input.asker)]
        if isLarge(run) {
            questions.append(latentRow(input))
        } else {
            questions.append(weightsQuestion(input))
        }
        questions += sharesQuestions(input)
        if let row = matrixRow(input) { questions.append(row) }
        if let bytes = bytesQuestion(input, run) { questions.append(bytes) }
        if let change = changeQuestion(input) { questions.append(change) }
        if let region = regionQuestion(input) { questions.append(region) }
        questions += sideQuestions(input)
        return questions + (boxQuestion(input).map { [$0] } ?? [])
    }

    /// Inputs on which the model shall run though they are not shown; of those that it ran on nothing need be kept.
    private var running: [Subject] {
        list.entries.filter {
            $0.wantsRun && $0.answer == nil && !$0.isFolder && !shownEntries.contains($0.id)
        }
        .map { Subject($0.source, model: models.place) }
    }

    private func neededByScreen(_ shown: [Input]) -> [any Question] {
        let completing: [any Question] = prompt?.awaited.map { [FolderQuestion(path: $0)] } ?? []
        let opening: [any Question] = wantedFiles.map { [NamedFilesQuestion($0)] } ?? []
        return completing + opening
            + {
                switch screen {
                case .main: nextToEdit.map { OpenQuestion($0) }
                case .editor: []
                case .sheet(let state): shown.filter { $0.run != nil }.flatMap { sheetQuestions($0, state) }
                case .trace(let state): shown.flatMap { needed(state, $0) }
                case .overview: shown.flatMap(overviewNeeds)
                case .compare(let state): needed(state)
                case .browser(let state): needed(state)
                case .models(let state): [ListingsQuestion(state.places)]
                case .latents(let state): needed(state) + shown.flatMap(sharesQuestions)
                case .attenders(let state): shown.contains { $0.run != nil } ? [state.question] : []
                }
            }()
    }

    /// What the sheet takes; where it is sorted by effects, these of each task and input that one comes to.
    private func sheetQuestions(_ input: Input, _ state: SheetState) -> [any Question] {
        let effects =
            state.order == .effect && input.run?.predictions.isEmpty == false
            ? relevance(input, by: .ablation) : nil
        let maps: [any Question] = [
            sheetQuestion(input), ReadingQuestion(input.subject, asker: input.asker),
        ]
        return maps + (effects.map { [$0] } ?? [])
    }

    private func needed(_ state: CompareState) -> [any Question] {
        if state.table.isOfAll { return nextPortrait.map { [PortraitQuestion($0)] } ?? [] }
        return (comparisonQuestion(state).map { [$0] } ?? []) + centredNeeds(state) + viewNeeds(state)
    }

    private func needed(_ state: BrowserState) -> [any Question] {
        guard let item = state.current(in: items(state)) else { return [FolderQuestion(path: state.path)] }
        let preview = PreviewQuestion(path: state.path(of: item), model: models.place)
        return [FolderQuestion(path: state.path)] + (readyModel == nil ? [] : [preview])
    }

    // MARK: questions about an input

    /// The map that the lens is on, what became of the first look, or what a change of the input did to it.
    func mapQuestion(_ input: Input) -> SeenMap {
        if let held = input.held { return held }
        let map = ownMap(input)
        if lens.comparesLooks, let looks = lookDifference(map, of: input) { return .difference(looks) }
        guard lens.showsChange, let difference = difference(map, of: input) else { return map }
        return .difference(difference)
    }

    /// The map that the lens is on.
    func ownMap(_ input: Input) -> SeenMap {
        if let method = method(for: input.run).explanation, let question = relevance(input, by: method) {
            return .relevance(question)
        }
        return .attention(attentionQuestion(input))
    }

    /// The map that the lens is on, after rougher ones that are there sooner and are shown until then.
    func mapLevels(_ input: Input, _ run: Run) -> [SeenMap] {
        let wanted = mapQuestion(input)
        guard case .relevance(let question) = wanted else { return [wanted] }
        let rougher = question.method.rougher(run).compactMap { relevance(input, by: $0) }
        return rougher.map { .relevance($0) } + [wanted]
    }

    /// What the answer that is looked at comes from: a class of a task, or what stands at a place that is asked for.
    func relevance(_ input: Input, by method: ExplanationMethod) -> RelevanceQuestion? {
        if !method.needsTask, let found = input.found, found.task == nil {
            return RelevanceQuestion(input.subject, method, place: .query(found.query))
        }
        guard let target = input.target(task: input.task) else { return nil }
        return RelevanceQuestion(
            input.subject,
            suitable(method, input),
            task: input.task,
            target: target,
            against: input.opponents[input.task]
        )
    }

    /// A method as far as an input allows it: what blurs pictures removes parts of sounds.
    private func suitable(_ method: ExplanationMethod, _ input: Input) -> ExplanationMethod {
        guard let variant = method.variant, let run = input.run,
            !variant.fill.suits(run.model, run.input.modality)
        else { return method }
        return .occluding(OcclusionVariant(variant.grain))
    }

    /// The attention that the lens is on.
    private func attentionQuestion(_ input: Input) -> MapQuestion {
        MapQuestion(
            input.subject,
            layer: layer?.name,
            head: head(in: layer),
            query: shownQuery,
            unit: lens.unit,
            part: shownPart(input, in: layer),
            asker: input.asker,
            order: shownOrder(input, in: layer)
        )
    }

    /// The lens' heads as a layer has them: one map is one question, however it was chosen.
    private func head(in layer: Layer?) -> HeadChoice {
        layer.map { lens.head.among(heads: $0.heads) } ?? lens.head
    }

    /// The layer whose maps of all latents are shown while the lens is on its own.
    var sheetLayer: Layer? {
        readyModel.map { $0.layers[SheetQuestion.layer(lens.layer, of: $0)] }
    }

    /// The chosen latent's own row, where a matrix is too large to hold it.
    func matrixRow(_ input: Input) -> MapQuestion? {
        guard case .attention(let question) = mapQuestion(input), question.query == .all, let run = input.run,
            let layer
        else { return nil }
        guard run.pairs(in: layer) > PooledMatrix.largestWhole else { return nil }
        return MapQuestion(
            input.subject,
            layer: layer.name,
            head: head(in: layer),
            query: .one(lens.latent),
            unit: lens.unit,
            part: shownPart(input, in: layer)
        )
    }

    /// Whether the maps of all latents over the input are too many to be kept apart.
    func isLarge(_ run: Run) -> Bool {
        let layer = run.model.layers[SheetQuestion.layer(lens.layer, of: run.model)]
        return run.pairs(in: layer) > setting.largestMap
    }

    /// The maps of all latents over the input, as the facts about a latent need them.
    func weightsQuestion(_ input: Input) -> SheetQuestion {
        SheetQuestion(
            input.subject,
            layer: sheetLayer?.name,
            head: sheetLayer.map { HeadChoice.usual.among(heads: $0.heads) } ?? .usual,
            largestWhole: setting.largestMap
        )
    }

    /// The maps of all latents over the input, as the lens has them.
    func sheetQuestion(_ input: Input) -> SheetQuestion {
        SheetQuestion(
            input.subject,
            layer: sheetLayer?.name,
            head: head(in: sheetLayer),
            unit: lens.unit,
            part: shownPart(input, in: sheetLayer),
            largestWhole: setting.largestMap
        )
    }

    /// The row from which the facts about the chosen latent are read, where there are many.
    func latentRow(_ input: Input) -> MapQuestion {
        MapQuestion(input.subject, layer: sheetLayer?.name, query: .one(lens.latent))
    }

    /// What the model would write at a place that is not masked but chosen.
    func bytesQuestion(_ input: Input, _ run: Run) -> BytesQuestion? {
        guard case .bytes(let bytes) = run.output, let position = input.askedToken,
            bytes.tokens.indices.contains(position), !bytes.positions.contains(position)
        else { return nil }
        return BytesQuestion(input.subject, position: position)
    }

    /// The comparison of both sides, by the tasks that are shown.
    func comparisonQuestion(_ state: CompareState) -> ComparisonQuestion? {
        guard let first = side(state, 0), let second = side(state, 1),
            first.run != nil, second.run != nil, first.subject.model == second.subject.model
        else { return nil }
        return ComparisonQuestion(first.subject, second.subject, tasks: (first.task, second.task))
    }
}
