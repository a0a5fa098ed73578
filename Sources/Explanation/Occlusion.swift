public import Models

/// What a class loses when parts of the input are taken away.
///
/// A Perceiver's input is a set: a part is removed by leaving its tokens out, and nothing has to stand in
/// for them. The bundled model was trained with randomly dropped tokens, which makes this a fair question.
/// Each token's number is `log p(class | input) − log p(class | input without the token's part)`: positive
/// if the part speaks for the class (Zeiler and Fergus 2014, with removal instead of a grey patch). Where the model
/// answers a number, that itself takes the place of `log p`. A part that is all of the input leaves latents that learn
/// nothing.
public enum Occlusion {
    /// The change of log p that has full colour: the class becomes 1.65 times as probable, or as improbable.
    static let fullColour: Float = 0.5

    /// Removes one part after the other.
    ///
    /// - Parameters:
    ///   - run: the run to explain.
    ///   - task: one of the run's tasks.
    ///   - target: the class.
    ///   - progress: is told how many parts are done, of how many.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    /// - Complexity: one encoding for each of the input's parts.
    public static func relevance(
        _ run: Run,
        task: Int,
        target: Int,
        progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> Relevance {
        let parts = run.input.parts
        let whole = run.predictions[task].evidence(for: target)
        var values = [Float](repeating: 0, count: run.input.tokens.rows)
        for (index, part) in parts.enumerated() {
            try Task.checkCancellation()
            progress(index, parts.count)
            let removed = run.input.removed.union(part)
            guard removed.count > run.input.removed.count else { continue }
            let prediction = try run.prediction(task: task, without: Set(part))
            let change = whole - prediction.evidence(for: target)
            for token in part { values[token] = Float(change) }
        }
        return Relevance(
            values: values,
            isSigned: true,
            meaning: "drop in \(run.predictions[task].scoring.quantity) when removed",
            kind: .part,
            fullColour: run.predictions[task].scoring == .numbers ? nil : fullColour
        )
    }
}

/// What a class loses when single latents learn nothing from the input.
///
/// A latent's effect is `log p(class) − log p(class)` with what its cross-attention gathered left out, so
/// that it goes on as learned. Shown over the input, each latent's attention counts by its positive effect.
public enum LatentAblation {
    /// The effect of each latent on a class.
    ///
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    /// - Complexity: one run of the latent stack for each latent; the inputs are not encoded again.
    public static func effects(
        _ run: Run,
        task: Int,
        target: Int,
        progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> [Float] {
        let whole = run.predictions[task].evidence(for: target)
        var effects: [Float] = []
        for latent in 0..<run.model.latentCount {
            try Task.checkCancellation()
            progress(latent, run.model.latentCount)
            let prediction = try run.prediction(task: task, withoutLatent: latent)
            effects.append(Float(whole - prediction.evidence(for: target)))
        }
        return effects
    }

    /// Each latent's attention over the input, weighted by its positive effect; sums to the positive effects' sum.
    ///
    /// It has full colours where these add up to as much as makes a block of an occlusion have them.
    ///
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    public static func relevance(_ run: Run, task: Int, effects: [Float]) throws -> Relevance {
        let positive = effects.map { max($0, 0) }
        let none = [Float](repeating: 0, count: run.input.tokens.rows)
        let values = try run.model.readingLayer.map { try AttentionRows(run, layer: $0).weighted(positive) }
        return Relevance(
            values: values ?? none,
            isSigned: false,
            meaning: "attention × effect of each latent on \(run.predictions[task].scoring.quantity)",
            fullColour: run.predictions[task].scoring == .numbers ? nil : fullColour(positive, values ?? none)
        )
    }

    /// The number that has full colour: effects that add up to less than ``Occlusion/fullColour`` stay faint.
    private static func fullColour(_ effects: [Float], _ values: [Float]) -> Float {
        let sum = effects.reduce(0, +)
        return sum > 0 ? (values.max() ?? 0) * max(1, Occlusion.fullColour / sum) : Occlusion.fullColour
    }
}
