package import Numerics
import Perceiver

/// The answers of one task to many changes of one input, where in each run other tokens are left out, or have others in
/// their place.
///
/// What all runs have in common is computed once: where latents alone read the input, its keys and values.
public struct RemovalSeries: Sendable {
    /// The run whose input is changed in parts.
    public let run: Run
    /// The task's place among the run's tasks.
    public let task: Int
    /// What takes the place of tokens, `[M, C]`; `nil` if nothing does.
    private let standIns: Matrix?
    /// Of the tokens, below which lie the stand-ins; `nil` where each run computes everything.
    private let prepared: PreparedInput?

    /// A series for one of a run's tasks.
    public init(_ run: Run, task: Int) { self.init(run, task: task, standIns: nil) }

    /// A series in which other tokens can stand at the places of some.
    ///
    /// - Precondition: stand-ins have the shape of the input's tokens.
    package init(_ run: Run, task: Int, standIns: Matrix?) {
        let tokens = run.input.tokens
        precondition(standIns.map { $0.rows == tokens.rows && $0.columns == tokens.columns } ?? true)
        self.run = run
        self.task = task
        self.standIns = standIns
        let all = standIns.map { Matrix(stacking: [tokens, $0]) } ?? tokens
        prepared = PreparedInput(all, for: run.model.trunk)
    }

    /// The answers to some of the input's tokens, as ``Run/prediction(task:without:)`` has them without all others.
    ///
    /// Those of several parts cost less together than one by one.
    ///
    /// - Parameters:
    ///   - parts: numbers of tokens that the run got, ascending; if there are none, latents learn nothing.
    ///   - progress: is told how far the work is, from 0 to 1.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    public func predictions(
        keeping parts: [[Int]],
        progress: (Double) -> Void = { _ in }
    ) throws -> [Prediction] {
        try run.several.map(parts, progress: progress, predictionsAtOnce)
    }

    /// The answers without some groups of tokens, or where there are stand-ins with these in their place.
    ///
    /// - Parameters:
    ///   - groups: numbers of tokens; those that the run did not get do not matter.
    ///   - progress: is told how far the work is, from 0 to 1.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    package func predictions(
        without groups: [[Int]],
        progress: (Double) -> Void = { _ in }
    ) throws -> [Prediction] {
        let (kept, count) = (run.input.kept, run.input.tokens.rows)
        let parts = groups.map { group in
            let gone = Set(group)
            let left = kept.filter { !gone.contains($0) }
            return standIns == nil ? left : left + kept.filter(gone.contains).map { $0 + count }
        }
        return try predictions(keeping: parts, progress: progress)
    }

    private func predictionsAtOnce(_ parts: [[Int]]) throws -> [Prediction] {
        guard let prepared else { return try parts.map(prediction) }
        var finals = try prepared.final(keeping: parts.filter { !$0.isEmpty }) {
            try Task.checkCancellation()
        }[...]
        return try parts.map { part in
            guard !part.isEmpty, let final = finals.popFirst() else { return try prediction(keeping: part) }
            return answer(final)
        }
    }

    private func prediction(keeping tokens: [Int]) throws -> Prediction {
        let (kept, count) = (Set(tokens), run.input.tokens.rows)
        guard let standIns, !tokens.isEmpty else {
            return try run.prediction(task: task, without: Set(run.input.kept.filter { !kept.contains($0) }))
        }
        var all = run.input.tokens
        for token in tokens where token >= count {
            all.replaceRow(token - count, with: standIns[row: token - count])
        }
        return answer(try run.again(on: run.input.replacing(tokens: all)).trace.final)
    }

    private func answer(_ final: Matrix) -> Prediction {
        run.model.predict(run.tasks[task], latents: final, of: run.input.modality)
    }
}
