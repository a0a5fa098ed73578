import ArgumentParser
import Explanation
import Explorer
import Models
import Numerics

struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Put two inputs of any modalities side by side, or tell how alike several are.",
        discussion: """
            Of more than two inputs a matrix of likeness is printed, and for each the others, the most alike first: \
            by the probability that both get the same class, and by their latents. With an option that says which maps \
            are compared, it is the two maps: of two inputs, or of one input looked at in two ways. Of more inputs and \
            two models, it is how alike the models arrange them.

            EXAMPLES
              perceiver compare cat.jpg meow.ogg
              perceiver compare dog.jpg --text "a dog barks" --json
              perceiver compare dog.jpg dog.ogg cat.jpg cat.ogg --text "a cat sleeps"
              perceiver compare photos --csv pairs.csv
              perceiver compare dog.jpg --left-explain rollout --explain occlusion
              perceiver compare dog.jpg cat.jpg --explain occlusion
              perceiver compare dog.jpg cat.jpg --explain cp-lrp --target dog --against cat
              perceiver compare dog.jpg cat.jpg --explain occlusion --output maps.svg
              perceiver compare photos --output likeness.png
            """
    )

    @OptionGroup var arguments: InputArguments
    @OptionGroup var model: ModelOptions
    @OptionGroup(title: "Which maps are compared") var views: ViewOptions
    @OptionGroup(title: "What is printed or written") var page: PageFile
    @OptionGroup(title: "What is printed or written") var list: ListOptions
    @OptionGroup(title: "What is printed or written") var numbers: NumbersOptions
    @OptionGroup(title: "What is printed or written") var drawing: DrawingOptions
    @OptionGroup(title: "How some inputs are read") var reading: ReadingOptions

    func validate() throws { try arguments.validateSome() }

    func run() throws {
        var answers = CommandAnswers()
        let model = try answers(ModelQuestion(model.place))
        var inputs = try arguments.inputs(reading, for: model)
        if views.areAsked, !inputs.sources.isEmpty {
            let isOfSeveral = inputs.sources.count > 2
            try isOfSeveral ? align(inputs.sources, &answers) : compareViews(inputs.sources, &answers)
            return try inputs.end()
        }
        guard inputs.sources.count >= 2 else {
            try inputs.end()
            throw WrongUsage(
                "\(inputs.sources.count == 1 ? "one input is" : "no inputs are") named, where two or more are compared"
            )
        }
        if inputs.sources.count == 2 {
            try compare(inputs.sources, &answers)
            if page.output != nil { _ = try comparedViews(inputs.sources, &answers) }
        } else {
            var kept: [Kept] = []
            inputs.forEach(self.model.place, &answers) { subject, answers in
                // Both are taken from one run, which is not kept.
                _ = try answers(RunQuestion(subject))
                let portrait = try answers(PortraitQuestion(subject))
                kept.append((subject.source, portrait, try answers(LatentStatesQuestion(subject))))
            }
            if kept.count >= 2 { try rank(kept, model) }
        }
        try inputs.end()
    }

    /// What two inputs have in common.
    private func compare(_ sources: [Source], _ answers: inout CommandAnswers) throws {
        let subjects = try sources.map { Subject(try $0.takingStandardInput(), model: model.place) }
        let runs = try subjects.map { try answers(RunQuestion($0)) }
        let comparison = try answers(ComparisonQuestion(subjects[0], subjects[1]))
        let tasks = Comparison.matchingTasks(runs[0], runs[1])
        let weights = try zip(subjects, [tasks.0, tasks.1]).map { subject, task in
            try answers(ReadingQuestion(subject, asker: .task(task)))
        }
        let names = subjects.map(\.source.given)
        let report = ComparisonReport(names, runs, comparison, weights: weights, top: list.top)
        try tell(json: report.json, table: report.table) { print(report.text) }
    }

    /// What is kept of an input among many.
    private typealias Kept = (source: Source, portrait: Portrait, states: Matrix)

    /// How alike more than two inputs are.
    private func rank(_ kept: [Kept], _ model: Model) throws {
        let names = SharedNames(model)
        let report = LikenessReport(
            kept.map(\.source),
            Likeness(kept.map(\.portrait)),
            names,
            centredLatents: CentredComparison.means(kept.map(\.states)),
            top: list.top
        )
        try tell(json: report.json, table: report.table) {
            for measure in report.measures { show(measure, of: report) }
            print(report.text(isASCII: drawing.ascii))
        }
        try page.write { report.page(model).page($0) }
    }

    /// A matrix: colours and shades on a terminal, or where colours are asked for; else numbers that are never cut.
    private func show(_ measure: Likeness.Measure, of report: LikenessReport) {
        let heading = "\(measure.words): \(measure.meaning)"
        if DrawingOptions.terminalWidth == nil && drawing.color == nil {
            print(heading)
            print(report.matrix(measure, width: DrawingOptions.lineWidth, isASCII: drawing.ascii))
        } else {
            print("\(heading), in hundredths")
            drawing.print(report.figure(measure))
        }
        print()
    }

    func tell(json: () throws -> String, table: Table, text: () -> Void) throws {
        if let csv = numbers.csv {
            var file = TableOutput(csv, haveSameColumns: true)
            try file.add(table)
            try file.finish()
        }
        if numbers.json { print(try json()) } else if numbers.csv == nil && page.output == nil { text() }
    }
}
