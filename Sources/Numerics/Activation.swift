import Foundation

/// A function between the two linear maps of an MLP, by the names that configurations use.
public enum Activation: String, Sendable, Hashable, CaseIterable {
    /// `x · ½(1 + erf(x/√2))`.
    case gelu
    /// `x · ½(1 + tanh(√(2/π)(x + 0.044715x³)))`.
    case geluNew = "gelu_new"
    /// `max(x, 0)`.
    case relu
    /// `λx` above 0, `λα(eˣ − 1)` below.
    case selu
    /// `x / (1 + e⁻ˣ)`.
    case silu
}

extension Matrix {
    /// Applies a function to every element.
    public mutating func apply(_ activation: Activation) {
        switch activation {
        case .gelu: gelu()
        case .geluNew: mapElements(cost: 40, geluNew)
        case .relu: mapElements(cost: 1) { max($0, 0) }
        case .selu: mapElements(cost: 20, selu)
        case .silu: mapElements(cost: 20) { $0 / (1 + exp(-$0)) }
        }
    }
}

private func geluNew(_ x: Float) -> Float {
    0.5 * x * (1 + tanh(0.797_884_56 * (x + 0.044_715 * x * x * x)))
}

// The constants of Klambauer et al. 2017, "Self-Normalizing Neural Networks".
private func selu(_ x: Float) -> Float {
    1.050_700_99 * (x > 0 ? x : 1.673_263_2 * expm1(x))
}
