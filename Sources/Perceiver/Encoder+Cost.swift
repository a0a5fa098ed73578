import Numerics

extension AttentionLayer {
    /// Floating-point operations for `n` queries and `m` keys, multiplications and additions counted apart.
    public func operations(queries n: Int, keys m: Int) -> Int {
        let (asking, answering) = (query.outputs, value.outputs)
        let projections = 2 * n * query.inputs * asking + 2 * m * key.inputs * (asking + answering)
        let attention = 2 * n * m * (asking + answering) + 2 * n * answering * query.inputs
        return projections + attention + 4 * n * query.inputs * hidden.outputs
    }
}

extension AttentionLayer {
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
            + products(answering, moves: order.movesValues) + 4 * n * query.inputs * hidden.outputs
    }
}

extension Encoder {
    /// Floating-point operations of the order of products that is taken to encode so many inputs.
    public func executedOperations(inputs: Int) -> Int {
        let own = latents.rows
        return crossAttention.executedOperations(queries: own, keys: inputs)
            + (0..<depth).reduce(0) { $0 + selfAttention($1).executedOperations(queries: own, keys: own) }
    }

    /// Floating-point operations to encode so many inputs.
    public func operations(inputs: Int) -> Int {
        let own = latents.rows
        return crossAttention.operations(queries: own, keys: inputs)
            + (0..<depth).reduce(0) { $0 + selfAttention($1).operations(queries: own, keys: own) }
    }
}
