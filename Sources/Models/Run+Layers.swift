public import Numerics
public import Perceiver

// What everything above asks of runs, whatever the kind of their model.
extension Run {
    /// The number of vectors of a space that layers saw: of the input those tokens that were not removed.
    public func count(of space: Space) -> Int {
        switch space {
        case .input: input.readCount
        case .latents: model.latentCount
        case .outputs: decoderQueryCount
        }
    }

    /// The scores of some queries of a layer, before the softmax: for each head `[rows, keys]`.
    ///
    /// A key that a query may not read has the score −∞.
    ///
    /// - Parameters:
    ///   - layer: its place among ``Model/layers``.
    ///   - rows: queries, by their number among those that the layer saw.
    /// - Precondition: the model has the layer.
    public func scores(layer: Int, rows: Range<Int>) -> [Matrix] {
        guard layer >= trace.steps.count else { return trace.scores(layer: layer, rows: rows) }
        guard let decoder = model.decoder, layer == trace.steps.count else {
            preconditionFailure("\(model.name) has no layer \(layer)")
        }
        return decoder.scores(decoderQueries(rows), over: trace.final)
    }

    /// The space that answers are read from, by the last layer or by an average.
    public var readSpace: Space { model.trunk.readSpace }

    /// How much of each vector of ``readSpace`` a decoder query reads, heads averaged: they sum to 1.
    ///
    /// Of an average that is the same for all vectors; where one vector is read, it has all.
    public func reading(query: Int) -> [Float] {
        guard let decoder = model.decoder else {
            return model.answer(to: query, of: self).reading.shares(of: trace.final)
        }
        return decoder.shares(decoderQueries(query..<query + 1), over: trace.final)
    }

    /// The answer to one of the run's tasks without some more of the input's tokens.
    ///
    /// If none is left, the vectors go on as they were learned. A token that alone the answer is read from stays.
    ///
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    public func prediction(task: Int, without tokens: Set<Int>) throws -> Prediction {
        let (number, task, kept) = (task, tasks[task], input.kept)
        let read: Int? =
            switch task.reading {
            case .first where readSpace == .input: kept.first
            case .last where readSpace == .input: kept.last
            default: nil
            }
        let rest = input.leavingOut(read.map { tokens.subtracting([$0]) } ?? tokens)
        let final =
            rest.readCount == 0
            ? model.trunk.withoutInput
            : try model.trunk(for: rest).run(rest.read) { _ in try Task.checkCancellation() }.final
        // A pixel is told from a certain token, which has another number among fewer.
        let asked = rest.asked == nil ? task : model.tasks(of: rest)[number]
        return model.predict(asked, latents: final, of: input.modality)
    }

    /// The answers to one of the run's tasks if a latent learns nothing from the input, and goes on as it was learned:
    /// for each of several latents.
    ///
    /// - Parameter progress: is told how far the work is, from 0 to 1.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    /// - Precondition: the model has latents.
    public func predictions(
        task: Int,
        withoutLatents latents: [Int],
        progress: (Double) -> Void = { _ in }
    ) throws -> [Prediction] {
        try several.map(latents, progress: progress) { latents in
            let finals = try model.trunk.withoutInput(of: latents, in: trace) { try Task.checkCancellation() }
            return finals.map { model.predict(tasks[task], latents: $0, of: input.modality) }
        }
    }
}
