import Explanation
import Models

// The pages of the overview as files.
extension Explorer {
    /// The page that is shown; `nil` until all of it is known, and elsewhere.
    var overviewPage: SavedPage? {
        guard case .overview(let state) = screen, let input = current, let opened = input.opened,
            let run = input.run
        else { return nil }
        switch state.page {
        case .heads:
            guard let numbers = overviewNumbers(state, input, run), let seen = state.seen else { return nil }
            var page = SavedPage(
                numbers,
                over: opened,
                lens: lens,
                frame: frameShown,
                background: appearance.background
            )
            page.step = step(SessionOverview(seen, frame: frameShown, drawing: drawing), [input])
            return page
        case .tokens:
            guard let numbers = componentNumbers(state, input, run),
                let question = cosinesQuestion(state, input)
            else { return nil }
            var page = SavedPage(numbers, of: opened, lens: lens, background: appearance.background)
            let inputs = [input] + (other(state).map { [$0] } ?? [])
            page.step = step(SessionOverview(question, drawing: drawing), inputs)
            return page
        }
    }

    /// Why there is no page to save, if so.
    var overviewPageObstacle: String? {
        guard case .overview(let state) = screen, let input = current, let run = input.run else {
            return runObstacle
        }
        let isKnown =
            state.page == .heads
            ? overviewNumbers(state, input, run) != nil : componentNumbers(state, input, run) != nil
        return isKnown ? nil : "the page is not complete yet"
    }

    private var drawing: SessionDrawing { SessionDrawing(lens, on: appearance.background) }

    private func step(_ overview: SessionOverview, _ inputs: [Input]) -> SessionRecord.Step {
        SessionRecord.Step(models.place, inputs.map(\.subject.source), .overview(overview))
    }

    private func overviewNumbers(_ state: OverviewState, _ input: Input, _ run: Run) -> OverviewNumbers? {
        guard let seen = state.seen, let overview = shownOverview(state, input),
            let changes = ledger[LatentChangesQuestion(input.subject)]
        else { return nil }
        return OverviewNumbers(overview, changes, asker: seen.asker, of: run, input.subject.source)
    }

    private func componentNumbers(_ state: OverviewState, _ input: Input, _ run: Run) -> ComponentNumbers? {
        let other = other(state) ?? input
        guard let tokens = ledger[componentsQuestion(state, input)], let opened = other.opened,
            let question = cosinesQuestion(state, input), let cosines = ledger[question]
        else { return nil }
        let latents = ledger[ComponentsQuestion(input.subject, .latents)]
        guard latents != nil || run.model.latentCount == 0 else { return nil }
        return ComponentNumbers(
            tokens,
            latents: latents,
            cosines: .init(cosines, to: question.token, over: other.subject.source, opened),
            of: run,
            input.subject.source
        )
    }
}
