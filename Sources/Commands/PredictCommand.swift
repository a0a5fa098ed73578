import ArgumentParser
import Explanation
import FoundationEssentials
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
              perceiver predict photos --csv photos.csv
              perceiver predict --json 'photos/*.png' | jq .predictions[0].label
              perceiver predict --text "a dog barks in the distance" --top 3
              perceiver predict --text "a dog barks in the distance" --mask barks
              perceiver predict photo.jpg --blur 120,80,200,150
              perceiver predict --text "a dog barks" --replace dog=cat
              perceiver predict photo.jpg --reconstruct kept.png --remove 120,80,200,150
              perceiver predict bark.wav --reconstruct kept.png --remove 1.2-2.0
              perceiver predict --model language-perceiver \\
                --text "Paris is in[MASK][MASK][MASK][MASK][MASK][MASK][MASK]."
              perceiver predict --model language-perceiver notes.txt --mask " tomorrow"
              perceiver predict --model optical-flow-perceiver a.png b.png \\
                --flow ab.flo --png ab.png
              perceiver predict --model multimodal-perceiver frames --sound s.wav \\
                --reconstruct out
            """
    )

    @OptionGroup var arguments: InputArguments
    @OptionGroup var model: ModelOptions
    @OptionGroup(title: "What is printed or written") var list: ListOptions
    @OptionGroup(title: "What is printed or written") var numbers: NumbersOptions
    @OptionGroup(title: "What is printed or written") var results: ResultFiles
    @OptionGroup(title: "How some inputs are read") var reading: ReadingOptions

    func validate() throws { try arguments.validateSome() }

    func run() throws {
        var answers = CommandAnswers()
        let model = try answers(ModelQuestion(model.place))
        var inputs = try arguments.inputs(reading, for: model)
        let writing = try ResultWriting(results, model, inputs.sources)
        var table = numbers.csv.map { TableOutput($0, haveSameColumns: true) }
        inputs.forEach(self.model.place, &answers) { subject, answers in
            let run = try answers(RunQuestion(subject))
            let measures = try writing.write(subject, &answers)
            let opened = try answers(OpenQuestion(subject))
            let report = PredictionReport(
                subject.source,
                opened,
                run,
                measures,
                changes: try changes(subject, &answers),
                top: list.top
            )
            try table?.add(
                report.table(
                    of: model,
                    reconstructed: results.reconstruct != nil,
                    changed: !subject.source.edits.isEmpty
                )
            )
            if numbers.json { print(try report.json()) } else if table == nil { print(report.text) }
            StandardOutput.flush()
        }
        try table?.finish()
        try inputs.end()
    }

    /// What the changes to an input did to its answers; `nil` of what was not changed.
    private func changes(_ subject: Subject, _ answers: inout CommandAnswers) throws -> AnswerChanges? {
        let source = subject.source
        return source.edits.isEmpty ? nil : try answers(ChangeQuestion(subject, from: source.root))
    }
}
