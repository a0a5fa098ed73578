import Glibc

/// The kernels written as their formulas, in double precision: slow, plain, and what the fast ones are
/// tested against.
package enum Naive {
    package static func softmax(_ row: [Float]) -> [Float] {
        let top = Double(row.max() ?? 0)
        let exponentials = row.map { exp(Double($0) - top) }
        let sum = exponentials.reduce(0, +)
        return exponentials.map { Float($0 / sum) }
    }

    package static func gelu(_ x: Float) -> Float {
        Float(Double(x) * 0.5 * (1 + erf(Double(x) / 2.0.squareRoot())))
    }

    package static func layerNorm(
        _ row: [Float],
        weight: [Float],
        bias: [Float],
        epsilon: Double,
        isCentred: Bool = true
    ) -> [Float] {
        let mean = !isCentred ? 0 : row.reduce(0) { $0 + Double($1) } / Double(row.count)
        let variance = row.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(row.count)
        return row.indices.map { i in
            Float(
                (Double(row[i]) - mean) / (variance + epsilon).squareRoot() * Double(weight[i])
                    + Double(bias[i])
            )
        }
    }

    /// The derivative of GELU: the normal distribution's sum, and x times its density.
    package static func geluSlope(_ x: Float) -> Float {
        let x = Double(x)
        return Float(
            0.5 * (1 + erf(x / 2.0.squareRoot())) + x * exp(-x * x / 2) / (2 * Double.pi).squareRoot()
        )
    }

    /// The gradient at a row that is normed, from the one at the result.
    ///
    /// The derivative of each element of the result by each of the row is written down: 1 or 0, less what the mean and
    /// the deviation take away.
    package static func layerNormGradient(
        _ gradient: [Float],
        at row: [Float],
        weight: [Float],
        epsilon: Double,
        isDeviationConstant: Bool,
        isCentred: Bool = true
    ) -> [Double] {
        let count = Double(row.count)
        let mean = !isCentred ? 0 : row.reduce(0) { $0 + Double($1) } / count
        let centred = row.map { Double($0) - mean }
        let deviation = (centred.reduce(0) { $0 + $1 * $1 } / count + epsilon).squareRoot()
        return row.indices.map { i in
            row.indices.reduce(0.0) { sum, j in
                var slope = ((i == j ? 1 : 0) - (isCentred ? 1 / count : 0)) / deviation
                if !isDeviationConstant {
                    slope -= centred[i] * centred[j] / count / (deviation * deviation * deviation)
                }
                return sum + Double(gradient[j]) * Double(weight[j]) * slope
            }
        }
    }

    package static func product(_ a: Matrix, _ b: Matrix) -> Matrix {
        var result = Matrix(rows: a.rows, columns: b.columns)
        for row in 0..<a.rows {
            for column in 0..<b.columns {
                var sum = 0.0
                for inner in 0..<a.columns { sum += Double(a[row, inner]) * Double(b[inner, column]) }
                result[row, column] = Float(sum)
            }
        }
        return result
    }
}
