import Models
import Numerics
import Perceiver

/// How much of each vector of a layer's result comes from which vectors: from itself, as it was, and from those it read.
///
/// A layer's MLP is left out; it works on each vector by itself.
enum Mixing: Sendable {
    /// Attention, averaged over heads, and the residual count as much as each other (Abnar and Zuidema 2020).
    case half
    /// What is read counts by the length of what it adds, and the residual by its own length (Kobayashi et al. 2020
    /// and 2021).
    case norms
    /// What is read counts by how far the result turns without it, and the residual as much as all that is read
    /// (Mohebbi et al. 2023).
    case zeroing
    /// The same of what leaves attention, before the layer's MLP.
    case zeroingAttention

    /// Whose measure the shares are, for legends.
    var measure: String {
        switch self {
        case .half: "attention"
        case .norms: "lengths"
        case .zeroing, .zeroingAttention: "turns"
        }
    }

    /// Whether values are taken away, one after the other.
    fileprivate var zeroes: Bool { self == .zeroing || self == .zeroingAttention }
}

/// One layer's mixing in a run.
struct LayerMixing {
    private let mixing: Mixing
    private let run: Run
    private let layer: Int
    private let place: Layer
    private let step: Trace.Step
    /// Of norms: for each key the products of what its values add by each pair of heads.
    private let products: Matrix?

    /// The most weights that exist at once, all heads together.
    private static let largest = 1 << 22

    init(_ mixing: Mixing, _ run: Run, layer: Int) {
        self.mixing = mixing
        self.run = run
        self.layer = layer
        place = run.model.layers[layer]
        step = run.trace.steps[layer]
        products =
            mixing == .norms
            ? place.attention.valueProducts(step.keys, isSelf: place.isSelfAttention) : nil
    }

    /// What some shares of the result are made of: shares of the vectors as they were, and of those that were read.
    ///
    /// Both together have the same sum.
    ///
    /// - Parameters:
    ///   - shares: a share for each vector of the result.
    ///   - progress: is told how far the work is, from 0 to 1.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    func back(_ shares: [Float], progress: (Double) -> Void = { _ in }) throws -> (
        kept: [Float], read: [Float]
    ) {
        var kept = [Float](repeating: 0, count: shares.count)
        var read = Matrix(rows: 1, columns: step.keys.rows)
        let rows = shares.indices.filter { shares[$0] != 0 }.neighbours(atMost: blockSize)
        for (index, rows) in rows.enumerated() {
            try Task.checkCancellation()
            progress(Double(index) / Double(rows.count))
            let (own, others) = try mixed(rows)
            for (row, share) in zip(rows, own) { kept[row] = shares[row] * share }
            read.add(Matrix(rows: 1, columns: rows.count, Array(shares[rows])).times(others))
        }
        return (kept, read.elements)
    }

    /// All of it as one matrix, `[n, n]`, of a self-attention.
    ///
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    func matrix() throws -> Matrix {
        var (own, all) = try mixed(0..<step.queries.rows)
        let columns = all.columns
        all.withMutableElements { elements in
            for row in own.indices { elements[row * columns + row] += own[row] }
        }
        own = []
        return all
    }

    private var blockSize: Int {
        let most = max(1, Self.largest / max(1, step.keys.rows * place.heads))
        // Each row takes as many vectors through the MLP as there are keys.
        return mixing.zeroes ? min(most, 8) : most
    }

    /// Of some rows of the result the share that comes from the row as it was, and those of all keys.
    private func mixed(_ rows: Range<Int>) throws -> (own: [Float], others: Matrix) {
        let weights = run.scores(layer: layer, rows: rows).map(AttentionUnit.weight.convert)
        if mixing.zeroes { return half([try turns(rows, weights)]) }
        guard let products else { return half(weights) }
        var lengths = Self.lengths(weights, products)
        let residual = place.attention.addsQuery ? step.queries[rows: rows].rowLengths : nil
        let own = (0..<rows.count).map { row in
            let read = lengths[row: row].reduce(0, +)
            let own = residual?[row] ?? 0
            let sum = max(read + own, .leastNormalMagnitude)
            lengths.scaleRows(row..<row + 1, by: [1 / sum])
            return own / sum
        }
        return (own, lengths)
    }

    /// How far rows of the result turn without each key's value, as shares.
    private func turns(_ rows: Range<Int>, _ weights: [Matrix]) throws -> Matrix {
        var turns = try place.attention.turnsWithoutValues(
            step.queries[rows: rows],
            over: step.keys,
            isSelf: place.isSelfAttention,
            weights: weights,
            throughMLP: mixing == .zeroing
        ) { try Task.checkCancellation() }
        for row in 0..<turns.rows {
            let sum = max(turns[row: row].reduce(0, +), .leastNormalMagnitude)
            turns.scaleRows(row..<row + 1, by: [1 / sum])
        }
        return turns
    }

    private func half(_ weights: [Matrix]) -> (own: [Float], others: Matrix) {
        let own: Float = place.attention.addsQuery ? 0.5 : 0
        var sum = weights[0]
        for other in weights.dropFirst() { sum.add(other) }
        sum.scale(by: (1 - own) / Float(weights.count))
        return ([Float](repeating: own, count: sum.rows), sum)
    }

    /// How long what each query gets of each key is, heads together, `[rows, keys]`.
    private static func lengths(_ weights: [Matrix], _ products: Matrix) -> Matrix {
        let (rows, keys, heads) = (weights[0].rows, weights[0].columns, weights.count)
        var squares = Matrix(rows: rows, columns: keys)
        for first in 0..<heads {
            for second in 0..<heads {
                squares.add(
                    productOf: weights[first],
                    weights[second],
                    column: first * heads + second,
                    of: products
                )
            }
        }
        squares.withMutableElements { for i in $0.indices { $0[i] = max($0[i], 0).squareRoot() } }
        return squares
    }
}

extension Matrix {
    /// Adds the products of two matrices' elements, those of each column times an element of a third matrix' column.
    fileprivate mutating func add(productOf a: Matrix, _ b: Matrix, column: Int, of factors: Matrix) {
        let (rows, columns) = (rows, columns)
        let factor = (0..<columns).map { factors[$0, column] }
        withMutableElements { target in
            a.withElements { a in
                b.withElements { b in
                    for row in 0..<rows {
                        for i in 0..<columns {
                            let place = row * columns + i
                            target[place] += a[place] * b[place] * factor[i]
                        }
                    }
                }
            }
        }
    }

    /// The length of each row.
    fileprivate var rowLengths: [Float] {
        (0..<rows).map { self[row: $0].reduce(0) { $0 + $1 * $1 }.squareRoot() }
    }
}
