import Media
import Models
import Numerics
import Perceiver
import Synchronization

/// What becomes of one class while tokens are left out of one run's input.
struct RemovalRuns: Sendable {
    /// The class, and its task.
    let target: MeasuredTarget
    /// The tokens that the model gets; those that were removed before stay removed.
    let tokens: [Int]
    /// The class's probability, or the number, with all of them.
    let whole: Double
    private let series: RemovalSeries

    /// Runs without some of an input's tokens.
    ///
    /// - Throws: ``Failure`` if tokens cannot be left out, or if there is nothing to rank.
    init(_ run: Run, _ target: MeasuredTarget) throws(Failure) {
        let words = run.input.modality.words
        guard run.model.removes(from: run.input.modality) else {
            throw Failure("\(run.model.name) cannot leave out parts of \(words), which faithfulness needs")
        }
        tokens = run.input.kept
        guard tokens.count > 1 else {
            throw Failure("the input has a single token; faithfulness ranks several")
        }
        self.target = target
        series = RemovalSeries(run, task: target.task)
        whole = target.value(in: run.predictions[target.task])
    }

    /// Operations of a run up to which several run at the same time; the products of larger ones are divided themselves.
    private static let largestShared = 4_000_000_000
    /// How many small runs go through the layers together.
    private static let batch = 8

    /// What becomes of the class if some places of rankings are left out.
    ///
    /// - Parameters:
    ///   - rankings: all tokens in some orders.
    ///   - places: ranges of places, of which each one is left out by itself.
    ///   - progress: is told how far the work is, from 0 to 1.
    /// - Returns: for each ranking the value for each range.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    func values(
        _ rankings: [TokenRanking],
        without places: [Range<Int>],
        progress: (Double) -> Void
    ) throws -> [[Range<Int>: Double]] {
        let partial = Set(places).filter { !$0.isEmpty && $0.count < tokens.count }
            .sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
        let kept = rankings.flatMap { ranking in
            partial.map { (ranking.order[..<$0.lowerBound] + ranking.order[$0.upperBound...]).sorted() }
        }
        let none = places.contains { $0.count == tokens.count } ? [[Int]()] : []
        let values = try values(keeping: kept + none, progress: progress)
        return rankings.indices.map { ranking in
            let own = values[ranking * partial.count..<(ranking + 1) * partial.count]
            var found = Dictionary(uniqueKeysWithValues: zip(partial, own))
            for range in places where range.isEmpty { found[range] = whole }
            for range in places where range.count == tokens.count { found[range] = values.last }
            return found
        }
    }

    /// What becomes of the class if only some tokens are kept, for each of several parts.
    private func values(keeping parts: [[Int]], progress: (Double) -> Void) throws -> [Double] {
        let operations = series.run.model.trunk.operations(inputs: tokens.count)
        let isSmall = operations < Self.largestShared
        let batches = parts.divided(isSmall ? Self.batch : 1)
        var values: [Double] = []
        for some in batches.divided(isSmall ? 2 * Threads.count : 1) {
            try Task.checkCancellation()
            progress(Double(values.count) / Double(parts.count))
            values += isSmall ? try valuesAtOnce(some) : try some.flatMap(self.values)
        }
        return values
    }

    private func values(keeping parts: [[Int]]) throws -> [Double] {
        try series.predictions(keeping: parts).map(target.value)
    }

    /// Several batches of runs at the same time, of which each has one thread.
    private func valuesAtOnce(_ batches: [[[Int]]]) throws -> [Double] {
        let next = Mutex(0)
        let results = Mutex([Result<[Double], any Error>?](repeating: nil, count: batches.count))
        Threads.split(Threads.count, work: .max) { _ in
            while let index = next.withLock({ $0.taken(below: batches.count) }) {
                let result = Result { try values(keeping: batches[index]) }
                results.withLock { $0[index] = result }
            }
        }
        return try results.withLock { $0 }.flatMap { try $0?.get() ?? [] }
    }
}

extension Int {
    /// The number itself, which becomes the next one; `nil` at the limit.
    fileprivate mutating func taken(below limit: Int) -> Int? {
        guard self < limit else { return nil }
        defer { self += 1 }
        return self
    }
}

extension Array {
    /// The elements in order, at most so many together.
    fileprivate func divided(_ size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
