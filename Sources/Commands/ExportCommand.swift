import ArgumentParser
import Checkpoints
import Explanation
import Media
import Models
import Numerics
import Perceiver

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write every tensor of a run to a safetensors file, one for each input.",
        discussion: """
            Names: inputs [M, C]; layout [M, K], where each token lies, whose columns the metadata names; latents \
            [N, D]; final [M, D] where answers are read from tokens; logits, or logits.NAME where a model has \
            several outputs; with --reconstruct outputs.MODALITY, what the latents say of each token; tokens [M], \
            the tokens' numbers, where some were removed; attention.encoder [h, N, M]; attention.self.I [h, N, N] for every executed layer; \
            attention.decoder [h, O, N], a row for each decoder query: tasks, positions of a text, pixels of a flow, \
            and of a clip the label; with --reconstruct everything that can be asked. Maps are weights, after the \
            softmax. Of large models a few rows of each map may be enough: --queries and --asking say which, and O \
            or N is then their number.

            EXAMPLES
              perceiver export photo.jpg --to run.safetensors
              perceiver export photos --to runs/ --maps none
              perceiver export bark.wav --to run.safetensors --maps cross
              perceiver export bark.wav --to run.safetensors --queries 0,17 --asking 0
              perceiver export frames --model multimodal-perceiver --maps none \\
                --reconstruct --to run.safetensors
              python3
              >>> from safetensors.numpy import load_file
              >>> load_file("run.safetensors").keys()
            """
    )

    enum Maps: String, ExpressibleByArgument, CaseIterable {
        case all, cross, none
    }

    @OptionGroup var arguments: InputArguments
    @Option(
        help: ArgumentHelp(
            "The file to write; with several inputs a folder, for a file each.",
            valueName: "file.safetensors"
        ),
        completion: .file(extensions: ["safetensors"]),
        transform: OutputPath.parser("safetensors", orFolder: true)
    )
    var to: OutputPath
    @OptionGroup var model: ModelOptions
    @Option(help: ArgumentHelp("all attention maps, only cross-attention, or none.", valueName: "maps"))
    var maps: Maps = .all
    @Option(
        help: ArgumentHelp(
            "Latents whose rows of the maps are written, instead of all.",
            valueName: "numbers"
        ),
        transform: ExportCommand.numbers
    )
    var queries: [Int]?
    @Option(
        help: ArgumentHelp(
            """
            The tokens, pixels or points whose rows of the decoder's map are written, instead of all queries, \
            counted as by attend.
            """,
            valueName: "numbers"
        ),
        transform: ExportCommand.numbers
    )
    var asking: [Int]?
    @Flag(help: "Decode the input itself from the latents, too, if the model can.")
    var reconstruct = false
    @OptionGroup(title: "How some inputs are read") var reading: ReadingOptions

    func validate() throws {
        try arguments.validateSome()
        if maps == .none && (queries != nil || asking != nil) {
            throw ValidationError("--queries and --asking choose rows of maps; leave out --maps none")
        }
    }

    /// Numbers from 0 on, such as `0,17,5`, in the order they were given in.
    private static func numbers(_ text: String) throws -> [Int] {
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
        guard numbers.allSatisfy({ $0 >= 0 }) else {
            throw ValidationError("must be numbers from 0 on, with commas between them")
        }
        return numbers
    }

    func run() throws {
        var answers = CommandAnswers()
        let model = try answers(ModelQuestion(model.place))
        var inputs = try arguments.inputs(reading, for: model)
        let files = try to.places("--to", for: inputs.sources)
        inputs.forEach(self.model.place, &answers) { subject, answers in
            let run = try answers(RunQuestion(subject))
            let places = TokenPlaces(run.input.layout)
            let path = try files.path(for: subject.source)
            let layout = [output("layout", places.matrix(of: run.input.kept))]
            try TensorFile.write(
                try tensors(run) + layout,
                metadata: metadata(subject.source, run, places),
                to: path
            )
            StandardError.write("wrote \(path)")
        }
        try inputs.end()
    }

    private func metadata(_ source: Source, _ run: Run, _ places: TokenPlaces) -> [String: String] {
        let sections = run.input.layout.sections.map(\.name)
        return [
            "input": source.given, "model": run.model.title,
            "modality": run.input.modality.rawValue, "tasks": run.tasks.map(\.name).joined(separator: ", "),
            "layout": places.columns.joined(separator: ","),
        ].merging(sections.count > 1 ? ["sections": sections.joined(separator: ",")] : [:]) { $1 }
    }

    private func output(_ name: String, _ matrix: Matrix) -> TensorFile.Output {
        TensorFile.Output(name, shape: [matrix.rows, matrix.columns], matrix)
    }

    private func tensors(_ run: Run) throws -> [TensorFile.Output] {
        var outputs = [output("inputs", run.trace.inputs)]
        if run.model.latentCount > 0 { outputs.append(output("latents", run.trace.latents)) }
        if run.readSpace != .latents { outputs.append(output("final", run.trace.final)) }
        if !run.input.removed.isEmpty {
            let kept = run.input.kept.map(Float.init)
            let numbers = Matrix(rows: 1, columns: kept.count, kept)
            outputs.append(TensorFile.Output("tokens", shape: [kept.count], numbers))
        }
        let progress = ProgressLine()
        defer { progress.end() }
        let all = try run.outputs(reconstructing: reconstruct) { progress.report("decoding", $0) }
        outputs += all.map { TensorFile.Output($0.name, shape: $0.shape, $0.values) }
        let layers = run.model.layers
        return outputs
            + (try layers.indices.filter { exports(layers[$0]) }.map {
                ExportedMap(run, layer: $0, try rows(run, layers[$0])).output
            })
    }

    private func exports(_ layer: Layer) -> Bool {
        switch maps {
        case .all: true
        case .cross: layer.queries != layer.keys
        case .none: false
        }
    }

    /// The queries of a layer that are written, by their numbers among those that the layer saw.
    private func rows(_ run: Run, _ layer: Layer) throws -> [Int] {
        if layer.queries == .outputs { return try decoderRows(run) }
        guard let queries else { return Array(0..<run.count(of: layer.queries)) }
        let count = run.size(of: layer.queries)
        return try queries.map { number in
            guard number < count, let seen = run.seenNumber(number, of: layer.queries) else {
                let what = layer.queries == .input ? "tokens" : "latents"
                throw WrongUsage("--queries \(number): there are \(what) 0 to \((count - 1).grouped)")
            }
            return seen
        }
    }

    private func decoderRows(_ run: Run) throws -> [Int] {
        guard let asking else {
            // Where there are tasks the rest is asked on demand.
            let tasks = run.tasks.indices.compactMap(run.decoderQuery(task:))
            return reconstruct || tasks.isEmpty ? Array(0..<run.decoderQueryCount) : tasks
        }
        return try asking.map { number in
            guard case .query(let query)? = run.asker(number: number) else {
                throw WrongUsage("--asking \(number): \(run.askerNumbers)")
            }
            return query
        }
    }
}

extension TokenPlaces {
    /// The numbers of some tokens, a row for each.
    fileprivate func matrix(of tokens: [Int]) -> Matrix {
        Matrix(rows: tokens.count, columns: columns.count, tokens.flatMap { numbers($0).map(Float.init) })
    }
}
