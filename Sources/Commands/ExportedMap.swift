import Checkpoints
import Explanation
import Models
import Numerics
import Perceiver

/// One layer's weights, `[heads, queries, keys]`, computed a few rows at a time while they are written.
final class ExportedMap {
    private let run: Run
    /// The layer's place among the model's layers.
    private let layer: Int
    private let heads: Int
    private let keys: Int
    /// The rows that are computed at once: neighbours, as many as ``most`` allows.
    private let blocks: [Range<Int>]
    /// All heads' weights of the rows that were computed last.
    private var last: (rows: Range<Int>, weights: [Matrix])?

    /// The most weights that are computed at once, all heads together.
    private static let most = 1 << 24

    /// A layer's weights, of the rows of some queries.
    ///
    /// - Parameters:
    ///   - layer: its place among the model's layers.
    ///   - queries: by their numbers among those that the layer saw.
    init(_ run: Run, layer: Int, _ queries: [Int]) {
        (self.run, self.layer) = (run, layer)
        let place = run.model.layers[layer]
        heads = place.heads
        keys = run.count(of: place.keys)
        blocks = queries.neighbours(atMost: max(1, Self.most / (keys * heads)))
    }

    var output: TensorFile.Output {
        let shape = [heads, blocks.reduce(0) { $0 + $1.count }, keys]
        let name = "attention.\(run.model.layers[layer].name)"
        return TensorFile.Output(name, shape: shape, parts: heads * blocks.count) { [self] part in
            weights(blocks[part % blocks.count])[part / blocks.count]
        }
    }

    private func weights(_ rows: Range<Int>) -> [Matrix] {
        if let last, last.rows == rows { return last.weights }
        let weights = run.scores(layer: layer, rows: rows).map(AttentionUnit.weight.convert)
        last = (rows, weights)
        return weights
    }
}
