public import Numerics
import Perceiver

extension Run {
    /// The keys that a layer makes of what it reads, some rows at a time, in the order of what it saw.
    ///
    /// - Parameters:
    ///   - layer: its place among the trunk's layers.
    ///   - body: is given the number of the first key, and keys `[rows, channels]`.
    /// - Precondition: the trunk has the layer.
    public func visitKeys<Failure: Error>(
        layer: Int,
        _ body: (Int, Matrix) throws(Failure) -> Void
    ) throws(Failure) {
        let (attention, keys) = (model.trunk.layers[layer].attention, trace.steps[layer].keys)
        let norm = model.trunk.layers[layer].isSelfAttention ? attention.queryNorm : attention.keyNorm
        for start in stride(from: 0, to: keys.rows, by: 4096) {
            let block = keys[rows: start..<min(start + 4096, keys.rows)]
            try body(start, attention.key(norm?(block) ?? block))
        }
    }

    /// The size of a layer's keys.
    public func keyChannels(layer: Int) -> Int { model.trunk.layers[layer].attention.key.outputs }
}
