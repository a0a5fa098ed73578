import COpenBLAS

/// The product of two slices, written into (or added to) a part of a third matrix.
///
/// `result[rows, columns] = scale · left · right (+ result[rows, columns])`, with `right` transposed on
/// demand. Without `rows` or `columns` all of them are meant.
///
/// - Precondition: shapes fit.
/// - Complexity: `2 · rows · columns · inner` operations, spread over the processors.
public func multiply(
    _ left: MatrixSlice,
    _ right: MatrixSlice,
    transposed: Bool = false,
    scale: Float = 1,
    into result: inout Matrix,
    rows: Range<Int>? = nil,
    columns: Range<Int>? = nil,
    adding: Bool = false
) {
    let (rows, columns) = (rows ?? 0..<result.rows, columns ?? 0..<result.columns)
    let (m, k) = (left.matrix.rows, left.columns.count)
    let n = transposed ? right.matrix.rows : right.columns.count
    precondition(k == (transposed ? right.columns.count : right.matrix.rows), "inner sizes differ")
    precondition(rows.count == m && rows.upperBound <= result.rows)
    precondition(columns.count == n && columns.upperBound <= result.columns)
    _ = Threads.setup
    let strides = (left.matrix.columns, right.matrix.columns, result.columns)
    left.matrix.withElements { a in
        right.matrix.withElements { b in
            result.withMutableElements { c in
                guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress, m > 0, n > 0 else {
                    return
                }
                let call = Product(
                    a: a + left.columns.lowerBound,
                    b: b + right.columns.lowerBound,
                    c: c + rows.lowerBound * strides.2 + columns.lowerBound,
                    k: k,
                    strides: strides,
                    transposed: transposed,
                    scale: scale,
                    adding: adding
                )
                if m >= n {
                    Threads.split(m, work: 2 * m * n * k) { call.run(rows: $0, columns: 0..<n) }
                } else {
                    Threads.split(n, work: 2 * m * n * k) { call.run(rows: 0..<m, columns: $0) }
                }
            }
        }
    }
}

/// One product's pointers and sizes, so that parts of it can run on several threads.
private struct Product: @unchecked Sendable {
    let a: UnsafePointer<Float>
    let b: UnsafePointer<Float>
    let c: UnsafeMutablePointer<Float>
    let k: Int
    let strides: (a: Int, b: Int, c: Int)
    let transposed: Bool
    let scale: Float
    let adding: Bool

    func run(rows: Range<Int>, columns: Range<Int>) {
        cblas_sgemm(
            CblasRowMajor,
            CblasNoTrans,
            transposed ? CblasTrans : CblasNoTrans,
            Int32(rows.count),
            Int32(columns.count),
            Int32(k),
            scale,
            a + rows.lowerBound * strides.a,
            Int32(strides.a),
            b + columns.lowerBound * (transposed ? strides.b : 1),
            Int32(strides.b),
            adding ? 1 : 0,
            c + rows.lowerBound * strides.c + columns.lowerBound,
            Int32(strides.c)
        )
    }
}

extension Matrix {
    /// The product `self · other`.
    public func times(_ other: Matrix) -> Matrix {
        var result = Matrix(rows: rows, columns: other.columns) { _ in }
        multiply(
            self[columns: 0..<columns],
            other[columns: 0..<other.columns],
            into: &result,
            columns: 0..<other.columns
        )
        return result
    }

    /// The product `self · otherᵀ`: every row of this matrix with every row of the other.
    public func timesTransposed(_ other: Matrix, scale: Float = 1) -> Matrix {
        var result = Matrix(rows: rows, columns: other.rows) { _ in }
        multiply(
            self[columns: 0..<columns],
            other[columns: 0..<other.columns],
            transposed: true,
            scale: scale,
            into: &result,
            columns: 0..<other.rows
        )
        return result
    }
}
