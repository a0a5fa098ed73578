import ArgumentParser
import Checkpoints
import Explanation
import Explorer
import Models
import Numerics

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write every tensor of one run to a safetensors file.",
        discussion: """
            Names: inputs [M, C]; latents [N, D]; logits, or logits.NAME where a model has several outputs; \
            with --reconstruct outputs.MODALITY, what the latents say of each token; tokens [M], the tokens' \
            numbers, where some were removed; attention.encoder [h, N, M]; attention.self.I [h, N, N] for every executed layer; \
            attention.decoder [h, O, N], a row for each decoder query: tasks, positions of a text, pixels of a flow, \
            and of a clip the label; with --reconstruct everything that can be asked. Maps are weights, after the \
            softmax. Of large models a few rows of each map may be enough: --queries and --asking say which, and O \
            or N is then their number.

            EXAMPLES
              perceiver export photo.jpg --to run.safetensors
              perceiver export bark.wav --to run.safetensors --maps cross
              perceiver export bark.wav --to run.safetensors --queries 0,17 --asking 0
              perceiver export frames --model multimodal-perceiver --maps none --reconstruct --to run.safetensors
              python3 -c "from safetensors.numpy import load_file; print(load_file('run.safetensors').keys())"
            """
    )

    enum Maps: String, ExpressibleByArgument, CaseIterable {
        case all, cross, none
    }

    @OptionGroup var arguments: InputArguments
    @Option(
        help: ArgumentHelp("The file to write.", valueName: "file"),
        completion: .file(extensions: ["safetensors"])
    )
    var to: String
    @OptionGroup var model: ModelOptions
    @Option(help: ArgumentHelp("all attention maps, only cross-attention, or none.", valueName: "maps"))
    var maps: Maps = .all
    @Option(
        help: ArgumentHelp(
            "Latents whose rows of the maps are written, instead of all.",
            valueName: "numbers"
        )
    )
    var queries: QueryNumbers?
    @Option(
        help: ArgumentHelp(
            """
            The tokens, pixels or points whose rows of the decoder's map are written, instead of all queries, \
            counted as by attend.
            """,
            valueName: "numbers"
        )
    )
    var asking: QueryNumbers?
    @Flag(help: "Decode the input itself from the latents, too, if the model can.")
    var reconstruct = false

    func validate() throws {
        try arguments.validateOne(model)
        if maps == .none && (queries != nil || asking != nil) {
            throw ValidationError("--queries and --asking choose rows of maps; leave out --maps none.")
        }
    }

    func run() throws {
        let model = try model.load()
        let input = try arguments.input(for: model)
        let run = try arguments.run(input, on: model).run
        let metadata = [
            "input": input.name, "model": model.title,
            "modality": run.input.modality.rawValue, "tasks": run.tasks.map(\.name).joined(separator: ", "),
        ]
        try TensorFile.write(try tensors(run), metadata: metadata, to: to)
        StandardError.write("wrote \(to)")
    }

    private func tensors(_ run: Run) throws -> [TensorFile.Output] {
        let (inputs, latents) = (run.trace.inputs, run.trace.latents)
        var outputs = [
            TensorFile.Output("inputs", shape: [inputs.rows, inputs.columns], inputs),
            TensorFile.Output("latents", shape: [latents.rows, latents.columns], latents),
        ]
        if !run.input.removed.isEmpty {
            let kept = run.input.kept.map(Float.init)
            outputs.append(
                TensorFile.Output(
                    "tokens",
                    shape: [kept.count],
                    Matrix(rows: 1, columns: kept.count, kept)
                )
            )
        }
        let progress = ProgressLine("decoding")
        defer { progress.end() }
        for output in try run.outputs(reconstructing: reconstruct, progress: progress.report) {
            outputs.append(TensorFile.Output(output.name, shape: output.shape, output.values))
        }
        return outputs + (try layers(run.model).map { ExportedMap(run, $0, try rows(run, $0)).output })
    }

    private func layers(_ model: Model) -> [LayerChoice] {
        switch maps {
        case .all: LayerChoice.all(of: model)
        case .cross: [.encoder, .decoder]
        case .none: []
        }
    }

    /// The queries of a layer that are written.
    private func rows(_ run: Run, _ layer: LayerChoice) throws -> [Int] {
        guard layer == .decoder else {
            return try queries?.checked(below: run.model.latentCount, "--queries", "latents")
                ?? Array(0..<run.model.latentCount)
        }
        let all = run.decoderQueryCount
        if let asking { return try asking.numbers.map { try run.decoderQuery(asking: $0, "--asking") } }
        if reconstruct { return Array(0..<all) }
        switch run.model.kind {
        case .multimodal: return [all - 1]
        case .explorer: return Array(0..<run.tasks.count)
        default: return Array(0..<all)
        }
    }
}
