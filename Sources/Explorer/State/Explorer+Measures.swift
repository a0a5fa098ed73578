import Explanation

// What is found out about the map that is shown.
extension Explorer {
    /// What the box below the predictions is about, if that takes a question of its own.
    func boxQuestion(_ input: Input) -> (any Question)? {
        switch main.box {
        case .latent: nil
        case .faithfulness: faithfulnessQuestion(input)
        case .randomWeights: randomisationQuestion(input)
        }
    }

    /// How faithful the map is that is shown; `nil` where none lies over the input, or it is about a place and no class.
    func faithfulnessQuestion(_ input: Input) -> FaithfulnessQuestion? {
        guard input.found?.task != nil else { return nil }
        return mapOverInput(input).map {
            FaithfulnessQuestion($0, task: input.task, target: input.target(task: input.task))
        }
    }

    /// The removal curves of the map that is shown; `nil` until they are measured.
    var removalFigure: RemovalFigure? {
        guard let input = current, let run = input.run, let question = faithfulnessQuestion(input),
            let controls = ledger[question.controls], let removals = ledger[question.removals],
            let map = ledger.map(question.map)
        else { return nil }
        let found = Faithfulness(removals, controls)
        return RemovalFigure([MeasuredRemovals(input.source, run, controls, [(map, found, nil)])])
    }

    /// They as a page.
    var removalPage: SavedPage? {
        guard let input = current, let question = faithfulnessQuestion(input),
            var page = removalFigure?.page(appearance.background)
        else { return nil }
        let curves = SessionCurves(mapQuestion(input), question.controls, on: appearance.background)
        page.step = SessionRecord.Step(
            input.subject.model,
            [input.subject.source],
            curves.map { .curves($0) } ?? .nothing(why: SessionInput.pipeIsGone)
        )
        return page
    }

    /// What random weights do to the map that is shown; `nil` where none lies over the input.
    func randomisationQuestion(_ input: Input) -> RandomisationQuestion? {
        mapOverInput(input).map { RandomisationQuestion($0) }
    }

    private func mapOverInput(_ input: Input) -> (any MapAsking)? {
        guard let run = input.run, !showsOutput(run) else { return nil }
        switch mapQuestion(input) {
        case .attention(let question):
            return layer?.keys == .input && question.query != .all ? question : nil
        case .relevance(let question): return question
        case .difference: return nil
        }
    }
}

extension Ledger {
    /// The answer to a question about a map whose type is not known.
    fileprivate func map(_ question: some Mapping) -> MapAnswer? { self[question] }
}
