package import Numerics

// Several runs go through layers together, their vectors one below the other: weights are read once for all.

extension AttentionLayer {
    /// The output of a self-attention for sets of vectors, one below the other; each set reads itself alone.
    func callAsFunction(_ x: Matrix, sets: Int) -> Matrix {
        let normed = queryNorm(x)
        let keys = PreparedKeys(self, of: normed, queries: x.rows / sets, sets: sets)
        return finished(keys.gathered(normed, sets: sets), from: x)
    }
}

extension Gathered {
    /// What was gathered, whichever it is.
    var matrix: Matrix {
        switch self {
        case .values(let matrix), .outputs(let matrix): matrix
        }
    }
}

extension Matrix {
    /// Matrices of as many columns, one below the other.
    package init(stacking parts: [Matrix]) {
        let rows = parts.reduce(0) { $0 + $1.rows }
        self.init(rows: rows, columns: parts.first?.columns ?? 0) { target in
            var place = 0
            for part in parts {
                part.withElements { elements in
                    _ = UnsafeMutableBufferPointer(rebasing: target[place...]).update(from: elements)
                }
                place += part.count
            }
        }
    }

    /// So many parts of as many rows.
    func divided(into parts: Int) -> [Matrix] {
        let size = rows / max(parts, 1)
        return (0..<parts).map { self[rows: $0 * size..<($0 + 1) * size] }
    }
}
