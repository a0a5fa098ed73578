import Models
import Perceiver

extension ExplanationMethod {
    /// How little a model expected each pixel that it tells from those before it.
    public static let surprise = ExplanationMethod(
        "surprise",
        label: MethodLabel(
            summary:
                "Shows how little the model expected each pixel, told from those before it: −log p of its colour.",
            seesClass: false,
            isSigned: false,
            cost: "nothing: it comes with the run",
            caveat: "It tells of all pixels at once, and not what the answer to one of them comes from.",
            source: "the loss of Chen et al. 2020, pixel by pixel"
        ),
        quantity: { _ in "nats" },
        needsTask: true,
        needs: "pixels that it tells",
        suits: { $0.tellsPixels },
        cost: { _ in 0 }
    ) { explained, _ in
        let run = explained.run
        guard case .colours(let answers) = run.output else {
            throw Failure("this model tells no pixels", isMisuse: true)
        }
        let first = run.input.layout.placed.first
        var values = [Float](repeating: 0, count: run.input.tokens.rows)
        for (pixel, nats) in answers.nats.enumerated() { values[first + pixel] = Float(nats ?? 0) }
        let relevance = Relevance(
            values: values,
            isSigned: false,
            meaning: "−log p of the pixel's colour, told from those before it (nats)"
        )
        return Finding(
            relevance,
            measures: [Measure("nats a pixel", answers.mean), Measure("nats in all", answers.total)]
        )
    }
}
