import Numerics

/// The keys and values that a layer makes of a few inputs, ready for any number of queries.
public struct PreparedKeys: Sendable {
    /// The number of keys.
    var count: Int { keys.rows }

    let layer: AttentionLayer
    private let grouping: Grouping
    /// Keys, `[m, QK]`, divided as scores are; with the query's weights applied, `[m, Dq]`.
    let keys: Matrix
    /// With moved weights, what the query's bias adds to the scores of each key.
    private let offsets: [Float]?
    /// Values, `[m, V]`; with the output's weights applied, `[m, Dq]`.
    let values: Matrix

    /// Keys and values of normed inputs `[m, Dkv]`, in the order of products that is best for a number of queries.
    ///
    /// - Parameter sets: how many sets of keys there are, one below the other; see ``gathered(_:mask:sets:)``.
    init(_ layer: AttentionLayer, of normed: Matrix, queries: Int, sets: Int = 1) {
        let grouping = layer.grouping(queries: queries, keys: normed.rows / sets)
        self.init(layer, of: normed, grouping: grouping)
    }

    /// Keys and values of normed inputs `[m, Dkv]`, in an order of products.
    ///
    /// The key's bias is left out: it adds the same to all scores of a query, which the softmax ignores. Where keys are
    /// turned, it does not.
    init(_ layer: AttentionLayer, of normed: Matrix, grouping: Grouping) {
        self.layer = layer
        self.grouping = grouping
        var keys: Matrix
        if let rotation = layer.rotation {
            keys = rotation(layer.key(normed))
            keys.scale(by: layer.scoreScale)
        } else {
            keys = normed.timesTransposed(layer.key.weight, scale: layer.scoreScale)
        }
        self.keys = grouping.movesScores ? keys.times(layer.query.weight) : keys
        offsets = grouping.movesScores ? keys.times(column: layer.query.bias) : nil
        let values = layer.value(normed)
        self.values = grouping.movesValues ? values.timesTransposed(layer.output.weight) : values
    }

    private init(_ other: PreparedKeys, keeping rows: [Int]) {
        (layer, grouping) = (other.layer, other.grouping)
        keys = other.keys.gathered(rows: rows)
        offsets = other.offsets.map { offsets in rows.map { offsets[$0] } }
        values = other.values.gathered(rows: rows)
    }

    /// The same keys without those that are not among some rows: each input makes its own key and value.
    ///
    /// - Precondition: the rows are among the inputs that the keys were made of.
    func keeping(_ rows: [Int]) -> PreparedKeys { PreparedKeys(self, keeping: rows) }

    /// What normed queries `[n, Dq]` gather.
    ///
    /// - Parameters:
    ///   - normed: the queries.
    ///   - mask: which keys each of them may read; with ``Layer/Mask/causal`` the first query is that of the first key.
    ///   - sets: into how many sets of the same size queries and keys are divided; a query reads the keys of its set.
    func gathered(_ normed: Matrix, mask: Layer.Mask = .none, sets: Int = 1) -> Gathered {
        guard keys.rows > 0 else {
            return .outputs(Matrix(rows: normed.rows, columns: layer.output.outputs))
        }
        return told(gathered(asking: asking(normed), mask: mask, sets: sets))
    }

    /// What normed queries `[n, Dq]` ask with.
    func asking(_ normed: Matrix) -> Tile { Tile(grouping.movesScores ? normed : layer.asking(normed)) }

    /// What was gathered, with the word for what it is.
    func told(_ result: Matrix) -> Gathered { grouping.movesValues ? .outputs(result) : .values(result) }

    /// Sets a tile to one head's scores, `[n, m]`, of queries as ``asking(_:)`` has them.
    func setScores(of queries: Tile, head: Int, into scores: Tile) {
        scores.set(
            product: queries.part(head, of: layer.heads),
            Tile(keys).part(head, of: layer.heads),
            transposed: true
        )
        if let offsets { scores.add(toEveryRow: offsets[...]) }
    }

    /// What queries gather, `[n, V]` or with the output's weights applied `[n, Dq]`.
    ///
    /// - Parameters:
    ///   - queries: `[n, QK]`, or with moved weights normed ones.
    ///   - mask: which keys each of them may read.
    ///   - sets: into how many sets of the same size queries and keys are divided.
    ///   - logSums: zeros `[heads, n]`, which become the logarithms of the softmax's sums.
    func gathered(asking queries: Tile, mask: Layer.Mask, sets: Int = 1, logSums: Tile? = nil) -> Matrix {
        let (n, m) = (queries.rows / sets, keys.rows / sets)
        let result = Tile.blank(rows: queries.rows, columns: values.columns)
        // Each head's rows are divided: into blocks, and further if there are fewer of them than threads.
        let parts = max((n + Blocks.queries - 1) / Blocks.queries, min(n, Threads.count / layer.heads))
        let work = 2 * queries.rows * m * (keys.columns + values.columns + 10 * layer.heads)
        Threads.split(sets * layer.heads * parts, work: work) { items in
            for item in items {
                let (set, head, part) = (item / parts / layer.heads, item / parts % layer.heads, item % parts)
                let first = n * part / parts
                let rows = set * n + first..<set * n + n * (part + 1) / parts
                let sums = gather(
                    head,
                    queries[rows: rows],
                    from: set * m..<(set + 1) * m,
                    causalFrom: mask == .causal ? first : nil,
                    into: result[rows: rows]
                )
                logSums?[rows: head..<head + 1][columns: rows].add(toEveryRow: sums.logSums[...])
            }
        }
        return result.matrix
    }

    /// One head's part of what some queries gather from some keys.
    ///
    /// - Parameter first: the number of the first query where each reads no key after its own.
    private func gather(
        _ head: Int,
        _ queries: Tile,
        from rows: Range<Int>,
        causalFrom first: Int?,
        into result: Tile
    ) -> RunningSoftmax {
        let queries = queries.part(head, of: layer.heads)
        let keys = Tile(keys)[rows: rows].part(head, of: layer.heads)
        let values = Tile(values)[rows: rows].part(head, of: layer.heads)
        let offsets = offsets?[rows]
        let result = result.part(head, of: layer.heads)
        let scratch = Tile.blank(rows: queries.rows, columns: min(keys.rows, Blocks.keys))
        var softmax = RunningSoftmax(rows: queries.rows)
        let end = first.map { min($0 + queries.rows, keys.rows) } ?? keys.rows
        for start in stride(from: 0, to: end, by: Blocks.keys) {
            let block = start..<min(start + Blocks.keys, end)
            let scores = scratch[columns: 0..<block.count]
            scores.set(product: queries, keys[rows: block], transposed: true)
            if let offsets {
                let own = rows.lowerBound + block.lowerBound..<rows.lowerBound + block.upperBound
                scores.add(toEveryRow: offsets[own])
            }
            if let first { scores.hide(from: first + 1 - start) }
            softmax.gather(values[rows: block], scores: scores, into: result)
        }
        result.scaleRows(by: softmax.scales)
        return softmax
    }
}

extension Tile {
    /// Gives −∞ to what lies right of a diagonal, as scores of keys that may not be read.
    ///
    /// - Parameter column: the first column that is hidden in the first row; in each further row it is one more.
    func hide(from column: Int) {
        for row in 0..<min(rows, max(0, columns - column)) {
            let hidden = max(0, column + row)..<columns
            let never = ArraySlice(repeating: -Float.infinity, count: hidden.count)
            self[rows: row..<row + 1][columns: hidden].add(toEveryRow: never)
        }
    }

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
