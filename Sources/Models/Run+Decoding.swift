public import Numerics
import Perceiver

extension Run {
    /// What the decoder can be asked.
    private var queries: DecoderQueries { model.architecture.queries(of: self) }

    /// The number of queries that the decoder answers.
    ///
    /// They are the tasks of a classifier, after which come the input's own tokens where these can be asked back; the
    /// positions of a masked language model, of which those of the text come first; the pixels of a flow; the patches of
    /// sound, points of frames and the label of a clip.
    public var decoderQueryCount: Int { queries.count }

    /// Which part of the source each query is about; `nil` if they are tasks.
    ///
    /// Positions of a language model after the end of the text are not in it.
    public var decoderLayout: Layout? { queries.layout }

    /// The decoder query that asks for one of the input's tokens; `nil` if tokens cannot be asked for.
    ///
    /// A clip's queries are other points than its tokens.
    public func decoderQuery(token: Int) -> Int? { queries.firstToken.map { $0 + token } }

    /// The token that a decoder query asks for; `nil` if it asks for something else.
    public func token(ofDecoderQuery query: Int) -> Int? {
        queries.firstToken.flatMap { query < $0 ? nil : query - $0 }
    }

    /// The decoder query that a task asks; `nil` if the model has no tasks.
    public func decoderQuery(task: Int) -> Int? { queries.firstTask.map { $0 + task } }

    /// What a decoder query is called that is neither a task nor a place; `nil` of all others.
    public func name(ofDecoderQuery query: Int) -> String? {
        let names = queries.names
        return names.indices.contains(query) ? names[query] : nil
    }

    /// Some of the decoder's queries, `[rows, E]`; without channels where answers are not read by attention.
    ///
    /// - Precondition: the rows are among ``decoderQueryCount``.
    public func decoderQueries(_ rows: Range<Int>) -> Matrix {
        let queries = queries
        precondition(rows.lowerBound >= 0 && rows.upperBound <= queries.count)
        return queries.vectors(rows)
    }

    /// Those of the decoder's queries that a run answers without being asked for.
    package var answeredQueries: Range<Int> { model.architecture.answered(in: self) }

    /// Answers these again, for measurements.
    package func answer() throws { try model.architecture.answer(self) }

    /// Decodes the clip: all points of all frames and all of the sound.
    ///
    /// - Parameter progress: is told how far the work is, from 0 to 1.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    /// - Precondition: ``output`` is ``Output/clip``.
    public func reconstruct(
        progress: @Sendable (Double) -> Void = { _ in }
    ) throws(CancellationError) -> ClipReconstruction {
        try model.architecture.clip(of: self, progress: progress)
    }

    /// Decodes the input itself, and compares it with what the model was given.
    ///
    /// - Parameter progress: is told how far the work is, from 0 to 1.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    /// - Precondition: ``output`` is ``Output/tokens``, or ``Output/colours(_:)``, whose picture is completed from the pixel
    ///   that is asked for.
    public func reconstructInput(
        progress: (Double) -> Void = { _ in }
    ) throws(CancellationError) -> InputReconstruction {
        try model.architecture.input(of: self, progress: progress)
    }
}
