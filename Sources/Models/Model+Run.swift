import Numerics
package import Perceiver

extension Model {
    /// The layers as an input goes through them: where tokens are turned by their places, with these.
    package func trunk(for input: InputArray) -> Trunk {
        guard let rotation = input.rotation else { return trunk }
        return trunk.turning(by: input.removed.isEmpty ? rotation : rotation.gathered(rows: input.kept))
    }

    /// Runs an input through all layers and decodes what the model is made for: every task of the input's modality,
    /// masked bytes, the flow of all pixels.
    ///
    /// A clip is decoded on demand, as that takes much longer.
    ///
    /// - Parameters:
    ///   - input: what ``prepare(_:options:)`` made of a medium.
    ///   - progress: is told how far the work is, from 0 to 1.
    /// - Throws: `CancellationError` if the task it runs in was cancelled; this is looked at between layers.
    ///   `CheckpointError` if the files of the weights were written to meanwhile. ``ModelError`` if numbers become
    ///   too large.
    public func run(_ input: InputArray, progress: (@Sendable (Double) -> Void)? = nil) throws -> Run {
        let clock = ContinuousClock()
        let start = clock.now
        var work = RunProgress(operations: architecture.operations(on: input, in: trunk), progress: progress)
        let trace = try work.part { try trunk(for: input).run(input.read, step: $0) }
        let predictions = tasks(of: input).map {
            predict($0, latents: trace.final, of: input.modality)
        }
        guard trace.final.firstNonFinite == nil,
            predictions.allSatisfy({ $0.logits.allSatisfy(\.isFinite) })
        else { throw ModelError.overflow }
        let output = try architecture.output(of: input, trace, &work)
        // Weights are looked at where they are: had they been written to meanwhile, this would be of two models.
        try files.checkUnchanged()
        return Run(
            model: self,
            input: input,
            trace: trace,
            predictions: predictions,
            output: output,
            duration: clock.now - start
        )
    }
}
