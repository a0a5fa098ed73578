import Foundation
import Numerics

/// What one head has gathered from the keys seen so far.
///
/// The softmax runs over keys that arrive in blocks: each query remembers the largest score it has met
/// and the sum of `exp(score − largest)`; when a larger score comes, what was gathered is scaled down
/// (Milakov and Gimelshein 2018, *Online normalizer calculation for softmax*).
struct HeadState: Sendable {
    private var gathered: Matrix
    private var largest: [Float]
    private var sums: [Float]

    init(queries: Int, channels: Int) {
        gathered = Matrix(rows: queries, columns: channels)
        largest = Array(repeating: -.infinity, count: queries)
        sums = Array(repeating: 0, count: queries)
    }

    /// Takes in one block: `weights` `[rows.count, keys]` holds its scores, `values` is `[keys, channels]`.
    mutating func gather(_ values: MatrixSlice, scores weights: inout Matrix, rows: Range<Int>) {
        var scales = [Float](repeating: 1, count: rows.count)
        for (index, row) in rows.enumerated() {
            let top = max(largest[row], weights.maximum(inRow: index))
            scales[index] = largest[row] == -.infinity ? 0 : exp(largest[row] - top)
            sums[row] = sums[row] * scales[index] + weights.exponentials(inRow: index, below: top)
            largest[row] = top
        }
        if scales.contains(where: { $0 != 1 }) { gathered.scaleRows(rows, by: scales) }
        multiply(
            weights[columns: 0..<weights.columns],
            values,
            into: &gathered,
            rows: rows,
            adding: true
        )
    }

    /// The weighted averages of the values, `[queries, channels]`.
    func average() -> Matrix {
        var result = gathered
        result.scaleRows(0..<result.rows, by: sums.map { $0 > 0 ? 1 / $0 : 0 })
        return result
    }
}
