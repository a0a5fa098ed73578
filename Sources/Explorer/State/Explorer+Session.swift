import Explanation

// What can be written to a file, and how session files tell it.
extension Explorer {
    /// What is drawn of the selected input, as files hold it.
    var figure: DrawnFigure? { current.flatMap(figure) }

    /// The figures that are looked at: one, both sides of Compare, or none on pages that show something else.
    package var figuresInSight: [DrawnFigure] {
        switch screen {
        case .main: figure.map { [$0] } ?? []
        case .compare(let state) where !state.table.isOfAll: sides(state).compactMap(figure)
        case .compare, .sheet, .trace, .overview, .browser, .editor, .models, .latents, .attenders: []
        }
    }

    private func figure(_ input: Input) -> DrawnFigure? {
        let drawing = SessionDrawing(lens, on: appearance.background)
        switch content(of: input) {
        case .message, .source: return nil
        case .output(let opened, let run):
            guard case .flow(let field) = run.output else { return nil }
            let figure = Figure(field, run: run, source: input.source, opened: opened)
            return drawn(figure, input, .flow(drawing: drawing))
        case .map(let opened, let answer, _):
            let figure = Figure(answer, source: input.subject.source, opened: opened)
            let map = sessionMap(input).map { SessionContent.map($0, drawing: drawing) }
            return drawn(figure, input, map ?? .nothing(why: SessionInput.pipeIsGone))
        }
    }

    private func drawn(_ figure: Figure, _ input: Input, _ content: SessionContent) -> DrawnFigure {
        var drawn = DrawnFigure(figure, lens: lens, background: appearance.background)
        drawn.step = SessionRecord.Step(input.subject.model, [input.subject.source], content)
        return drawn
    }

    /// The map that is drawn, which is by token until it is known by what is wanted.
    private func sessionMap(_ input: Input) -> SessionMap? {
        guard let seen = input.held ?? input.seen else { return nil }
        let grouped = groupedQuestion(seen, of: input).flatMap { ledger[$0] == nil ? nil : $0 }
        return SessionMap(seen, by: grouped?.grain)
    }
}
