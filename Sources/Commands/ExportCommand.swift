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
            softmax.

            EXAMPLES
              perceiver export photo.jpg --to run.safetensors
              perceiver export bark.wav --to run.safetensors --maps cross
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
    @Flag(help: "Decode the input itself from the latents, too, if the model can.")
    var reconstruct = false

    func validate() throws { try arguments.validateOne(model) }

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
        return outputs + layers(run.model).map { ExportedMap(run, $0, queries(run, $0)).output }
    }

    private func layers(_ model: Model) -> [LayerChoice] {
        switch maps {
        case .all: LayerChoice.all(of: model)
        case .cross: [.encoder, .decoder]
        case .none: []
        }
    }

    /// The queries of a layer that are written.
    private func queries(_ run: Run, _ layer: LayerChoice) -> Range<Int> {
        guard layer == .decoder else { return 0..<run.model.latentCount }
        let all = run.decoderQueryCount
        if reconstruct { return 0..<all }
        switch run.model.kind {
        case .multimodal: return all - 1..<all
        case .explorer: return 0..<run.tasks.count
        default: return 0..<all
        }
    }
}

/// One layer's weights, `[heads, queries, keys]`, computed a few rows at a time while they are written.
private final class ExportedMap {
    private let run: Run
    private let layer: LayerChoice
    private let queries: Range<Int>
    private let heads: Int
    private let keys: Int
    private let rows: Int
    /// All heads' weights of the rows that were computed last.
    private var last: (rows: Range<Int>, weights: [Matrix])?

    /// The most weights that are computed at once, all heads together.
    private static let most = 1 << 24

    init(_ run: Run, _ layer: LayerChoice, _ queries: Range<Int>) {
        (self.run, self.layer, self.queries) = (run, layer, queries)
        heads = layer.heads(of: run.model)
        keys = layer == .encoder ? run.trace.inputs.rows : run.model.latentCount
        rows = min(queries.count, max(1, Self.most / (keys * heads)))
    }

    var output: TensorFile.Output {
        let blocks = (queries.count + rows - 1) / rows
        let shape = [heads, queries.count, keys]
        return TensorFile.Output("attention.\(layer.name)", shape: shape, parts: heads * blocks) {
            [self] part in
            let start = queries.lowerBound + part % blocks * rows
            return weights(start..<min(start + rows, queries.upperBound))[part / blocks]
        }
    }

    private func weights(_ rows: Range<Int>) -> [Matrix] {
        if let last, last.rows == rows { return last.weights }
        let scores =
            switch layer {
            case .encoder: run.trace.encoderScores(latents: rows)
            case .selfAttention(let index): run.trace.selfScores(layer: index, latents: rows)
            case .decoder: run.decoderScores(rows)
            }
        let weights = scores.map { scores in
            var weights = scores
            weights.softmaxRows()
            return weights
        }
        last = (rows, weights)
        return weights
    }
}
