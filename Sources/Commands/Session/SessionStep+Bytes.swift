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
        let subjects = try inputs.map { Subject(try $0.source(), model: place) }
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
        let saved = try table.saved(profiles, effects: effects, inputs: subjects.map(\.source.given))
        guard saved.formats.contains(format) else {
            let accepted = saved.formats.map(\.rawValue)
            throw SessionError.unknown(what: "format", word: format.rawValue, accepted: accepted)
        }
        return saved.bytes(format)
    }
}
