import Numerics

extension AttentionLayer {
    /// Floating-point operations for `n` queries and `m` keys, multiplications and additions counted apart.
    public func operations(queries n: Int, keys m: Int) -> Int {
        let (asking, answering) = (query.outputs, value.outputs)
        let projections = 2 * n * query.inputs * asking + 2 * m * key.inputs * (asking + answering)
        let attention = 2 * n * m * (asking + answering) + 2 * n * answering * query.inputs
        return projections + attention + mlpOperations(queries: n)
    }

    /// The MLP's part of them.
    private func mlpOperations(queries n: Int) -> Int {
        (gate == nil ? 4 : 6) * n * query.inputs * hidden.outputs
    }

    /// Floating-point operations of the order of products that is taken, which may be fewer than those of the formula.
    public func executedOperations(queries n: Int, keys m: Int) -> Int {
        let (order, asking, answering) = (grouping(queries: n, keys: m), query.outputs, value.outputs)
        let isStreaming = streams(queries: n, keys: m)
        let (many, few) = isStreaming ? (m, n) : (n, m)
        let channels = isStreaming ? key.inputs : query.inputs
        func products(_ projected: Int, moves: Bool) -> Int {
            moves
                ? 2 * few * channels * (projected + many)
                : 2 * many * projected * (channels + few)
        }
        // The side with fewer rows is always projected.
        let projections =
            isStreaming
            ? 2 * n * query.inputs * (asking + answering) : 2 * m * key.inputs * (asking + answering)
        return projections + products(asking, moves: order.movesScores)
            + products(answering, moves: order.movesValues) + mlpOperations(queries: n)
    }
}

extension Trunk {
    /// Floating-point operations for an input array of some rows.
    public func operations(inputs: Int) -> Int {
        work(inputs) { $0.operations(queries: $1, keys: $2) }
    }

    /// Floating-point operations of the order of products that is taken for an input array of some rows.
    public func executedOperations(inputs: Int) -> Int {
        work(inputs) { $0.executedOperations(queries: $1, keys: $2) }
    }

    private func work(_ inputs: Int, _ operations: (AttentionLayer, Int, Int) -> Int) -> Int {
        func count(_ space: Space) -> Int { space == .input ? inputs : latents?.rows ?? 0 }
        return layers.reduce(0) { $0 + operations($1.attention, count($1.queries), count($1.keys)) }
    }
}
