import Numerics

extension Linear {
    /// Maps each row of `x` to a row of some columns of a matrix that exists already.
    func write(_ x: Matrix, into target: inout Matrix, rows: Range<Int>? = nil, columns: Range<Int>) {
        let rows = rows ?? 0..<target.rows
        multiply(
            x[columns: 0..<x.columns],
            weight[columns: 0..<weight.columns],
            transposed: true,
            into: &target,
            rows: rows,
            columns: columns
        )
        let width = target.columns
        target.withMutableElements { elements in
            for row in rows {
                for (i, offset) in bias.enumerated() {
                    elements[row * width + columns.lowerBound + i] += offset
                }
            }
        }
    }
}
