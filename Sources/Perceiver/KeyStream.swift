import Numerics

/// What queries gathered from keys that streamed by, and what it takes to know the weights again.
struct Gathering: Sendable {
    /// The weighted averages of the keys' values, `[n, V]`.
    let values: Matrix
    /// The logarithms of the softmax's sums of `exp(score)`: for each head those of all queries.
    ///
    /// Scores are those without the key's bias.
    let logSums: [Float]
}

extension AttentionLayer {
    /// What normed queries `[n, Dq]` gather from `y` `[m, Dkv]`, which each thread reads a part of, block by block.
    ///
    /// - Parameter step: is told how many rows of `y` are done; what it throws ends the work.
    func gathered<Failure: Error>(
        _ normed: Matrix,
        streaming y: Matrix,
        step: (Int) throws(Failure) -> Void
    ) throws(Failure) -> Gathering {
        let grouping = grouping(queries: normed.rows, keys: y.rows)
        let projected = query(normed)
        let queries = grouping.movesScores ? projected.times(key.weight) : projected
        let count = min(Threads.count, (y.rows + Blocks.keys - 1) / Blocks.keys)
        var streams = (0..<count).map { _ in KeyStream(layer: self, grouping: grouping, queries: queries) }
        for start in stride(from: 0, to: y.rows, by: Blocks.perStep) {
            try step(start)
            let rows = start..<min(start + Blocks.perStep, y.rows)
            Threads.update(&streams, work: operations(queries: queries.rows, keys: rows.count)) {
                stream,
                index in
                let part = rows.count * index / count..<rows.count * (index + 1) / count
                stream.take(
                    all: y[rows: rows.lowerBound + part.lowerBound..<rows.lowerBound + part.upperBound]
                )
            }
        }
        for other in streams.dropFirst() { streams[0].join(other) }
        let averages = streams[0].averages()
        let values = grouping.movesValues ? value(averages) : averages.adding(toEveryRow: value.bias)
        return Gathering(values: values, logSums: streams[0].logSums)
    }
}

/// What queries have gathered from the keys that came by so far.
///
/// Biases of keys and values are left out: one adds the same to all scores of a query, which the softmax
/// ignores, and the other the same to whatever is gathered, as a query's weights sum to 1.
private struct KeyStream: Sendable {
    private let layer: AttentionLayer
    private let grouping: Grouping
    private let queries: Tile
    private let gathered: Tile
    private let scratch: Tile
    /// For each head and each block of queries.
    private var softmaxes: [RunningSoftmax] = []
    private let blocks: [Range<Int>]

    init(layer: AttentionLayer, grouping: Grouping, queries: Matrix) {
        self.layer = layer
        self.grouping = grouping
        self.queries = Tile(queries)
        gathered = .blank(
            rows: queries.rows,
            columns: grouping.movesValues ? layer.value.inputs : layer.value.outputs
        )
        blocks = stride(from: 0, to: queries.rows, by: Blocks.queries).map {
            $0..<min($0 + Blocks.queries, queries.rows)
        }
        scratch = .blank(rows: min(Blocks.queries, queries.rows), columns: Blocks.keys)
        softmaxes = (0..<layer.heads).flatMap { _ in blocks.map { RunningSoftmax(rows: $0.count) } }
    }

    /// Takes in some inputs.
    mutating func take(all inputs: Matrix) {
        for start in stride(from: 0, to: inputs.rows, by: Blocks.keys) {
            take(inputs[rows: start..<min(start + Blocks.keys, inputs.rows)])
        }
    }

    /// Takes in one block of inputs.
    private mutating func take(_ block: Matrix) {
        let normed = layer.keyNorm?(block) ?? block
        let keys = Tile(grouping.movesScores ? normed : normed.timesTransposed(layer.key.weight))
        let values = Tile(grouping.movesValues ? normed : normed.timesTransposed(layer.value.weight))
        for index in softmaxes.indices {
            let (head, rows) = (index / blocks.count, blocks[index % blocks.count])
            let scores = scratch[rows: 0..<rows.count][columns: 0..<block.rows]
            scores.set(
                product: queries[rows: rows].part(head, of: layer.heads),
                keys.part(head, of: layer.heads),
                transposed: true,
                scale: layer.scoreScale
            )
            softmaxes[index].gather(
                values.part(head, of: layer.heads),
                scores: scores,
                into: result(index)
            )
        }
    }

    /// Where a head's part of a block of queries gathers.
    private func result(_ index: Int) -> Tile {
        gathered[rows: blocks[index % blocks.count]].part(index / blocks.count, of: layer.heads)
    }

    /// Joins what another one gathered from other keys.
    mutating func join(_ other: KeyStream) {
        for index in softmaxes.indices {
            softmaxes[index].join(other.softmaxes[index], other.result(index), into: result(index))
        }
    }

    /// For each head the logarithms of all queries' sums.
    var logSums: [Float] { softmaxes.flatMap(\.logSums) }

    /// The weighted averages of all keys, `[n, V]`, or `[n, Dkv]` with moved weights.
    func averages() -> Matrix {
        for index in softmaxes.indices { result(index).scaleRows(by: softmaxes[index].scales) }
        return gathered.matrix
    }
}

extension Matrix {
    fileprivate func adding(toEveryRow vector: [Float]) -> Matrix {
        var sum = self
        sum.add(toEveryRow: vector)
        return sum
    }
}
