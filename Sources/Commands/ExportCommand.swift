import ArgumentParser
import Checkpoints
import Explanation
import Explorer
import Foundation
import Models
import Numerics

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write every tensor of one run to a safetensors file.",
        discussion: """
            Names: inputs [M, C]; latents [N, D]; logits.TASK [classes]; attention.encoder [h, N, M]; \
            attention.self.I [h, N, N] for every executed layer; attention.decoder [h, O, N], a row for each task. \
            Maps are weights, after the softmax.

            EXAMPLES
              perceiver export photo.jpg --to run.safetensors
              perceiver export bark.wav --to run.safetensors --maps cross
              python3 -c "from safetensors.numpy import load_file; print(load_file('run.safetensors').keys())"
            """
    )

    enum Maps: String, ExpressibleByArgument, CaseIterable {
        case all, cross, none
    }

    @Argument(help: CommandInput.help, completion: .file())
    var file: String?
    @Option(help: ArgumentHelp("A text instead of a file.", valueName: "text"))
    var text: String?
    @Option(
        help: ArgumentHelp("The file to write.", valueName: "file"),
        completion: .file(extensions: ["safetensors"])
    )
    var to: String
    @OptionGroup var model: ModelOptions
    @Option(help: ArgumentHelp("all attention maps, only cross-attention, or none.", valueName: "maps"))
    var maps: Maps = .all

    func validate() throws {
        if (file == nil) == (text == nil) { throw ValidationError("Name one file, or give a --text.") }
    }

    func run() throws {
        let model = try model.load()
        let source: Source = text.map { .text($0) } ?? .file(path: file ?? "-")
        let (_, run) = try runModel(model, on: source)
        let metadata = [
            "input": CommandInput.name(source), "model": "\(model.name) \(model.version)",
            "modality": run.input.modality.rawValue, "tasks": run.tasks.map(\.name).joined(separator: ", "),
        ]
        try TensorFile.write(tensors(run), metadata: metadata, to: to)
        StandardError.write("wrote \(to)")
    }

    private func tensors(_ run: Run) -> [TensorFile.Output] {
        let (inputs, latents) = (run.trace.inputs, run.trace.latents)
        var outputs = [
            TensorFile.Output("inputs", shape: [inputs.rows, inputs.columns], inputs),
            TensorFile.Output("latents", shape: [latents.rows, latents.columns], latents),
        ]
        for prediction in run.predictions {
            let count = prediction.logits.count
            let values = Matrix(rows: 1, columns: count, prediction.logits)
            outputs.append(TensorFile.Output("logits.\(prediction.task)", shape: [count], values))
        }
        for layer in layers(run.model) { outputs.append(weights(run, layer)) }
        return outputs
    }

    private func layers(_ model: Model) -> [LayerChoice] {
        switch maps {
        case .all: LayerChoice.all(of: model)
        case .cross: [.encoder, .decoder]
        case .none: []
        }
    }

    /// One layer's weights, `[heads, queries, keys]`, computed head by head while they are written.
    private func weights(_ run: Run, _ layer: LayerChoice) -> TensorFile.Output {
        let heads = layer.heads(of: run.model)
        let latents = run.model.latentCount
        guard layer == .decoder else {
            let keys = layer == .encoder ? run.trace.inputs.rows : latents
            return TensorFile.Output("attention.\(layer.name)", shape: [heads, latents, keys], parts: heads) {
                head in
                AttentionMap(run, layer: layer, head: .one(head), unit: .weight).values
            }
        }
        let tasks = run.tasks.count
        let shape = [heads, tasks, latents]
        return TensorFile.Output("attention.decoder", shape: shape, parts: heads * tasks) { part in
            AttentionMap(run, layer: .decoder, head: .one(part / tasks), unit: .weight, task: part % tasks)
                .values
        }
    }
}
