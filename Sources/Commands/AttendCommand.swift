import ArgumentParser
import Explanation
import Explorer
import Foundation
import Models
import Numerics
import Perceiver

struct AttendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attend",
        abstract: "Show one attention map: as text, or written to a file.",
        discussion: """
            The encoder's map lies over the input; maps of self-attention and of the decoder are over latents. \
            Latents, heads and layers are counted from 0, as in exported tensors.

            EXAMPLES
              perceiver attend photo.jpg
              perceiver attend photo.jpg --query 17 --head 2 --unit lift
              perceiver attend bark.wav --query mean --png bark.png --csv bark.csv
              perceiver attend --text "a red car" --layer self.1 --json
            """
    )

    @Argument(help: CommandInput.help, completion: .file())
    var file: String?
    @Option(help: ArgumentHelp("A text instead of a file.", valueName: "text"))
    var text: String?
    @OptionGroup var model: ModelOptions
    @Option(help: ArgumentHelp("encoder, self.I or decoder.", valueName: "layer"))
    var layer = "encoder"
    @Option(help: ArgumentHelp("A head's number, mean or max.", valueName: "head"))
    var head = "mean"
    @Option(
        help: ArgumentHelp(
            "A latent's number, mean, or output: what the answer looked at. Without it self-attention is shown whole.",
            valueName: "query"
        )
    )
    var query: String?
    @Option(help: ArgumentHelp("weight, score or lift.", valueName: "unit"))
    var unit: AttentionUnit = .weight
    @Option(help: ArgumentHelp("The task whose query asks, by name.", valueName: "task"))
    var task: String?
    @Option(help: ArgumentHelp("Write a picture.", valueName: "file"), completion: .file(extensions: ["png"]))
    var png: String?
    @Option(
        help: ArgumentHelp("Write the numbers.", valueName: "file"),
        completion: .file(extensions: ["csv"])
    )
    var csv: String?
    @Flag(help: "Print the numbers as a JSON object.")
    var json = false
    @OptionGroup var drawing: DrawingOptions

    func validate() throws {
        if (file == nil) == (text == nil) { throw ValidationError("Name one file, or give a --text.") }
    }

    func run() throws {
        let model = try model.load()
        let source: Source = text.map { .text($0) } ?? .file(path: file ?? "-")
        let (opened, run) = try runModel(model, on: source)
        let choice = try MapChoice(self, run: run)
        let figure = choice.figure(run, opened: opened, name: CommandInput.name(source))
        if let png { try figure.write(to: png, as: "png") }
        if let csv { try figure.write(to: csv, as: "csv") }
        if json {
            let facts = [
                "model": "\(model.name) \(model.version)", "layer": choice.layer.name,
                "head": choice.head.name,
                "query": choice.query?.name ?? "all", "unit": unit.rawValue,
                "modality": opened.input.modality.rawValue,
            ]
            print(String(decoding: figure.json(facts), as: UTF8.self))
        } else if png == nil && csv == nil {
            print(figure.title)
            drawing.print { figure.canvas(width: $0, appearance: $1) }
        }
    }
}

extension AttentionUnit: ExpressibleByArgument {}

/// The map that options ask for, checked against the model.
private struct MapChoice {
    let layer: LayerChoice
    let head: HeadChoice
    let query: QueryChoice?
    let unit: AttentionUnit
    let task: Int

    init(_ command: AttendCommand, run: Run) throws {
        let model = run.model
        let layers = LayerChoice.all(of: model)
        guard let layer = LayerChoice(name: command.layer), layers.contains(layer) else {
            throw CommandFailure(
                "--layer \(command.layer): this model has \(layers.map(\.name).joined(separator: ", "))"
            )
        }
        let heads = layer.heads(of: model)
        guard let head = HeadChoice(name: command.head),
            HeadChoice.all(heads: heads).contains(head) || head == .mean
        else {
            throw CommandFailure(
                "--head \(command.head): \(layer.name) has heads 0 to \(heads - 1), mean and max"
            )
        }
        let query = try command.query.map { name in
            let last = model.latentCount - 1
            guard let query = QueryChoice(name: name), query.isAtMost(last) else {
                throw CommandFailure("--query \(name): a latent from 0 to \(last), mean or output")
            }
            return query
        }
        let names = run.tasks.map(\.name)
        guard let task = command.task.map({ names.firstIndex(of: $0) }) ?? 0 else {
            throw CommandFailure("--task: for this input one of \(names.joined(separator: ", "))")
        }
        (self.layer, self.head, self.unit, self.task) = (layer, head, command.unit, task)
        self.query = layer == .encoder ? query ?? .output : layer == .decoder ? nil : query
    }

    func figure(_ run: Run, opened: OpenedMedium, name: String) -> MapFigure {
        let map = AttentionMap(run, layer: layer, head: head, unit: unit, task: task)
        let row = query.map { map.row($0, decoderWeights: run.decoderWeights(task: task)) }
        let title = [layer.name, "head \(head.name)", query.map { "query \($0.name)" }, unit.rawValue]
            .compactMap { $0 }.joined(separator: ", ")
        let content: MapFigure.Content
        if layer == .encoder, let row {
            content = .input(opened, Relevance(values: row, isSigned: false, meaning: unit.meaning))
        } else {
            let values = row.map { Matrix(rows: 1, columns: $0.count, $0) } ?? map.values
            content = .latents(values, meaning: unit.meaning)
        }
        return MapFigure(name: name, content: content, title: title)
    }
}

extension QueryChoice {
    fileprivate func isAtMost(_ last: Int) -> Bool {
        if case .one(let latent) = self { latent <= last } else { true }
    }
}
