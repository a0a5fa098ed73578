import Explanation
import Explorer
import Models

// Two maps side by side, and two models on many inputs.
extension CompareCommand {
    /// Prints what the maps of two inputs, or of one input looked at in two ways, have in common.
    func compareViews(_ sources: [Source], _ answers: inout CommandAnswers) throws {
        let report = try comparedViews(sources, &answers)
        try tell(json: report.json, table: report.table) { print(report.text) }
    }

    /// Compares the maps of two inputs, or of one input looked at in two ways, and draws them if that is wanted.
    func comparedViews(_ sources: [Source], _ answers: inout CommandAnswers) throws -> ViewsReport {
        let places = [views.leftPlace ?? model.place, model.place]
        if views.effects, places[0] != places[1] {
            throw WrongUsage("--effects: two models have no latents in common; leave it out")
        }
        let subjects = try zip([sources[0], sources[sources.count - 1]], places).map {
            Subject(try $0.takingStandardInput(), model: $1)
        }
        let maps = try views.maps()
        var (questions, askers, effects): ([any MapAsking], [Asker?], [RelevanceQuestion]) = ([], [], [])
        for (side, (subject, map)) in zip(subjects, maps).enumerated() {
            let model = try answers(ModelQuestion(subject.model))
            try views.naming(isLeft: side == 0) { try map.check(model) }
            let run = try answers(RunQuestion(subject))
            let asked = try views.naming(isLeft: side == 0) { try map.question(subject, &answers) }
            guard let question = asked as? any MapAsking else {
                throw WrongUsage(
                    "--difference and --since-first: two maps are compared as they are; leave it out"
                )
            }
            questions.append(question)
            askers.append(try map.asker(run))
            if views.effects {
                effects.append(try self.effects(subject, run, questions[questions.count - 1]))
            }
        }
        if questions[0].asked == questions[1].asked {
            throw WrongUsage(
                "both views are the same; give a second input, or what the left one shows: --left-explain"
            )
        }
        let found = try answers(
            ViewComparisonQuestion(questions[0], questions[1], askers: askers, effects: effects)
        )
        var figures: [Figure] = []
        for (subject, question) in zip(subjects, questions) {
            let map = try answers.map(question)
            let opened = try answers(OpenQuestion(subject))
            figures.append(Figure(map, source: subject.source, opened: opened))
        }
        try page.write { background in
            PairFigure(figures, found, background: background).page
        }
        let models = try places.map { try answers(ModelQuestion($0)).title }
        return ViewsReport(subjects.map(\.source), models, found)
    }

    /// The question what a map's target loses without each latent.
    private func effects(_ subject: Subject, _ run: Run, _ map: any MapAsking) throws -> RelevanceQuestion {
        guard !run.tasks.isEmpty, run.model.latentCount > 0 else {
            throw WrongUsage("--effects: they are of latents on a class, and this model has none")
        }
        let opponent = (map as? RelevanceQuestion)?.other
        return RelevanceQuestion(subject, .ablation, task: map.task, target: map.target, against: opponent)
    }

    /// Compares how two models arrange more than two inputs.
    func align(_ sources: [Source], _ answers: inout CommandAnswers) throws {
        guard let left = views.leftPlace else {
            throw WrongUsage("maps are compared of one input or of two, not of \(sources.count)")
        }
        guard page.output == nil else {
            throw WrongUsage("--output: two models are compared by numbers alone; leave it out")
        }
        let given = try sources.map { try $0.takingStandardInput() }
        let subjects = [left, model.place].map { place in given.map { Subject($0, model: place) } }
        let found = try answers(KernelAlignmentQuestion(subjects[0], subjects[1]))
        let models = try [left, model.place].map { try answers(ModelQuestion($0)).title }
        let report = AlignmentReport(models, found)
        try tell(json: report.json, table: report.table) { print(report.text) }
    }
}
