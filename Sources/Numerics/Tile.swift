import CKernels
import COpenBLAS

/// A rectangle of a matrix: what work on several threads is done on.
///
/// Unlike slices of matrices, tiles share what is written to them. Several threads may work on tiles of one
/// matrix at the same time as long as nobody writes where another one reads or writes. Only tiles of a ``blank``
/// one are written to, and only until its ``matrix`` is handed out.
package struct Tile: @unchecked Sendable {
    /// The matrix that the tile is a part of.
    package let matrix: Matrix
    /// The first element.
    let start: UnsafeMutablePointer<Float>
    /// The number of rows.
    package let rows: Int
    /// The number of columns.
    package let columns: Int
    /// How far rows are apart.
    let stride: Int

    /// All of a matrix, to be read.
    package init(_ matrix: Matrix) {
        self.init(
            matrix: matrix,
            start: matrix.start,
            rows: matrix.rows,
            columns: matrix.columns,
            stride: matrix.columns
        )
    }

    private init(matrix: Matrix, start: UnsafeMutablePointer<Float>, rows: Int, columns: Int, stride: Int) {
        self.matrix = matrix
        self.start = start
        self.rows = rows
        self.columns = columns
        self.stride = stride
    }

    /// All of a new matrix, whose elements are to be written before they are read.
    package static func blank(rows: Int, columns: Int) -> Tile {
        Tile(Matrix(rows: rows, columns: columns) { _ in })
    }

    /// All of a new matrix of zeros.
    package static func zeros(rows: Int, columns: Int) -> Tile {
        Tile(Matrix(rows: rows, columns: columns))
    }

    /// Some consecutive rows.
    package subscript(rows range: Range<Int>) -> Tile {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows)
        return Tile(
            matrix: matrix,
            start: start + range.lowerBound * stride,
            rows: range.count,
            columns: columns,
            stride: stride
        )
    }

    /// Some consecutive columns.
    package subscript(columns range: Range<Int>) -> Tile {
        precondition(range.lowerBound >= 0 && range.upperBound <= columns)
        return Tile(
            matrix: matrix,
            start: start + range.lowerBound,
            rows: rows,
            columns: range.count,
            stride: stride
        )
    }

    /// Sets this tile to `scale · left · right`, or adds that to it.
    ///
    /// - Parameters:
    ///   - transposed: whether `right` is transposed.
    ///   - leftTransposed: whether `left` is.
    /// - Precondition: shapes fit.
    package func set(
        product left: Tile,
        _ right: Tile,
        transposed: Bool = false,
        leftTransposed: Bool = false,
        scale: Float = 1,
        adding: Bool = false
    ) {
        let inner = leftTransposed ? left.rows : left.columns
        precondition((leftTransposed ? left.columns : left.rows) == rows)
        precondition((transposed ? right.rows : right.columns) == columns)
        precondition(inner == (transposed ? right.columns : right.rows), "inner sizes differ")
        guard rows > 0 && columns > 0 else { return }
        cblas_sgemm(
            CblasRowMajor,
            leftTransposed ? CblasTrans : CblasNoTrans,
            transposed ? CblasTrans : CblasNoTrans,
            Int32(rows),
            Int32(columns),
            Int32(inner),
            scale,
            left.start,
            Int32(max(1, left.stride)),
            right.start,
            Int32(max(1, right.stride)),
            adding ? 1 : 0,
            start,
            Int32(max(1, stride))
        )
    }

    /// Adds one vector to every row.
    package func add(toEveryRow vector: ArraySlice<Float>) {
        precondition(vector.count == columns)
        vector.withUnsafeBufferPointer { vector in
            guard let from = vector.baseAddress else { return }
            for row in 0..<rows { ck_add(start + row * stride, from, columns) }
        }
    }

    /// Adds another tile of the same shape.
    package func add(_ other: Tile) {
        precondition(rows == other.rows && columns == other.columns)
        for row in 0..<rows { ck_add(start + row * stride, other.start + row * other.stride, columns) }
    }

    /// Multiplies each element with that of another tile of the same shape.
    package func scaleElements(by other: Tile) {
        precondition(rows == other.rows && columns == other.columns)
        for row in 0..<rows { ck_multiply(start + row * stride, other.start + row * other.stride, columns) }
    }

    /// Copies another tile of the same shape.
    package func set(_ other: Tile) {
        precondition(rows == other.rows && columns == other.columns)
        for row in 0..<rows {
            (start + row * stride).update(from: other.start + row * other.stride, count: columns)
        }
    }

    /// Takes one block of scores into each row's softmax; see ``RunningSoftmax``.
    func takeScores(largest: inout [Float], sums: inout [Float], factors: inout [Float]) {
        for row in 0..<rows {
            factors[row] = ck_running_softmax(start + row * stride, columns, &largest[row], &sums[row])
        }
    }

    /// Multiplies each row by its number.
    package func scaleRows(by factors: [Float]) {
        for row in 0..<rows where factors[row] != 1 { ck_scale(start + row * stride, columns, factors[row]) }
    }
}
