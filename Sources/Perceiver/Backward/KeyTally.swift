import Numerics

/// What the way back adds up for the keys of a layer; several threads may do so, for different keys.
struct KeyTally: Sendable {
    /// Gradients at the vectors that keys are made of, `[m, Dkv]`; `nil` if only ``products`` are wanted.
    var gradients: Tile?
    /// Each key's vector times the gradient at it, `[1, m]`; `nil` if that is not wanted.
    var products: Tile?
    /// Gradients at the scores of each key, over all heads and queries, `[1, m]`; `nil` if they are not wanted.
    var scores: Tile?
    /// The relevance that queries hand on to each key, `[1, m]`; `nil` if that is not wanted.
    var relevance: Tile?

    /// The part for some consecutive keys.
    subscript(_ range: Range<Int>) -> KeyTally {
        KeyTally(
            gradients: gradients?[rows: range],
            products: products?[columns: range],
            scores: scores?[columns: range],
            relevance: relevance?[columns: range]
        )
    }

    /// Adds gradients `[m, Dkv]` at normed vectors, which become those at the vectors themselves.
    ///
    /// - Parameters:
    ///   - gradient: at `vectors` normed.
    ///   - norm: the norm; `nil` where there is none.
    ///   - vectors: what keys were made of.
    func add(_ gradient: Tile, through norm: LayerNorm?, at vectors: Tile, _ rule: BackwardRule) {
        if let norm {
            gradient.takeGradient(
                of: norm,
                at: vectors,
                isDeviationConstant: rule.isDeviationConstant,
                products: products
            )
        } else {
            products?.add(rowProductsOf: gradient, vectors)
        }
        gradients?.add(gradient)
    }
}
