import Numerics

/// The way back through one head's attention of a block of queries to a block of keys.
struct AttentionBlock: Sendable {
    let rule: BackwardRule
    /// What products of queries and keys are multiplied with to be scores.
    let scale: Float
    /// What gradients at scores, times queries, are multiplied with to be gradients at keys.
    let keyScale: Float
    private let weights: Tile
    private let gradients: Tile

    /// - Parameters:
    ///   - queries: the most queries in a block.
    ///   - keys: the most keys in a block.
    init(_ rule: BackwardRule, scale: Float, keyScale: Float, queries: Int, keys: Int) {
        self.rule = rule
        self.scale = scale
        self.keyScale = keyScale
        weights = .blank(rows: min(queries, Blocks.queries), columns: min(keys, Blocks.keys))
        gradients = .blank(rows: weights.rows, columns: weights.columns)
    }

    /// One head's keys of a block, and what is added up for them.
    struct Answering {
        let keys, values: Tile
        /// Gradients at keys and at values.
        let keySums, valueSums: Tile
        /// Of all heads: the sums of a ``KeyTally``.
        let scores, relevance: Tile?
    }

    /// Adds what a block contributes to gradients at queries `querySums`, and to the sums of its keys.
    ///
    /// - Parameter column: the first key that the first query may not read; each further query reads one more.
    func callAsFunction(
        _ asking: Asking.Part,
        _ answering: Answering,
        querySums: Tile,
        hiddenFrom column: Int? = nil
    ) {
        let (n, m) = (asking.queries.rows, answering.keys.rows)
        let weights = weights[rows: 0..<n][columns: 0..<m]
        let gradients = gradients[rows: 0..<n][columns: 0..<m]
        weights.set(product: asking.queries, answering.keys, transposed: true, scale: scale)
        if let column { weights.hide(from: column) }
        weights.takeWeights(logSums: asking.logSums)
        answering.valueSums.set(
            product: weights,
            asking.gradients,
            leftTransposed: true,
            scale: rule.valueFactor,
            adding: true
        )
        guard rule.scoreFactor != nil || asking.shares != nil else { return }
        gradients.set(product: asking.gradients, answering.values, transposed: true)
        if let shares = asking.shares {
            answering.relevance?.add(
                positivePartsOf: weights,
                gradients,
                offsets: asking.offsets,
                factors: shares
            )
        }
        guard let factor = rule.scoreFactor else { return }
        gradients.takeScoreGradients(weights: weights, means: asking.means)
        answering.scores?.add(columnSums: gradients)
        querySums.set(product: gradients, answering.keys, scale: factor * scale, adding: true)
        answering.keySums.set(
            product: gradients,
            asking.queries,
            leftTransposed: true,
            scale: factor * keyScale,
            adding: true
        )
    }
}
