import Models
package import Numerics
import Perceiver

extension ExplanationMethod {
    /// Attention, followed back through all layers.
    public static let rollout = ExplanationMethod(
        "rollout",
        label: MethodLabel(
            summary:
                "Follows attention from the answer back through all layers; half of each vector stays what it was.",
            seesClass: false,
            isSigned: false,
            cost: "about one run",
            caveat: "Where little of the latents' identity is kept, every answer gets nearly the same map.",
            source: "Abnar and Zuidema 2020, with the learned latents as a source of their own"
        ),
        quantity: { _ in "share" },
        cost: { _ in 1 }
    ) { try Rollout.find(.half, $0, $1) }

    /// The same, with what is read counted by the length of what it adds.
    public static let valueNorms = ExplanationMethod(
        "value-norm",
        label: MethodLabel(
            summary: "Like rollout, but what a vector reads counts by the length of what it adds.",
            seesClass: false,
            isSigned: false,
            cost: "about one run",
            caveat: "Long is not important: what is added may not concern the answer.",
            source: "Kobayashi et al. 2020 and 2021"
        ),
        quantity: { _ in "share" },
        cost: { _ in 1 }
    ) { try Rollout.find(.norms, $0, $1) }
}

extension ExplanationMethod {
    /// The same, with what is read counted by how far the result turns without it.
    public static let valueZeroing = zeroing(
        "value-zeroing",
        .zeroing,
        summary:
            "Like rollout, but what a vector reads counts by how far the layer's result turns without it.",
        cost: "as many vectors through each layer's MLP as its attention has weights",
        rough: [
            zeroing(
                "value-zeroing-attention",
                .zeroingAttention,
                summary: "Like value-zeroing, but of what leaves attention, before the MLP.",
                cost: "as many vectors through the end of each attention as it has weights"
            )
        ]
    )

    private static func zeroing(
        _ name: String,
        _ mixing: Mixing,
        summary: String,
        cost: String,
        rough: [ExplanationMethod] = []
    ) -> ExplanationMethod {
        ExplanationMethod(
            name,
            label: MethodLabel(
                summary: summary,
                seesClass: false,
                isSigned: false,
                cost: cost,
                caveat: "A vector that turns far need not concern the answer.",
                source: "Mohebbi et al. 2023, arXiv 2301.12971"
            ),
            rough: rough,
            quantity: { _ in "share" },
            cost: { $0.zeroingCost(mixing) }
        ) { try Rollout.find(mixing, $0, $1) }
    }
}

extension Run {
    /// How many runs zeroing all values takes, about.
    fileprivate func zeroingCost(_ mixing: Mixing) -> Double {
        let trunk = model.trunk
        let work = trunk.layers.reduce(0.0) { work, layer in
            let (rows, attention) = (
                Double(count(of: layer.queries) * count(of: layer.keys)), layer.attention
            )
            let output = 2 * rows * Double(attention.output.inputs) * Double(attention.output.outputs)
            let (inner, outer) = (attention.hidden.outputs, attention.hidden.inputs)
            let mlp = (attention.gate == nil ? 4 : 6) * rows * Double(inner) * Double(outer)
            return work + (mixing == .zeroing ? mlp : output)
        }
        return max(1, work / Double(max(1, trunk.operations(inputs: input.readCount))))
    }
}

/// Where the vectors that an answer reads come from, layer by layer: from the input's tokens, or from the latents as they
/// were learned.
///
/// Shares go back from the answer. At each layer those of a vector go partly to the vector as it was before the layer,
/// and partly to those it read. What arrives at the learned latents is a share of its own, as an input has no residual
/// path into them; what arrives at tokens is the map. All shares sum to 1.
package enum Rollout {
    static func find(_ mixing: Mixing, _ explained: Explained, _ progress: Progress) throws -> Finding {
        let run = explained.run
        let shares = run.reading(query: explained.query)
        let back = try back(shares, mixing, run, progress)
        var measures: [Measure] = []
        if let identity = back.identity {
            measures = [Measure("latent identity kept", identity, isShare: true)]
            // Where half of each vector stays by rule, half of every answer comes from there.
            if mixing == .norms {
                measures.append(Measure("from learned latents", back.learned, isShare: true))
            }
        }
        let relevance = Relevance(
            values: run.overInput(back.input),
            isSigned: false,
            meaning: "share of what the answer is made of, by \(mixing.measure)"
        )
        return Finding(relevance, measures: measures)
    }

    /// What shares go back to.
    struct Back {
        /// A share for each token that the model got.
        var input: [Float]
        /// The learned latents' share.
        var learned: Double
        /// How different latents still are in where they come from: 1 where each comes from itself, 0 where all come
        /// from the same; `nil` of a model without latents.
        ///
        /// What they read of the input is left out: they become alike by reading each other.
        var identity: Double?
    }

    /// Follows shares of the vectors that answers are read from back to the input.
    ///
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    static func back(_ shares: [Float], _ mixing: Mixing, _ run: Run, _ progress: Progress) throws -> Back {
        let layers = run.model.trunk.layers
        var at: [Space: [Float]] = [run.readSpace: shares]
        var product: Matrix?
        for (index, layer) in layers.enumerated().reversed() {
            try Task.checkCancellation()
            progress(Double(layers.count - 1 - index) / Double(layers.count))
            guard let asking = at[layer.queries] else { continue }
            let own = LayerMixing(mixing, run, layer: index)
            if layer.isSelfAttention && layer.queries == .latents {
                let matrix = try own.matrix()
                at[.latents] = Matrix(rows: 1, columns: asking.count, asking).times(matrix).elements
                product = product.map { $0.times(matrix) } ?? matrix
            } else {
                let (kept, read) = try own.back(asking)
                at[layer.queries] = kept
                at[layer.keys] = at[layer.keys].map { zip($0, read).map(+) } ?? read
            }
        }
        return Back(
            input: at[.input] ?? [Float](repeating: 0, count: run.input.readCount),
            learned: (at[.latents] ?? []).reduce(0) { $0 + Double($1) },
            identity: run.model.latentCount > 0 ? product.map(identity) ?? 1 : nil
        )
    }

    /// The average over all pairs of rows, each of which sums to 1, of half the sum of their differences: their total
    /// variation distance.
    package static func identity(_ product: Matrix) -> Double {
        let count = product.rows
        guard count > 1 else { return 1 }
        var sum = 0.0
        for column in 0..<product.columns {
            // Sorted, each difference between neighbours counts for all pairs that it lies between.
            let sorted = (0..<count).map { product[$0, column] }.sorted()
            for (place, value) in sorted.enumerated() { sum += Double(2 * place - count + 1) * Double(value) }
        }
        return sum / Double(count * (count - 1))
    }
}

extension Run {
    /// Numbers of the tokens that the model got, put where these are among all tokens; 0 for those that were removed.
    func overInput(_ numbers: [Float]) -> [Float] {
        guard !input.removed.isEmpty else { return numbers }
        var all = [Float](repeating: 0, count: input.tokens.rows)
        for (token, number) in zip(input.kept, numbers) { all[token] = number }
        return all
    }
}
