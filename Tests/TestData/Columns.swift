package import Numerics

extension Matrix {
    /// The columns at the given indices, copied.
    package func gathered(columns indices: some Collection<Int>) -> Matrix {
        let elements = (0..<rows).flatMap { row in indices.map { self[row, $0] } }
        return Matrix(rows: rows, columns: indices.count, elements)
    }
}
