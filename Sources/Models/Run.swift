public import Numerics
public import Perceiver

/// One run of a model on one input, with everything to look into it.
public struct Run: Sendable {
    /// The model that ran.
    public let model: Model
    /// What it ran on.
    public let input: InputArray
    /// The latents at every layer.
    public let trace: Trace
    /// The answers to the tasks of the input's modality, in the model's order; empty if it has none.
    public let predictions: [Prediction]
    /// What came out besides.
    public let output: Output
    /// How long encoding and answering took.
    public let duration: Duration

    package init(
        model: Model,
        input: InputArray,
        trace: Trace,
        predictions: [Prediction],
        output: Output = .classes,
        duration: Duration
    ) {
        self.model = model
        self.input = input
        self.trace = trace
        self.predictions = predictions
        self.output = output
        self.duration = duration
    }

    /// The tasks that were answered, in the same order.
    public var tasks: [ClassificationTask] { model.tasks(for: input.modality) }
}

// MARK: the decoder's queries

extension Run {
    /// The number of queries that the decoder answers.
    ///
    /// They are the tasks of a classifier, the tokens of a text (of which the masked ones are what counts), the
    /// pixels of a flow, the points of a clip.
    public var decoderQueryCount: Int { tasks.count }

    /// Which part of the source each query is about; `nil` if they are tasks.
    public var decoderLayout: Layout? { nil }

    /// Some of the decoder's queries, `[rows, E]`.
    ///
    /// - Precondition: the rows are among ``decoderQueryCount``.
    public func decoderQueries(_ rows: Range<Int>) -> Matrix {
        let queries = tasks[rows].map(\.query)
        return Matrix(
            rows: queries.count,
            columns: queries.first?.columns ?? 0,
            queries.flatMap(\.elements)
        )
    }

    /// The scores, before the softmax, of some queries over the latents: for each head `[rows, N]`.
    ///
    /// - Precondition: the rows are among ``decoderQueryCount``.
    public func decoderScores(_ rows: Range<Int>) -> [Matrix] {
        model.decoderAttention.scores(decoderQueries(rows), over: trace.latents)
    }

    /// Decodes the clip from the latents, all points of all frames and all of the sound.
    ///
    /// - Parameter progress: is told how far the work is, from 0 to 1.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    /// - Precondition: ``output`` is ``Output/clip``.
    public func reconstruct(
        progress: @Sendable (Double) -> Void = { _ in }
    ) throws(CancellationError) -> ClipReconstruction {
        preconditionFailure("a run of \(model.kind) has no clip")
    }
}
