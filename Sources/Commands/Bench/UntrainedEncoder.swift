import Numerics
import Perceiver

extension Trunk {
    /// A trunk with one cross-attention of regular, untrained weights: to measure time and memory.
    static func untrained(latents: Int, channels: Int, inputs: Int) -> Trunk {
        Trunk(
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

    /// A trunk of the sizes of the published model of pictures with Fourier features, untrained.
    static var untrainedFourier: Trunk {
        Trunk(
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
            narrowing: linear(queries, queries)
        )
    }
}
