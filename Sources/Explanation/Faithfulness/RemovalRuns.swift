import Media
import Models
import Perceiver

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
        tokens = run.input.removable
        guard tokens.count > 1 else {
            throw Failure("the input has a single token; faithfulness ranks several")
        }
        self.target = target
        series = RemovalSeries(run, task: target.task)
        whole = target.value(in: run.predictions[target.task])
    }

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
        try series.predictions(keeping: parts, progress: progress).map(target.value)
    }
}
