import Numerics

/// What the same queries gather from all keys but a few, without reading the others again.
///
/// Where a query's weights a over all keys gather o, without a group G of them it gathers
/// `(o − Σ_G a v) / (1 − Σ_G a)`: the softmax over what is left. That is exact, and costs as much as the group has keys.
struct KeyRemoval: Sendable {
    private let keys: PreparedKeys
    private let queries: Tile
    /// What is gathered from all keys.
    private let whole: Matrix
    /// The logarithms of the softmax's sums: for each head those of all queries.
    private let logSums: [Float]

    /// The least share of a query's weights that must be left; of less the difference would have lost too many digits.
    private static let leastRest: Float = 1 / 16

    /// Reads all keys once.
    ///
    /// - Parameters:
    ///   - normed: the queries, `[n, Dq]`.
    ///   - keys: all of them, at least one.
    init(_ normed: Matrix, over keys: PreparedKeys) {
        self.keys = keys
        queries = keys.asking(normed)
        let sums = Tile.zeros(rows: keys.layer.heads, columns: normed.rows)
        whole = keys.gathered(asking: queries, mask: .none, logSums: sums)
        logSums = sums.matrix.elements
    }

    /// What is gathered without some of the keys; `nil` where too little of some query's weights would be left.
    func gathered(without group: [Int]) -> Gathered? {
        let (removed, heads, n) = (keys.keeping(group), keys.layer.heads, queries.rows)
        let result = Tile.blank(rows: n, columns: whole.columns)
        result.set(Tile(whole))
        let weights = Tile.blank(rows: n, columns: removed.count)
        let ones = Tile(Matrix(rows: removed.count, columns: 1, repeating: 1))
        for head in 0..<heads {
            removed.setScores(of: queries, head: head, into: weights)
            weights.takeWeights(logSums: logSums[head * n..<(head + 1) * n])
            let sums = Tile.blank(rows: n, columns: 1)
            sums.set(product: weights, ones)
            let rests = sums.matrix.elements.map { 1 - $0 }
            guard rests.allSatisfy({ $0 >= Self.leastRest }) else { return nil }
            let own = result.part(head, of: heads)
            own.set(product: weights, Tile(removed.values).part(head, of: heads), scale: -1, adding: true)
            own.scaleRows(by: rests.map { 1 / $0 })
        }
        return keys.told(result.matrix)
    }
}
