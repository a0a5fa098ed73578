package import Numerics

extension AttentionLayer {
    /// Gradients at what entered a layer, and the relevance of its keys.
    package struct Gradients: Sendable {
        /// At the vectors that asked, `[n, Dq]`.
        package let queries: Matrix
        /// Each vector that asked times the gradient at it, `[n]`.
        package let queryProducts: [Float]
        /// At the vectors that were asked, `[m, Dkv]`.
        package let keys: Matrix
        /// For each key the positive part of `weight · gradient at the weight`, added up over queries and averaged
        /// over heads.
        package let relevance: [Float]
    }

    /// Goes back through the layer.
    ///
    /// - Parameters:
    ///   - gradient: at the layer's output, `[n, Dq]`.
    ///   - x: where queries came from, `[n, Dq]`.
    ///   - y: where keys and values came from, `[m, Dkv]`.
    ///   - rule: what counts as a derivative.
    package func backward(
        from gradient: Matrix,
        at x: Matrix,
        over y: Matrix,
        rule: BackwardRule
    ) -> Gradients {
        let keys = Tile.zeros(rows: y.rows, columns: y.columns)
        let relevance = Tile.zeros(rows: 1, columns: y.rows)
        let tally = KeyTally(gradients: keys, relevance: relevance)
        let whole = [Float](repeating: 1, count: x.rows)
        let back = LayerBackward(self, rule: rule, relevance: whole)
        let asked = back(gradient, at: x, over: y, nil, tally: tally) { _ in }
        return Gradients(
            queries: asked.gradient,
            queryProducts: asked.products,
            keys: keys.matrix,
            relevance: relevance.matrix.elements
        )
    }
}
