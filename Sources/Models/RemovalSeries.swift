import Numerics
import Perceiver

/// The answers of one task to many parts of one input, where each run leaves out other tokens.
///
/// What all runs have in common is computed once: where latents alone read the input, its keys and values.
public struct RemovalSeries: Sendable {
    /// The run whose input is left out in parts.
    public let run: Run
    /// The task's place among the run's tasks.
    public let task: Int
    /// `nil` where each run computes everything.
    private let prepared: PreparedInput?

    /// A series for one of a run's tasks.
    public init(_ run: Run, task: Int) {
        self.run = run
        self.task = task
        prepared = PreparedInput(run.input.tokens, for: run.model.trunk)
    }

    /// The answers to some of the input's tokens, as ``Run/prediction(task:without:)`` has them without all others.
    ///
    /// Those of several parts cost less together than one by one.
    ///
    /// - Parameter parts: numbers of tokens that the run got, ascending; if there are none, latents learn nothing.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    public func predictions(keeping parts: [[Int]]) throws -> [Prediction] {
        guard let prepared else { return try parts.map(prediction) }
        var finals = try prepared.final(keeping: parts.filter { !$0.isEmpty }) {
            try Task.checkCancellation()
        }[...]
        return try parts.map { part in
            guard !part.isEmpty, let final = finals.popFirst() else { return try prediction(keeping: part) }
            return run.model.predict(run.tasks[task], latents: final, of: run.input.modality)
        }
    }

    private func prediction(keeping tokens: [Int]) throws -> Prediction {
        let kept = Set(tokens)
        return try run.prediction(task: task, without: Set(run.input.kept.filter { !kept.contains($0) }))
    }
}
