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

    /// An encoder with one cross-attention of regular, untrained weights: to measure time and memory.
    public static func untrained(latents: Int, channels: Int, inputs: Int) -> Encoder {
        Encoder(
            latents: regular(latents, channels),
            crossAttention: AttentionLayer.untrained(
                queries: channels,
                keys: inputs,
                width: channels,
                heads: 1
            ),
            selfAttends: [],
            blocks: 0
        )
    }

    /// An encoder of the sizes of the published model of pictures with Fourier features, untrained.
    public static var untrainedFourier: Encoder {
        Encoder(
            latents: regular(512, 1024),
            crossAttention: AttentionLayer.untrained(queries: 1024, keys: 261, width: 261, heads: 1),
            selfAttends: (0..<6).map { _ in .untrained(queries: 1024, keys: nil, width: 1024, heads: 8) },
            blocks: 8
        )
    }

    private static func regular(_ rows: Int, _ columns: Int) -> Matrix {
        Matrix(rows: rows, columns: columns) { elements in
            for i in elements.indices { elements[i] = Float((i * 31) % 17 - 8) / 8 }
        }
    }
}

extension AttentionLayer {
    /// A layer of regular weights; `keys` is `nil` for a self-attention, `width` the channels of all heads.
    fileprivate static func untrained(queries: Int, keys: Int?, width: Int, heads: Int) -> AttentionLayer {
        func linear(_ from: Int, _ to: Int) -> Linear {
            let weight = Matrix(rows: to, columns: from) { elements in
                for i in elements.indices { elements[i] = Float((i * 7919) % 101 - 50) / Float(50 * from) }
            }
            return Linear(weight: weight, bias: Array(repeating: 0, count: to))
        }
        func norm(_ count: Int) -> LayerNorm {
            LayerNorm(weight: Array(repeating: 1, count: count), bias: Array(repeating: 0, count: count))
        }
        return AttentionLayer(
            heads: heads,
            addsQuery: true,
            queryNorm: norm(queries),
            keyNorm: keys.map(norm),
            query: linear(queries, width),
            key: linear(keys ?? queries, width),
            value: linear(keys ?? queries, width),
            output: linear(width, queries),
            hiddenNorm: norm(queries),
            hidden: linear(queries, queries),
            result: linear(queries, queries)
        )
    }
}
