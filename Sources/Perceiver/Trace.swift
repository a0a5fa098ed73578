public import Numerics

/// Everything needed to recompute any attention map of one run: the inputs and the latents.
///
/// Maps are not kept: with 182,528 inputs a single one has 374 million weights. A row of one is
/// recomputed in milliseconds when somebody looks at it.
public struct Trace: Sendable {
    /// What was run.
    public let encoder: Encoder
    /// The input array `[M, C]`.
    public let inputs: Matrix
    /// The latents `[N, D]` as they entered each layer, and last as they left the encoder: the learned
    /// ones, those after the cross-attention, those after each executed self-attention.
    public let states: [Matrix]

    /// The latents as they left the encoder.
    public var latents: Matrix { states[states.count - 1] }

    /// The scores, before the softmax, of some latents over all inputs: for each head `[rows, M]`.
    public func encoderScores(latents rows: Range<Int>) -> [Matrix] {
        encoder.crossAttention.scores(states[0][rows: rows], over: inputs)
    }

    /// The scores of some latents over all latents in the self-attention executed as number `index`.
    public func selfScores(layer index: Int, latents rows: Range<Int>) -> [Matrix] {
        encoder.selfAttention(index).scores(states[index + 1], rows: rows)
    }
}
