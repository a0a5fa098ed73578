import Numerics

/// What queries bring to the way back through attention.
struct Asking: Sendable {
    /// `[n, QK]`; with the key's weights applied, `[n, Dkv]`.
    let queries: Tile
    /// Gradients at what they gathered, `[n, V]`; with the value's weights applied, `[n, Dkv]`.
    let gradients: Tile
    /// The logarithms of the softmax's sums: for each head those of all queries.
    let logSums: [Float]
    /// In the same order the sum of `weight · gradient at the weight`, which the softmax takes away.
    let means: [Float]
    /// In the same order what the value's bias adds to each gradient at a weight.
    let offsets: [Float]
    /// The relevance that each query has to hand on, divided by the number of heads; `nil` if that is not wanted.
    let shares: [Float]?

    /// The same for some queries and one head.
    struct Part {
        let queries, gradients: Tile
        let logSums, means, offsets: ArraySlice<Float>
        let shares: ArraySlice<Float>?
    }

    /// What some queries of one of several heads bring.
    func part(_ head: Int, of heads: Int, _ rows: Range<Int>) -> Part {
        let numbers = head * queries.rows + rows.lowerBound..<head * queries.rows + rows.upperBound
        return Part(
            queries: queries[rows: rows].part(head, of: heads),
            gradients: gradients[rows: rows].part(head, of: heads),
            logSums: logSums[numbers],
            means: means[numbers],
            offsets: offsets[numbers],
            shares: shares?[rows]
        )
    }
}

extension AttentionLayer {
    /// For each head and query the sum of `weight · gradient at the weight` over all keys, and what of it is the
    /// value's bias, which counts only where values were taken without it.
    ///
    /// - Parameters:
    ///   - gradients: at what queries gathered, `[n, V]`.
    ///   - values: what they gathered, `[n, V]`.
    func means(_ gradients: Matrix, _ values: Matrix) -> (all: [Float], ofBias: [Float]) {
        let (gradients, values) = (Tile(gradients), Tile(values))
        let bias = Tile(Matrix(rows: 1, columns: value.outputs, value.bias))
        var (all, ofBias): ([Float], [Float]) = ([], [])
        for head in 0..<heads {
            let own = gradients.part(head, of: heads)
            all += own.rowProducts(with: values.part(head, of: heads))
            let products = Tile.blank(rows: own.rows, columns: 1)
            products.set(product: own, bias.part(head, of: heads), transposed: true)
            ofBias += products.matrix.elements
        }
        return (all, ofBias)
    }
}
