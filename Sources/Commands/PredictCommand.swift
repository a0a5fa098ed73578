import ArgumentParser
import Explorer
import Foundation
import Models

struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Print what the model makes of each input.",
        discussion: """
            EXAMPLES
              perceiver predict photo.jpg bark.wav
              perceiver predict --text "a dog barks in the distance" --top 3
              perceiver predict --json *.png | jq .predictions[0].label
            """
    )

    @Argument(help: CommandInput.help, completion: .file())
    var files: [String] = []
    @Option(help: ArgumentHelp("A text; can be given several times.", valueName: "text"))
    var text: [String] = []
    @OptionGroup var model: ModelOptions
    @Option(help: ArgumentHelp("How many classes of each task.", valueName: "k"))
    var top = 5
    @Flag(help: "One JSON object a line for each input.")
    var json = false

    func validate() throws {
        if files.isEmpty && text.isEmpty { throw ValidationError("Name a file, or give a --text.") }
        if top < 1 { throw ValidationError("--top must be at least 1.") }
    }

    func run() throws {
        let model = try model.load()
        var failed = false
        for source in CommandInput.sources(files: files, texts: text) {
            do {
                let (opened, run) = try runModel(model, on: source)
                print(json ? try line(source, opened, run) : block(source, opened, run))
            } catch {
                failed = true
                StandardError.write("perceiver: \(error)")
            }
        }
        if failed { throw ExitCode.failure }
    }

    private func block(_ source: Source, _ opened: OpenedMedium, _ run: Run) -> String {
        var lines = ["\(source.name) (\(opened.summary))"]
        if let note = opened.input.note { lines.append("  \(note)") }
        for prediction in run.predictions {
            let entropy = decimal(prediction.entropy, places: 2)
            lines.append(
                "  \(prediction.task): margin \(decimal(Double(prediction.margin), places: 2)), \(entropy) bits"
            )
            for index in prediction.ranking.prefix(top) {
                let probability = decimal(prediction.probabilities[index], places: 4)
                let logit = decimal(Double(prediction.logits[index]), places: 2)
                let padding = String(repeating: " ", count: max(1, 8 - logit.count))
                lines.append("    \(probability)\(padding)\(logit)  \(prediction.labels[index])")
            }
        }
        return lines.joined(separator: "\n")
    }

    private func line(_ source: Source, _ opened: OpenedMedium, _ run: Run) throws -> String {
        let answers = run.predictions.flatMap { prediction in
            prediction.ranking.prefix(top).map { index in
                PredictionLine.Answer(
                    task: prediction.task,
                    label: prediction.labels[index],
                    index: index,
                    probability: prediction.probabilities[index],
                    logit: prediction.logits[index]
                )
            }
        }
        return try PredictionLine(
            input: CommandInput.name(source),
            modality: opened.input.modality.rawValue,
            model: "\(run.model.name) \(run.model.version)",
            note: opened.input.note,
            predictions: answers
        ).json()
    }
}

/// One line of `predict --json`.
private struct PredictionLine: Encodable {
    struct Answer: Encodable {
        let task: String
        let label: String
        let index: Int
        let probability: Double
        let logit: Float
    }

    let input: String
    let modality: String
    let model: String
    let note: String?
    let predictions: [Answer]
}

extension Encodable {
    /// As JSON on one line.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
