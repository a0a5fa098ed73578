import Models

extension ExplanationMethod {
    /// See ``LatentAblation``.
    public static let ablation = ablating(
        "ablation",
        summary:
            "Lets one latent after the other learn nothing from the input, and adds up the attention of those "
            + "that the target needs.",
        cost: "one run of the latents for each latent",
        rough: [
            ablating(
                "ablation-gradient",
                summary:
                    "Like ablation, but what the target would lose is told by its gradient at the latents.",
                cost: "two runs",
                runs: { _ in 2 },
                effects: { try LatentAblation.effectsByGradient($0.byOdds, progress: $1) },
                explained: { $0.byOdds }
            )
        ],
        runs: { Double($0.model.latentCount) },
        effects: { try LatentAblation.effects($0, progress: $1) }
    )

    private static func ablating(
        _ name: String,
        summary: String,
        cost: String,
        rough: [ExplanationMethod] = [],
        runs: @escaping @Sendable (Run) -> Double,
        effects: @escaping @Sendable (Explained, @escaping Progress) throws -> [Float],
        explained meant: @escaping @Sendable (Explained) -> Explained = { $0 }
    ) -> ExplanationMethod {
        ExplanationMethod(
            name,
            label: MethodLabel(
                summary: summary,
                seesClass: true,
                isSigned: true,
                cost: cost,
                caveat: "It tells where the needed latents look, not what they take from there.",
                source: "leave-one-out on latents, weighted by their attention"
            ),
            rough: rough,
            quantity: { _ in "effect" },
            needsTask: true,
            suits: { $0.latentCount > 0 },
            cost: runs
        ) { explained, progress in
            let effects = try effects(explained, progress)
            let relevance = try LatentAblation.relevance(meant(explained), effects: effects)
            return Finding(
                relevance,
                caution: relevance.isWeak ? "no single latent matters" : nil,
                effects: effects
            )
        }
    }
}

/// What a class loses when single latents learn nothing from the input.
///
/// A latent's effect is `log p(class) − log p(class)` with what its cross-attention gathered left out, so
/// that it goes on as learned. Shown over the input, each latent's attention counts by its effect: those without which
/// the class becomes more probable count against it.
public enum LatentAblation {
    /// The effect of each latent on the target.
    ///
    /// - Parameters:
    ///   - explained: the run and the target.
    ///   - progress: is told how far the work is, from 0 to 1.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    /// - Complexity: one run of the latent stack for each latent, several of them together; the inputs are not encoded
    ///   again.
    /// - Precondition: a task is explained.
    public static func effects(
        _ explained: Explained,
        progress: (Double) -> Void = { _ in }
    ) throws -> [Float] {
        guard let task = explained.task else { preconditionFailure("no task is explained") }
        let latents = Array(0..<explained.run.model.latentCount)
        return try explained.run.predictions(task: task, withoutLatents: latents, progress: progress).map {
            Float(explained.whole - explained.evidence(in: $0))
        }
    }

    /// About the same by one way back: what the target would lose, were it linear.
    ///
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    static func effectsByGradient(_ explained: Explained, progress: @escaping Progress) throws -> [Float] {
        let found = try explained.gradients(weighsReads: true, progress: progress)
        return found.reads ?? []
    }

    /// Each latent's attention over the input, weighted by its effect; sums to the effects' sum.
    ///
    /// Where latents look at the input several times, it is the average of their looks.
    ///
    /// It has full colours where these add up to as much as makes a block of an occlusion have them.
    ///
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    public static func relevance(_ explained: Explained, effects: [Float]) throws -> Relevance {
        let run = explained.run
        var values = [Float](repeating: 0, count: run.input.tokens.rows)
        // A latent learns nothing at any of its looks: each of them counts as much.
        let looks = run.model.layers.indices.filter {
            run.model.layers[$0].queries == .latents && run.model.layers[$0].keys == .input
        }
        let share = 1 / Float(max(1, looks.count))
        for layer in looks {
            let rows = AttentionRows(run, layer: layer)
            let positive = try rows.weighted(effects.map { max($0, 0) * share })
            let negative = try rows.weighted(effects.map { max(-$0, 0) * share })
            for token in values.indices { values[token] += positive[token] - negative[token] }
        }
        return Relevance(
            values: values,
            isSigned: true,
            meaning: "attention × effect of each latent on \(explained.quantity)",
            fullColour: explained.fullColour.map { fullColour(effects, values, $0) }
        )
    }

    /// The number that has full colour: effects that add up to less than the usual one stay faint.
    private static func fullColour(_ effects: [Float], _ values: [Float], _ usual: Float) -> Float {
        let sum = effects.reduce(0) { $0 + abs($1) }
        let reach = values.reduce(0) { max($0, abs($1)) }
        return sum > 0 ? reach * max(1, usual / sum) : usual
    }
}
