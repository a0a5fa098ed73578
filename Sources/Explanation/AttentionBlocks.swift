import Models
import Numerics
import Perceiver

/// Attention recomputed a few rows at a time, so that memory does not grow with queries × keys.
enum AttentionBlocks {
    /// The most scores that exist at once, all heads together.
    static let largest = 1 << 22

    /// The rows of a block, for so many keys and heads.
    static func rows(keys: Int, heads: Int) -> Int { max(1, largest / max(1, keys * heads)) }

    /// Visits all rows of a layer's map in order, heads combined.
    ///
    /// - Parameter body: is given the queries of a block and their numbers, `[queries, keys]`.
    static func visit<Failure: Error>(
        _ run: Run,
        layer: LayerChoice,
        head: HeadChoice,
        unit: AttentionUnit,
        query: Int = 0,
        body: (Range<Int>, Matrix) throws(Failure) -> Void
    ) throws(Failure) {
        if layer == .decoder {
            try body(0..<1, combine(run.decoderScores(query..<query + 1), head: head, unit: unit))
            return
        }
        let latents = run.model.latentCount
        let keys = layer == .encoder ? run.trace.inputs.rows : latents
        let size = rows(keys: keys, heads: layer.heads(of: run.model))
        for start in stride(from: 0, to: latents, by: size) {
            let rows = start..<min(start + size, latents)
            try body(rows, combine(scores(run, layer: layer, rows: rows), head: head, unit: unit))
        }
    }

    private static func scores(_ run: Run, layer: LayerChoice, rows: Range<Int>) -> [Matrix] {
        if case .selfAttention(let index) = layer { return run.trace.selfScores(layer: index, latents: rows) }
        return run.trace.encoderScores(latents: rows)
    }

    /// Several heads' scores as one matrix of numbers in a unit.
    static func combine(_ scores: [Matrix], head: HeadChoice, unit: AttentionUnit) -> Matrix {
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
    /// Numbers of the encoder's map, which are of the tokens that were read, put where these are among all tokens.
    ///
    /// What was removed has no share of the attention, and as its score the least of the others.
    func overInput(_ numbers: [Float], unit: AttentionUnit) -> [Float] {
        guard !input.removed.isEmpty else { return numbers }
        let missing = unit == .score ? numbers.min() ?? 0 : 0
        var all = [Float](repeating: missing, count: input.tokens.rows)
        for (token, number) in zip(input.kept, numbers) { all[token] = number }
        return all
    }
}
