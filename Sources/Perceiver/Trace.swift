public import Numerics

/// Everything needed to recompute any attention map of one run: the vectors that each layer read.
///
/// Maps are not kept: with 182,528 inputs a single one has 374 million weights. A row of one is
/// recomputed in milliseconds when somebody looks at it.
public struct Trace: Sendable {
    /// What one layer read, and what it made of that; steps share the memory of what they have in common.
    public struct Step: Sendable {
        /// The vectors of the query space, as they entered the layer: `[n, Dq]`.
        public let queries: Matrix
        /// The vectors of the key space, as the layer read them: `[m, Dkv]`.
        public let keys: Matrix
        /// The vectors of the query space, as they left the layer: `[n, Dq]`.
        public let result: Matrix
        /// What the queries gathered, where keys streamed by: the way back does not read all of them for that again.
        let gathering: Gathering?
    }

    /// What was run.
    public let trunk: Trunk
    /// The input array `[M, C]`, as it entered the first layer.
    public let inputs: Matrix
    /// One for each of the trunk's layers.
    public let steps: [Step]

    /// The vectors that answers are read from.
    public let final: Matrix

    init(trunk: Trunk, inputs: Matrix, steps: [Step]) {
        (self.trunk, self.inputs, self.steps) = (trunk, inputs, steps)
        final = trunk.blend?(steps) ?? steps[steps.count - 1].result
    }

    /// The latents as they left the last layer that asked from them; no rows where a model has none.
    public var latents: Matrix {
        for (layer, step) in zip(trunk.layers, steps).reversed() where layer.queries == .latents {
            return step.result
        }
        return trunk.latents ?? Matrix(rows: 0, columns: trunk.readChannels)
    }

    /// The vectors that asked in each layer, as they entered it, and last those that left the last one, normed where
    /// answers are read behind a norm.
    public var states: [Matrix] {
        let last = steps[steps.count - 1].result
        return steps.map(\.queries) + [trunk.blend?.norm?(last) ?? last]
    }

    /// The scores, before the softmax, of some vectors of a layer's query space over all of its key space: for each
    /// head `[rows, m]`.
    ///
    /// Those of keys that a query may not read are −∞.
    ///
    /// - Parameters:
    ///   - layer: its place among the trunk's layers.
    ///   - rows: numbers of queries.
    public func scores(layer: Int, rows: Range<Int>) -> [Matrix] {
        trunk.layers[layer].scores(steps[layer].queries, rows: rows, over: steps[layer].keys)
    }
}
