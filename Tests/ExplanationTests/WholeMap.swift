import Explanation
import Foundation
import Models
import Numerics
import Perceiver

/// All of a layer's attention, made of its scores in double precision, without anything of what is tested.
///
/// Rows are queries that were seen, columns are keys that were seen.
struct WholeMap {
    /// The weights of each head, row by row.
    private let weights: [[[Double]]]
    private let scores: [[[Double]]]

    init(_ run: Run, layer: Int) {
        let all = run.scores(layer: layer, rows: 0..<run.count(of: run.model.layers[layer].queries))
        scores = all.map { head in (0..<head.rows).map { head[row: $0].map(Double.init) } }
        weights = scores.map { $0.map(Self.softmax) }
    }

    /// The numbers of a choice of heads in a unit.
    func rows(_ head: HeadChoice, _ unit: AttentionUnit) -> [[Double]] {
        let heads = unit == .score ? scores : weights
        let factor = unit == .lift ? Double(heads[0][0].count) : 1
        switch head {
        case .one(let number): return heads[number].map { row in row.map { $0 * factor } }
        case .mean: return Self.together(heads, factor / Double(heads.count)) { $0 + $1 }
        case .max: return Self.together(heads, factor, max)
        }
    }

    /// The sum of rows, each times its weight.
    static func sum(_ rows: [[Double]], _ weights: [Double]) -> [Double] {
        var sum = [Double](repeating: 0, count: rows[0].count)
        for (row, weight) in zip(rows, weights) {
            for key in sum.indices { sum[key] += row[key] * weight }
        }
        return sum
    }

    private static func softmax(_ scores: [Double]) -> [Double] {
        let largest = scores.max() ?? 0
        let powers = scores.map { exp($0 - largest) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }

    private static func together(
        _ heads: [[[Double]]],
        _ factor: Double,
        _ combine: (Double, Double) -> Double
    ) -> [[Double]] {
        heads[0].indices.map { row in
            var numbers = heads[0][row]
            for head in heads.dropFirst() {
                let others = head[row]
                for key in numbers.indices { numbers[key] = combine(numbers[key], others[key]) }
            }
            return numbers.map { $0 * factor }
        }
    }
}

/// The largest difference, relative to the largest of the expected numbers where that is more than 1.
func largestDifference(_ found: [Float], _ expected: [Double]) -> Double {
    guard found.count == expected.count else { return .infinity }
    let scale = expected.reduce(1) { max($0, abs($1)) }
    var worst = 0.0
    for place in found.indices {
        let difference = abs(Double(found[place]) - expected[place]) / scale
        if !(difference <= worst) { worst = difference.isNaN ? .infinity : difference }
    }
    return worst
}
