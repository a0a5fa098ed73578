import Models
import Numerics
import Perceiver

extension ExplanationMethod {
    /// What tokens are worth as keys, on average over inputs of which random parts are missing.
    public static let keyWeights = weighingKeys(
        "key-weights",
        halves: 32,
        rough: [weighingKeys("key-weights-4", halves: 4)]
    )

    /// - Parameter halves: how many random parts there are.
    private static func weighingKeys(_ name: String, halves: Int, rough: [ExplanationMethod] = [])
        -> ExplanationMethod
    {
        ExplanationMethod(
            name,
            label: MethodLabel(
                summary:
                    "Asks how the target changes as a token gets more or less weight as a key, on average over "
                    + "\(halves) random halves of the input.",
                seesClass: true,
                isSigned: true,
                cost: "\(halves) passes forward and \(halves) back",
                caveat: "The average is over random halves, so that numbers of small size are noise.",
                source: "expected gradients (Erion et al. 2021), of the keys' weights in attention"
            ),
            rough: rough,
            quantity: { _ in "relevance" },
            suits: { model in model.modalities.allSatisfy(model.removes) },
            cost: { _ in Double(halves) }
        ) { try KeyWeights.find($0, halves: halves, $1) }
    }
}

/// The derivative of a target by each token's weight as a key, averaged over random parts of an input.
///
/// Between no input and all of it lie its parts. A token that has a weight of 0 as a key is removed; one that has 1 is
/// there. What a weight does on the way from nothing to the whole, on average over ways, is what the token is worth.
/// That counts of tokens that a part lacks, too: what they would bring if they came in. Tokens that a part has tell
/// little where the answer is all but sure with any of them, as with spoken words. Each part is a random half, token by
/// token, and the next one the other half. Where tokens ask each other, those that a part lacks have no state, and count as 0.
enum KeyWeights {
    static func find(_ explained: Explained, halves count: Int, _ progress: Progress) throws -> Finding {
        let input = explained.run.input
        let weights = try explained.run.several.map(Array(0..<count), batch: 1, progress: progress) {
            numbers in
            try numbers.map { try part($0, of: explained).gradients(weighsRemoved: true).keyWeights }
        }
        var sums = [Float](repeating: 0, count: input.tokens.rows)
        for weights in weights {
            for token in input.kept { sums[token] += weights[token] / Float(count) }
        }
        let relevance = Relevance(
            values: sums,
            isSigned: true,
            meaning: "change of \(explained.quantity) with a token's weight as a key",
            fullColour: explained.fullColour.map { $0 / TokenRelevance.usualCount }
        )
        return Finding(relevance)
    }

    /// A run on one of the random parts: the first or the other half of a random order.
    private static func part(_ number: Int, of explained: Explained) throws -> Explained {
        let input = explained.run.input
        let order = TokenRanking(shuffling: input.kept, seed: UInt64(number / 2)).order
        let (first, second) = (order.prefix((order.count + 1) / 2), order.dropFirst((order.count + 1) / 2))
        let gone = number.isMultiple(of: 2) || second.isEmpty ? second : first
        return Explained(try explained.run.again(on: input.leavingOut(Set(gone))), like: explained)
    }
}
