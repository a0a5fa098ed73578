public import Numerics

/// Output queries that ask the latents, and a linear map of what they get.
public struct Decoder: Sendable {
    /// Queries ask latents.
    public let crossAttention: AttentionLayer
    /// Answers to outputs.
    public let final: Linear

    /// A decoder of the given parts.
    public init(crossAttention: AttentionLayer, final: Linear) {
        self.crossAttention = crossAttention
        self.final = final
    }

    /// The outputs `[O, outputs]` of queries `[O, E]` asked of latents `[N, D]`; queries do not interact.
    ///
    /// - Complexity: beside queries and outputs, memory does not grow with `O`.
    public func callAsFunction(_ queries: Matrix, latents: Matrix) -> Matrix {
        let blocks = (queries.rows + Blocks.queries - 1) / Blocks.queries
        guard blocks > Threads.count else { return final(crossAttention(queries, over: latents)) }
        let outputs = Tile.blank(rows: queries.rows, columns: final.outputs)
        let keys = crossAttention.prepared(latents, queries: queries.rows)
        let work = crossAttention.operations(queries: queries.rows, keys: latents.rows)
        Threads.split(blocks, work: work) { part in
            for block in part {
                let rows = block * Blocks.queries..<min((block + 1) * Blocks.queries, queries.rows)
                outputs[rows: rows].set(Tile(final(crossAttention(queries[rows: rows], over: keys))))
            }
        }
        return outputs.matrix
    }
}
