public import Numerics

/// The keys and values that a trunk makes of an input, for runs on parts of that input.
///
/// A token's key and value depend on no other token as long as latents alone read the input. So they are made once, and
/// each run takes those of its tokens.
public struct PreparedInput: Sendable {
    private let trunk: Trunk
    /// For each layer that reads the input its keys and values; layers that share weights share them.
    private let keys: [PreparedKeys?]
    /// How latents that have read nothing yet read all but a few tokens; `nil` if the first layer reads no input.
    private let removal: KeyRemoval?

    /// The most numbers that keys and values may have together: 64 MB.
    private static let largest = 1 << 24

    /// Prepares an input array `[M, C]`; `nil` where its tokens ask each other, or where keys and values would take too
    /// much memory.
    public init?(_ inputs: Matrix, for trunk: Trunk) {
        // For each layer the first one with its weights.
        let layers = trunk.layers
        let first = layers.indices.map { index in
            layers[..<index].firstIndex {
                $0.keys == layers[index].keys && $0.attention.sharesKeys(with: layers[index].attention)
            } ?? index
        }
        let reading = layers.indices.filter { layers[$0].keys == .input && first[$0] == $0 }
        let channels = reading.reduce(0) {
            $0 + layers[$1].attention.key.outputs + layers[$1].attention.value.outputs
        }
        guard let latents = trunk.latents, trunk.layers.allSatisfy({ $0.queries == .latents }),
            inputs.rows * channels <= Self.largest
        else { return nil }
        self.trunk = trunk
        var keys = [PreparedKeys?](repeating: nil, count: layers.count)
        for index in reading { keys[index] = layers[index].attention.prepared(inputs, queries: latents.rows) }
        self.keys = first.map { keys[$0] }
        removal = keys[0].map { KeyRemoval($0.layer.queryNorm(latents), over: $0) }
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
        for (index, (layer, keys)) in zip(trunk.layers, keys).enumerated() {
            try step()
            guard let keys else {
                latents = layer.attention(latents, sets: parts.count)
                continue
            }
            let normed = layer.attention.queryNorm(latents)
            let gathered = keys.gathered(normed, keeping: parts, index == 0 ? removal : nil)
            latents = layer.attention.finished(gathered, from: latents)
        }
        return latents.divided(into: parts.count)
    }
}

extension AttentionLayer {
    /// Whether another layer makes the same keys and values, ready for the same queries: it has the very same weights.
    fileprivate func sharesKeys(with other: AttentionLayer) -> Bool {
        heads == other.heads && keyNorm?.weight == other.keyNorm?.weight
            && keyNorm?.bias == other.keyNorm?.bias && keyNorm?.epsilon == other.keyNorm?.epsilon
            && zip([query, key, value, output], [other.query, other.key, other.value, other.output])
                .allSatisfy { $0.weight.isIdentical(to: $1.weight) && $0.bias == $1.bias }
    }
}

extension PreparedKeys {
    /// What each of several sets of queries, one below the other, gathers from some of the keys.
    ///
    /// - Parameter removal: if all sets have the queries that it has, what is used where few keys are missing.
    fileprivate func gathered(_ normed: Matrix, keeping parts: [[Int]], _ removal: KeyRemoval?) -> Gathered {
        let all = zip(normed.divided(into: parts.count), parts).map { normed, part in
            let isMost = 2 * part.count > count && part.count < count
            let removed = isMost ? removal?.gathered(without: part.missing(from: count)) : nil
            return (removed ?? keeping(part).gathered(normed)).matrix
        }
        return told(Matrix(stacking: all))
    }
}

extension [Int] {
    /// The numbers below a limit that are not among these.
    fileprivate func missing(from limit: Int) -> [Int] {
        var isKept = [Bool](repeating: false, count: limit)
        for number in self { isKept[number] = true }
        return isKept.indices.filter { !isKept[$0] }
    }
}
