public import Foundation
public import Media
public import Numerics
public import Perceiver

/// A classification task: one learned query and one linear layer.
public struct ClassificationTask: Sendable {
    /// The task's name, as shown.
    public let name: String
    /// The kind of input it can be asked about.
    public let modality: Modality
    /// The classes.
    public let labels: [String]
    /// The learned query, `[1, D]`.
    public let query: Matrix
    /// Answers to the classes' scores.
    public let decoder: Decoder
}

/// A runnable model: front ends for each modality, one Perceiver, one query per task.
public struct Model: Sendable {
    /// The folder it was read from.
    public let folder: URL
    /// The model's name.
    public let name: String
    /// The model's version.
    public let version: String
    /// The number of trained numbers.
    public let parameterCount: Int
    /// The trunk.
    public let encoder: Encoder
    /// What can be asked of it.
    public let tasks: [ClassificationTask]
    /// Things that several tasks know.
    public let concepts: [Concept]

    let image: ImageInput
    let audio: AudioInput
    let text: TextInput

    /// The number of latents.
    public var latentCount: Int { encoder.latents.rows }

    /// The tasks for one kind of input.
    public func tasks(for modality: Modality) -> [ClassificationTask] {
        tasks.filter { $0.modality == modality }
    }

    /// Turns a medium into tokens.
    public func prepare(_ medium: Medium) -> InputArray {
        switch medium {
        case .image(let image): self.image(image)
        case .sound(let sound): audio(sound)
        case .text(let text): self.text(text)
        }
    }

    /// Encodes an input and answers every task of its modality.
    public func run(_ input: InputArray) -> Run {
        let clock = ContinuousClock()
        let start = clock.now
        let trace = encoder(input.tokens)
        let predictions = tasks(for: input.modality).map { predict($0, latents: trace.latents) }
        return Run(
            model: self,
            input: input,
            trace: trace,
            predictions: predictions,
            duration: clock.now - start
        )
    }

    /// Answers one task from the latents `[N, D]`.
    public func predict(_ task: ClassificationTask, latents: Matrix) -> Prediction {
        let logits = task.decoder(task.query, latents: latents)
        return Prediction(task: task.name, labels: task.labels, logits: logits.elements)
    }
}

/// One run of a model on one input, with everything to look into it.
public struct Run: Sendable {
    /// The model that ran.
    public let model: Model
    /// What it ran on.
    public let input: InputArray
    /// The latents at every layer.
    public let trace: Trace
    /// The answers to the tasks of the input's modality, in the model's order.
    public let predictions: [Prediction]
    /// How long encoding and answering took.
    public let duration: Duration

    package init(
        model: Model,
        input: InputArray,
        trace: Trace,
        predictions: [Prediction],
        duration: Duration
    ) {
        self.model = model
        self.input = input
        self.trace = trace
        self.predictions = predictions
        self.duration = duration
    }

    /// The tasks that were answered, in the same order.
    public var tasks: [ClassificationTask] { model.tasks(for: input.modality) }
}
