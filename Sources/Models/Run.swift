import Numerics
public import Perceiver

/// One run of a model on one input, with everything to look into it.
public struct Run: Sendable {
    /// The model that ran.
    public let model: Model
    /// What it ran on.
    public let input: InputArray
    /// What each layer read.
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
    public var tasks: [ClassificationTask] { model.tasks(of: input) }
}
