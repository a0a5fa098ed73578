import ArgumentParser
import Explanation
import Explorer
import Files
import Media

/// Shows one map of each input: as text, or written to files.
package struct AttendCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "attend",
        abstract: "Show one map of attention, or of what speaks for a class: as text, or written to a file.",
        discussion: """
            The encoder's map lies over the input; maps of self-attention and of the decoder are over latents. \
            Latents, heads and layers are counted from 0, as in exported tensors. \
            With --explain it is what the class loses without a part of the input (occlusion), or the latents' \
            attention by what it loses without them (ablation).

            EXAMPLES
              perceiver attend photo.jpg
              perceiver attend photo.jpg --query 17 --head 2 --unit lift
              perceiver attend bark.wav --query mean --png bark.png --csv bark.csv
              perceiver attend photo.jpg --output photo.svg --light
              perceiver attend photos --output maps/ --format npz
              perceiver attend photos --png maps/ --csv maps.csv
              perceiver attend --text "a red car" --layer self.1 --json
              perceiver attend photo.jpg --layer self.1 --order clustered
              perceiver attend photo.jpg --explain occlusion --target dog
              perceiver attend photo.jpg --query 17 --part content
              perceiver attend photo.jpg --who 120,80,40,40
            """
    )

    @OptionGroup var arguments: InputArguments
    @OptionGroup var model: ModelOptions
    @OptionGroup(title: "Which map") var map: MapOptions
    @OptionGroup(title: "Which map") var grain: GranularityOption
    @Option(
        help: ArgumentHelp(
            "Instead of a map, who attends to a part of the input: written as for --remove.",
            valueName: "part"
        ),
        transform: { try Part($0) }
    )
    var who: Part?
    @Option(
        help: ArgumentHelp(
            """
            Point clouds: the side that they are seen from: front, side, top, or turn and tilt in degrees; with ,z behind \
            it where z leads upwards.
            """,
            valueName: "view"
        )
    )
    var view: Viewpoint?
    @OptionGroup(title: "What is printed or written") var output: FigureOptions
    @OptionGroup(title: "What is printed or written") var numbers: NumbersOptions
    @OptionGroup(title: "What is printed or written") var drawing: DrawingOptions
    @OptionGroup(title: "How some inputs are read") var reading: ReadingOptions

    package init() {}

    package func validate() throws {
        try arguments.validateSome()
        guard who != nil else { return }
        if map.isGiven || grain.granularity != nil {
            throw ValidationError("--who lists all layers and heads; leave out what chooses a map")
        }
        if output.writes { throw ValidationError("--who is a list; --output and --png write maps") }
    }

    package func run() throws {
        var answers = CommandAnswers()
        let model = try answers(ModelQuestion(model.place))
        try map.check(model)
        var inputs = try arguments.inputs(reading, for: model)
        let files = try output.files(for: inputs.sources)
        var table = numbers.csv.map { TableOutput($0, haveSameColumns: false) }
        let areSeveral = inputs.sources.count > 1
        inputs.forEach(self.model.place, &answers) { subject, answers in
            if let who { return try list(who, subject, &answers, &table, isNamed: areSeveral) }
            let figure = try figure(subject, &answers)
            try files.write(figure)
            try table?.add(figure.figure.table)
            show(figure, isNamed: areSeveral)
        }
        try table?.finish()
        try inputs.end()
    }

    /// The map of an input that is shown or written.
    ///
    /// - Parameter answers: what is known already, such as the model; what has to be found out is added.
    /// - Throws: an error whose description is a sentence for the user.
    private func figure(_ subject: Subject, _ answers: inout CommandAnswers) throws -> DrawnFigure {
        let question = try map.question(subject, &answers)
        let answer = try map.checked(grain.map(question, &answers), question, &answers)
        let opened = try answers(OpenQuestion(subject))
        let figure = Figure(answer, source: subject.source, opened: opened)
        return DrawnFigure(figure, background: output.background, view: view ?? .front)
    }

    /// The map of the one input.
    ///
    /// - Throws: an error whose description is a sentence for the user.
    package func figure(_ answers: inout CommandAnswers) throws -> DrawnFigure {
        let model = try answers(ModelQuestion(model.place))
        try map.check(model)
        let sources = try arguments.inputs(reading, for: model).sources
        guard let source = sources.first else { throw Failure("no input is named") }
        return try figure(Subject(try source.takingStandardInput(), model: self.model.place), &answers)
    }

    private func show(_ figure: DrawnFigure, isNamed: Bool) {
        if numbers.json {
            print(String(decoding: figure.figure.json(), as: UTF8.self))
        } else if !output.writes && numbers.csv == nil {
            if isNamed { print(printable(figure.figure.source.name)) }
            print(printable(figure.figure.title(dot: drawing.appearance.dot)))
            if let note = figure.figure.opened.input.note { print(note) }
            drawing.print(figure)
            if !figure.figure.measures.isEmpty {
                print(figure.figure.measures.map(\.text).joined(separator: ", "))
            }
            if let verdict = figure.figure.verdict { print(verdict) }
        }
        StandardOutput.flush()
    }
}
