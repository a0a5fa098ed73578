import Explanation
import Explorer
import Models

extension SessionRecord.Step {
    /// What a file of a format holds of the step.
    ///
    /// - Parameter answers: what is known already; what has to be found out is added.
    /// - Throws: an error whose description is a sentence for the user: ``SessionError`` if the step names what its input,
    ///   its model or this program does not have.
    func bytes(_ format: DrawnFigure.FileFormat, _ answers: inout CommandAnswers) throws -> [UInt8] {
        let subjects = try subjects()
        guard let subject = subjects.first else {
            throw SessionError.damaged(place: "inputs", problem: "are none")
        }
        switch content {
        case .map(let map, let drawing):
            let opened = try answers(OpenQuestion(subject))
            let question = try map.question(subject) { try answers(RunQuestion($0)) }
            let grain = try map.grain(in: opened.input.layout)
            let answer =
                try grain.map { try answers(GroupedMapQuestion(question, by: $0)) } ?? answers.map(question)
            let figure = Figure(answer, source: subject.source, opened: opened)
            return try DrawnFigure(figure, drawing: drawing).bytes(format)
        case .flow(let drawing):
            let (opened, run) = (try answers(OpenQuestion(subject)), try answers(RunQuestion(subject)))
            guard case .flow(let field) = run.output else {
                throw SessionError.impossible("\(run.model.name) finds no flow, which was saved")
            }
            let figure = Figure(field, run: run, source: subject.source, opened: opened)
            return try DrawnFigure(figure, drawing: drawing).bytes(format)
        case .table(let table): return try bytes(table, subjects, format, &answers)
        case .curves(let curves): return try page(curves, subject, &answers).replayed(format)
        case .likeness(let likeness): return try page(likeness, subjects, &answers).replayed(format)
        case .pair(let pair): return try figure(pair, subjects, &answers).replayed(format)
        case .overview(let overview): return try page(overview, subjects, &answers).replayed(format)
        case .nothing(let reason): throw SessionError.impossible(reason)
        }
    }

    private func bytes(
        _ table: SessionTable,
        _ subjects: [Subject],
        _ format: DrawnFigure.FileFormat,
        _ answers: inout CommandAnswers
    ) throws -> [UInt8] {
        let profiles = try subjects.map { subject in
            try answers(table.profiles(subject, answers(RunQuestion(subject))))
        }
        var effects: [Float]?
        if subjects.count == 1, let subject = subjects.first,
            let question = try table.effects(subject, answers(RunQuestion(subject)))
        {
            effects = try answers(question).latentEffects
        }
        let inputs = subjects.map(\.source)
        return try table.saved(profiles, effects: effects, inputs: inputs).replayed(format)
    }
}

// Pages that are no single map's.
extension SessionRecord.Step {
    private func page(_ curves: SessionCurves, _ subject: Subject, _ answers: inout CommandAnswers) throws
        -> SavedPage
    {
        let question = try curves.question(subject) { try answers(RunQuestion($0)) }
        let found = try answers(question)
        let measured = MeasuredRemovals(
            subject.source,
            try answers(RunQuestion(subject)),
            try answers(question.controls),
            [(try answers.map(question.map), found, nil)]
        )
        return try curves.page(measured)
    }

    private func page(
        _ likeness: SessionLikeness,
        _ subjects: [Subject],
        _ answers: inout CommandAnswers
    ) throws -> SavedPage {
        let portraits = try subjects.map { try answers(PortraitQuestion($0)) }
        return try likeness.page(subjects.map(\.source), portraits, answers(ModelQuestion(place)))
    }

    private func page(
        _ overview: SessionOverview,
        _ subjects: [Subject],
        _ answers: inout CommandAnswers
    ) throws -> SavedPage {
        let opened = try answers(OpenQuestion(subjects[0]))
        let run = try answers(RunQuestion(subjects[0]))
        switch try overview.question(subjects, run) {
        case .heads(let question): return try overview.page(answers.numbers(question), over: opened)
        case .tokens(let question): return try overview.page(answers.numbers(question), of: opened)
        }
    }

    private func figure(_ pair: SessionPair, _ subjects: [Subject], _ answers: inout CommandAnswers) throws
        -> PairFigure
    {
        let question = try pair.question(subjects) { try answers(RunQuestion($0)) }
        let found = try answers(question)
        let figures = try [question.first, question.second].map { map in
            let opened = try answers(OpenQuestion(map.subject))
            return Figure(try answers.map(map), source: map.subject.source, opened: opened)
        }
        return try pair.figure(figures, found)
    }
}

extension CommandAnswers {
    /// All layers and heads of an input.
    mutating func numbers(_ question: OverviewQuestion) throws -> OverviewNumbers {
        OverviewNumbers(
            try self(question),
            try self(LatentChangesQuestion(question.subject)),
            asker: question.asker,
            of: try self(RunQuestion(question.subject)),
            question.subject.source
        )
    }

    /// Tokens and latents of an input by principal components, and how alike a token is to others.
    mutating func numbers(_ question: KeyCosinesQuestion) throws -> ComponentNumbers {
        let run = try self(RunQuestion(question.subject))
        let hasLatents = run.model.latentCount > 0
        return ComponentNumbers(
            try self(ComponentsQuestion(question.subject, .tokens, after: question.layer)),
            latents: hasLatents ? try self(ComponentsQuestion(question.subject, .latents)) : nil,
            cosines: .init(
                try self(question),
                to: question.token,
                over: question.other.source,
                try self(OpenQuestion(question.other))
            ),
            of: run,
            question.subject.source
        )
    }
}

extension FileContent {
    /// What a file of a format holds that a session file names.
    ///
    /// - Throws: ``SessionError`` if it cannot be written so; `MediaError` if a picture is too large.
    fileprivate func replayed(_ format: DrawnFigure.FileFormat) throws -> [UInt8] {
        guard formats.contains(format) else {
            let accepted = formats.map(\.rawValue)
            throw SessionError.unknown(what: "format", word: format.rawValue, accepted: accepted)
        }
        return try bytes(format)
    }
}
