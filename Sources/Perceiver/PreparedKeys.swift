import Numerics

/// The keys and values that a layer makes of a few inputs, ready for any number of queries.
public struct PreparedKeys: Sendable {
    /// The number of keys.
    var count: Int { keys.rows }

    private let layer: AttentionLayer
    private let grouping: Grouping
    /// Keys, `[m, QK]`; with the query's weights applied, `[m, Dq]`.
    private let keys: Matrix
    /// With moved weights, what the query's bias adds to the scores of each key.
    private let offsets: [Float]?
    /// Values, `[m, V]`; with the output's weights applied, `[m, Dq]`.
    private let values: Matrix

    /// Keys and values of normed inputs `[m, Dkv]`, in the order of products that is best for so many queries.
    ///
    /// The key's bias is left out: it adds the same to all scores of a query, which the softmax ignores.
    init(_ layer: AttentionLayer, of normed: Matrix, queries: Int) {
        self.layer = layer
        grouping = layer.grouping(queries: queries, keys: normed.rows)
        let keys = normed.timesTransposed(layer.key.weight, scale: layer.scoreScale)
        self.keys = grouping.movesScores ? keys.times(layer.query.weight) : keys
        offsets = grouping.movesScores ? keys.times(column: layer.query.bias) : nil
        let values = layer.value(normed)
        self.values = grouping.movesValues ? values.timesTransposed(layer.output.weight) : values
    }

    /// What normed queries `[n, Dq]` gather.
    func gathered(_ normed: Matrix) -> Gathered {
        let n = normed.rows
        guard keys.rows > 0 else { return .outputs(Matrix(rows: n, columns: layer.output.outputs)) }
        let queries = Tile(grouping.movesScores ? normed : layer.query(normed))
        let result = Tile.blank(rows: n, columns: values.columns)
        // Each head's rows are divided: into blocks, and further if there are fewer of them than threads.
        let parts = max((n + Blocks.queries - 1) / Blocks.queries, min(n, Threads.count / layer.heads))
        let work = 2 * n * keys.rows * (keys.columns + values.columns + 10 * layer.heads)
        Threads.split(layer.heads * parts, work: work) { items in
            for item in items {
                let (head, part) = (item / parts, item % parts)
                let rows = n * part / parts..<n * (part + 1) / parts
                gather(head, queries[rows: rows], into: result[rows: rows])
            }
        }
        return grouping.movesValues ? .outputs(result.matrix) : .values(result.matrix)
    }

    /// One head's part of what some queries gather.
    private func gather(_ head: Int, _ queries: Tile, into result: Tile) {
        let queries = queries.part(head, of: layer.heads)
        let keys = Tile(keys).part(head, of: layer.heads)
        let values = Tile(values).part(head, of: layer.heads)
        let result = result.part(head, of: layer.heads)
        let scratch = Tile.blank(rows: queries.rows, columns: min(keys.rows, Blocks.keys))
        var softmax = RunningSoftmax(rows: queries.rows)
        for start in stride(from: 0, to: keys.rows, by: Blocks.keys) {
            let block = start..<min(start + Blocks.keys, keys.rows)
            let scores = scratch[columns: 0..<block.count]
            scores.set(product: queries, keys[rows: block], transposed: true)
            if let offsets { scores.add(toEveryRow: offsets[block]) }
            softmax.gather(values[rows: block], scores: scores, into: result)
        }
        result.scaleRows(by: softmax.scales)
    }
}

extension Tile {
    /// The columns of one head.
    func part(_ head: Int, of heads: Int) -> Tile {
        let width = columns / heads
        return self[columns: head * width..<(head + 1) * width]
    }
}

extension Matrix {
    /// The product with a vector.
    fileprivate func times(column: [Float]) -> [Float] {
        times(Matrix(rows: columns, columns: 1, column)).elements
    }
}
