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

    /// The vectors that answers are read from, of several runs, each on some of the input's tokens.
    ///
    /// The latents of all runs go through the layers together, one below the other: weights are read once for all.
    ///
    /// - Parameters:
    ///   - parts: for each run the numbers of its tokens, at least one.
    ///   - step: is called before each layer; what it throws ends the work.
    public func final<Failure: Error>(
        keeping parts: [[Int]],
        step: () throws(Failure) -> Void
    ) throws(Failure) -> [Matrix] {
        guard let start = trunk.latents, !parts.isEmpty else { return [] }
        var latents = Matrix(stacking: parts.map { _ in start })
        for (layer, keys) in zip(trunk.layers, keys) {
            try step()
            latents =
                keys.map { layer.attention(latents, over: $0, keeping: parts) }
                ?? layer.attention(latents, sets: parts.count)
        }
        return latents.divided(into: parts.count)
    }
}

extension AttentionLayer {
    /// The layer's output for sets of vectors, one below the other; each set reads some of the keys.
    fileprivate func callAsFunction(_ x: Matrix, over keys: PreparedKeys, keeping parts: [[Int]]) -> Matrix {
        let all = zip(queryNorm(x).divided(into: parts.count), parts).map { keys.keeping($1).gathered($0) }
        guard case .values? = all.first else {
            return finished(.outputs(Matrix(stacking: all.map(\.matrix))), from: x)
        }
        return finished(.values(Matrix(stacking: all.map(\.matrix))), from: x)
    }

    /// The output of a self-attention for sets of vectors, one below the other; each set reads itself alone.
    fileprivate func callAsFunction(_ x: Matrix, sets: Int) -> Matrix {
        let normed = queryNorm(x)
        let keys = PreparedKeys(self, of: normed, queries: x.rows / sets, sets: sets)
        return finished(keys.gathered(normed, sets: sets), from: x)
    }
}

extension Gathered {
    fileprivate var matrix: Matrix {
        switch self {
        case .values(let matrix), .outputs(let matrix): matrix
        }
    }
}

extension Matrix {
    /// Matrices of as many columns, one below the other.
    fileprivate init(stacking parts: [Matrix]) {
        let rows = parts.reduce(0) { $0 + $1.rows }
        self.init(rows: rows, columns: parts.first?.columns ?? 0) { target in
            var place = 0
            for part in parts {
                part.withElements { elements in
                    _ = UnsafeMutableBufferPointer(rebasing: target[place...]).update(from: elements)
                }
                place += part.count
            }
        }
    }

    /// So many parts of as many rows.
    fileprivate func divided(into parts: Int) -> [Matrix] {
        let size = rows / max(parts, 1)
        return (0..<parts).map { self[rows: $0 * size..<($0 + 1) * size] }
    }
}
