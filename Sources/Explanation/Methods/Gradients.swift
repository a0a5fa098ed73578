package import Models
package import Perceiver

extension ExplanationMethod {
    /// A token's content times the gradient at it.
    public static let gradient = ExplanationMethod(
        "gradient",
        label: MethodLabel(
            summary:
                "Multiplies each token's content with the gradient at it: what the target would lose, were it linear.",
            seesClass: true,
            isSigned: true,
            cost: "two runs",
            caveat: "It tells how the answer changes just here; far away it may change otherwise.",
            source: "gradient × input, Shrikumar et al. 2016"
        ),
        quantity: { _ in "relevance" },
        cost: { _ in 2 }
    ) { explained, progress in
        // Of whole tokens next to nothing is left: a norm comes first, which does not see how long they are.
        let explained = explained.byOdds
        let found = try explained.gradients(keepsInputs: true, progress: progress)
        let values = found.inputs.map { explained.run.input.contentPart.rowProducts($0) } ?? []
        return Finding(
            TokenRelevance.map(values, explained, "content × gradient"),
            measures: [Measure("whole", found.value)]
        )
    }

    /// Relevance that layers hand on, by changed gradients.
    public static let attnLRP = ExplanationMethod(
        "attn-lrp",
        label: MethodLabel(
            summary:
                "Hands the target back layer by layer: gradients that norms, activations and attention treat as "
                + "if they were linear.",
            seesClass: true,
            isSigned: true,
            cost: "two runs",
            caveat:
                "Biases and learned latents take a share of the target that no token gets. Layer-wise relevance "
                + "propagation is said to be patented, and free for personal and scientific use only.",
            source: "Achtibat et al. 2024 (AttnLRP), arXiv 2402.05602"
        ),
        quantity: { _ in "relevance" },
        cost: { _ in 2 }
    ) { try TokenRelevance.find(.attnLRP, $0, $1) }

    /// The same with attention as it is.
    public static let constantLRP = ExplanationMethod(
        "cp-lrp",
        label: MethodLabel(
            summary: "Like attn-lrp, with attention's weights held constant: what is read counts, not why.",
            seesClass: true,
            isSigned: true,
            cost: "two runs",
            caveat:
                "What steers attention gets no relevance. Layer-wise relevance propagation is said to be patented, "
                + "and free for personal and scientific use only.",
            source: "Ali et al. 2022 (CP-LRP), arXiv 2202.07304"
        ),
        quantity: { _ in "relevance" },
        cost: { _ in 2 }
    ) { try TokenRelevance.find(.constantAttention, $0, $1) }

    /// Attention where it matters.
    public static let chefer = ExplanationMethod(
        "chefer",
        label: MethodLabel(
            summary:
                "Follows attention back through all layers, each weight times the positive part of its gradient.",
            seesClass: true,
            isSigned: false,
            cost: "two runs",
            caveat: "What speaks against the target is not shown.",
            source: "Chefer et al. 2021, arXiv 2103.15679"
        ),
        quantity: { _ in "relevance" },
        cost: { _ in 2 }
    ) { explained, progress in
        let explained = explained.byOdds
        let found = try explained.gradients(relatesAttention: true, progress: progress)
        let relevance = Relevance(
            values: found.attentionRelevance ?? [],
            isSigned: false,
            meaning: "attention × its gradient, of \(explained.quantity)"
        )
        return Finding(relevance)
    }
}

/// What tokens, learned latents and biases have of a target, by one way back through the layers.
enum TokenRelevance {
    static func find(_ rule: BackwardRule, _ explained: Explained, _ progress: Progress) throws -> Finding {
        let explained = explained.byOdds
        let found = try explained.gradients(rule: rule, progress: progress)
        let relevance = map(found.relevance, explained, "token × modified gradient")
        return Finding(relevance, measures: measures(found))
    }

    /// What a product says of each token.
    static func map(_ values: [Float], _ explained: Explained, _ product: String) -> Relevance {
        Relevance(
            values: values,
            isSigned: true,
            meaning: "contribution to \(explained.quantity), by \(product)",
            fullColour: explained.fullColour.map { $0 / usualCount }
        )
    }

    /// Of as many tokens as this that say the same, each has full colour where all together change log p as much as a
    /// block of an occlusion that has it.
    static let usualCount: Float = 16

    /// What is not the tokens'.
    private static func measures(_ found: RunGradients) -> [Measure] {
        let tokens = found.relevance.reduce(0) { $0 + Double($1) }
        var measures = [Measure("whole", found.value), Measure("tokens", tokens)]
        if found.latents != nil { measures.append(Measure("learned latents", found.latentRelevance)) }
        return measures + [Measure("biases and query", found.rest + found.queryRelevance)]
    }
}

extension Explained {
    /// The target's gradients.
    ///
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    package func gradients(
        rule: BackwardRule = .gradient,
        keepsInputs: Bool = false,
        relatesAttention: Bool = false,
        weighsReads: Bool = false,
        weighsRemoved: Bool = false,
        progress: Progress = { _ in }
    ) throws -> RunGradients {
        try run.gradients(
            of: target,
            rule: rule,
            keepsInputs: keepsInputs,
            relatesAttention: relatesAttention,
            weighsReads: weighsReads,
            weighsRemoved: weighsRemoved
        ) {
            try Task.checkCancellation()
            progress($0)
        }
    }
}
