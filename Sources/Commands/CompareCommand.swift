import ArgumentParser
import Explanation
import Explorer
import Foundation
import Models

struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Put two inputs of any modalities side by side.",
        discussion: """
            EXAMPLES
              perceiver compare cat.jpg meow.ogg
              perceiver compare dog.jpg --text "a dog barks" --json
            """
    )

    @OptionGroup var arguments: InputArguments
    @OptionGroup var model: ModelOptions
    @Option(help: ArgumentHelp("How many shared names and latents are listed.", valueName: "k"))
    var top = 5
    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws {
        let (files, texts) = (arguments.files.count, arguments.text.count)
        // Two pairs of pictures are four files.
        guard files + texts == 2 || (files == 4 && texts == 0) else {
            throw ValidationError("Two inputs are compared: files or --text.")
        }
        if top < 1 { throw ValidationError("--top must be at least 1.") }
    }

    func run() throws {
        let model = try model.load()
        let inputs = try arguments.inputs(for: model)
        guard inputs.count == 2 else {
            throw CommandFailure("\(inputs.count) inputs are named, where two are compared")
        }
        let runs = try inputs.map { try arguments.run($0, on: model).run }
        let report = Report(inputs.map(\.name), runs, try comparison(runs[0], runs[1]), top: top)
        print(json ? try report.json() : report.text)
    }

    /// Compares, telling its progress on a terminal.
    private func comparison(_ first: Run, _ second: Run) throws -> Comparison {
        let progress = ProgressLine("comparing")
        defer { progress.end() }
        let tasks = Comparison.matchingTasks(first, second)
        return try Comparison(first, second, tasks: tasks) { progress.report($0) }
    }
}

/// What two runs have in common, as it is printed.
private struct Report: Encodable {
    struct Shared: Encodable {
        let name: String
        let probabilities: [Double]
    }

    struct Latent: Encodable {
        let latent: Int
        let similarity: Double
        let entropies: [Double]
        let partner: Int
        let partnerSimilarity: Double
    }

    let inputs: [String]
    let modalities: [String]
    let tasks: [String]
    let meanLatentCosine: Double
    let shared: [Shared]
    let latents: [Latent]
    private let top: Int

    enum CodingKeys: CodingKey {
        case inputs, modalities, tasks, meanLatentCosine, shared, latents
    }

    init(_ names: [String], _ runs: [Run], _ comparison: Comparison, top: Int) {
        inputs = names
        modalities = runs.map(\.input.modality.rawValue)
        tasks = comparison.tasks
        meanLatentCosine = Comparison.meanLatentCosine(runs[0], runs[1])
        shared = comparison.concepts.map { Shared(name: $0.name, probabilities: $0.probabilities) }
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
        var lines = [
            "left:  \(inputs[0]) (\(modalities[0]), \(tasks[0]))",
            "right: \(inputs[1]) (\(modalities[1]), \(tasks[1]))",
        ]
        if shared.isEmpty { lines.append("their tasks name nothing in common") }
        for concept in shared.prefix(top) {
            lines.append(
                "  " + concept.probabilities.map { decimal($0, places: 4) }.joined(separator: "  ")
                    + "  \(concept.name)"
            )
        }
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
        return lines.joined(separator: "\n")
    }
}
