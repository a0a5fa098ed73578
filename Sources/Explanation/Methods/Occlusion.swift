import Models
import Numerics

extension ExplanationMethod {
    /// See ``Occlusion``.
    public static let occlusion = occluding(OcclusionVariant())

    /// Occlusion with parts of some size, in whose place something stands.
    public static func occluding(_ variant: OcclusionVariant) -> ExplanationMethod {
        ExplanationMethod(
            variant.name,
            label: variant.label,
            variant: variant,
            quantity: { "Δ \($0.quantity)" },
            needsTask: true,
            suits: { model in model.modalities.contains { variant.fill.suits(model, $0) } },
            cost: { Double($0.input.parts(variant.grain).count) }
        ) { explained, progress in
            let relevance = try Occlusion.relevance(explained, variant, progress: progress)
            let blocks = Blocks(of: explained.run.input, variant.grain)
            return Finding(
                relevance,
                blocks: blocks,
                caution: relevance.isWeak ? "no single \(blocks.partName) matters" : nil
            )
        }
    }
}

extension OcclusionVariant {
    fileprivate var label: MethodLabel {
        let caveat = "Two parts that say the same cover for each other: neither seems to matter."
        return MethodLabel(
            summary: fill.deed + " and measures what the target loses.",
            seesClass: true,
            isSigned: true,
            cost: "one run for each part",
            caveat: fill == .remove
                ? caveat : caveat + " What stands in a part's place may say something itself.",
            source: "Zeiler and Fergus 2014"
                + (fill == .remove ? ", with removal instead of a grey patch" : "")
        )
    }
}

extension Fill {
    /// What is done to one part after the other.
    fileprivate var deed: String {
        switch self {
        case .remove: "Removes one part of the input after the other"
        case .mean: "Gives one part of the input after the other average content"
        case .blur: "Blurs one part of the picture after the other (the sound of a clip is silenced)"
        case .silence: "Silences one part of the sound after the other"
        case .mask: "Masks one part of the text, or the types of one group of units, after the other"
        }
    }
}

/// What a class loses when parts of the input are taken away.
///
/// A Perceiver's input is a set: a part is removed by leaving its tokens out, and nothing has to stand in
/// for them. The bundled model was trained with randomly dropped tokens, which makes this a fair question.
/// Each token's number is `log p(class | input) − log p(class | input without the token's part)`: positive
/// if the part speaks for the class (Zeiler and Fergus 2014, with removal instead of a grey patch). Where the model
/// answers a number, that itself takes the place of `log p`. A part that is all of the input leaves latents that learn
/// nothing. Instead of nothing, other tokens can stand at a part's places: see ``Fill``.
public enum Occlusion {
    /// Takes one part after the other away.
    ///
    /// - Parameters:
    ///   - explained: the run and the target; with stand-ins if the variant's fill needs a medium.
    ///   - variant: which parts there are, and what takes their place.
    ///   - progress: is told how far the work is, from 0 to 1.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    /// - Complexity: one run of the layers after the first for each part; where latents alone read the input, its keys
    ///   and values are made once, and what the first layer reads without a part is told by a difference.
    /// - Precondition: a task is explained.
    public static func relevance(
        _ explained: Explained,
        _ variant: OcclusionVariant = OcclusionVariant(),
        progress: (Double) -> Void = { _ in }
    ) throws -> Relevance {
        guard let task = explained.task else { preconditionFailure("no task is explained") }
        let input = explained.run.input
        let parts = Blocks(of: input, variant.grain).tokens
        let series = RemovalSeries(explained.run, task: task, standIns: standIns(variant.fill, explained))
        var values = [Float](repeating: 0, count: input.tokens.rows)
        let predictions = try series.predictions(without: parts, progress: progress)
        for (part, prediction) in zip(parts, predictions) {
            let change = Float(explained.whole - explained.evidence(in: prediction))
            for token in part { values[token] = change }
        }
        return Relevance(
            values: values,
            isSigned: true,
            meaning: "drop in \(explained.quantity) when \(variant.fill.words)",
            kind: .part,
            fullColour: explained.fullColour
        )
    }

    private static func standIns(_ fill: Fill, _ explained: Explained) -> Matrix? {
        switch fill {
        case .remove: nil
        case .mean: explained.run.input.averageTokens
        case .blur, .silence, .mask: explained.standIns
        }
    }
}
