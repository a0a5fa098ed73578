public import Numerics

/// What answers are read from where vectors ask each other and that is not simply what leaves the last layer: a sum of
/// what entered each layer and what left the last, each with a share.
public struct Blend: Sendable {
    /// The shares: of what entered each layer, and last of what left the last one.
    public let shares: [Float]
    /// What norms the vectors that left the last layer, before they get their share; `nil` where nothing does.
    public let norm: LayerNorm?

    /// A sum with some shares.
    public init(shares: [Float], norm: LayerNorm?) {
        (self.shares, self.norm) = (shares, norm)
    }

    /// What leaves the last of so many layers, normed.
    public init(layers: Int, norm: LayerNorm) {
        self.init(shares: Array(repeating: 0, count: layers) + [1], norm: norm)
    }

    /// The sum of what some steps read and made.
    func callAsFunction(_ steps: [Trace.Step]) -> Matrix {
        let last = steps[steps.count - 1].result
        var sum = norm?(last) ?? last
        let own = shares[shares.count - 1]
        if own != 1 { sum.scale(by: own) }
        for (step, share) in zip(steps, shares) where share != 0 {
            var part = step.queries
            part.scale(by: share)
            sum.add(part)
        }
        return sum
    }
}

extension Trace {
    /// The gradient at what left the last layer, from one at ``final``, without what answers read of other layers.
    func gradientBehindLayers(_ gradient: Matrix, _ rule: BackwardRule) -> Matrix {
        guard let blend = trunk.blend else { return gradient }
        var result = gradient
        result.scale(by: blend.shares[blend.shares.count - 1])
        if let norm = blend.norm {
            result.takeGradient(
                of: norm,
                at: steps[steps.count - 1].result,
                isDeviationConstant: rule.isDeviationConstant
            )
        }
        return result
    }
}
