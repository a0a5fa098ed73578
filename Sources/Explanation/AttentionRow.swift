public import Models
import Numerics
public import Perceiver

/// Rows over the whole input of a map that is never made whole.
public enum AttentionRow {
    /// What may be left out of a weighted sum, as a share of all weights.
    private static let negligible: Float = 1e-5

    /// A row of the encoder's map, `[M]`: a latent's, or an average of latents'.
    ///
    /// - Parameters:
    ///   - run: the run.
    ///   - head: which heads.
    ///   - unit: weights, scores, or lift.
    ///   - query: whose attention.
    ///   - asking: the decoder query whose weights ``QueryChoice/output`` takes.
    ///   - progress: is told how far the work is, from 0 to 1.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    /// - Complexity: memory for some rows, never for all of them. Of an answer's weighted sum those latents
    ///   are left out that together have less than 0.001 % of its attention.
    public static func encoder(
        _ run: Run,
        head: HeadChoice,
        unit: AttentionUnit,
        query: QueryChoice,
        asking: Int = 0,
        progress: (Double) -> Void = { _ in }
    ) throws -> [Float] {
        switch query {
        case .one(let latent):
            let scores = run.trace.encoderScores(latents: latent..<latent + 1)
            return run.overInput(AttentionBlocks.combine(scores, head: head, unit: unit).elements, unit: unit)
        case .mean:
            let count = run.model.latentCount
            let weights = [Float](repeating: 1 / Float(count), count: count)
            return try weighted(run, head: head, unit: unit, weights: weights, progress: progress)
        case .output:
            let weights = run.decoderWeights(query: asking)
            return try weighted(run, head: head, unit: unit, weights: weights, progress: progress)
        }
    }

    /// The sum of the encoder's rows, each latent's times its weight.
    ///
    /// - Precondition: there is a weight, not negative, for each latent.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    public static func weighted(
        _ run: Run,
        head: HeadChoice,
        unit: AttentionUnit,
        weights: [Float],
        progress: (Double) -> Void = { _ in }
    ) throws -> [Float] {
        let trace = run.trace
        let order = relevant(weights)
        let size = AttentionBlocks.rows(
            keys: trace.inputs.rows,
            heads: LayerChoice.encoder.heads(of: run.model)
        )
        var sum = Matrix(rows: 1, columns: trace.inputs.rows)
        for start in stride(from: 0, to: order.count, by: size) {
            try Task.checkCancellation()
            progress(Double(start) / Double(order.count))
            let latents = Array(order[start..<min(start + size, order.count)]).sorted()
            let asking = trace.states[0].gathered(rows: latents)
            let scores = trace.encoder.crossAttention.scores(asking, over: trace.inputs)
            let block = AttentionBlocks.combine(scores, head: head, unit: unit)
            let own = Matrix(rows: 1, columns: latents.count, latents.map { weights[$0] })
            sum.add(own.times(block))
        }
        return run.overInput(sum.elements, unit: unit)
    }

    /// The latents that matter, the heaviest first.
    private static func relevant(_ weights: [Float]) -> [Int] {
        let order = weights.indices.sorted { (weights[$0], $1) > (weights[$1], $0) }
        var rest = weights.reduce(0, +)
        let limit = rest * negligible
        return Array(
            order.prefix { latent in
                defer { rest -= weights[latent] }
                return rest > limit && weights[latent] > 0
            }
        )
    }

    /// One latent's row of a self-attention's map, `[N]`.
    public static func selfAttention(
        _ run: Run,
        layer: Int,
        head: HeadChoice,
        unit: AttentionUnit,
        latent: Int
    ) -> [Float] {
        let scores = run.trace.selfScores(layer: layer, latents: latent..<latent + 1)
        return AttentionBlocks.combine(scores, head: head, unit: unit).elements
    }
}
