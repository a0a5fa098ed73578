public import Numerics

/// What one number that a run leads to owes to the run's inputs and to its learned latents.
public struct Gradients: Sendable {
    /// The gradient at the input array, `[M, C]`; `nil` if it was not to be kept.
    public let inputs: Matrix?
    /// The relevance of each input, `[M]`: the sum of its channels, each times the gradient at it.
    ///
    /// With ``BackwardRule/gradient`` that of an input which goes through a norm first is next to nothing, whatever it
    /// says: a norm takes away what changes a vector's length. What is left is a share of ε in the variance.
    public let relevance: [Float]
    /// The gradient at the learned latents, `[N, D]`; `nil` where there are none.
    public let latents: Matrix?
    /// For each input, `[M]`, the derivative by the logarithm of a weight that multiplies `exp(score)` where the input
    /// is a key: the sum of gradients at scores, over all heads and queries of all layers that read the input.
    ///
    /// Rules divide gradients behind the scores. With ``BackwardRule/constantAttention`` none come there, and all
    /// are 0.
    public let keyWeights: [Float]
    /// The relevance of each input by attention alone, `[M]`; `nil` if it was not asked for.
    ///
    /// After Chefer, Gur and Wolf 2021, *Generic Attention-model Explainability*, arXiv 2103.15679.
    /// A row r over the vectors that answers are read from goes back through the layers: with Â, the mean over heads of
    /// the positive part of `A ⊙ dy/dA`, a layer adds r · Â to the row over the space of its keys. The row over the
    /// space of its queries stays, so that r · (I + Â) is what self-attention makes of it.
    public let attentionRelevance: [Float]?
    /// What the number would lose, were it linear, if a latent learned nothing from the input, `[N]`; `nil` if it was not
    /// asked for.
    public let reads: [Float]?
}

extension Matrix {
    /// The sum of all elements, each times another matrix's.
    package func dot(_ other: Matrix) -> Double {
        Tile(self).rowProducts(with: Tile(other)).reduce(0) { $0 + Double($1) }
    }
}
