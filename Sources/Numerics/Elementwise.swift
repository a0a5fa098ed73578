import CKernels

extension Matrix {
    /// Applies the softmax to every row.
    public mutating func softmaxRows() {
        eachRow(cost: 20) { ck_softmax($0, $1) }
    }

    /// Applies the exact GELU, `x · ½(1 + erf(x/√2))`, to every element.
    public mutating func gelu() {
        eachRow(cost: 20) { ck_gelu($0, $1) }
    }

    /// Multiplies every element by `scale`.
    public mutating func scale(by scale: Float) {
        eachRow(cost: 1) { ck_scale($0, $1, scale) }
    }

    /// Adds another matrix of the same shape.
    public mutating func add(_ other: Matrix) {
        precondition(rows == other.rows && columns == other.columns)
        other.withElements { source in
            withMutableElements { target in
                guard let from = source.baseAddress, let to = target.baseAddress else { return }
                ck_add(to, from, target.count)
            }
        }
    }

    /// Multiplies each element with that of another matrix of the same shape.
    public mutating func scaleElements(by other: Matrix) {
        precondition(rows == other.rows && columns == other.columns)
        other.withElements { source in
            withMutableElements { target in
                guard let from = source.baseAddress, let to = target.baseAddress else { return }
                ck_multiply(to, from, target.count)
            }
        }
    }

    /// Adds one vector to every row.
    public mutating func add(toEveryRow vector: [Float]) {
        precondition(vector.count == columns)
        vector.withUnsafeBufferPointer { source in
            let source = Pointer(value: source.baseAddress)
            eachRow(cost: 1) { row, count in
                if let start = source.value { ck_add(row, start, count) }
            }
        }
    }

    /// The mean of each column over all rows.
    public func columnMeans() -> [Float] {
        var sums = [Double](repeating: 0, count: columns)
        withElements { elements in
            for row in 0..<rows {
                for column in 0..<columns { sums[column] += Double(elements[row * columns + column]) }
            }
        }
        return sums.map { Float($0 / Double(max(rows, 1))) }
    }

    mutating func eachRow(cost: Int, _ body: @Sendable (UnsafeMutablePointer<Float>, Int) -> Void) {
        let (rows, columns) = (rows, columns)
        withMutableElements { elements in
            guard let start = elements.baseAddress else { return }
            let pointer = Pointer(value: start)
            Threads.split(rows, work: rows * columns * cost) { part in
                for row in part { body(pointer.value + row * columns, columns) }
            }
        }
    }
}

/// A pointer that threads of one `Threads.split` share; each touches rows of its own.
struct Pointer<Value>: @unchecked Sendable {
    let value: Value
}

/// Layer normalisation over the columns: `(x − mean) / √(variance + ε) · weight + bias`.
///
/// The variance is the biased one. A norm that is not centred takes the mean for 0: what it divides by is the root of the
/// mean square (Zhang and Sennrich 2019, *Root Mean Square Layer Normalization*).
public struct LayerNorm: Sendable {
    /// The factor of each column, γ.
    public let weight: [Float]
    /// The offset of each column, β.
    public let bias: [Float]

    /// What is added to the variance, ε.
    public let epsilon: Float
    /// Whether it changes nothing.
    public let isAbsent: Bool
    /// Whether the mean is subtracted.
    public let isCentred: Bool

    /// A norm with the given factors and offsets.
    ///
    /// - Parameters:
    ///   - weight: the factor of each column.
    ///   - bias: the offset of each column.
    ///   - epsilon: what is added to the variance; that of the published Perceivers unless another one is given.
    ///   - isCentred: whether the mean is subtracted.
    /// - Precondition: there are as many factors as offsets.
    public init(weight: [Float], bias: [Float], epsilon: Float = 1e-5, isCentred: Bool = true) {
        precondition(weight.count == bias.count)
        self.weight = weight
        self.bias = bias
        self.epsilon = epsilon
        isAbsent = false
        self.isCentred = isCentred
    }

    private init(absent columns: Int) {
        weight = Array(repeating: 1, count: columns)
        bias = Array(repeating: 0, count: columns)
        epsilon = 0
        isAbsent = true
        isCentred = false
    }

    /// A norm that changes nothing, where others have one.
    public static func absent(_ columns: Int) -> LayerNorm { LayerNorm(absent: columns) }

    /// What norming subtracts from each row of `x` `[n, columns]`, and what it multiplies it with.
    public func moments(of x: Matrix) -> (means: [Float], scales: [Float]) {
        guard !isAbsent else {
            return (Array(repeating: 0, count: x.rows), Array(repeating: 1, count: x.rows))
        }
        var (means, scales): ([Float], [Float]) = ([], [])
        for row in 0..<x.rows {
            let (mean, variance) = x[rows: row..<row + 1].withElements { elements in
                let count = Double(max(elements.count, 1))
                let mean = isCentred ? elements.reduce(0.0) { $0 + Double($1) } / count : 0
                let squares = elements.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
                return (mean, squares / count)
            }
            means.append(Float(mean))
            scales.append(Float(1 / (variance + Double(epsilon)).squareRoot()))
        }
        return (means, scales)
    }

    /// Normalises each row of `x` `[n, columns]`.
    public func callAsFunction(_ x: Matrix) -> Matrix {
        precondition(x.columns == weight.count)
        guard !isAbsent else { return x }
        return Matrix(rows: x.rows, columns: x.columns) { target in
            x.withElements { source in
                guard let from = source.baseAddress, let to = target.baseAddress else { return }
                let pointers = Pointer(value: (from, to))
                let columns = x.columns
                Threads.split(x.rows, work: x.count * 8) { part in
                    for row in part {
                        let (from, to) = (pointers.value.0 + row * columns, pointers.value.1 + row * columns)
                        ck_layer_norm(from, to, columns, weight, bias, epsilon, isCentred ? 1 : 0)
                    }
                }
            }
        }
    }
}
