public import Numerics

extension AttentionLayer {
    /// How the values of each key, as heads write them to the queries' vectors, lie to each other: for each key the
    /// products of all pairs of heads, `[m, heads · heads]`.
    ///
    /// What a query gets of key `j` with the heads' weights `a` has the squared length `Σ_gh a_g a_h G_j,gh`
    /// (Kobayashi et al. 2020, for several heads at once).
    public func valueProducts(_ y: Matrix, isSelf: Bool) -> Matrix {
        let between = outputProducts
        var products = Matrix(rows: y.rows, columns: heads * heads)
        for start in stride(from: 0, to: y.rows, by: Blocks.keys) {
            let rows = start..<min(start + Blocks.keys, y.rows)
            let block = y[rows: rows]
            let values = value(isSelf ? queryNorm(block) : keyNorm?(block) ?? block)
            for pair in 0..<heads * heads {
                let moved = values.times(between[pair], columns: part(pair / heads))
                products.set(column: pair, from: start, toProductsOf: moved, values, part(pair % heads))
            }
        }
        return products
    }

    /// The columns of one head's values.
    private func part(_ head: Int) -> Range<Int> {
        let width = value.outputs / heads
        return head * width..<(head + 1) * width
    }

    /// The output's weights of each head times those of each head, `[V / heads, V / heads]`.
    private var outputProducts: [Matrix] {
        let weights = output.weight.transposed
        return (0..<heads).flatMap { first in
            (0..<heads).map { weights[rows: part(first)].timesTransposed(weights[rows: part($0)]) }
        }
    }
}

extension Matrix {
    /// The product of some columns with a matrix.
    fileprivate func times(_ other: Matrix, columns range: Range<Int>) -> Matrix {
        var product = Matrix(rows: rows, columns: other.columns)
        let all = 0..<other.columns
        multiply(self[columns: range], other[columns: all], into: &product, columns: all)
        return product
    }

    /// Sets elements of a column, from a row on, to the products of rows with some columns of other rows.
    fileprivate mutating func set(
        column: Int,
        from first: Int,
        toProductsOf a: Matrix,
        _ b: Matrix,
        _ part: Range<Int>
    ) {
        let columns = columns
        withMutableElements { target in
            a.withElements { a in
                b.withElements { source in
                    for row in 0..<b.rows {
                        var sum: Float = 0
                        for i in 0..<part.count {
                            sum += a[row * part.count + i] * source[row * b.columns + part.lowerBound + i]
                        }
                        target[(first + row) * columns + column] = sum
                    }
                }
            }
        }
    }
}
