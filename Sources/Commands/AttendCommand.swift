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

    @OptionGroup var arguments: InputArguments
    @OptionGroup var model: ModelOptions
    @Option(help: ArgumentHelp("encoder, self.I or decoder.", valueName: "layer"))
    var layer = "encoder"
    @Option(help: ArgumentHelp("A head's number, mean or max.", valueName: "head"))
    var head = "mean"
    @Option(
        help: ArgumentHelp(
            """
            A latent's number, mean, or output: what the answer looked at. Without it self-attention is shown whole. \
            In the decoder a number is that of a token, a pixel or a point, where these ask.
            """,
            valueName: "query"
        )
    )
    var query: String?
    @Option(help: ArgumentHelp("weight, score or lift.", valueName: "unit"))
    var unit: AttentionUnit = .weight
    @Option(help: ArgumentHelp("The task whose query asks, by name.", valueName: "task"))
    var task: String?
    @Option(
        help: ArgumentHelp(
            "The token, pixel or point that asks for --query output, by number, where no tasks do.",
            valueName: "number"
        )
    )
    var asking: Int?
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

    func validate() throws { try arguments.validateOne(model) }

    func run() throws {
        let model = try model.load()
        let input = try arguments.input(for: model)
        let (opened, run) = try arguments.run(input, on: model)
        let choice = try MapChoice(self, run: run)
        let figure = try choice.figure(run, opened: opened, name: input.name)
        if let png { try figure.write(to: png, as: "png") }
        if let csv { try figure.write(to: csv, as: "csv") }
        if json {
            let facts = [
                "model": "\(model.name) \(model.version)", "layer": choice.layer.name,
                "head": choice.head.name,
                "query": choice.queryName, "unit": unit.rawValue,
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
