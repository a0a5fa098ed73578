public import Models

/// What is explained: an answer of a run, and one of its classes, or what sets it apart from another one.
public struct Explained: Sendable {
    /// The run.
    public let run: Run
    /// One of the run's tasks.
    public let task: Int
    /// The class, or the number that was asked for.
    public let target: Int
    /// The class that it is set against; `nil` if it is explained by itself.
    public let other: Int?
    /// What the run itself has: see ``evidence(in:)``.
    public let whole: Double

    /// A class of a run, or a contrast of two.
    public init(_ run: Run, task: Int, target: Int, against other: Int? = nil) {
        self.run = run
        self.task = task
        self.target = target
        self.other = other
        whole = Self.evidence(target, other, in: run.predictions[task])
    }

    /// How strongly an answer to the task says so: log p of the class; of a contrast the difference of both; of numbers
    /// the number itself.
    public func evidence(in prediction: Prediction) -> Double { Self.evidence(target, other, in: prediction) }

    private static func evidence(_ target: Int, _ other: Int?, in prediction: Prediction) -> Double {
        prediction.evidence(for: target) - (other.map(prediction.evidence) ?? 0)
    }

    /// The evidence when the model does not get some more of the tokens.
    ///
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    func evidence(without tokens: Set<Int>) throws -> Double {
        evidence(in: try run.prediction(task: task, without: tokens))
    }

    /// What the evidence is called, for legends: `log p`, or `value`.
    var quantity: String {
        let quantity = run.predictions[task].scoring.quantity
        return other == nil ? quantity : "\(quantity) difference"
    }

    /// The change of the evidence that has full colour; `nil` of numbers, whose size nobody knows.
    var fullColour: Float? { run.predictions[task].scoring == .numbers ? nil : Self.fullColour }

    /// The change of log p that has full colour: the class becomes 1.65 times as probable, or as improbable.
    static let fullColour: Float = 0.5

    /// The target in words: `dog`, or `dog − camel`.
    public var name: String {
        let labels = run.predictions[task].labels
        return labels[target] + (other.map { " − \(labels[$0])" } ?? "")
    }
}
