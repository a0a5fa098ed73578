import Numerics
import Perceiver

extension ClassificationTask.Reading {
    /// The gradient at each of the vectors, `[N, D]`, from one at what is read of them, `[1, E]`.
    ///
    /// - Precondition: no query asks.
    func gradient(_ gradient: Matrix, at vectors: Matrix, _ rule: BackwardRule) -> Matrix {
        let shares = Matrix(rows: vectors.rows, columns: 1, shares(of: vectors))
        switch self {
        case .query, .average, .first, .last: return shares.times(gradient)
        case .normedAverage(let norm):
            guard vectors.rows > 0 else { return shares.times(gradient) }
            let mean = Matrix(rows: 1, columns: vectors.columns, vectors.columnMeans())
            return shares.times(gradient.taken(through: norm, at: mean, rule))
        case .normed(_, let norm), .averageOfNormed(let norm):
            return shares.times(gradient).taken(through: norm, at: vectors, rule)
        case .firstAndAverage(let start, let norm):
            let half = gradient.columns / 2
            let numbers = gradient.elements
            let each = numbers[half...].map { $0 / Float(max(vectors.rows - start, 1)) }
            var atNormed = Matrix(rows: vectors.rows, columns: half)
            for row in start..<vectors.rows { atNormed.replaceRow(row, with: each) }
            atNormed.replaceRow(0, with: Array(numbers[..<half]))
            return atNormed.taken(through: norm, at: vectors, rule)
        }
    }
}

extension Matrix {
    /// These gradients, at the result of a norm, as gradients at what it normalised.
    fileprivate func taken(through norm: LayerNorm, at input: Matrix, _ rule: BackwardRule) -> Matrix {
        var result = self
        result.takeGradient(of: norm, at: input, isDeviationConstant: rule.isDeviationConstant)
        return result
    }
}
