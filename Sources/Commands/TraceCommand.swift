import ArgumentParser
import Explanation
import Files
import Models

/// Leads from outputs through latents to regions of inputs.
struct TraceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "Trace answers through latents to regions of the input.",
        discussion: """
            For each output: the latents that it reads most, with their shares, and the regions that these read. \
            Regions are blocks of pictures and sounds, and words of texts. These are shares of attention: what was \
            read, not what mattered. With --effects each latent also has the drop in log p of the class without it.

            EXAMPLES
              perceiver trace photo.jpg
              perceiver trace photo.jpg --way trunk --top 5
              perceiver trace --text "a red car" --json
              perceiver trace bark.wav --effects --csv bark.csv
              perceiver trace photo.jpg --overview heads.svg
              perceiver trace photo.jpg --components tokens.png --token 17
            """
    )

    @OptionGroup var arguments: InputArguments
    @OptionGroup var model: ModelOptions
    @OptionGroup(title: "What is traced") var choice: Choice
    @OptionGroup(title: "What is printed or written") var numbers: NumbersOptions
    @OptionGroup(title: "What is printed or written") var files: OverviewOptions
    @OptionGroup(title: "How some inputs are read") var reading: ReadingOptions

    /// What is traced, and how.
    struct Choice: ParsableArguments {
        @Option(
            help: ArgumentHelp(
                """
                direct takes the decoder's weights as they are; trunk follows them back through self-attention, and \
                tells what comes from the latents as they were learned.
                """,
                valueName: "way"
            )
        )
        var way = AnswerTrace.Way.direct
        @Option(help: ArgumentHelp("Only this task, by name.", valueName: "task"))
        var task: String?
        @Option(
            help: ArgumentHelp("The token, pixel or point that is asked for, by number.", valueName: "number")
        )
        var asking: Int?
        @Flag(help: "Add what the class loses without each latent.")
        var effects = false
        @Option(help: ArgumentHelp("List only shares from this one on.", valueName: "share"))
        var threshold = 0.0
        @Option(help: ArgumentHelp("How many latents and regions are listed of each.", valueName: "k"))
        var top = usualTop

        static let usualTop = 8

        func validate() throws {
            if top < 1 { throw ValidationError("--top must be at least 1") }
            if !(0...1).contains(threshold) { throw ValidationError("--threshold must be from 0 to 1") }
            if task != nil && asking != nil {
                throw ValidationError("--task and --asking: both say who asks; give one of them")
            }
        }
    }

    func validate() throws {
        try arguments.validateSome()
        try OutputPath.requireDistinct([
            ("--overview", files.overview), ("--components", files.components), ("--csv", numbers.csv),
        ])
        guard !traces else { return }
        let given = [
            ("--way", choice.way != .direct), ("--effects", choice.effects),
            ("--threshold", choice.threshold > 0), ("--top", choice.top != Choice.usualTop),
        ]
        if let (option, _) = given.first(where: \.1) {
            throw ValidationError(
                "\(option): is about the trace, of which pages show nothing; give --json or --csv, or leave it out"
            )
        }
    }

    /// Whether anything is traced: not where only pages are written.
    private var traces: Bool { numbers.json || numbers.csv != nil || !files.writes }

    func run() throws {
        var answers = CommandAnswers()
        let model = try answers(ModelQuestion(model.place))
        if traces, let refusal = model.traceRefusal { throw WrongUsage(refusal) }
        var inputs = try arguments.inputs(reading, for: model)
        let pages = try files.pages(for: inputs.sources)
        var table = numbers.csv.map { TableOutput($0, haveSameColumns: true) }
        let areSeveral = inputs.sources.count > 1
        inputs.forEach(self.model.place, &answers) { subject, answers in
            if files.writes { try pages.write(subject, asker: asker(subject, &answers), &answers) }
            guard traces else { return }
            let report = try report(subject, &answers)
            try table?.add(report.table)
            if numbers.json {
                print(try report.json())
            } else if table == nil {
                if areSeveral { print(printable(subject.source.name)) }
                for line in report.text.split(separator: "\n") { print(printable(String(line))) }
            }
            StandardOutput.flush()
        }
        try table?.finish()
        try inputs.end()
    }

    /// Whose answer is meant, if somebody's.
    private func asker(_ subject: Subject, _ answers: inout CommandAnswers) throws -> Asker? {
        try answers(RunQuestion(subject)).asker(task: choice.task, asking: choice.asking)
    }

    private func report(_ subject: Subject, _ answers: inout CommandAnswers) throws -> TraceReport {
        let run = try answers(RunQuestion(subject))
        let asker = try asker(subject, &answers)
        let trace = try answers(TraceQuestion(subject, asker: asker, way: choice.way))
        var effects: [Float]?
        if choice.effects {
            guard run.tasks.count > 0 else {
                throw WrongUsage("--effects: they are on a class, and this input has none")
            }
            let task = try choice.task.map(run.task(named:))
            effects = try answers(RelevanceQuestion(subject, .ablation, task: task)).latentEffects
        }
        return TraceReport(
            subject.source,
            run,
            trace,
            only: asker.flatMap(run.found),
            effects: effects,
            threshold: choice.threshold,
            top: choice.top
        )
    }
}

extension AnswerTrace.Way: ExpressibleByArgument {}
