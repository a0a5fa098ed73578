import Models

extension ExplanationMethod {
    /// See ``Occlusion``.
    public static let occlusion = ExplanationMethod(
        "occlusion",
        label: MethodLabel(
            summary: "Removes one part of the input after the other and measures what the target loses.",
            seesClass: true,
            isSigned: true,
            cost: "one run for each part",
            caveat: "Two parts that say the same cover for each other: neither seems to matter.",
            source: "Zeiler and Fergus 2014, with removal instead of a grey patch"
        ),
        quantity: { "Δ \($0.quantity)" },
        needsTask: true,
        cost: { Double($0.input.parts.count) }
    ) { explained, progress in
        let relevance = try Occlusion.relevance(explained) { done, all in
            progress(Double(done) / Double(max(all, 1)))
        }
        let input = explained.run.input
        return Finding(
            relevance,
            blocks: Blocks(of: input),
            caution: relevance.isWeak ? "no single \(input.modality.partName) matters" : nil
        )
    }
}

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
    ///   - explained: the run and the target.
    ///   - progress: is told how many parts are done, of how many.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    /// - Complexity: one encoding for each of the input's parts.
    public static func relevance(
        _ explained: Explained,
        progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> Relevance {
        let input = explained.run.input
        var values = [Float](repeating: 0, count: input.tokens.rows)
        for (index, part) in input.parts.enumerated() {
            try Task.checkCancellation()
            progress(index, input.parts.count)
            guard !input.removed.isSuperset(of: part) else { continue }
            let change = Float(explained.whole - (try explained.evidence(without: Set(part))))
            for token in part { values[token] = change }
        }
        return Relevance(
            values: values,
            isSigned: true,
            meaning: "drop in \(explained.quantity) when removed",
            kind: .part,
            fullColour: explained.fullColour
        )
    }
}
