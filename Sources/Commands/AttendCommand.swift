import ArgumentParser
import Explanation
import Explorer
import Foundation
import Media
import Models
import Numerics
import Perceiver

struct AttendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
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
              perceiver attend --text "a red car" --layer self.1 --json
              perceiver attend photo.jpg --explain occlusion --target dog
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
            In the decoder a number is that of a token, a pixel or a point, where these ask, and there is no mean.
            """,
            valueName: "query"
        )
    )
    var query: String?
    @Option(help: ArgumentHelp("weight, score or lift.", valueName: "unit"))
    var unit: AttentionUnit = .weight
    @Option(
        help: ArgumentHelp(
            """
            The task whose query asks for --query output, or whose class is explained, by name; without it the \
            first that is at least half as certain, that is above chance, as the most certain one.
            """,
            valueName: "task"
        )
    )
    var task: String?
    @Option(
        help: ArgumentHelp(
            "The token, pixel or point that asks for --query output, by number, instead of a task.",
            valueName: "number"
        )
    )
    var asking: Int?
    @Option(help: ArgumentHelp("occlusion or ablation, instead of attention.", valueName: "method"))
    var explain: ExplanationMethod?
    @Option(
        help: ArgumentHelp(
            "The class that --explain is about; without it the first choice.",
            valueName: "class"
        )
    )
    var target: String?
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
        try arguments.validateOne(model)
        if explain == nil && target != nil {
            throw ValidationError("--target is the class that --explain is about; give --explain, too.")
        }
        let asksForAttention =
            layer != "encoder" || head != "mean" || query != nil || unit != .weight || asking != nil
        if explain != nil && asksForAttention {
            throw ValidationError("--explain takes --task and --target; the other options are of attention.")
        }
        if layer == "decoder" && query == "mean" {
            throw ValidationError(
                "--query mean: of the decoder's queries each asks for itself; output or a number."
            )
        }
        if task != nil && asking != nil {
            throw ValidationError("--task and --asking: both say who asks; give one of them.")
        }
        let whole = layer.hasPrefix("self.") ? "all" : "output"
        if task != nil || asking != nil, query ?? whole != "output" {
            throw ValidationError("--task and --asking say who asks for --query output; leave them out.")
        }
    }

    func run() throws {
        let model = try model.load()
        let input = try arguments.input(for: model)
        let (opened, run) = try arguments.run(input, on: model)
        let figure =
            try explain.map {
                try ExplanationChoice($0, self, run: run).figure(run, opened: opened, name: input.name)
            } ?? MapChoice(self, run: run).figure(run, opened: opened, name: input.name)
        try write(figure)
        if json {
            print(String(decoding: figure.json(), as: UTF8.self))
        } else if png == nil && csv == nil {
            print(MediaError.printable(figure.title))
            if let note = opened.input.note { print(note) }
            drawing.print { figure.canvas(width: $0, appearance: $1) }
        }
    }

    private func write(_ figure: MapFigure) throws {
        if let png {
            try figure.image().write(toPNG: png)
            StandardError.write("wrote \(png)")
        }
        if let csv {
            try OutputFile.write(Array(figure.csv.utf8), to: csv)
            StandardError.write("wrote \(csv)")
        }
    }
}

extension AttentionUnit: ExpressibleByArgument {}
