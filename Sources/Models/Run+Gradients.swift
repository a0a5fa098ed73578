public import Numerics
public import Perceiver

/// What a target owes to each of the input's tokens, whether the model got them or not.
public struct RunGradients: Sendable {
    /// The target's number.
    public let value: Double
    /// The gradient at the tokens, `[M, C]`; `nil` if it was not to be kept.
    ///
    /// It is 0 at tokens that were removed. Where a decoder query is made of a token, be it a removed one, the
    /// gradient through the query is in here.
    public let inputs: Matrix?
    /// The relevance of each token, `[M]`: the sum of its channels, each times the gradient at it; next to nothing
    /// with ``BackwardRule/gradient``, see ``Gradients/relevance``.
    public let relevance: [Float]
    /// The gradient at the learned latents, `[N, D]`; `nil` where there are none.
    public let latents: Matrix?
    /// The relevance of all learned latents together.
    public let latentRelevance: Double
    /// The relevance of the query that asked, where it is not made of a token; 0 where nothing asked.
    public let queryRelevance: Double
    /// The derivative by the logarithm of each token's weight as a key, `[M]`; see ``Gradients/keyWeights``.
    ///
    /// Where removed tokens are weighed, too, the derivative by the weight itself, which is 0 of these and 1 of others.
    public let keyWeights: [Float]
    /// The relevance of each token by attention alone, `[M]`; `nil` if it was not asked for.
    ///
    /// It begins with how much of each vector the answer reads; see ``Gradients/attentionRelevance``.
    public let attentionRelevance: [Float]?
    /// What the target would lose, were it linear, without what a latent read, `[N]`; `nil` if it was not asked for.
    public let reads: [Float]?

    /// What of the number is neither the tokens', nor the latents', nor the query's: that of biases, and of what is not
    /// linear.
    public var rest: Double {
        value - relevance.reduce(0) { $0 + Double($1) } - latentRelevance - queryRelevance
    }
}

extension Run {
    /// Goes back from a number that the run led to, to the input's tokens.
    ///
    /// - Parameters:
    ///   - target: the number that is explained.
    ///   - rule: what counts as a derivative.
    ///   - keepsInputs: whether ``RunGradients/inputs``, which is as large as the tokens, is kept.
    ///   - relatesAttention: whether ``RunGradients/attentionRelevance`` is wanted.
    ///   - weighsReads: whether ``RunGradients/reads`` are wanted.
    ///   - weighsRemoved: whether ``RunGradients/keyWeights`` are wanted of removed tokens, too, where latents alone ask.
    ///   - step: is told how far the work is, from 0 to 1; what it throws ends it.
    /// - Precondition: the run has such a task, class, position or query. Tasks of ``Target/number(task:index:)`` ask
    ///   for numbers, and those of ``Target/logProbability(task:class:)`` for classes.
    public func gradients<Failure: Error>(
        of target: Target,
        rule: BackwardRule = .gradient,
        keepsInputs: Bool = true,
        relatesAttention: Bool = false,
        weighsReads: Bool = false,
        weighsRemoved: Bool = false,
        step: (Double) throws(Failure) -> Void
    ) throws(Failure) -> RunGradients {
        let readOut = ReadOut(target, of: self, rule: rule)
        let whole = Double(max(1, trace.trunk.operations(inputs: trace.inputs.rows)))
        let found = try trace.backward(
            from: readOut.gradient,
            rule: rule,
            relevance: relatesAttention ? readOut.relevance : nil,
            keepsInputs: keepsInputs,
            weighsReads: weighsReads,
            weighing: weighsRemoved && !input.removed.isEmpty && model.trunk.latentsAloneAsk
                ? input.tokens : nil
        ) { (done: Int) throws(Failure) in try step(Double(done) / whole) }
        return RunGradients(of: input, trace.trunk, found, readOut)
    }

    /// The same, without being asked on the way.
    public func gradients(
        of target: Target,
        rule: BackwardRule = .gradient,
        keepsInputs: Bool = true,
        relatesAttention: Bool = false
    ) -> RunGradients {
        gradients(of: target, rule: rule, keepsInputs: keepsInputs, relatesAttention: relatesAttention) { _ in
        }
    }
}

extension RunGradients {
    fileprivate init(of input: InputArray, _ trunk: Trunk, _ found: Gradients, _ readOut: ReadOut) {
        let kept = input.removed.isEmpty ? nil : input.kept
        func scattered(_ numbers: [Float]) -> [Float] {
            guard let kept else { return numbers }
            var all = [Float](repeating: 0, count: input.tokens.rows)
            for (place, number) in zip(kept, numbers) { all[place] = number }
            return all
        }
        var inputs = found.inputs
        if let kept { inputs = inputs?.scattered(to: kept, of: input.tokens.rows) }
        var (relevance, queryRelevance) = (scattered(found.relevance), 0.0)
        if let query = readOut.query {
            if let source = readOut.source {
                let gradient = source.map.map { query.gradient.times($0.weight) } ?? query.gradient
                let token = input.tokens[rows: source.token..<source.token + 1]
                relevance[source.token] += source.map == nil ? query.product : Float(gradient.dot(token))
                inputs?.add(gradient, toRow: source.token)
            } else {
                queryRelevance = Double(query.product)
            }
        }
        value = readOut.value
        self.inputs = inputs
        self.relevance = relevance
        self.queryRelevance = queryRelevance
        latents = found.latents
        latentRelevance = trunk.latents.flatMap { found.latents?.dot($0) } ?? 0
        keyWeights =
            found.keyWeights.count == input.tokens.rows ? found.keyWeights : scattered(found.keyWeights)
        attentionRelevance = found.attentionRelevance.map(scattered)
        reads = found.reads
    }
}

extension Matrix {
    /// The rows put at some places of a matrix that has zeros elsewhere.
    fileprivate func scattered(to places: [Int], of count: Int) -> Matrix {
        var all = Matrix(rows: count, columns: columns)
        let columns = columns
        withElements { source in
            all.withMutableElements { target in
                for (row, place) in places.enumerated() {
                    for i in 0..<columns { target[place * columns + i] = source[row * columns + i] }
                }
            }
        }
        return all
    }

    /// Adds a matrix of one row to one of the rows.
    fileprivate mutating func add(_ other: Matrix, toRow row: Int) {
        let sum = zip(self[row: row], other[row: 0]).map { $0 + $1 }
        replaceRow(row, with: sum)
    }
}
