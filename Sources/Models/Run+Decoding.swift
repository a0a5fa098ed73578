public import Numerics
import Perceiver

extension Run {
    /// The number of queries that the decoder answers.
    ///
    /// They are the tasks of a classifier; the positions of a masked language model, of which those of the text come
    /// first; the pixels of a flow; the patches of sound, points of frames and the label of a clip.
    public var decoderQueryCount: Int {
        switch model.architecture {
        case .explorer, .sequence, .picture: tasks.count
        case .maskedLanguage(_, let decoder): decoder.queries.rows
        case .flow: trace.inputs.rows
        case .clip(_, let decoder): decoder.count
        }
    }

    /// Which part of the source each query is about; `nil` if they are tasks.
    ///
    /// Positions of a language model after the end of the text are not in it.
    public var decoderLayout: Layout? {
        switch model.architecture {
        case .explorer, .sequence, .picture: nil
        case .maskedLanguage, .flow: input.layout
        case .clip(_, let decoder): decoder.layout
        }
    }

    /// The decoder query that a task asks; `nil` if the model has no tasks.
    public func decoderQuery(task: Int) -> Int? {
        switch model.architecture {
        case .explorer, .sequence, .picture: task
        case .clip(_, let decoder): decoder.count - 1
        case .maskedLanguage, .flow: nil
        }
    }

    /// Some of the decoder's queries, `[rows, E]`.
    ///
    /// - Precondition: the rows are among ``decoderQueryCount``.
    public func decoderQueries(_ rows: Range<Int>) -> Matrix {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= decoderQueryCount)
        switch model.architecture {
        case .explorer, .sequence, .picture:
            let queries = tasks[rows].map(\.query)
            return Matrix(
                rows: queries.count,
                columns: queries.first?.columns ?? 0,
                queries.flatMap(\.elements)
            )
        case .maskedLanguage(_, let decoder): return decoder.queries[rows: rows]
        case .flow: return trace.inputs[rows: rows]
        case .clip(_, let decoder): return decoder.queries(rows)
        }
    }

    /// The scores, before the softmax, of some queries over the latents: for each head `[rows, N]`.
    ///
    /// - Precondition: the rows are among ``decoderQueryCount``.
    public func decoderScores(_ rows: Range<Int>) -> [Matrix] {
        model.decoderAttention.scores(decoderQueries(rows), over: trace.latents)
    }

    /// Decodes the clip from the latents: all points of all frames and all of the sound.
    ///
    /// - Parameter progress: is told how far the work is, from 0 to 1.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    /// - Precondition: ``output`` is ``Output/clip``.
    public func reconstruct(
        progress: @Sendable (Double) -> Void = { _ in }
    ) throws(CancellationError) -> ClipReconstruction {
        guard case .clip(_, let decoder) = model.architecture, case .clip(let original) = input.seen else {
            preconditionFailure("a run of \(model.kind) has no clip")
        }
        return try decoder.reconstruction(latents: trace.latents, original: original, progress: progress)
    }
}
