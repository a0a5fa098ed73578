public import Models
public import Numerics
public import Perceiver

/// The rows of one layer's attention in one run, heads combined, recomputed when they are asked for.
///
/// Queries and keys have the numbers of their space: of the input all tokens count, those that were removed too. Such a
/// token asks nothing and has no share of the attention.
public struct AttentionRows: Sendable {
    /// The run.
    public let run: Run
    /// The layer's place among the model's layers.
    public let layer: Int
    /// The heads that are combined.
    public let head: HeadChoice
    /// What the numbers mean.
    public let unit: AttentionUnit
    /// The part of the scores that they are, instead of the whole.
    public let part: ScorePart?

    /// The most scores that exist at once, all heads together.
    private static let largest = 1 << 22
    /// What may be left out of a weighted sum, as a share of all weights.
    private static let negligible: Float = 1e-5

    /// The rows of a layer.
    ///
    /// - Parameter part: the part of the scores that is meant; it is left aside in other units, and where tokens cannot be
    ///   told apart.
    /// - Precondition: the layer exists, and has the head.
    public init(
        _ run: Run,
        layer: Int,
        head: HeadChoice = .mean,
        unit: AttentionUnit = .weight,
        part: ScorePart? = nil
    ) {
        self.run = run
        self.layer = layer
        self.head = head
        self.unit = unit
        self.part = unit == .score && run.splitsScores(layer: layer) ? part : nil
    }

    private var place: Layer { run.model.layers[layer] }

    /// The number of keys, removed tokens among them.
    public var keyCount: Int { run.size(of: place.keys) }

    /// The number of queries, removed tokens among them.
    public var queryCount: Int { run.size(of: place.queries) }

    /// How many numbers all rows have.
    var pairs: Int { run.pairs(in: place) }

    /// The number of queries that ask something.
    var seenQueryCount: Int { run.count(of: place.queries) }

    /// The numbers of those queries.
    var seenQueries: [Int] {
        place.queries == .input ? run.input.kept : Array(0..<seenQueryCount)
    }

    /// Rows that can be computed at once.
    private var blockSize: Int { max(1, Self.largest / max(1, run.count(of: place.keys) * place.heads)) }

    /// The row of one query, `[keys]`.
    public func row(_ query: Int) -> [Float] {
        guard let seen = run.seenNumber(query, of: place.queries) else {
            return [Float](repeating: 0, count: keyCount)
        }
        return overKeys(block(seen..<seen + 1).elements)
    }

    /// Visits all rows in order, some at a time.
    ///
    /// - Parameter body: is given the first of some queries, by their number among those that were seen, and their rows
    ///   over the keys that were seen.
    public func visit(_ body: (Int, Matrix) throws -> Void) rethrows {
        let (count, size) = (seenQueryCount, blockSize)
        for start in stride(from: 0, to: count, by: size) {
            try body(start, block(start..<min(start + size, count)))
        }
    }

    /// The sum of all rows, each query's times its weight, `[keys]`.
    ///
    /// - Parameters:
    ///   - weights: a weight, not negative, for each query that was seen. Those that together have less than 0.001 % of
    ///     them are left out.
    ///   - progress: is told how far the work is, from 0 to 1.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    public func weighted(_ weights: [Float], progress: (Double) -> Void = { _ in }) throws -> [Float] {
        let order = Self.relevant(weights)
        var sum = Matrix(rows: 1, columns: run.count(of: place.keys))
        var done = 0
        for rows in order.sorted().neighbours(atMost: blockSize) {
            try Task.checkCancellation()
            progress(Double(done) / Double(order.count))
            sum.add(Matrix(rows: 1, columns: rows.count, Array(weights[rows])).times(block(rows)))
            done += rows.count
        }
        return overKeys(sum.elements)
    }

    /// The average of all rows, `[keys]`.
    ///
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    public func mean(progress: (Double) -> Void = { _ in }) throws -> [Float] {
        let count = seenQueryCount
        return try weighted([Float](repeating: 1 / Float(count), count: count), progress: progress)
    }

    /// What a decoder query looked at through this layer: the rows of what it reads, in proportion, `[keys]`.
    ///
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    public func behind(query: Int, progress: (Double) -> Void = { _ in }) throws -> [Float] {
        if place.queries == .outputs { return row(query) }
        guard place.queries == run.readSpace else { return try mean(progress: progress) }
        return try weighted(run.reading(query: query), progress: progress)
    }

    /// Numbers of the keys that were seen, put where these are among all keys.
    ///
    /// A removed token has no share of the attention, and as its score the least of the others.
    func overKeys(_ numbers: [Float]) -> [Float] {
        guard place.keys == .input, !run.input.removed.isEmpty else { return numbers }
        let missing = unit == .score ? numbers.min() ?? 0 : 0
        var all = [Float](repeating: missing, count: keyCount)
        for (token, number) in zip(run.input.kept, numbers) { all[token] = number }
        return all
    }

    /// The numbers of some queries, by their number among those that were seen, over the keys that were seen.
    private func block(_ rows: Range<Int>) -> Matrix {
        guard let part else { return Self.combine(run.scores(layer: layer, rows: rows), head, unit) }
        let parts = run.scoreParts(layer: layer, rows: rows)
        guard head == .max else { return Self.combine(parts[part], head, unit) }
        return Self.ofLargest(parts.wholes, parts[part])
    }

    /// At each place the number of the head that has the largest score there.
    private static func ofLargest(_ scores: [Matrix], _ numbers: [Matrix]) -> Matrix {
        var result = numbers[0]
        for row in 0..<result.rows {
            for column in 0..<result.columns {
                let head = scores.indices.max { scores[$0][row, column] < scores[$1][row, column] }
                result[row, column] = numbers[head ?? 0][row, column]
            }
        }
        return result
    }

    /// Several heads' scores as one matrix of numbers in a unit.
    private static func combine(_ scores: [Matrix], _ head: HeadChoice, _ unit: AttentionUnit) -> Matrix {
        switch head {
        case .one(let head):
            return unit.convert(scores[head])
        case .mean:
            var sum = unit.convert(scores[0])
            for other in scores.dropFirst() { sum.add(unit.convert(other)) }
            sum.scale(by: 1 / Float(scores.count))
            return sum
        case .max:
            var largest = unit.convert(scores[0])
            for other in scores.dropFirst() { largest.formMaximum(with: unit.convert(other)) }
            return largest
        }
    }

    /// The queries that matter.
    private static func relevant(_ weights: [Float]) -> [Int] {
        let order = weights.indices.sorted { (weights[$0], $1) > (weights[$1], $0) }
        var rest = weights.reduce(0, +)
        let limit = rest * negligible
        return Array(
            order.prefix { query in
                defer { rest -= weights[query] }
                return rest > limit && weights[query] > 0
            }
        )
    }
}

extension Run {
    /// The number of vectors of a space; of the input those that were removed are counted, too.
    public func size(of space: Space) -> Int { space == .input ? input.tokens.rows : count(of: space) }

    /// How many numbers all rows of a layer have: those that ask, times all that is asked.
    public func pairs(in layer: Layer) -> Int { count(of: layer.queries) * size(of: layer.keys) }

    /// The number that layers know a vector by; `nil` for a token that was removed.
    public func seenNumber(_ number: Int, of space: Space) -> Int? {
        guard space == .input, !input.removed.isEmpty else { return number }
        return input.removed.contains(number) ? nil : number - input.removed.count { $0 < number }
    }
}

extension [Int] {
    /// Ascending numbers as ranges of at most `most` neighbours.
    public func neighbours(atMost most: Int) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        for number in self {
            if let last = ranges.last, last.upperBound == number, last.count < most {
                ranges[ranges.count - 1] = last.lowerBound..<number + 1
            } else {
                ranges.append(number..<number + 1)
            }
        }
        return ranges
    }
}
