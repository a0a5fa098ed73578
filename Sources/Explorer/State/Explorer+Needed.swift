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
        let shown = shownEntries.compactMap(input)
        if let model = readyModel {
            questions += list.entries.compactMap(folderQuestion)
            questions += unrecognised(model).map { ModalityQuestion($0.source) }
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
        // Without those that are known the page would ask for them again and again.
        case .compare(let state) where state.table.isOfAll: maps + list.entries.map(portrait)
        case .compare(let state): maps + (state.seen.map { [$0] } ?? []) + centredKept(state)
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
        guard !list.choosesInput || input.wantsRun, !input.isFolder else { return [] }
        var questions: [any Question] = [OpenQuestion(input.subject)]
        if input.wantsRun { questions.append(RunQuestion(input.subject)) }
        guard let run = input.run else { return questions }
        if showsOutput(run) {
            if case .tokens = run.output { questions.append(ReconstructionQuestion(input.subject)) }
            if case .clip = run.output, input.decodes {
                questions.append(ReconstructionQuestion(input.subject))
            }
        } else {
            let wanted = mapQuestion(input)
            questions.append(wanted.question)
            if let grouped = groupedQuestion(wanted, of: input) { questions.append(grouped) }
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
        if let row = matrixRow(input) { questions.append(row) }
        if let bytes = bytesQuestion(input, run) { questions.append(bytes) }
        if main.measuresMap, let measured = faithfulnessQuestion(input) { questions.append(measured) }
        return questions
    }

    /// How faithful the map is that is shown; `nil` where none lies over the input.
    func faithfulnessQuestion(_ input: Input) -> FaithfulnessQuestion? {
        guard let run = input.run, !showsOutput(run) else { return nil }
        let target = input.target(task: input.task)
        switch mapQuestion(input) {
        case .attention(let question):
            guard layer?.keys == .input, question.query != .all else { return nil }
            return FaithfulnessQuestion(question, task: input.task, target: target)
        case .relevance(let question):
            return FaithfulnessQuestion(question, task: input.task, target: target)
        }
    }

    /// Inputs on which the model shall run though they are not shown; of those that it ran on nothing need be kept.
    private var running: [Subject] {
        list.entries.filter {
            $0.wantsRun && $0.answer == nil && !$0.isFolder && !shownEntries.contains($0.id)
        }
        .map { Subject($0.source, model: models.place) }
    }

    private func neededByScreen(_ shown: [Input]) -> [any Question] {
        let completing = prompt?.awaited.map { [FolderQuestion(path: $0)] } ?? []
        return completing
            + {
                switch screen {
                case .main, .editor: []
                case .sheet: shown.filter { $0.run != nil }.flatMap(sheetQuestions)
                case .compare(let state): needed(state)
                case .browser(let state): needed(state)
                case .models(let state): [ListingsQuestion(state.places)]
                }
            }()
    }

    private func sheetQuestions(_ input: Input) -> [any Question] {
        [sheetQuestion(input), ReadingQuestion(input.subject, asker: input.asker)]
    }

    private func needed(_ state: CompareState) -> [any Question] {
        if state.table.isOfAll { return nextPortrait.map { [PortraitQuestion($0)] } ?? [] }
        return (comparisonQuestion(state).map { [$0] } ?? []) + centredNeeds(state)
    }

    private func needed(_ state: BrowserState) -> [any Question] {
        guard let item = state.current(in: items(state)) else { return [FolderQuestion(path: state.path)] }
        let preview = PreviewQuestion(path: state.path(of: item), model: models.place)
        return [FolderQuestion(path: state.path)] + (readyModel == nil ? [] : [preview])
    }

    // MARK: questions about an input

    /// The map that the lens is on.
    func mapQuestion(_ input: Input) -> SeenMap {
        if let method = lens.method.explanation, let question = relevance(input, by: method) {
            return .relevance(question)
        }
        return .attention(attentionQuestion(input))
    }

    /// What the answer that is looked at comes from: a class of a task, or what stands at a place that is asked for.
    func relevance(_ input: Input, by method: ExplanationMethod) -> RelevanceQuestion? {
        if !method.needsTask, let found = input.found, found.task == nil {
            return RelevanceQuestion(input.subject, method, place: .query(found.query))
        }
        guard let target = input.target(task: input.task) else { return nil }
        return RelevanceQuestion(
            input.subject,
            method,
            task: input.task,
            target: target,
            against: input.opponents[input.task]
        )
    }

    /// The attention that the lens is on.
    private func attentionQuestion(_ input: Input) -> MapQuestion {
        MapQuestion(
            input.subject,
            layer: layer?.name,
            head: head(in: layer),
            query: shownQuery,
            unit: lens.unit,
            asker: input.asker
        )
    }

    /// The lens' heads as a layer has them: one map is one question, however it was chosen.
    private func head(in layer: Layer?) -> HeadChoice {
        layer.map { lens.head.among(heads: $0.heads) } ?? lens.head
    }

    /// The layer whose maps of all latents are shown while the lens is on its own.
    private var sheetLayer: Layer? {
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
            unit: lens.unit
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
        guard let first = input(state.sides[0]), let second = input(state.sides[1]),
            first.run != nil, second.run != nil
        else { return nil }
        return ComparisonQuestion(first.subject, second.subject, tasks: (first.task, second.task))
    }
}
