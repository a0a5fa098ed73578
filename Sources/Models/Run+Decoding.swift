public import Numerics
import Perceiver

extension Run {
    /// The number of queries that the decoder answers.
    ///
    /// They are the tasks of a classifier, after which come the input's own tokens where these can be asked back;
    /// the positions of a masked language model, of which those of the text come
    /// first; the pixels of a flow; the patches of sound, points of frames and the label of a clip.
    public var decoderQueryCount: Int {
        switch model.architecture {
        case .explorer: tasks.count + (tokenDecoder == nil ? 0 : input.layout.count)
        case .sequence, .picture: tasks.count
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
        case .explorer: tokenDecoder == nil ? nil : tasksAndTokens
        case .sequence, .picture: nil
        case .maskedLanguage, .flow: input.layout
        case .clip(_, let decoder): decoder.layout
        }
    }

    /// Tasks, and after them the input's own tokens.
    private var tasksAndTokens: Layout {
        let section = input.layout.sections[0]
        let places = Layout.Section(
            name: section.name,
            first: tasks.count,
            columns: section.columns,
            rows: section.rows,
            frames: section.frames
        )
        guard !tasks.isEmpty else { return Layout(sections: [places]) }
        let names = Axis(.item, edges: (0...tasks.count).map(Double.init))
        return Layout(sections: [Layout.Section(name: "task", columns: names), places])
    }

    /// What asks for the input's own tokens, if the model has it.
    var tokenDecoder: TokenDecoder? {
        guard case .explorer(let fronts) = model.architecture else { return nil }
        return fronts.decoders[input.modality]
    }

    /// The decoder query that asks for one of the input's tokens; `nil` if tokens cannot be asked for.
    ///
    /// A clip's queries are other points than its tokens.
    public func decoderQuery(token: Int) -> Int? {
        switch model.architecture {
        case .explorer: tokenDecoder == nil ? nil : tasks.count + token
        case .maskedLanguage, .flow: token
        case .sequence, .picture, .clip: nil
        }
    }

    /// The token that a decoder query asks for; `nil` if it asks for something else.
    public func token(ofDecoderQuery query: Int) -> Int? {
        switch model.architecture {
        case .explorer: tokenDecoder == nil || query < tasks.count ? nil : query - tasks.count
        case .maskedLanguage, .flow: query
        case .sequence, .picture, .clip: nil
        }
    }

    /// The decoder query that a task asks; `nil` if the model has no tasks.
    public func decoderQuery(task: Int) -> Int? {
        switch model.architecture {
        case .explorer: tasks.isEmpty ? nil : task
        case .sequence, .picture: task
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
            let asked = rows.clamped(to: 0..<tasks.count)
            var queries = tasks[asked].flatMap(\.query.elements)
            if let tokenDecoder, rows.upperBound > tasks.count {
                let tokens = max(rows.lowerBound, tasks.count) - tasks.count..<rows.upperBound - tasks.count
                queries += tokenDecoder.queries(tokens, of: input).elements
            }
            return Matrix(rows: rows.count, columns: model.encoder.latents.columns, queries)
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
