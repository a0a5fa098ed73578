import Models
import Numerics
import Perceiver

extension ExplanationMethod {
    /// Gradients on the way from an input that tells nothing.
    public static let integrated = integrating(
        "integrated",
        steps: 32,
        rough: [integrating("integrated-4", steps: 4)]
    )

    /// - Parameter steps: how many places on the way there are, in the middle of as many equal parts.
    private static func integrating(_ name: String, steps: Int, rough: [ExplanationMethod] = [])
        -> ExplanationMethod
    {
        ExplanationMethod(
            name,
            label: MethodLabel(
                summary: "Adds up gradients on the way from tokens of average content to the input, in "
                    + "\(steps) steps.",
                seesClass: true,
                isSigned: true,
                cost: "\(steps) passes forward and \(steps) back",
                caveat: "It depends on what it begins with. "
                    + "The gap tells how much of the change the steps miss.",
                source: "Sundararajan et al. 2017"
            ),
            rough: rough,
            quantity: { _ in "relevance" },
            cost: { _ in Double(2 * steps) }
        ) { try IntegratedGradients.find($0, steps: steps, $1) }
    }
}

/// What each token's content adds to a target on the straight way from average content.
///
/// It is the difference times the average gradient on the way. All together add up to the change of the target, but for a
/// gap.
enum IntegratedGradients {
    static func find(_ explained: Explained, steps: Int, _ progress: Progress) throws -> Finding {
        let (input, start) = (explained.run.input, explained.run.input.averageTokens)
        var difference = start
        difference.scale(by: -1)
        difference.add(input.tokens)
        let way = difference
        @Sendable func there(_ share: Float) throws -> Explained {
            var tokens = way
            tokens.scale(by: share)
            tokens.add(start)
            return Explained(try explained.run.again(on: input.replacing(tokens: tokens)), like: explained)
        }
        let places = (0..<steps).map { (Float($0) + 0.5) / Float(steps) }
        let products = try explained.run.several.map(places, batch: 1, progress: progress) { places in
            try places.map {
                try there($0).gradients(keepsInputs: true).inputs.map { way.rowProducts($0) } ?? []
            }
        }
        var values = [Float](repeating: 0, count: input.tokens.rows)
        for products in products {
            for (token, product) in products.enumerated() { values[token] += product / Float(steps) }
        }
        let change = try explained.gradients().value - (try there(0).gradients().value)
        let relevance = Relevance(
            values: values,
            isSigned: true,
            meaning: "what a token's content adds to \(explained.quantity)",
            fullColour: explained.fullColour.map { $0 / TokenRelevance.usualCount }
        )
        let sum = values.reduce(0) { $0 + Double($1) }
        return Finding(relevance, measures: [Measure("change", change), Measure("gap", change - sum)])
    }
}

extension Matrix {
    /// The sums of products of each row's elements with those of another matrix's row.
    func rowProducts(_ other: Matrix) -> [Float] {
        (0..<rows).map { row in zip(self[row: row], other[row: row]).reduce(0) { $0 + $1.0 * $1.1 } }
    }
}
