/// In which order the products of an attention layer are taken.
///
/// A score is `q̂ · W_qᵀ · W_k · k̂` for normed inputs q̂ and k̂, and what is gathered is a sum of `W_o · W_v · k̂`:
/// products of four factors, whose order is free. With one head and many keys it costs less to ask the inputs
/// themselves than to project every one of them; with many queries, the same holds for those. Several heads
/// would each have to ask inputs of full width, which never pays in practice.
package struct Grouping: Equatable, Sendable {
    /// Whether the weights of the side with more rows are applied to the other side's vectors, for scores.
    package let movesScores: Bool
    /// The same for what is gathered.
    package let movesValues: Bool

    package init(movesScores: Bool, movesValues: Bool) {
        self.movesScores = movesScores
        self.movesValues = movesValues
    }

    /// Both sides are projected.
    package static let plain = Grouping(movesScores: false, movesValues: false)
}

extension AttentionLayer {
    /// Whether keys are projected block by block and then forgotten, because there are many of them.
    func streams(queries n: Int, keys m: Int) -> Bool { m > 2 * n }

    /// The order that costs least.
    ///
    /// Where keys stream by, weights can move from them to the queries and to what is gathered; where keys
    /// are kept, from the queries to the keys and from what is gathered to the values.
    package func grouping(queries n: Int, keys m: Int) -> Grouping {
        streams(queries: n, keys: m)
            ? choice(many: m, channels: key.inputs, few: n) : choice(many: n, channels: query.inputs, few: m)
    }

    /// Plain, each of the `many` is projected and then meets the `few`, in the projection's channels;
    /// otherwise each of the few is projected, and they meet in the channels of the many.
    private func choice(many: Int, channels: Int, few: Int) -> Grouping {
        guard heads == 1, rotation == nil else { return .plain }
        func pays(_ projected: Int) -> Bool {
            few * projected * channels + many * few * channels < many * projected * channels + many * few
                * projected
        }
        return Grouping(movesScores: pays(key.outputs), movesValues: pays(value.outputs))
    }
}
