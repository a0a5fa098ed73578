import ArgumentParser
import Explanation
import Explorer
import Models

/// Measures how faithful maps are, on one input or many.
struct FaithfulCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "faithful",
        abstract: "Measure how faithful maps are: what becomes of an answer without what they rank first.",
        discussion: """
            Tokens are left out in the order of each map, and in random orders. Deletion removes the first ones and \
            watches the probability fall: the area below the curve should be small. Insertion begins with nothing and \
            adds them: its area should be large. Of several inputs it prints means with standard errors, for each kind \
            of input and task.

            EXAMPLES
              perceiver faithful photo.jpg
              perceiver faithful photos --method attention,occlusion --points 11
              perceiver faithful 'photos/*/*.jpg' --labels folder
              perceiver faithful clips --labels labels.csv --task sound --csv curves.csv
              perceiver faithful photos --method attention,occlusion --output curves.svg
            """
    )

    @OptionGroup var arguments: InputArguments
    @OptionGroup var model: ModelOptions
    @OptionGroup(title: "What is measured") var choice: Choice
    @OptionGroup(title: "What is printed or written") var page: RemovalPageOptions
    @OptionGroup(title: "What is printed or written") var output: NumbersOptions
    @OptionGroup(title: "How some inputs are read") var reading: ReadingOptions

    /// Which maps, and how.
    struct Choice: ParsableArguments {
        @Option(
            help: ArgumentHelp(
                """
                Maps, with commas between them: attention (what the answer looked at), coverage (mean of latents), \
                methods of attend --explain; or all.
                """,
                valueName: "names"
            )
        )
        var method = "all"
        @Option(help: ArgumentHelp("Points of each curve, both ends among them.", valueName: "n"))
        var points = ControlCurvesQuestion.usualPoints
        @Option(
            help: ArgumentHelp(
                "The task whose class is followed; without it the leading one.",
                valueName: "task"
            )
        )
        var task: String?
        @Option(
            help: ArgumentHelp("The class that is followed; without it the first choice.", valueName: "class")
        )
        var target: String?
        @Option(
            help: ArgumentHelp(
                """
                Only inputs that are answered right count: a table with the columns file and label, or the word \
                folder for the name of the folder that a file is in.
                """,
                valueName: "file.csv"
            ),
            completion: .file(extensions: ["csv"])
        )
        var labels: String?

        func validate() throws {
            if points < 2 { throw ValidationError("--points must be at least 2") }
            if points > 1001 { throw ValidationError("--points must be at most 1001") }
            if labels != nil && target != nil {
                throw ValidationError("--labels and --target both name the class; give one of them")
            }
        }
    }

    func validate() throws { try arguments.validateSome() }

    func run() throws {
        var answers = CommandAnswers()
        let model = try answers(ModelQuestion(model.place))
        let methods = try MeasuredMethod.named(choice.method, for: model)
        let labels = try choice.labels.map { try KnownLabels($0) }
        var inputs = try arguments.inputs(reading, for: model)
        var pages = try RemovalPages(page, for: inputs.sources)
        var table = output.csv.map { TableOutput($0, haveSameColumns: true) }
        var summary = FaithfulnessSummary()
        inputs.forEach(self.model.place, &answers) { subject, answers in
            guard let followed = try followed(subject, labels, &answers) else { return summary.countWrong() }
            let (report, removals) = try measured(subject, followed, methods, &answers)
            try pages.add(removals, of: subject.source)
            try table?.add(report.table)
            if output.json { print(try report.json()) }
            StandardOutput.flush()
            summary.add(report)
        }
        try pages.finish()
        try table?.finish()
        let isPrinted = !output.json && table == nil && page.output == nil
        if isPrinted && !summary.text.isEmpty { print(summary.text) }
        try inputs.end()
    }

    /// The class that is followed of an input; `nil` if the answer is not the right one.
    private func followed(
        _ subject: Subject,
        _ labels: KnownLabels?,
        _ answers: inout CommandAnswers
    ) throws -> FollowedClass? {
        let run = try answers(RunQuestion(subject))
        let task = try choice.task.map(run.task(named:))
        if let labels {
            let label = try labels.label(of: subject.source)
            let followed = try FollowedClass(label, in: run, task: task)
            return followed.isFirstChoice ? followed : nil
        }
        let usual = try MeasuredTarget(task: task, target: nil, in: run)
        let target = try MapOptions.label(choice.target, "--target", of: run.predictions[usual.task])
        return FollowedClass(run, task: usual.task, target: target ?? usual.target)
    }

    private func measured(
        _ subject: Subject,
        _ followed: FollowedClass,
        _ methods: [MeasuredMethod],
        _ answers: inout CommandAnswers
    ) throws -> (FaithfulnessReport, MeasuredRemovals) {
        let (task, target) = (followed.task, followed.target)
        let controls = try answers(
            ControlCurvesQuestion(subject, task: task, target: target, points: choice.points)
        )
        let clock = ContinuousClock()
        var maps: [(MapAnswer, Faithfulness, String?)] = []
        let measured = try methods.map { method in
            let map = method.question(subject, task, target)
            let start = clock.now
            let answer = try answers.map(map)
            let time = clock.now - start
            let question = FaithfulnessQuestion(map, task: task, target: target, points: choice.points)
            let found = try answers(question)
            maps.append((answer, found, method.name))
            return FaithfulnessReport.Method(method.name, found, time: time)
        }
        let run = try answers(RunQuestion(subject))
        return (
            FaithfulnessReport(subject.source, run, controls, measured),
            MeasuredRemovals(subject.source, run, controls, maps)
        )
    }
}
