import ArgumentParser
import Explanation
import Explorer
import Files

/// Shows one map of an input: as text, or written to a file.
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
              perceiver attend --text "a red car" --layer self.1 --json
              perceiver attend photo.jpg --explain occlusion --target dog
            """
    )

    @OptionGroup var arguments: InputArguments
    @OptionGroup var model: ModelOptions
    @OptionGroup var map: MapOptions
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

    package init() {}

    package func validate() throws { try arguments.validateOne(model) }

    package func run() throws {
        var answers = CommandAnswers()
        let figure = try figure(&answers)
        try write(figure)
        if json {
            print(String(decoding: figure.figure.json(), as: UTF8.self))
        } else if png == nil && csv == nil {
            print(printable(figure.figure.title(dot: drawing.appearance.dot)))
            if let note = figure.figure.opened.input.note { print(note) }
            drawing.print(figure.canvas)
        }
    }

    /// The map that is shown or written.
    ///
    /// - Parameter answers: what is known already, such as the model; what has to be found out is added.
    /// - Throws: an error whose description is a sentence for the user.
    package func figure(_ answers: inout CommandAnswers) throws -> DrawnFigure {
        let model = try answers(ModelQuestion(model.place))
        try map.check(model)
        let subject = Subject(try arguments.source(for: model), model: self.model.place)
        let answer = try map.map(subject, &answers)
        let opened = try answers(OpenQuestion(subject))
        return DrawnFigure(Figure(answer, source: subject.source, opened: opened))
    }

    private func write(_ figure: DrawnFigure) throws {
        let files: [(DrawnFigure.FileFormat, String?)] = [(.png, png), (.csv, csv)]
        for case (let format, let path?) in files {
            try figure.write(format, to: path)
            StandardError.write("wrote \(path)")
        }
    }
}
