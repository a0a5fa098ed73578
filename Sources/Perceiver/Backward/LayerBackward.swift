import Numerics

/// The way back through one layer.
struct LayerBackward: Sendable {
    let layer: AttentionLayer
    let rule: BackwardRule
    let mask: Layer.Mask
    /// The relevance that each query has to hand on to keys; `nil` if that is not wanted.
    let relevance: [Float]?

    init(_ layer: AttentionLayer, rule: BackwardRule, mask: Layer.Mask = .none, relevance: [Float]? = nil) {
        (self.layer, self.rule, self.mask, self.relevance) = (layer, rule, mask, relevance)
    }

    /// What is found for the vectors that asked.
    struct Asked {
        /// The gradient at them, `[n, Dq]`.
        var gradient: Matrix
        /// Each vector times the gradient at it, `[n]`.
        var products: [Float]
    }

    /// Goes back to `x` `[n, Dq]`, which asks itself: the gradient at it.
    ///
    /// - Parameters:
    ///   - gradient: at the layer's output, `[n, Dq]`.
    ///   - x: what entered the layer.
    ///   - tally: gets the sums of scores and the relevance.
    func callAsFunction(_ gradient: Matrix, at x: Matrix, tally: KeyTally) -> Matrix {
        let normed = layer.queryNorm(x)
        let attention = KeptBackward(layer, rule: rule, mask: mask, asking: normed, answering: normed)
        let mixed = self.mixed(attention.values, from: x, gradient)
        let found = attention(mixed.times(layer.output.weight), shares: shares, tally: tally)
        var sum = answering(found)
        if rule.scoreFactor != nil { sum.add(found.queries.times(layer.query.weight)) }
        return asked(sum, mixed, at: x).gradient
    }

    /// Goes back to `x` `[n, Dq]`, which asks `y` `[m, Dkv]`.
    ///
    /// - Parameters:
    ///   - gradient: at the layer's output, `[n, Dq]`.
    ///   - x: where queries came from.
    ///   - y: where keys and values came from.
    ///   - gathering: what queries gathered, if that is known.
    ///   - tally: what is added up for `y`.
    ///   - step: is told how many rows of `y` are done, now and then; what it throws ends the work.
    func callAsFunction<Failure: Error>(
        _ gradient: Matrix,
        at x: Matrix,
        over y: Matrix,
        _ gathering: Gathering?,
        tally: KeyTally,
        step: (Int) throws(Failure) -> Void
    ) throws(Failure) -> Asked {
        let normed = layer.queryNorm(x)
        guard layer.streams(queries: x.rows, keys: y.rows) else {
            return kept(gradient, at: x, normed, over: y, tally: tally)
        }
        let known = gathering
        let gathering = if let known { known } else { try layer.gathered(normed, streaming: y, step: step) }
        let mixed = self.mixed(gathering.values, from: x, gradient)
        let queries = try layer.backward(
            layer.query(normed),
            mixed.times(layer.output.weight),
            gathering,
            streaming: y,
            rule: rule,
            shares: shares,
            tally: tally,
            step: step
        )
        return asked(queries.times(layer.query.weight), mixed, at: x)
    }

    /// Adds up gradients at the scores of other keys than those that were read: what weights would do that these had,
    /// from 0 on.
    ///
    /// - Parameters:
    ///   - candidates: `[m', Dkv]`; those that were read may be among them.
    ///   - gradient: at the layer's output, `[n, Dq]`.
    ///   - read: what the layer read.
    ///   - tally: gets the sums.
    ///   - step: is told how many rows are done, now and then; what it throws ends the work.
    func weigh<Failure: Error>(
        _ candidates: Matrix,
        _ gradient: Matrix,
        _ read: Trace.Step,
        tally: KeyTally,
        step: (Int) throws(Failure) -> Void
    ) throws(Failure) {
        let normed = layer.queryNorm(read.queries)
        let known = read.gathering
        let gathering =
            if let known { known } else { try layer.gathered(normed, streaming: read.keys, step: step) }
        _ = try layer.backward(
            layer.query(normed),
            mixed(gathering.values, from: read.queries, gradient).times(layer.output.weight),
            gathering,
            streaming: candidates,
            rule: rule,
            shares: nil,
            tally: tally,
            step: step
        )
    }

    /// The same where keys are kept.
    private func kept(
        _ gradient: Matrix,
        at x: Matrix,
        _ normed: Matrix,
        over y: Matrix,
        tally: KeyTally
    ) -> Asked {
        let keys = layer.keyNorm?(y) ?? y
        let attention = KeptBackward(layer, rule: rule, mask: .none, asking: normed, answering: keys)
        let mixed = self.mixed(attention.values, from: x, gradient)
        let found = attention(mixed.times(layer.output.weight), shares: shares, tally: tally)
        let sum = Tile.zeros(rows: y.rows, columns: y.columns)
        sum.add(Tile(answering(found)))
        tally.add(sum, through: layer.keyNorm, at: Tile(y), rule)
        return asked(found.queries.times(layer.query.weight), mixed, at: x)
    }

    /// The relevance of each query, divided among heads.
    private var shares: [Float]? {
        relevance.map { relevance in relevance.map { $0 / Float(layer.heads) } }
    }

    /// The gradient at what enters the MLP, `[n, Dq]`.
    private func mixed(_ values: Matrix, from x: Matrix, _ gradient: Matrix) -> Matrix {
        layer.mlpGradient(gradient, at: layer.output(values, adding: layer.addsQuery ? x : nil), rule)
    }

    /// The gradient at normed keys, `[m, Dkv]`.
    private func answering(_ found: KeptBackward.Gradients) -> Matrix {
        var sum = found.values.times(layer.value.weight)
        if rule.scoreFactor != nil { sum.add(found.keys.times(layer.key.weight)) }
        return sum
    }

    /// What is found for `x`, from gradients at normed queries and at what enters the MLP.
    private func asked(_ normed: Matrix, _ mixed: Matrix, at x: Matrix) -> Asked {
        var gradient = normed
        var products = gradient.takeGradient(
            of: layer.queryNorm,
            at: x,
            isDeviationConstant: rule.isDeviationConstant
        )
        if layer.addsQuery {
            gradient.add(mixed)
            products = zip(products, Tile(x).rowProducts(with: Tile(mixed))).map { $0 + $1 }
        }
        return Asked(gradient: gradient, products: products)
    }
}
