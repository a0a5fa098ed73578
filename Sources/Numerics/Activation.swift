import CKernels
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

extension Activation {
    /// Applies the function to consecutive elements.
    func apply(to row: UnsafeMutablePointer<Float>, _ count: Int) {
        switch self {
        case .gelu: ck_gelu(row, count)
        case .geluNew: for i in 0..<count { row[i] = geluTanh(row[i]) }
        case .relu: for i in 0..<count { row[i] = max(row[i], 0) }
        case .selu: for i in 0..<count { row[i] = scaledELU(row[i]) }
        case .silu: for i in 0..<count { row[i] /= 1 + exp(-row[i]) }
        }
    }
}

extension Matrix {
    /// Applies a function to every element.
    public mutating func apply(_ activation: Activation) {
        eachRow(cost: 20) { activation.apply(to: $0, $1) }
    }
}

extension Tile {
    /// Applies a function to every element.
    package func apply(_ activation: Activation) {
        for row in 0..<rows { activation.apply(to: start + row * stride, columns) }
    }
}

private func geluTanh(_ x: Float) -> Float {
    0.5 * x * (1 + tanh(0.797_884_56 * (x + 0.044_715 * x * x * x)))
}

// The constants of Klambauer et al. 2017, "Self-Normalizing Neural Networks".
private func scaledELU(_ x: Float) -> Float {
    1.050_700_99 * (x > 0 ? x : 1.673_263_2 * expm1(x))
}
