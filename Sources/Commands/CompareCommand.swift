import ArgumentParser
import Explanation
import Explorer
import Foundation
import Media
import Models

struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Put two inputs of any modalities side by side, or tell how alike several are.",
        discussion: """
            Of more than two inputs a matrix of likeness is printed, and for each the others, the most alike first: \
            by the probability that both name the same thing, and by their latents.

            EXAMPLES
              perceiver compare cat.jpg meow.ogg
              perceiver compare dog.jpg --text "a dog barks" --json
              perceiver compare dog.jpg dog.ogg cat.jpg cat.ogg --text "a cat sleeps"
            """
    )

    @OptionGroup var arguments: InputArguments
    @OptionGroup var model: ModelOptions
    @Option(help: ArgumentHelp("How many shared names, latents or other inputs are listed.", valueName: "k"))
    var top = 5
    @Flag(help: "Print one JSON object.")
    var json = false
    @OptionGroup var drawing: DrawingOptions

    func validate() throws {
        guard arguments.files.count + arguments.text.count >= 2 else {
            throw ValidationError("Two or more inputs are compared: files or --text.")
        }
        if top < 1 { throw ValidationError("--top must be at least 1.") }
    }

    func run() throws {
        var answers = CommandAnswers()
        let model = try answers(ModelQuestion(model.place))
        let sources = try arguments.sources(for: model).map { try $0.takingStandardInput() }
        guard sources.count >= 2 else {
            throw Failure("\(sources.count) input is named, where two or more are compared")
        }
        let subjects = sources.map { Subject($0, model: self.model.place) }
        if sources.count > 2 { return try rank(subjects, SharedNames(model), &answers) }
        let comparison = try answers(ComparisonQuestion(subjects[0], subjects[1]))
        let runs = try subjects.map { try answers(RunQuestion($0)) }
        let report = Report(sources.map(\.given), runs, comparison, top: top)
        print(json ? try report.json() : report.text)
    }

    /// How alike more than two inputs are.
    private func rank(_ subjects: [Subject], _ names: SharedNames, _ answers: inout CommandAnswers) throws {
        let likeness = Likeness(try subjects.map { try answers(PortraitQuestion($0)) })
        let report = LikenessReport(subjects.map(\.source), likeness, names, top: top)
        if json { return print(try report.json()) }
        for measure in report.measures {
            print("\(measure.rawValue): \(measure.meaning), in hundredths")
            drawing.print(report.figure(measure).canvas)
            print()
        }
        print(report.text)
    }
}

/// What two runs have in common, as it is printed.
private struct Report: Encodable {
    struct Shared: Encodable {
        let name: String
        let probabilities: [Double]
    }

    struct Value: Encodable {
        let name: String
        let values: [Double]
    }

    struct Latent: Encodable {
        let latent: Int
        let similarity: Double
        let entropies: [Double]
        let partner: Int
        let partnerSimilarity: Double
    }

    let inputs: [String]
    let modalities: [Modality]
    let tasks: [String]
    /// The probability that both name the same thing; `nil` if they can name nothing in common.
    let agreement: Double?
    /// `nil` of models without latents.
    let meanLatentCosine: Double?
    let shared: [Shared]
    /// `nil` where tasks have classes.
    let values: [Value]?
    let latents: [Latent]
    private let top: Int

    enum CodingKeys: CodingKey {
        case inputs, modalities, tasks, agreement, meanLatentCosine, shared, values, latents
    }

    init(_ names: [String], _ runs: [Run], _ comparison: Comparison, top: Int) {
        inputs = names
        modalities = runs.map(\.input.modality)
        tasks = comparison.tasks
        agreement = comparison.agreement
        meanLatentCosine = Comparison.meanLatentCosine(runs[0], runs[1])
        shared = comparison.concepts.map { Shared(name: $0.name, probabilities: $0.probabilities) }
        let values = comparison.values.map { Value(name: $0.name, values: $0.values) }
        self.values = values.isEmpty ? nil : values
        latents = comparison.latents.map {
            Latent(
                latent: $0.latent,
                similarity: $0.similarity,
                entropies: $0.entropies,
                partner: $0.partner,
                partnerSimilarity: $0.partnerSimilarity
            )
        }
        self.top = top
    }

    var text: String {
        func side(_ index: Int) -> String {
            let facts = [modalities[index].word] + tasks.dropFirst(index).prefix(1)
            return "\(inputs[index]) (\(facts.joined(separator: ", ")))"
        }
        var lines = ["left:  \(side(0))", "right: \(side(1))"]
        for value in (values ?? []).prefix(top) {
            let numbers = value.values.map { decimal($0, places: 4) }.joined(separator: "  ")
            lines.append("  \(numbers)  \(value.name)")
        }
        if shared.isEmpty && values == nil {
            lines.append(tasks.isEmpty ? "the model has no classes" : "their tasks name nothing in common")
        }
        for concept in shared.prefix(top) {
            lines.append(
                "  " + concept.probabilities.map { decimal($0, places: 4) }.joined(separator: "  ")
                    + "  \(concept.name)"
            )
        }
        if let agreement {
            lines.append("the probability that both name the same thing: \(decimal(agreement, places: 4))")
        }
        guard let meanLatentCosine else { return lines.printed }
        lines.append("cosine of the mean latents: \(decimal(meanLatentCosine, places: 3))")
        lines.append(
            "latents with the most similar final states (cosine; attention entropy left, right in bits):"
        )
        for latent in latents.sorted(by: { ($0.similarity, $1.latent) > ($1.similarity, $0.latent) }).prefix(
            top
        ) {
            let entropies = latent.entropies.map { decimal($0, places: 2) }.joined(separator: ", ")
            lines.append("  latent \(latent.latent): \(decimal(latent.similarity, places: 3)) (\(entropies))")
        }
        return lines.printed
    }
}
