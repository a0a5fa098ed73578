import Explanation
import Models

/// Two maps side by side, as `compare` prints them.
struct ViewsReport: Encodable {
    let inputs: [String]
    /// What was changed of both inputs; `nil` if nothing was.
    let edits: [String]?
    let models: [String]
    /// What each map is.
    let maps: [String]
    /// `nil` where the maps have not the same places, or one is the same everywhere.
    let rankCorrelation: Double?
    /// The share of the first map's highest tenth that is among the second's.
    let overlap: Double?
    /// How many places both maps have.
    let places: Int?
    let entropies: [Double?]
    let effectivePlaces: [Double?]
    /// The average over latents of the cosine of their final vectors, less the latents' mean.
    let latentCosine: Double?
    /// Spearman's rank correlation of what both answers read of each latent.
    let readingCorrelation: Double?
    /// The same of what both targets lose without each latent.
    let effectCorrelation: Double?
    /// What both have in common.
    private let words: [String]

    private enum CodingKeys: CodingKey {
        case inputs, edits, models, maps, rankCorrelation, overlap, places, entropies, effectivePlaces
        case latentCosine, readingCorrelation, effectCorrelation
    }

    init(_ sources: [Source], _ models: [String], _ found: ViewComparison) {
        // Options change all inputs alike.
        (inputs, edits) = (sources.map(\.given), sources[0].writtenEdits)
        self.models = models
        words = found.words
        maps = found.sides.map { $0.title.joined(separator: " · ") }
        (rankCorrelation, overlap, places) = (found.rankCorrelation, found.overlap, found.placeCount)
        entropies = found.sides.map(\.entropy)
        effectivePlaces = found.sides.map(\.effective)
        latentCosine = found.latentCosine
        (readingCorrelation, effectCorrelation) = (found.readingCorrelation, found.effectCorrelation)
    }

    /// One row.
    var table: Table {
        var table = Table(columns: [
            "left", "right", "left_model", "right_model", "left_map", "right_map", "rank_correlation",
            "overlap",
            "places", "latent_cosine", "reading_correlation", "effect_correlation",
        ])
        table.add(
            inputs + models + maps
                + [
                    Table.cell(rankCorrelation), Table.cell(overlap), Table.cell(places),
                    Table.cell(latentCosine), Table.cell(readingCorrelation), Table.cell(effectCorrelation),
                ]
        )
        return table
    }

    /// In lines.
    var text: String {
        let names = inputs.map { ([$0] + (edits ?? [])).joined(separator: ", ") }
        let sides = zip(zip(names, models), maps).map { "\($0.0) (\($0.1)): \($1)" }
        return (sides + words).joined(separator: "\n")
    }
}

/// How alike two models arrange inputs, as `compare` prints it.
struct AlignmentReport: Encodable {
    let models: [String]
    let inputCount: Int
    /// Linear centred kernel alignment of the final latents.
    let alignment: Double
    /// The same by the unbiased estimate; `nil` of fewer than four inputs.
    let unbiasedAlignment: Double?

    init(_ models: [String], _ found: KernelAlignment) {
        self.models = models
        (inputCount, alignment, unbiasedAlignment) = (found.inputCount, found.biased, found.unbiased)
    }

    /// One row.
    var table: Table {
        var table = Table(columns: ["left_model", "right_model", "inputs", "alignment", "unbiased_alignment"])
        table.add(models + ["\(inputCount)", "\(alignment)", Table.cell(unbiasedAlignment)])
        return table
    }

    /// In lines.
    var text: String {
        let unbiased = unbiasedAlignment.map { "\(decimal($0, places: 3)) unbiased, " } ?? ""
        return """
            \(models.joined(separator: " and ")): final latents of \(inputCount.counted("input"))
            centred kernel alignment (CKA) \(unbiased)\(decimal(alignment, places: 3)) linear
            """
    }
}
