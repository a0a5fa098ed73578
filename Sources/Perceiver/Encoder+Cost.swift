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

extension Encoder {
    /// Floating-point operations to encode so many inputs.
    public func operations(inputs: Int) -> Int {
        let own = latents.rows
        return crossAttention.operations(queries: own, keys: inputs)
            + (0..<depth).reduce(0) { $0 + selfAttention($1).operations(queries: own, keys: own) }
    }

    /// An encoder with one cross-attention of regular, untrained weights: to measure time and memory.
    public static func untrained(latents: Int, channels: Int, inputs: Int) -> Encoder {
        func linear(_ from: Int, _ to: Int) -> Linear {
            let weight = Matrix(rows: to, columns: from) { elements in
                for i in elements.indices { elements[i] = Float((i * 7919) % 101 - 50) / Float(50 * from) }
            }
            return Linear(weight: weight, bias: Array(repeating: 0, count: to))
        }
        func norm(_ count: Int) -> LayerNorm {
            LayerNorm(weight: Array(repeating: 1, count: count), bias: Array(repeating: 0, count: count))
        }
        let layer = AttentionLayer(
            heads: 1,
            addsQuery: true,
            queryNorm: norm(channels),
            keyNorm: norm(inputs),
            query: linear(channels, channels),
            key: linear(inputs, channels),
            value: linear(inputs, channels),
            output: linear(channels, channels),
            hiddenNorm: norm(channels),
            hidden: linear(channels, channels),
            result: linear(channels, channels)
        )
        let start = Matrix(rows: latents, columns: channels) { elements in
            for i in elements.indices { elements[i] = Float((i * 31) % 17 - 8) / 8 }
        }
        return Encoder(latents: start, crossAttention: layer, selfAttends: [], blocks: 0)
    }
}
