import Explanation
import Models

// Compare's table of both views: what the maps have in common, and what their inputs share whatever their shape.
extension Explorer {
    /// What both views have in common, but for the effects of latents.
    func viewComparisonQuestion(_ state: CompareState) -> ViewComparisonQuestion? {
        viewComparisonQuestion(state, effects: [])
    }

    private func viewComparisonQuestion(_ state: CompareState, effects: [RelevanceQuestion])
        -> ViewComparisonQuestion?
    {
        let sides = sides(state)
        guard sides.count == 2, sides.allSatisfy({ $0.run != nil && shownMap($0) != nil }) else { return nil }
        let maps = sides.compactMap { mapQuestion($0).question as? any MapAsking }
        guard maps.count == 2 else { return nil }
        return ViewComparisonQuestion(maps[0], maps[1], askers: sides.map(\.asker), effects: effects)
    }

    /// The same with the effects of latents; `nil` where both views have the same, or a side has none.
    func effectComparisonQuestion(_ state: CompareState) -> ViewComparisonQuestion? {
        guard state.wantsEffects else { return nil }
        let sides = sides(state)
        let effects = sides.compactMap { side -> RelevanceQuestion? in
            guard let model = side.run?.model, ExplanationMethod.ablation.isAllowed(by: model) else {
                return nil
            }
            return relevance(side, by: .ablation)
        }
        let models = Set(effects.map(\.subject.model))
        guard effects.count == 2, models.count == 1, effects[0] != effects[1] else { return nil }
        return viewComparisonQuestion(state, effects: effects)
    }

    /// The question of which that is known as far as possible.
    private func knownComparisonQuestion(_ state: CompareState) -> ViewComparisonQuestion? {
        [effectComparisonQuestion(state), viewComparisonQuestion(state)].compactMap { $0 }
            .first { ledger[$0] != nil }
    }

    /// What both views have in common, as far as that is known.
    func viewComparison(_ state: CompareState) -> ViewComparison? {
        knownComparisonQuestion(state).flatMap { ledger[$0] }
    }

    /// Whether the views are of two inputs that one model runs on, whose latents can be compared.
    func areOfTwoInputs(_ state: CompareState) -> Bool {
        let subjects = sides(state).map(\.subject)
        return subjects.count == 2 && subjects[0] != subjects[1] && subjects[0].model == subjects[1].model
    }

    /// Both maps as a figure; `nil` unless what they have in common is shown.
    var pairFigure: PairFigure? {
        guard case .compare(let state) = screen, state.table == .views,
            let question = knownComparisonQuestion(state), let found = ledger[question]
        else { return nil }
        let sides = sides(state)
        let figures = sides.compactMap { side -> Figure? in
            guard let opened = side.opened, let answer = map(mapQuestion(side)) else { return nil }
            return Figure(answer, source: side.subject.source, opened: opened)
        }
        guard figures.count == 2 else { return nil }
        var figure = PairFigure(figures, found, background: appearance.background)
        let pair = SessionPair(sides.map(mapQuestion), question, on: appearance.background)
        figure.step = SessionRecord.Step(
            sides[1].subject.model,
            sides.map(\.subject.source),
            pair.map { .pair($0) } ?? .nothing(why: SessionInput.pipeIsGone),
            first: sides[0].subject.model
        )
        return figure
    }

    /// How alike both models arrange the inputs of the list; `nil` of one model, or of too few inputs.
    func alignmentQuestion(_ state: CompareState) -> KernelAlignmentQuestion? {
        let places = sides(state).map(\.subject.model)
        guard places.count == 2, places[0] != places[1] else { return nil }
        let entries = comparable.filter { entry in
            places.allSatisfy {
                ledger.failure(of: LatentStatesQuestion(Subject(entry.source, model: $0))) == nil
            }
        }
        guard entries.count >= KernelAlignment.fewest else { return nil }
        let subjects = places.map { place in entries.map { Subject($0.source, model: place) } }
        return KernelAlignmentQuestion(subjects[0], subjects[1])
    }

    /// What the table of both views takes: the maps' comparison, then one input after the other for latents or for the
    /// models, then what is lost without each latent.
    func viewNeeds(_ state: CompareState) -> [any Question] {
        guard state.table == .views else { return [] }
        var questions: [any Question] = viewComparisonQuestion(state).map { [$0] } ?? []
        if let alignment = alignmentQuestion(state) {
            let all = (alignment.first + alignment.second).lazy.map { LatentStatesQuestion($0) }
            questions.append(all.first { ledger[$0] == nil } ?? alignment as any Question)
        }
        // Nothing keeps the maps waiting.
        guard viewComparison(state) != nil else { return questions }
        return questions + centredNeeds(state) + (effectComparisonQuestion(state).map { [$0] } ?? [])
    }

    /// What stays while the table of both views is shown.
    func viewsKept(_ state: CompareState) -> [any Question] {
        let held = state.held.values.map { $0.map.question }
        let places = Set(sides(state).map(\.subject.model))
        guard state.table == .views, places.count == 2 else { return held }
        // Failures, too: what was forgotten would count among the inputs again.
        return held + list.entries.map(portrait)
            + comparable.flatMap { entry in
                places.map { LatentStatesQuestion(Subject(entry.source, model: $0)) }
            }
    }
}
