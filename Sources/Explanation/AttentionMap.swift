public import Models
public import Numerics
public import Perceiver

/// The attention of one layer, heads already combined: a row for each query, a column for each key.
///
/// For an encoder's map of more than ``largestWhole`` numbers there is something better: rows that are recomputed
/// one by one (``AttentionRow``), and averages over neighbouring inputs (``PooledMap``). In a self-attention's
/// map of that size neighbouring latents share a number, their average.
public struct AttentionMap: Sendable {
    /// The layer.
    public let layer: LayerChoice
    /// The heads it combines.
    public let head: HeadChoice
    /// What the numbers mean.
    public let unit: AttentionUnit
    /// `[queries, keys]`: `[N, M]` for the encoder, `[N, N]` for self-attention, `[1, N]` for the decoder.
    ///
    /// Less of both for a large self-attention: see ``queryCount``.
    public let values: Matrix
    /// The number of queries, of which several may share a row of ``values``.
    public let queryCount: Int

    /// The most numbers of a map that may well be kept whole.
    public static let largestWhole = 1 << 20
    /// The side of the averages of a self-attention that would have more.
    private static let pooledSide = 512

    /// Recomputes a map from a run.
    ///
    /// - Parameters:
    ///   - run: the run.
    ///   - layer: one of the model's layers.
    ///   - head: which heads; the mean of weights is a weight again, of scores a score.
    ///   - unit: weights, scores, or lift.
    ///   - task: the task whose query asks, for the decoder.
    ///   - query: the decoder query that asks, by its own number, for models whose queries are no tasks.
    /// - Precondition: layer, head and task or query exist.
    public init(
        _ run: Run,
        layer: LayerChoice,
        head: HeadChoice,
        unit: AttentionUnit,
        task: Int = 0,
        query: Int? = nil
    ) {
        let query = query ?? run.decoderQuery(task: task) ?? task
        let latents = run.model.latentCount
        let size: (rows: Int, columns: Int) =
            switch layer {
            case .encoder: (latents, run.input.tokens.rows)
            case .selfAttention: (latents, latents)
            case .decoder: (1, latents)
            }
        let isSelf = if case .selfAttention = layer { true } else { false }
        let side = isSelf && size.rows * size.columns > Self.largestWhole ? Self.pooledSide : nil
        var values = Matrix(rows: side ?? size.rows, columns: side ?? size.columns)
        AttentionBlocks.visit(run, layer: layer, head: head, unit: unit, query: query) { rows, block in
            for row in rows {
                var numbers = block[row: row - rows.lowerBound]
                if layer == .encoder { numbers = run.overInput(numbers, unit: unit) }
                guard let side else {
                    values.replaceRow(row, with: numbers)
                    continue
                }
                Self.pool(numbers, into: &values, row: Self.group(of: row, size.rows, side), side: side)
            }
        }
        if let side { Self.average(&values, count: latents, side: side) }
        self.init(layer: layer, head: head, unit: unit, values: values, queryCount: size.rows)
    }

    package init(
        layer: LayerChoice,
        head: HeadChoice,
        unit: AttentionUnit,
        values: Matrix,
        queryCount: Int? = nil
    ) {
        self.layer = layer
        self.head = head
        self.unit = unit
        self.values = values
        self.queryCount = queryCount ?? values.rows
    }

    /// The row of ``values`` that a query's numbers are in.
    public func row(ofQuery query: Int) -> Int {
        Self.group(of: min(max(query, 0), queryCount - 1), queryCount, values.rows)
    }

    /// The group that a place belongs to, when so many places form so many groups of neighbours.
    static func group(of place: Int, _ count: Int, _ groups: Int) -> Int {
        ((place + 1) * groups - 1) / count
    }

    private static func pool(_ numbers: [Float], into values: inout Matrix, row: Int, side: Int) {
        values.withMutableElements { elements in
            for (place, number) in numbers.enumerated() {
                elements[row * side + group(of: place, numbers.count, side)] += number
            }
        }
    }

    private static func average(_ values: inout Matrix, count: Int, side: Int) {
        var sizes = [Float](repeating: 0, count: side)
        for place in 0..<count { sizes[group(of: place, count, side)] += 1 }
        values.withMutableElements { elements in
            for row in 0..<side {
                for column in 0..<side { elements[row * side + column] /= sizes[row] * sizes[column] }
            }
        }
    }
}

extension Run {
    /// The weights that a task's query gives the latents, averaged over heads; they sum to 1.
    public func decoderWeights(task: Int) -> [Float] {
        AttentionMap(self, layer: .decoder, head: .mean, unit: .weight, task: task).values.elements
    }

    /// The same of a decoder query by its own number.
    public func decoderWeights(query: Int) -> [Float] {
        AttentionMap(self, layer: .decoder, head: .mean, unit: .weight, query: query).values.elements
    }
}

extension AttentionMap {
    /// One row of numbers: those of a latent, or the average over latents.
    ///
    /// - Parameters:
    ///   - query: whose attention. The decoder's map has a single row, which is returned in any case.
    ///   - decoderWeights: the latents' weights for ``QueryChoice/output``.
    public func row(_ query: QueryChoice, decoderWeights: [Float]) -> [Float] {
        guard values.rows > 1 else { return values[row: 0] }
        let weights: [Float]
        switch query {
        case .one(let latent): return values[row: row(ofQuery: latent)]
        case .mean where queryCount == values.rows: return values.columnMeans()
        case .mean: weights = [Float](repeating: 1 / Float(queryCount), count: queryCount)
        case .output: weights = decoderWeights
        }
        var shares = [Float](repeating: 0, count: values.rows)
        for (query, weight) in weights.enumerated() { shares[row(ofQuery: query)] += weight }
        return Matrix(rows: 1, columns: shares.count, shares).times(values).elements
    }
}
