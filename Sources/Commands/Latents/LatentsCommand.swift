import ArgumentParser
import Explanation
import Explorer
import Files
import Models

/// Shows what each latent reads, of one input or on average of many; or which inputs one latent reads most sharply.
struct LatentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "latents",
        abstract: "Show the latents as a table: what each of them reads, and what depends on it.",
        discussion: """
            Columns: weight, the share of the latent in what the answer reads. effect, the drop in log p of the target if \
            the latent learns nothing from the input. inputs, over how many inputs its attention would spread if it were \
            even; H, the same as entropy in bits. lift, its largest multiple of uniform attention. Then the centre of its \
            map: x and y, s and Hz, or byte. content, the share of content in its scores. twin, the latent most like it, \
            and how much of their attention overlaps. kind, by what it chooses. Of several inputs these are means, with \
            standard deviations, for each kind of input.
            With --top only the first rows of the order are listed.
            With --latent it lists the inputs that this latent reads most sharply: those with the largest lift.

            EXAMPLES
              perceiver latents photo.jpg --sort effect --top 10
              perceiver latents photo.jpg --filter 'lift>20 & H<8.5'
              perceiver latents --text "a red car" --filter 'kind=periodic | content>0.8'
              perceiver latents photos --csv latents.csv
              perceiver latents --latent 17 photos
            """
    )

    @OptionGroup var arguments: InputArguments
    @OptionGroup var model: ModelOptions
    @OptionGroup(title: "Which latents") var choice: LatentsOptions
    @OptionGroup(title: "What is printed or written") var output: LatentsOutput
    @OptionGroup(title: "What is printed or written") var drawing: DrawingOptions
    @OptionGroup(title: "How some inputs are read") var reading: ReadingOptions

    func validate() throws { try arguments.validateSome() }

    func run() throws {
        var answers = CommandAnswers()
        let model = try answers(ModelQuestion(model.place))
        try choice.check(model)
        var inputs = try arguments.inputs(reading, for: model)
        if let latent = choice.latent {
            try showInputs(of: latent, &inputs, &answers)
        } else {
            try showLatents(&inputs, &answers)
        }
        try inputs.end()
    }

    // MARK: the table

    private func showLatents(_ inputs: inout NamedInputs, _ answers: inout CommandAnswers) throws {
        var listings: [LatentListing] = []
        inputs.forEach(model.place, &answers) { subject, answers in
            listings.append(try choice.listing(subject, &answers))
        }
        let name = inputs.sources.count == 1 ? inputs.sources[0].name : nil
        var table = output.csv.map { TableOutput($0, haveSameColumns: false) }
        for listing in LatentListing.averages(listings) {
            let rows = Array(try choice.rows(of: listing).prefix(output.top ?? .max))
            if output.json {
                print(
                    listing.json(
                        rows,
                        inputs: listing.count == inputs.sources.count ? inputs.sources : []
                    )
                )
            } else if table == nil {
                print(LatentsText(listing, rows, input: name, drawing.appearance).text)
            }
            try table?.add(listing.table(rows, modality: listings.count > 1))
        }
        try table?.finish()
    }

    // MARK: one latent

    private func showInputs(
        of latent: Int,
        _ inputs: inout NamedInputs,
        _ answers: inout CommandAnswers
    ) throws {
        var found: [LatentMatch] = []
        inputs.forEach(model.place, &answers) { subject, answers in
            let profiles = try answers(choice.question(subject, &answers))
            found += LatentMatch(latent, in: profiles, of: subject).map { [$0] } ?? []
        }
        let matches = found.largestFirst(by: \.profile.lift)
        var table = output.csv.map { TableOutput($0, haveSameColumns: false) }
        for match in matches {
            try table?.add(match.table)
            if output.json { print(try match.json()) }
        }
        try table?.finish()
        guard !output.json, table == nil else { return }
        for match in matches.prefix(output.top ?? 5) { try draw(match, &answers) }
    }

    private func draw(_ match: LatentMatch, _ answers: inout CommandAnswers) throws {
        let question = MapQuestion(
            match.subject,
            layer: match.layer,
            head: match.head,
            query: .one(match.profile.latent)
        )
        let map = try answers(question)
        let opened = try answers(OpenQuestion(match.subject))
        let figure = DrawnFigure(Figure(map, source: match.subject.source, opened: opened))
        print(printable(match.words(dot: drawing.appearance.dot)))
        drawing.print(figure)
        answers.forget(allBut: model.place)
    }
}

/// What is printed or written, and how much of it.
struct LatentsOutput: ParsableArguments {
    @Flag(help: "Print JSON: an object a line for each kind of input; with --latent for each input.")
    var json = false
    @Option(
        help: ArgumentHelp("Write one table of all inputs; - prints it.", valueName: "file.csv"),
        completion: .file(extensions: ["csv"]),
        transform: OutputPath.parser("csv")
    )
    var csv: OutputPath?
    @Option(
        help: ArgumentHelp(
            """
            How many rows are listed, the first of the order; all without it. With --latent how many inputs are drawn; \
            5 without it.
            """,
            valueName: "k"
        )
    )
    var top: Int?

    func validate() throws {
        if json, csv?.path == TableOutput.standardOutput {
            throw ValidationError("--json and --csv - both print; name a file for the table")
        }
        if let top, top < 1 { throw ValidationError("--top must be at least 1") }
    }
}

/// Which latents are listed, in which order.
struct LatentsOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The layer; without it the last one in which latents read the input.",
            valueName: "layer"
        )
    )
    var layer: String?
    @Option(help: ArgumentHelp("A head's number, mean or max.", valueName: "head"))
    var head: String?
    @Option(
        help: ArgumentHelp("The task of weights and effects; without it the leading one.", valueName: "task")
    )
    var task: String?
    @Option(help: ArgumentHelp("The class of effects; without it the first choice.", valueName: "class"))
    var target: String?
    @Flag(
        inversion: .prefixedNo,
        help: "Whether effects are computed: a run of the latents for each of them."
    )
    var effects = true
    @Option(help: ArgumentHelp("The column that orders the rows.", valueName: "column"))
    var sort = LatentColumn.latent.name
    @Flag(help: "The other way round.")
    var reverse = false
    @Option(
        help: ArgumentHelp(
            "Only rows that fulfil this, such as 'lift>20 & H<8.5', 'effect>0 | kind=periodic', '!dead & !duplicate'.",
            valueName: "condition"
        )
    )
    var filter = ""
    @Option(help: ArgumentHelp("List inputs by how sharply this latent reads them.", valueName: "number"))
    var latent: Int?

    /// Refuses what the model has not, before it runs.
    func check(_ model: Model) throws {
        guard let usual = LatentProfilesQuestion.layer(nil, of: model) else {
            throw WrongUsage("\(model.name) has no latents that read the input")
        }
        if let layer, model.layer(named: layer).flatMap({ model.readsInput($0) ? $0 : nil }) == nil {
            let names = model.layers.indices.filter(model.readsInput).map { model.layers[$0].name }
            throw WrongUsage("--layer \(layer): latents read the input in \(names.joined(separator: ", "))")
        }
        let place = model.layers[LatentProfilesQuestion.layer(layer, of: model) ?? usual]
        _ = try place.head(named: head)
        if let latent, !(0..<model.latentCount).contains(latent) {
            throw WrongUsage("--latent \(latent): a latent from 0 to \(model.latentCount - 1)")
        }
    }

    /// What is asked of an input.
    func question(_ subject: Subject, _ answers: inout CommandAnswers) throws -> LatentProfilesQuestion {
        let asker = try task.map { Asker.task(try answers(RunQuestion(subject)).task(named: $0)) }
        return LatentProfilesQuestion(
            subject,
            layer: layer,
            head: head.flatMap(HeadChoice.init) ?? .usual,
            asker: asker
        )
    }

    /// The table of an input.
    func listing(_ subject: Subject, _ answers: inout CommandAnswers) throws -> LatentListing {
        let run = try answers(RunQuestion(subject))
        let profiles = try answers(question(subject, &answers))
        guard effects, !run.tasks.isEmpty else {
            if let target {
                throw WrongUsage(
                    "--target \(target): \(effects ? "this input has no classes" : "no effects are wanted")"
                )
            }
            return LatentListing(profiles, effects: nil, target: nil)
        }
        let task = try task.map(run.task(named:)) ?? run.predictions.leading
        let prediction = run.predictions[task]
        let label = try MapOptions.label(target, "--target", of: prediction) ?? prediction.best
        let question = RelevanceQuestion(subject, .ablation, task: task, target: label)
        let found = try answers(question).latentEffects
        return LatentListing(profiles, effects: found, target: prediction.labels[label])
    }

    /// The rows of a table that are wanted, in the order that is wanted.
    func rows(of listing: LatentListing) throws -> [LatentRecord] {
        guard let column = listing.column(named: sort) else {
            let names = listing.columns.map(\.name).joined(separator: ", ")
            throw WrongUsage("--sort \(sort): there is no such column; one of \(names)")
        }
        let wanted: LatentFilter
        do { wanted = try LatentFilter(filter, columns: listing.columns) } catch {
            throw WrongUsage("--filter \(error)")
        }
        return listing.sorted(by: column, reversed: reverse).filter { wanted($0) }
    }
}

extension Model {
    /// Whether latents read the input in a layer.
    fileprivate func readsInput(_ layer: Int) -> Bool {
        layers[layer].queries == .latents && layers[layer].keys == .input
    }
}
