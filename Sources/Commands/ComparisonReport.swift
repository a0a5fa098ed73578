import Explanation
import Explorer
import Media
import Models

/// What two runs have in common, as it is printed.
struct ComparisonReport: Encodable {
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
        /// The cosine of its final vectors, less the latents' mean: each is taken without the mean of all latents.
        let similarity: Double
        let entropies: [Double]
        let partner: Int
        let partnerSimilarity: Double
        /// How much of it each answer reads.
        let weights: [Float]
    }

    let inputs: [String]
    let modalities: [Modality]
    let tasks: [String]
    /// The probability that both get the same class; `nil` if they have none in common.
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

    init(_ names: [String], _ runs: [Run], _ comparison: Comparison, weights: [[Float]], top: Int) {
        inputs = names
        modalities = runs.map(\.input.modality)
        tasks = comparison.tasks
        agreement = comparison.agreement
        meanLatentCosine = Comparison.meanLatentCosine(runs[0], runs[1])
        shared = comparison.concepts.map { Shared(name: $0.name, probabilities: $0.probabilities) }
        let values = comparison.values.map { Value(name: $0.name, values: $0.values) }
        self.values = values.isEmpty ? nil : values
        latents = comparison.latents.map { pair in
            Latent(
                latent: pair.latent,
                similarity: pair.similarity,
                entropies: pair.entropies,
                partner: pair.partner,
                partnerSimilarity: pair.partnerSimilarity,
                weights: weights.map { $0[pair.latent] }
            )
        }
        self.top = top
    }

    /// A row for each measure.
    var table: Table {
        var table = Table(columns: LikenessReport.columns)
        let measures = [("agreement", agreement), ("mean_latent_cosine", meanLatentCosine)]
        for case (let measure, let value?) in measures { table.add(inputs + [measure, "\(value)"]) }
        return table
    }

    var text: String {
        func side(_ index: Int) -> String {
            let facts = [modalities[index].rawValue] + tasks.dropFirst(index).prefix(1)
            return "\(inputs[index]) (\(facts.joined(separator: ", ")))"
        }
        var lines = ["left:  \(side(0))", "right: \(side(1))"]
        for value in (values ?? []).prefix(top) {
            let numbers = value.values.map { decimal($0, places: 4) }.joined(separator: "  ")
            lines.append("  \(numbers)  \(value.name)")
        }
        if shared.isEmpty && values == nil {
            lines.append(tasks.isEmpty ? "the model has no classes" : "their tasks have no classes in common")
        }
        for concept in shared.prefix(top) {
            lines.append(
                "  " + concept.probabilities.map { decimal($0, places: 4) }.joined(separator: "  ")
                    + "  \(concept.name)"
            )
        }
        if let agreement {
            lines.append("probability that both get the same class: \(decimal(agreement, places: 4))")
        }
        guard let meanLatentCosine else { return lines.printed }
        lines.append("cosine of the mean latents: \(decimal(meanLatentCosine, places: 3))")
        lines.append(
            "latents whose final vectors are most alike (cosine less the latents' mean; "
                + "entropy of attention left, right in bits):"
        )
        return (lines + latentLines).printed
    }

    private var latentLines: [String] {
        let sorted = latents.sorted { ($0.similarity, $1.latent) > ($1.similarity, $0.latent) }
        return sorted.prefix(top).map { latent in
            let entropies = latent.entropies.map { decimal($0, places: 2) }.joined(separator: ", ")
            return "  latent \(latent.latent): \(decimal(latent.similarity, places: 3)) (\(entropies))"
        }
    }
}
