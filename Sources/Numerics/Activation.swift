import CKernels
import Glibc

/// A function between the two linear maps of an MLP.
public enum Activation: Sendable, Hashable, CaseIterable {
    /// `x · ½(1 + erf(x/√2))`.
    case gelu
    /// `x · ½(1 + tanh(√(2/π)(x + 0.044715x³)))`, which comes near the exact one.
    case geluTanh
    /// The exact GELU, kept within −10…10.
    case clippedGELU
    /// `x · σ(1.702x)`.
    case quickGELU
    /// `max(x, 0)`.
    case relu
    /// `max(x, 0)`, at most 6.
    case relu6
    /// `max(x, 0)²`.
    case squaredReLU
    /// `x` above 0, `0.01x` below.
    case leakyReLU
    /// `λx` above 0, `λα(eˣ − 1)` below.
    case selu
    /// `x · σ(x)`.
    case silu
    /// `x · tanh(log(1 + eˣ))`.
    case mish
    /// `½(1 + erf((x − μ)/(σ√2)))`.
    case laplace
    /// `1 / (1 + e⁻ˣ)`.
    case sigmoid
    case tanh
    /// `x`.
    case linear

    /// The names that configurations of Hugging Face transformers have for it.
    public var names: [String] {
        switch self {
        case .gelu: ["gelu", "gelu_python"]
        case .geluTanh:
            ["gelu_new", "gelu_pytorch_tanh", "gelu_python_tanh", "gelu_fast", "gelu_accurate"]
        case .clippedGELU: ["gelu_10"]
        case .quickGELU: ["quick_gelu"]
        case .relu: ["relu"]
        case .relu6: ["relu6"]
        case .squaredReLU: ["relu2"]
        case .leakyReLU: ["leaky_relu"]
        case .selu: ["selu"]
        case .silu: ["silu", "swish"]
        case .mish: ["mish"]
        case .laplace: ["laplace"]
        case .sigmoid: ["sigmoid"]
        case .tanh: ["tanh"]
        case .linear: ["linear"]
        }
    }

    /// The function of a name; `nil` if it is not known.
    public init?(name: String) {
        guard let known = Activation.allCases.first(where: { $0.names.contains(name) }) else { return nil }
        self = known
    }
}

extension Activation {
    /// Applies the function to consecutive elements.
    func apply(to row: UnsafeMutablePointer<Float>, _ count: Int) {
        switch self {
        case .gelu: ck_gelu(row, count)
        case .geluTanh: ck_gated(row, count, 2 * 0.797_884_56, 2 * 0.797_884_56 * 0.044_715)
        case .clippedGELU:
            ck_gelu(row, count)
            for i in 0..<count { row[i] = min(max(row[i], -10), 10) }
        case .quickGELU: ck_gated(row, count, 1.702, 0)
        case .silu: ck_gated(row, count, 1, 0)
        case .linear: break
        default: for i in 0..<count { row[i] = value(at: row[i]) }
        }
    }

    /// The function's value, of those that are seldom used.
    private func value(at x: Float) -> Float {
        switch self {
        case .relu: max(x, 0)
        case .relu6: min(max(x, 0), 6)
        case .squaredReLU: max(x, 0) * max(x, 0)
        case .leakyReLU: x > 0 ? x : 0.01 * x
        case .selu: scaledELU(x)
        case .mish: x * Glibc.tanh(x > 20 ? x : log1p(exp(x)))
        case .laplace: 0.5 * (1 + erf((x - 0.707_107) / (0.282_095 * Float(2).squareRoot())))
        case .sigmoid: 1 / (1 + exp(-x))
        case .tanh: Glibc.tanh(x)
        case .gelu, .geluTanh, .clippedGELU, .quickGELU, .silu, .linear: x
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

// The constants of Klambauer et al. 2017, "Self-Normalizing Neural Networks".
private func scaledELU(_ x: Float) -> Float {
    1.050_700_99 * (x > 0 ? x : 1.673_263_2 * expm1(x))
}
