public import Models
public import Numerics
public import Perceiver

/// The attention of one layer, heads already combined: a row for each query, a column for each key.
public struct AttentionMap: Sendable {
    /// The layer.
    public let layer: LayerChoice
    /// The heads it combines.
    public let head: HeadChoice
    /// What the numbers mean.
    public let unit: AttentionUnit
    /// `[queries, keys]`: `[N, M]` for the encoder, `[N, N]` for self-attention, `[1, N]` for the decoder.
    public let values: Matrix

    /// Recomputes a map from a run.
    ///
    /// - Parameters:
    ///   - run: the run.
    ///   - layer: one of the model's layers.
    ///   - head: which heads; the mean of weights is a weight again, of scores a score.
    ///   - unit: weights, scores, or lift.
    ///   - task: which of the run's decoder queries asks, for the decoder: a task, or what else they are.
    /// - Precondition: layer, head and task exist.
    public init(_ run: Run, layer: LayerChoice, head: HeadChoice, unit: AttentionUnit, task: Int = 0) {
        self.layer = layer
        self.head = head
        self.unit = unit
        values = Self.combine(Self.scores(run, layer: layer, task: task), head: head, unit: unit)
    }

    package init(layer: LayerChoice, head: HeadChoice, unit: AttentionUnit, values: Matrix) {
        self.layer = layer
        self.head = head
        self.unit = unit
        self.values = values
    }

    /// Each head's scores before the softmax, `[queries, keys]`.
    public static func scores(_ run: Run, layer: LayerChoice, task: Int) -> [Matrix] {
        let all = 0..<run.model.latentCount
        switch layer {
        case .encoder:
            return run.trace.encoderScores(latents: all)
        case .selfAttention(let index):
            return run.trace.selfScores(layer: index, latents: all)
        case .decoder:
            return run.decoderScores(task..<task + 1)
        }
    }

    private static func combine(_ scores: [Matrix], head: HeadChoice, unit: AttentionUnit) -> Matrix {
        switch head {
        case .one(let head):
            return unit.convert(scores[head])
        case .mean:
            var sum = unit.convert(scores[0])
            for other in scores.dropFirst() { sum.add(unit.convert(other)) }
            sum.scale(by: 1 / Float(scores.count))
            return sum
        case .max:
            var largest = unit.convert(scores[0])
            for other in scores.dropFirst() { largest.formMaximum(with: unit.convert(other)) }
            return largest
        }
    }
}

extension Run {
    /// The weights a task's query gives the latents, averaged over heads; they sum to 1.
    public func decoderWeights(task: Int) -> [Float] {
        AttentionMap(self, layer: .decoder, head: .mean, unit: .weight, task: task).values.elements
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
        switch query {
        case .one(let latent): return values[row: min(latent, values.rows - 1)]
        case .mean: return values.columnMeans()
        case .output:
            let weights = Matrix(rows: 1, columns: decoderWeights.count, decoderWeights)
            return weights.times(values).elements
        }
    }
}
