public import Explanation
public import Models
import Perceiver

// How what the explorer asks for is computed; called in the background.

extension MapKey {
    /// Recomputes the map from a run of the entry.
    public func map(of run: Run) -> AttentionMap {
        AttentionMap(run, layer: layer, head: head, unit: unit, query: asker)
    }
}

extension RowKey {
    /// Recomputes the row from a run of the entry.
    ///
    /// - Parameters:
    ///   - run: a run of the entry.
    ///   - progress: is told how far the work is, from 0 to 1.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    public func row(of run: Run, progress: (Double) -> Void) throws -> RankedRelevance {
        let values: [Float]
        if case .selfAttention(let index) = layer, case .one(let latent) = query {
            values = AttentionRow.selfAttention(run, layer: index, head: head, unit: unit, latent: latent)
        } else {
            values = try AttentionRow.encoder(
                run,
                head: head,
                unit: unit,
                query: query,
                asking: asker,
                progress: progress
            )
        }
        return RankedRelevance(
            Relevance(values: values, isSigned: false, meaning: unit.meaning(head)),
            without: layer == .encoder ? run.input.removed : []
        )
    }
}

extension PooledKey {
    /// Averages the encoder's map of a run of the entry.
    ///
    /// - Parameters:
    ///   - run: a run of the entry.
    ///   - progress: is told how far the work is, from 0 to 1.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    public func map(of run: Run, progress: (Double) -> Void) throws -> PooledMap {
        try PooledMap(run, head: head, unit: unit, progress: progress)
    }
}

extension ComparisonKey {
    /// Compares runs of the two entries.
    ///
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    public func comparison(
        of first: Run,
        _ second: Run,
        progress: (Double) -> Void = { _ in }
    ) throws -> Comparison {
        try Comparison(first, second, tasks: (firstTask, secondTask), progress: progress)
    }
}

extension RelevanceKey {
    /// Computes the class-specific map.
    ///
    /// - Parameters:
    ///   - run: a run of the entry.
    ///   - progress: is told how far the work is, from 0 to 1.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    public func relevance(of run: Run, progress: (Double) -> Void) throws -> Relevance {
        try method.relevance(run, task: task, target: target, progress: progress)
    }
}

extension Reconstructed {
    /// Decodes an input from the latents.
    ///
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    /// - Precondition: the run's output is a clip, or tokens.
    public init(
        _ opened: OpenedMedium,
        _ run: Run,
        progress: @Sendable (Double) -> Void
    ) throws(CancellationError) {
        if case .clip = run.output {
            self = .clip(ReconstructedClip(try run.reconstruct(progress: progress)))
        } else {
            self = .input(ReconstructedInput(try run.reconstructInput(progress: progress), of: opened))
        }
    }
}

extension AttentionUnit {
    /// What numbers in this unit say, for legends.
    func meaning(_ head: HeadChoice) -> String {
        self == .weight && head == .max ? "largest share of attention" : meaning
    }
}
