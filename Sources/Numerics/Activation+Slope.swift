import CKernels
import Glibc

extension Activation {
    /// What of a function a gradient is multiplied by.
    package enum Slope: Sendable {
        /// Its derivative.
        case tangent
        /// `(f(x) − f(0)) / x`: the slope of the line from the function's value at 0.
        case secant
    }

    /// Multiplies gradients by the function's slopes at consecutive elements.
    func apply(
        _ slope: Slope,
        at row: UnsafePointer<Float>,
        to gradient: UnsafeMutablePointer<Float>,
        _ count: Int
    ) {
        let secant: Int32 = slope == .secant ? 1 : 0
        switch self {
        case .gelu: ck_gelu_slope(gradient, row, count, secant)
        case .geluTanh:
            ck_gated_slope(gradient, row, count, 2 * 0.797_884_56, 2 * 0.797_884_56 * 0.044_715, secant)
        case .quickGELU: ck_gated_slope(gradient, row, count, 1.702, 0, secant)
        case .silu: ck_gated_slope(gradient, row, count, 1, 0, secant)
        case .linear: break
        default: for i in 0..<count { gradient[i] *= Float(self.slope(slope, at: Double(row[i]))) }
        }
    }

    /// A slope at one point, of functions that are seldom used.
    ///
    /// Near 0 a secant is as good as the tangent, and that loses no digits.
    private func slope(_ slope: Slope, at x: Double) -> Double {
        if slope == .tangent || abs(x) < 1e-6 { return tangent(at: x) }
        return (exactValue(at: x) - exactValue(at: 0)) / x
    }

    /// The function's value in double precision.
    private func exactValue(at x: Double) -> Double {
        switch self {
        case .relu: max(x, 0)
        case .relu6: min(max(x, 0), 6)
        case .squaredReLU: max(x, 0) * max(x, 0)
        case .leakyReLU: x > 0 ? x : 0.01 * x
        case .selu: 1.050_700_987_355_480_5 * (x > 0 ? x : 1.673_263_242_354_377_2 * expm1(x))
        case .mish: x * Glibc.tanh(softplus(x))
        case .laplace: 0.5 * (1 + erf((x - 0.707_107) / (0.282_095 * 2.0.squareRoot())))
        case .sigmoid: 1 / (1 + exp(-x))
        case .tanh: Glibc.tanh(x)
        case .clippedGELU: min(max(x * normalSum(x), -10), 10)
        case .gelu, .geluTanh, .quickGELU, .silu, .linear: x
        }
    }

    /// The derivative in double precision.
    private func tangent(at x: Double) -> Double {
        switch self {
        case .relu: return x > 0 ? 1 : 0
        case .relu6: return x > 0 && x < 6 ? 1 : 0
        case .squaredReLU: return 2 * max(x, 0)
        case .leakyReLU: return x > 0 ? 1 : 0.01
        case .selu: return 1.050_700_987_355_480_5 * (x > 0 ? 1 : 1.673_263_242_354_377_2 * exp(x))
        case .mish:
            let gate = Glibc.tanh(softplus(x))
            return gate + x * (1 - gate * gate) / (1 + exp(-x))
        case .laplace:
            let z = (x - 0.707_107) / 0.282_095
            return exp(-z * z / 2) / (0.282_095 * (2 * Double.pi).squareRoot())
        case .sigmoid: return 1 / (2 + exp(x) + exp(-x))
        case .tanh: return 1 - Glibc.tanh(x) * Glibc.tanh(x)
        case .clippedGELU:
            if x * normalSum(x) >= 10 { return 0 }
            return normalSum(x) + x * exp(-x * x / 2) / (2 * Double.pi).squareRoot()
        case .gelu, .geluTanh, .quickGELU, .silu, .linear: return 1
        }
    }

    /// `log(1 + eˣ)`.
    private func softplus(_ x: Double) -> Double { x > 40 ? x : log1p(exp(x)) }

    /// The sum of the standard normal distribution up to a point.
    private func normalSum(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }
}
