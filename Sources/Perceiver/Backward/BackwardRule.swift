import Numerics

/// What the way back takes for a derivative.
///
/// Two rules change derivatives so that relevance, a vector times the gradient at it, is handed on by layers as it
/// is by a linear map (Achtibat et al. 2024, *AttnLRP*, arXiv 2402.05602; as gradients that are changed on the way
/// back: Mehri et al. 2025, *LibraGrad*, arXiv 2411.16760).
public enum BackwardRule: String, Sendable, Hashable, CaseIterable {
    /// The derivative.
    case gradient
    /// The deviation of a norm counts as a constant, the slope of an activation f at x is `(f(x) − f(0)) / x`, what
    /// enters queries and keys is divided by 4, and what enters values by 2, as does what enters either factor of a gated
    /// MLP.
    ///
    /// f(0), which only the sigmoid and the distribution of Laplace have, is a bias like others.
    case attnLRP
    /// The same of norms and activations; attention's weights count as constants, and values get all.
    case constantAttention

    /// What of an activation gradients are multiplied by.
    var slope: Activation.Slope { self == .gradient ? .tangent : .secant }

    /// Whether the deviation of a norm counts as a constant.
    package var isDeviationConstant: Bool { self != .gradient }

    /// What is multiplied with gradients that enter queries and keys; `nil` if none do.
    var scoreFactor: Float? {
        switch self {
        case .gradient: 1
        case .attnLRP: 0.25
        case .constantAttention: nil
        }
    }

    /// What is multiplied with gradients that enter either factor of a product: of a gated MLP's two.
    var productFactor: Float { self == .gradient ? 1 : 0.5 }

    /// What is multiplied with gradients that enter values.
    var valueFactor: Float { self == .attnLRP ? 0.5 : 1 }
}
