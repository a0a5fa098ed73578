public import Models

/// The class that faithfulness follows, as it was found in a run.
public struct MeasuredTarget: Sendable, Hashable {
    /// The task's place among the run's tasks.
    public let task: Int
    /// The class.
    public let target: Int
    /// The task's name.
    public let taskName: String
    /// The name of the class.
    public let label: String
    /// What the values of curves are: `p`, or `value` where the task answers numbers.
    public let quantity: String

    /// A class of a run; without a task the leading one, without a class the most probable one.
    ///
    /// - Throws: ``Failure`` if the run has no classes.
    public init(task: Int?, target: Int?, in run: Run) throws(Failure) {
        guard !run.predictions.isEmpty else {
            let words = run.input.modality.words
            throw Failure("\(run.model.name) has no task for \(words); faithfulness follows a class")
        }
        self.task = task ?? run.predictions.leading
        let prediction = run.predictions[self.task]
        self.target = target ?? prediction.best
        taskName = prediction.task
        label = prediction.labels[self.target]
        quantity = prediction.scoring == .numbers ? "value" : "p"
    }

    /// The probability of the class in an answer to the task; of a task that answers numbers, the number.
    func value(in prediction: Prediction) -> Double {
        prediction.probabilities?[target] ?? Double(prediction.logits[target])
    }
}
