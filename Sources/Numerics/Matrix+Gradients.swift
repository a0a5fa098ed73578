import CKernels

// The way back through functions of single elements and rows.
extension Matrix {
    /// Turns gradients at a function's values into gradients at its arguments.
    ///
    /// - Parameters:
    ///   - activation: the function.
    ///   - slope: its derivative, or what takes its place.
    ///   - arguments: of the same shape.
    package mutating func takeGradient(
        of activation: Activation,
        _ slope: Activation.Slope,
        at arguments: Matrix
    ) {
        let columns = columns
        eachRow(with: arguments, cost: 20) { activation.apply(slope, at: $2, to: $1, columns) }
    }

    /// Turns gradients at the result of a norm, of every row, into gradients at what it normalised.
    ///
    /// - Parameters:
    ///   - norm: the norm.
    ///   - input: what it normalised, of the same shape.
    ///   - isDeviationConstant: whether the deviation counts as a number that does not depend on the input.
    /// - Returns: for each row the sum of `input · gradient`, more exactly than these tell.
    @discardableResult
    package mutating func takeGradient(
        of norm: LayerNorm,
        at input: Matrix,
        isDeviationConstant: Bool
    ) -> [Float] {
        precondition(norm.weight.count == columns)
        guard !norm.isAbsent else { return Tile(self).rowProducts(with: Tile(input)) }
        let (products, columns) = (Tile.zeros(rows: 1, columns: rows), columns)
        eachRow(with: input, cost: 12) { row, gradient, input in
            products.start[row] = ck_layer_norm_gradient(
                gradient,
                input,
                columns,
                norm.weight,
                norm.epsilon,
                isDeviationConstant ? 1 : 0,
                norm.isCentred ? 1 : 0
            )
        }
        return products.matrix.elements
    }

    private mutating func eachRow(
        with other: Matrix,
        cost: Int,
        _ body: @Sendable (Int, UnsafeMutablePointer<Float>, UnsafePointer<Float>) -> Void
    ) {
        precondition(other.rows == rows && other.columns == columns)
        let (rows, columns) = (rows, columns)
        other.withElements { source in
            withMutableElements { target in
                guard let from = source.baseAddress, let to = target.baseAddress else { return }
                let pointers = Pointer(value: (from, to))
                Threads.split(rows, work: rows * columns * cost) { part in
                    for row in part {
                        body(row, pointers.value.1 + row * columns, pointers.value.0 + row * columns)
                    }
                }
            }
        }
    }
}
