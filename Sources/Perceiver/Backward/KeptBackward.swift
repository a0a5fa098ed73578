import Numerics

/// The way back through attention whose keys are kept, because there are not many of them.
struct KeptBackward: Sendable {
    private let layer: AttentionLayer
    private let rule: BackwardRule
    private let mask: Layer.Mask
    private let queries: Tile
    private let keys: PreparedKeys
    private let logSums: [Float]
    /// What queries gathered, `[n, V]`.
    let values: Matrix

    /// Gathers again, in the plain order of products.
    ///
    /// - Parameters:
    ///   - asking: normed queries, `[n, Dq]`.
    ///   - answering: what keys and values are made of, normed: `[m, Dkv]`.
    init(
        _ layer: AttentionLayer,
        rule: BackwardRule,
        mask: Layer.Mask,
        asking: Matrix,
        answering: Matrix
    ) {
        (self.layer, self.rule, self.mask) = (layer, rule, mask)
        queries = Tile(layer.asking(asking))
        keys = PreparedKeys(layer, of: answering, grouping: .plain)
        let logSums = Tile.zeros(rows: layer.heads, columns: asking.rows)
        values = keys.gathered(asking: queries, mask: mask, logSums: logSums)
        self.logSums = logSums.matrix.elements
    }

    /// Gradients at queries `[n, QK]`, keys `[m, QK]` and values `[m, V]`.
    struct Gradients {
        let queries, keys, values: Matrix
    }

    /// Goes back from gradients at ``values``.
    ///
    /// - Parameters:
    ///   - gradients: `[n, V]`.
    ///   - shares: the relevance that each query has to hand on, divided by the number of heads.
    ///   - tally: gets the sums of scores and the relevance.
    func callAsFunction(_ gradients: Matrix, shares: [Float]?, tally: KeyTally) -> Gradients {
        let (n, m, heads) = (queries.rows, keys.count, layer.heads)
        let asking = Asking(
            queries: queries,
            gradients: Tile(gradients),
            logSums: logSums,
            means: layer.means(gradients, values).all,
            offsets: Array(repeating: 0, count: logSums.count),
            shares: shares
        )
        // Threads have heads of their own; if there are more threads, also queries, whose sums are joined at the end.
        let parts = max(1, min(n, Threads.count / heads))
        let querySums = Tile.zeros(rows: n, columns: queries.columns)
        let sums = (0..<parts).map { _ in Sums(layer, keys: m) }
        Threads.split(heads * parts, work: 10 * n * m * (queries.columns + gradients.columns)) { items in
            for item in items {
                let (head, part) = (item / parts, item % parts)
                attend(head, n * part / parts..<n * (part + 1) / parts, asking, sums[part], querySums)
            }
        }
        for other in sums.dropFirst() { sums[0].add(other) }
        tally.scores?.add(columnSums: sums[0].scores)
        tally.relevance?.add(columnSums: sums[0].relevance)
        let rotation = layer.rotation
        func back(_ sums: Tile) -> Matrix { rotation.map { $0.back(sums.matrix) } ?? sums.matrix }
        return Gradients(
            queries: back(querySums),
            keys: back(sums[0].keys),
            values: sums[0].values.matrix
        )
    }

    /// Goes back from some queries of one head to all keys that they read.
    private func attend(
        _ head: Int,
        _ all: Range<Int>,
        _ asking: Asking,
        _ sums: Sums,
        _ querySums: Tile
    ) {
        let block = AttentionBlock(
            rule,
            scale: 1,
            keyScale: layer.scoreScale,
            queries: all.count,
            keys: keys.count
        )
        for start in stride(from: all.lowerBound, to: all.upperBound, by: Blocks.queries) {
            let rows = start..<min(start + Blocks.queries, all.upperBound)
            let end = mask == .causal ? min(rows.upperBound, keys.count) : keys.count
            for first in stride(from: 0, to: end, by: Blocks.keys) {
                block(
                    asking.part(head, of: layer.heads, rows),
                    sums.answering(head, of: layer.heads, keys, first..<min(first + Blocks.keys, end)),
                    querySums: querySums[rows: rows].part(head, of: layer.heads),
                    hiddenFrom: mask == .causal ? start + 1 - first : nil
                )
            }
        }
    }
}

/// What some queries add up for all keys: heads have columns, or rows, of their own.
private struct Sums: Sendable {
    let keys, values, scores, relevance: Tile

    init(_ layer: AttentionLayer, keys count: Int) {
        keys = .zeros(rows: count, columns: layer.key.outputs)
        values = .zeros(rows: count, columns: layer.value.outputs)
        scores = .zeros(rows: layer.heads, columns: count)
        relevance = .zeros(rows: layer.heads, columns: count)
    }

    /// Adds what other queries added up.
    func add(_ other: Sums) {
        keys.add(other.keys)
        values.add(other.values)
        scores.add(other.scores)
        relevance.add(other.relevance)
    }

    /// One head's part of a block of keys.
    func answering(
        _ head: Int,
        of heads: Int,
        _ prepared: PreparedKeys,
        _ block: Range<Int>
    ) -> AttentionBlock.Answering {
        AttentionBlock.Answering(
            keys: Tile(prepared.keys)[rows: block].part(head, of: heads),
            values: Tile(prepared.values)[rows: block].part(head, of: heads),
            keySums: keys[rows: block].part(head, of: heads),
            valueSums: values[rows: block].part(head, of: heads),
            scores: scores[rows: head..<head + 1][columns: block],
            relevance: relevance[rows: head..<head + 1][columns: block]
        )
    }
}
