import ArgumentParser
import Explanation
import Foundation
import Media
import Models

struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Print what the model makes of each input.",
        discussion: """
            Classifiers print classes; a masked language model the filled text and what else could stand at each \
            mask; a model of optical flow takes two pictures and prints how far pixels move; a model of clips takes \
            folders of frames, with a sound in them or named by --sound. Models that can decode their inputs show \
            with --reconstruct what the latents kept, and fill in what --mask or --remove took away.

            EXAMPLES
              perceiver predict photo.jpg bark.wav
              perceiver predict --text "a dog barks in the distance" --top 3
              perceiver predict --text "a dog barks in the distance" --mask barks
              perceiver predict photo.jpg --reconstruct kept.png --remove 120,80,200,150
              perceiver predict bark.wav --reconstruct kept.png --remove 1.2-2.0
              perceiver predict --json *.png | jq .predictions[0].label
              perceiver predict --model language-perceiver --text "Paris is in[MASK][MASK][MASK][MASK][MASK][MASK][MASK]."
              perceiver predict --model language-perceiver notes.txt --mask " tomorrow"
              perceiver predict --model optical-flow-perceiver a.png b.png --flow ab.flo --png ab.png
              perceiver predict --model multimodal-perceiver frames --sound s.wav --reconstruct out
            """
    )

    @OptionGroup var arguments: InputArguments
    @OptionGroup var model: ModelOptions
    @Option(help: ArgumentHelp("How many classes of each task.", valueName: "k"))
    var top = 5
    @Flag(help: "One JSON object a line for each input.")
    var json = false
    @OptionGroup var results: ResultFiles

    func validate() throws {
        try arguments.validateSome()
        if top < 1 { throw ValidationError("--top must be at least 1.") }
    }

    func run() throws {
        var answers = CommandAnswers()
        let model = try answers(ModelQuestion(model.place))
        let sources = try arguments.sources(for: model)
        let truth = try results.check(model, inputs: sources.count)
        var failed = false
        for source in sources {
            do {
                try predict(source, truth, &answers)
            } catch {
                failed = true
                StandardError.write("perceiver: \(error)")
            }
            answers.forget(allBut: self.model.place)
        }
        if failed { throw ExitCode.failure }
    }

    private func predict(_ source: Source, _ truth: FlowField?, _ answers: inout CommandAnswers) throws {
        let subject = Subject(try source.takingStandardInput(), model: model.place)
        let run = try answers(RunQuestion(subject))
        let measures = try results.write(subject, truth, &answers)
        let opened = try answers(OpenQuestion(subject))
        let report = PredictionReport(subject.source, opened, run, measures, top: top)
        print(json ? try report.json() : report.text)
        StandardOutput.flush()
    }
}

extension Encodable {
    /// As JSON on one line.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf",
            negativeInfinity: "-inf",
            nan: "nan"
        )
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
