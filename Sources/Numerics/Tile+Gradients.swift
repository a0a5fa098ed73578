import CKernels
import COpenBLAS

// Loops of the way back through attention.
extension Tile {
    /// Turns scores into the weights of a softmax whose sums are known.
    ///
    /// - Parameter logSums: for each row the logarithm of its sum of `exp(score)`, over all blocks.
    package func takeWeights(logSums: ArraySlice<Float>) {
        precondition(logSums.count == rows)
        for (row, logSum) in logSums.enumerated() { ck_weights(start + row * stride, columns, logSum) }
    }

    /// Turns gradients at weights into gradients at scores: `weight · (gradient − mean)`.
    ///
    /// - Parameters:
    ///   - weights: of the same shape.
    ///   - means: for each row the sum of `weight · gradient`, over all blocks.
    package func takeScoreGradients(weights: Tile, means: ArraySlice<Float>) {
        precondition(weights.rows == rows && weights.columns == columns && means.count == rows)
        for (row, mean) in means.enumerated() {
            ck_score_gradient(start + row * stride, weights.start + row * weights.stride, columns, mean)
        }
    }

    /// Adds each column's sum to this tile of one row.
    package func add(columnSums other: Tile) {
        precondition(rows == 1 && other.columns == columns)
        for row in 0..<other.rows { ck_add(start, other.start + row * other.stride, columns) }
    }

    /// Adds to this tile of one row, for each column, the sum of `factor · max(0, weight · (gradient + offset))`.
    ///
    /// - Parameters:
    ///   - weights: `[rows, columns]`.
    ///   - gradients: of the same shape.
    ///   - offsets: what is added to a row's gradients.
    ///   - factors: one for each row.
    package func add(
        positivePartsOf weights: Tile,
        _ gradients: Tile,
        offsets: ArraySlice<Float>,
        factors: ArraySlice<Float>
    ) {
        precondition(rows == 1 && weights.columns == columns && gradients.columns == columns)
        precondition(weights.rows == offsets.count && weights.rows == factors.count)
        for (row, (offset, factor)) in zip(offsets, factors).enumerated() {
            ck_add_positive(
                start,
                weights.start + row * weights.stride,
                gradients.start + row * gradients.stride,
                columns,
                offset,
                factor
            )
        }
    }

    /// Adds to this tile of one row, for each row of two others, the sum of their products.
    package func add(rowProductsOf left: Tile, _ right: Tile) {
        precondition(rows == 1 && left.rows == columns && right.rows == columns)
        precondition(left.columns == right.columns)
        for row in 0..<columns {
            start[row] += cblas_sdot(
                Int32(left.columns),
                left.start + row * left.stride,
                1,
                right.start + row * right.stride,
                1
            )
        }
    }

    /// The sum of the products of each row's elements with the other tile's.
    package func rowProducts(with other: Tile) -> [Float] {
        let sums = Tile.zeros(rows: 1, columns: rows)
        sums.add(rowProductsOf: self, other)
        return sums.matrix.elements
    }

    /// Sets every element to 0.
    package func clear() {
        for row in 0..<rows { (start + row * stride).update(repeating: 0, count: columns) }
    }

    /// Turns gradients at the result of a norm into gradients at its input.
    ///
    /// - Parameters:
    ///   - norm: the norm.
    ///   - input: what it normalised, of the same shape.
    ///   - isDeviationConstant: whether the deviation counts as a number that does not depend on the input.
    ///   - products: a row to which the sum of `input · gradient` is added for each row, more exactly than these tell.
    package func takeGradient(
        of norm: LayerNorm,
        at input: Tile,
        isDeviationConstant: Bool,
        products: Tile? = nil
    ) {
        precondition(products.map { $0.columns == rows } ?? true)
        precondition(input.rows == rows && input.columns == columns && norm.weight.count == columns)
        guard !norm.isAbsent else {
            products?.add(rowProductsOf: self, input)
            return
        }
        norm.weight.withUnsafeBufferPointer { gain in
            guard let gain = gain.baseAddress else { return }
            for row in 0..<rows {
                let product = ck_layer_norm_gradient(
                    start + row * stride,
                    input.start + row * input.stride,
                    columns,
                    gain,
                    norm.epsilon,
                    isDeviationConstant ? 1 : 0,
                    norm.isCentred ? 1 : 0
                )
                if let products { products.start[row] += product }
            }
        }
    }
}
