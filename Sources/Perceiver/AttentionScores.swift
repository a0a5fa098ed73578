public import Numerics

/// What the numbers of an attention map mean.
public enum AttentionUnit: String, Sendable, Hashable, CaseIterable, Codable {
    /// The share of attention; each row sums to 1.
    case weight
    /// What enters the softmax: `q · k / √d`, unbounded.
    case score
    /// The weight as a multiple of uniform attention, which is spread evenly over all keys.
    case lift

    /// What a number in this unit says, for legends.
    public var meaning: String {
        switch self {
        case .weight: "share of attention; a row sums to 1"
        case .score: "score before the softmax"
        case .lift: "multiple of uniform attention"
        }
    }

    /// Turns scores `[rows, keys]` into this unit, row by row.
    public func convert(_ scores: Matrix) -> Matrix {
        guard self != .score else { return scores }
        var result = scores
        result.softmaxRows()
        if self == .lift { result.scale(by: Float(scores.columns)) }
        return result
    }
}

extension AttentionLayer {
    /// The scores of queries from `x` `[n, Dq]` over keys from `y` `[m, Dkv]`: for each head `[n, m]`.
    public func scores(_ x: Matrix, over y: Matrix) -> [Matrix] {
        scores(queries: query(queryNorm(x)), keys: y) { keyNorm?($0) ?? $0 }
    }

    /// The scores of some rows of `x` `[n, Dq]` over all its rows (self-attention): for each head.
    ///
    /// Those of keys that a row may not read are −∞.
    public func scores(_ x: Matrix, rows: Range<Int>, mask: Layer.Mask = .none) -> [Matrix] {
        let normed = queryNorm(x)
        var scores = scores(queries: asking(normed[rows: rows], from: rows.lowerBound), keys: normed) { $0 }
        guard mask == .causal else { return scores }
        for head in scores.indices { scores[head].hide(from: rows.lowerBound + 1) }
        return scores
    }

    /// A few rows cost less when the key weights are applied to the queries instead of to every key:
    /// `q · (W k + b) = (q · W) · k + q · b`.
    private func scores(queries: Matrix, keys: Matrix, norm: (Matrix) -> Matrix) -> [Matrix] {
        let width = key.outputs / heads
        let direct = key.outputs * (key.inputs + queries.rows)
        let isCheaper = queries.rows * heads * key.inputs < direct
        let asker = isCheaper && rotation == nil ? HeadQueries(queries, key: key, heads: heads) : nil
        var results = (0..<heads).map { _ in Matrix(rows: queries.rows, columns: keys.rows) }
        for start in stride(from: 0, to: keys.rows, by: Blocks.keys) {
            let columns = start..<min(start + Blocks.keys, keys.rows)
            let block = norm(keys[rows: columns])
            let plain = asker == nil ? key(block) : block
            let projected = rotation.map { $0(plain, from: start) } ?? plain
            for head in 0..<heads {
                let own = head * width..<(head + 1) * width
                multiply(
                    asker?.moved[head] ?? queries[columns: own],
                    asker == nil ? projected[columns: own] : projected[columns: 0..<projected.columns],
                    transposed: true,
                    scale: scoreScale,
                    into: &results[head],
                    columns: columns
                )
            }
        }
        if let asker {
            for head in 0..<heads { results[head].add(toRows: asker.offsets[head].map { $0 * scoreScale }) }
        }
        return results
    }

    /// Queries with a head's key weights applied, and what the key's bias adds to each of their scores.
    private struct HeadQueries {
        var moved: [MatrixSlice] = []
        var offsets: [[Float]] = []

        init(_ queries: Matrix, key: Linear, heads: Int) {
            let width = key.outputs / heads
            for head in 0..<heads {
                let own = head * width..<(head + 1) * width
                var result = Matrix(rows: queries.rows, columns: key.inputs)
                multiply(
                    queries[columns: own],
                    key.weight[rows: own][columns: 0..<key.inputs],
                    into: &result,
                    columns: 0..<key.inputs
                )
                moved.append(result[columns: 0..<key.inputs])
                offsets.append(
                    (0..<queries.rows).map { row in own.reduce(0) { $0 + queries[row, $1] * key.bias[$1] } }
                )
            }
        }
    }
}

extension Matrix {
    /// Gives −∞ to what lies right of a diagonal.
    ///
    /// - Parameter column: the first column that is hidden in the first row; in each further row it is one more.
    fileprivate mutating func hide(from column: Int) {
        let (rows, columns) = (rows, columns)
        withMutableElements { elements in
            for row in 0..<min(rows, max(0, columns - column)) {
                for i in row * columns + column + row..<(row + 1) * columns { elements[i] = -.infinity }
            }
        }
    }
}
