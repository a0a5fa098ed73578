public import Numerics

/// The keys and values that a trunk makes of an input, for runs on parts of that input.
///
/// A token's key and value depend on no other token as long as latents alone read the input. So they are made once, and
/// each run takes those of its tokens.
public struct PreparedInput: Sendable {
    private let trunk: Trunk
    /// For each layer that reads the input its keys and values; layers that share weights share them.
    private let keys: [PreparedKeys?]

    /// The most numbers that keys and values may have together: 64 MB.
    private static let largest = 1 << 24

    /// Prepares an input array `[M, C]`; `nil` where its tokens ask each other, or where keys and values would take too
    /// much memory.
    public init?(_ inputs: Matrix, for trunk: Trunk) {
        let reading = trunk.layers.filter { $0.keys == .input }
        let channels = reading.reduce(0) { $0 + $1.attention.key.outputs + $1.attention.value.outputs }
        guard let latents = trunk.latents, trunk.layers.allSatisfy({ $0.queries == .latents }),
            inputs.rows * channels <= Self.largest
        else { return nil }
        self.trunk = trunk
        keys = trunk.layers.map {
            $0.keys == .input ? $0.attention.prepared(inputs, queries: latents.rows) : nil
        }
    }

    /// The vectors that answers are read from, of a run on some of the input's tokens.
    ///
    /// - Parameters:
    ///   - rows: the numbers of the tokens, at least one.
    ///   - step: is called before each layer; what it throws ends the work.
    public func final<Failure: Error>(
        keeping rows: [Int],
        step: () throws(Failure) -> Void
    ) throws(Failure) -> Matrix {
        var latents = trunk.latents ?? Matrix(rows: 0, columns: trunk.readChannels)
        for (layer, keys) in zip(trunk.layers, keys) {
            try step()
            latents =
                keys.map { layer.attention(latents, over: $0.keeping(rows)) } ?? layer(latents, over: latents)
        }
        return latents
    }
}

extension AttentionLayer {
    /// The layer's output for queries from `x` `[n, Dq]` and keys that were made before.
    fileprivate func callAsFunction(_ x: Matrix, over keys: PreparedKeys) -> Matrix {
        finished(keys.gathered(queryNorm(x)), from: x)
    }
}
