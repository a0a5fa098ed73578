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
        let quantity = run.predictions[task].scoring.quantity
        return Relevance(values: values, isSigned: true, meaning: "\(quantity) lost without it")
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
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    public static func relevance(_ run: Run, task: Int, effects: [Float]) throws -> Relevance {
        Relevance(
            values: try AttentionRows(run, layer: SheetQuestion.layer(nil, of: run.model))
                .weighted(effects.map { max($0, 0) }),
            isSigned: false,
            meaning: "attention × latent's effect on \(run.predictions[task].scoring.quantity)"
        )
    }
}
