import Glibc

/// The softmax of rows whose scores arrive in blocks, and what the rows gather with it.
///
/// Each row remembers the largest score it has met and the sum of `exp(score − largest)`; when a larger
/// score comes, what was gathered is scaled down (Milakov and Gimelshein 2018, *Online normalizer
/// calculation for softmax*).
package struct RunningSoftmax: Sendable {
    private var largest: [Float]
    private var sums: [Float]
    private var factors: [Float]
    private var isEmpty = true

    /// The softmax of `rows` rows that have seen no scores yet.
    package init(rows: Int) {
        largest = Array(repeating: -.infinity, count: rows)
        sums = Array(repeating: 0, count: rows)
        factors = sums
    }

    /// Takes in one block of scores `[rows, keys]`, which are changed, and adds its part of the values
    /// `[keys, channels]` to `gathered` `[rows, channels]`, which need not be filled before the first block.
    package mutating func gather(_ values: Tile, scores: Tile, into gathered: Tile) {
        scores.takeScores(largest: &largest, sums: &sums, factors: &factors)
        if !isEmpty { gathered.scaleRows(by: factors) }
        gathered.set(product: scores, values, adding: !isEmpty)
        isEmpty = false
    }

    /// Joins what another one gathered from other keys.
    package mutating func join(_ other: RunningSoftmax, _ otherGathered: Tile, into gathered: Tile) {
        guard !other.isEmpty else { return }
        guard !isEmpty else {
            self = other
            return gathered.set(otherGathered)
        }
        var otherFactors = other.factors
        for row in largest.indices {
            let top = max(largest[row], other.largest[row])
            factors[row] = exp(largest[row] - top)
            otherFactors[row] = exp(other.largest[row] - top)
            sums[row] = sums[row] * factors[row] + other.sums[row] * otherFactors[row]
            largest[row] = top
        }
        gathered.scaleRows(by: factors)
        otherGathered.scaleRows(by: otherFactors)
        gathered.add(otherGathered)
    }

    /// What each row is to be multiplied by to be the weighted average of the values.
    package var scales: [Float] { sums.map { $0 > 0 ? 1 / $0 : 0 } }

    /// The logarithm of each row's sum of `exp(score)`; −∞ of no scores.
    package var logSums: [Float] { zip(largest, sums).map { $0 + log($1) } }
}
