import Checkpoints
import Explanation
import Explorer
import Models
import Numerics
import Perceiver

/// One layer's weights, `[heads, queries, keys]`, computed a few rows at a time while they are written.
final class ExportedMap {
    private let run: Run
    private let layer: LayerChoice
    private let heads: Int
    private let keys: Int
    /// The rows that are computed at once: neighbours, as many as ``most`` allows.
    private let blocks: [Range<Int>]
    /// All heads' weights of the rows that were computed last.
    private var last: (rows: Range<Int>, weights: [Matrix])?

    /// The most weights that are computed at once, all heads together.
    private static let most = 1 << 24

    init(_ run: Run, _ layer: LayerChoice, _ queries: [Int]) {
        (self.run, self.layer) = (run, layer)
        heads = layer.heads(of: run.model)
        keys = layer == .encoder ? run.trace.inputs.rows : run.model.latentCount
        blocks = queries.neighbours(atMost: max(1, Self.most / (keys * heads)))
    }

    var output: TensorFile.Output {
        let shape = [heads, blocks.reduce(0) { $0 + $1.count }, keys]
        return TensorFile.Output("attention.\(layer.name)", shape: shape, parts: heads * blocks.count) {
            [self] part in
            weights(blocks[part % blocks.count])[part / blocks.count]
        }
    }

    private func weights(_ rows: Range<Int>) -> [Matrix] {
        if let last, last.rows == rows { return last.weights }
        let scores =
            switch layer {
            case .encoder: run.trace.encoderScores(latents: rows)
            case .selfAttention(let index): run.trace.selfScores(layer: index, latents: rows)
            case .decoder: run.decoderScores(rows)
            }
        let weights = scores.map { scores in
            var weights = scores
            weights.softmaxRows()
            return weights
        }
        last = (rows, weights)
        return weights
    }
}

extension [Int] {
    /// Consecutive numbers as ranges of at most so many, in order.
    fileprivate func neighbours(atMost most: Int) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        for number in self {
            if let last = ranges.last, last.upperBound == number, last.count < most {
                ranges[ranges.count - 1] = last.lowerBound..<number + 1
            } else {
                ranges.append(number..<number + 1)
            }
        }
        return ranges
    }
}
