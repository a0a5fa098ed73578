public import Numerics

/// A causal trunk that takes one more token after the other: each asks the keys and values that were kept of those before,
/// so that it costs as much as a row.
public final class CausalContinuation {
    fileprivate struct Kept {
        let attention: AttentionLayer
        /// `[capacity, QK]`, divided as scores are.
        let keys: Tile
        /// `[capacity, V]`.
        let values: Tile
    }

    private let layers: [Kept]
    /// How many tokens it has taken.
    public private(set) var count: Int
    private let capacity: Int

    /// What follows the first tokens of a run.
    ///
    /// - Parameters:
    ///   - trace: the run.
    ///   - count: how many of its tokens are kept.
    ///   - capacity: how many tokens there will be at most.
    /// - Precondition: in all layers tokens ask those before them, unturned.
    public init(_ trace: Trace, first count: Int, capacity: Int) {
        precondition(count <= trace.inputs.rows && count <= capacity)
        self.count = count
        self.capacity = capacity
        layers = zip(trace.trunk.layers, trace.steps).map { layer, step in
            precondition(layer.isSelfAttention && layer.mask == .causal && layer.attention.rotation == nil)
            let attention = layer.attention
            let kept = Kept(
                attention: attention,
                keys: .blank(rows: capacity, columns: attention.key.outputs),
                values: .blank(rows: capacity, columns: attention.value.outputs)
            )
            kept.add(attention.queryNorm(step.queries[rows: 0..<count]), at: 0)
            return kept
        }
    }

    /// Takes one more token, `[1, D]`.
    ///
    /// - Returns: what leaves the last layer, `[1, D]`.
    /// - Precondition: there is room.
    public func append(_ token: Matrix) -> Matrix {
        precondition(token.rows == 1 && count < capacity)
        let state = layers.reduce(token) { state, kept in
            let normed = kept.attention.queryNorm(state)
            kept.add(normed, at: count)
            let gathered = kept.gathered(kept.attention.query(normed), from: count + 1)
            return kept.attention.finished(.values(gathered), from: state)
        }
        count += 1
        return state
    }
}

extension CausalContinuation.Kept {
    /// Keeps keys and values of some normed tokens.
    ///
    /// The key's bias is left out: it adds the same to all scores of a query, which the softmax ignores.
    fileprivate func add(_ normed: Matrix, at first: Int) {
        let rows = first..<first + normed.rows
        let scaled = normed.timesTransposed(attention.key.weight, scale: attention.scoreScale)
        keys[rows: rows].set(Tile(scaled))
        values[rows: rows].set(Tile(attention.value(normed)))
    }

    /// What one query `[1, QK]` gathers from the first keys, `[1, V]`.
    fileprivate func gathered(_ query: Matrix, from count: Int) -> Matrix {
        let (query, result) = (Tile(query), Tile.blank(rows: 1, columns: values.columns))
        let (keys, values, heads) = (keys[rows: 0..<count], values[rows: 0..<count], attention.heads)
        for head in 0..<heads {
            let scores = Tile.blank(rows: 1, columns: count)
            scores.set(
                product: query.part(head, of: heads),
                keys.part(head, of: heads),
                transposed: true
            )
            var softmax = RunningSoftmax(rows: 1)
            let own = result.part(head, of: heads)
            softmax.gather(values.part(head, of: heads), scores: scores, into: own)
            own.scaleRows(by: softmax.scales)
        }
        return result.matrix
    }
}
