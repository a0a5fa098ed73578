import Numerics

extension AttentionLayer {
    /// The gradient at queries `[n, QK]` that ask keys which stream by, each thread reading a part, block by block.
    ///
    /// - Parameters:
    ///   - queries: `[n, QK]`.
    ///   - gradients: at what they gathered, `[n, V]`.
    ///   - gathering: what they gathered.
    ///   - y: where keys and values come from, `[m, Dkv]`.
    ///   - rule: what counts as a derivative.
    ///   - shares: the relevance that each query has to hand on, divided by the number of heads.
    ///   - tally: what is added up for `y`.
    ///   - step: is told how many rows of `y` are done; what it throws ends the work.
    func backward<Failure: Error>(
        _ queries: Matrix,
        _ gradients: Matrix,
        _ gathering: Gathering,
        streaming y: Matrix,
        rule: BackwardRule,
        shares: [Float]?,
        tally: KeyTally,
        step: (Int) throws(Failure) -> Void
    ) throws(Failure) -> Matrix {
        let grouping = grouping(queries: queries.rows, keys: y.rows)
        let means = means(gradients, gathering.values)
        // Values stream by without their bias, whose part of the means is taken away, too.
        let asking = Asking(
            queries: Tile(grouping.movesScores ? queries.times(key.weight) : queries),
            gradients: Tile(grouping.movesValues ? gradients.times(value.weight) : gradients),
            logSums: gathering.logSums,
            means: zip(means.all, means.ofBias).map { $0 - $1 },
            offsets: means.ofBias,
            shares: shares
        )
        let count = min(Threads.count, (y.rows + Blocks.keys - 1) / Blocks.keys)
        var streams = (0..<count).map { _ in
            StreamBackward(layer: self, rule: rule, grouping: grouping, asking: asking)
        }
        for start in stride(from: 0, to: y.rows, by: Blocks.perStep) {
            try step(start)
            let rows = start..<min(start + Blocks.perStep, y.rows)
            Threads.update(&streams, work: 3 * operations(queries: queries.rows, keys: rows.count)) {
                stream,
                index in
                let first = rows.lowerBound + rows.count * index / count
                stream.take(all: y, first..<rows.lowerBound + rows.count * (index + 1) / count, tally)
            }
        }
        for other in streams.dropFirst() { streams[0].querySums.add(other.querySums) }
        let sums = streams[0].querySums.matrix
        return grouping.movesScores ? sums.timesTransposed(key.weight) : sums
    }
}

/// The way back from some queries to the keys that come by.
private struct StreamBackward: Sendable {
    private let layer: AttentionLayer
    private let grouping: Grouping
    private let asking: Asking
    private let block: AttentionBlock
    /// The gradient at queries, as ``Asking/queries`` has them.
    let querySums: Tile

    init(layer: AttentionLayer, rule: BackwardRule, grouping: Grouping, asking: Asking) {
        self.layer = layer
        self.grouping = grouping
        self.asking = asking
        querySums = .zeros(rows: asking.queries.rows, columns: asking.queries.columns)
        block = AttentionBlock(
            rule,
            scale: layer.scoreScale,
            keyScale: layer.scoreScale,
            queries: asking.queries.rows,
            keys: Blocks.keys
        )
    }

    /// Goes back to some of the inputs.
    func take(all inputs: Matrix, _ rows: Range<Int>, _ tally: KeyTally) {
        for start in stride(from: rows.lowerBound, to: rows.upperBound, by: Blocks.keys) {
            let part = start..<min(start + Blocks.keys, rows.upperBound)
            take(inputs[rows: part], tally[part])
        }
    }

    /// Goes back to one block of inputs.
    private func take(_ inputs: Matrix, _ tally: KeyTally) {
        let normed = layer.keyNorm?(inputs) ?? inputs
        let gradient = Tile.zeros(rows: inputs.rows, columns: inputs.columns)
        // Of moved weights nothing is left to be done: what is added up is the gradient at the normed inputs.
        let keySums = grouping.movesScores ? gradient : .zeros(rows: inputs.rows, columns: layer.key.outputs)
        let valueSums =
            grouping.movesValues ? gradient : .zeros(rows: inputs.rows, columns: layer.value.outputs)
        attend(
            AttentionBlock.Answering(
                keys: Tile(grouping.movesScores ? normed : normed.timesTransposed(layer.key.weight)),
                values: Tile(grouping.movesValues ? normed : normed.timesTransposed(layer.value.weight)),
                keySums: keySums,
                valueSums: valueSums,
                scores: tally.scores,
                relevance: tally.relevance
            )
        )
        if !grouping.movesScores && block.rule.scoreFactor != nil {
            gradient.set(product: keySums, Tile(layer.key.weight), adding: true)
        }
        if !grouping.movesValues { gradient.set(product: valueSums, Tile(layer.value.weight), adding: true) }
        tally.add(gradient, through: layer.keyNorm, at: Tile(inputs), block.rule)
    }

    /// Goes back from all queries to a block of keys.
    private func attend(_ answering: AttentionBlock.Answering) {
        for head in 0..<layer.heads {
            let own = answering.part(head, of: layer.heads)
            for start in stride(from: 0, to: asking.queries.rows, by: Blocks.queries) {
                let rows = start..<min(start + Blocks.queries, asking.queries.rows)
                block(
                    asking.part(head, of: layer.heads, rows),
                    own,
                    querySums: querySums[rows: rows].part(head, of: layer.heads)
                )
            }
        }
    }
}

extension AttentionBlock.Answering {
    /// One head of several.
    func part(_ head: Int, of heads: Int) -> Self {
        Self(
            keys: keys.part(head, of: heads),
            values: values.part(head, of: heads),
            keySums: keySums.part(head, of: heads),
            valueSums: valueSums.part(head, of: heads),
            scores: scores,
            relevance: relevance
        )
    }
}
