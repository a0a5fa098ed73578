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

/// A runnable model: front ends for its modalities, one Perceiver, and what is decoded from the latents.
public struct Model: Sendable {
    /// The folder it was read from.
    public let folder: URL
    /// What kind of model it is.
    public let kind: ModelKind
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

    /// How its files were understood; `nil` for the bundled kind.
    public let report: MappingReport?

    let image: ImageInput
    let audio: AudioInput
    let text: TextInput

    /// What can be given to it.
    public var modalities: [Modality] { kind.modalities }

    /// The number of latents.
    public var latentCount: Int { encoder.latents.rows }

    /// The tasks for one kind of input.
    public func tasks(for modality: Modality) -> [ClassificationTask] {
        tasks.filter { $0.modality == modality }
    }

    /// The decoder's attention, in which output queries ask the latents.
    public var decoderAttention: AttentionLayer { tasks[0].decoder.crossAttention }

    /// Turns a medium into tokens.
    ///
    /// - Throws: ``ModelError`` if the model does not take such media, or not of that size.
    public func prepare(_ medium: Medium) throws(ModelError) -> InputArray {
        switch medium {
        case .image(let image): self.image(image)
        case .sound(let sound): audio(sound)
        case .text(let text): self.text(text)
        case .pair, .clip: throw .modality(medium.modality, accepted: modalities)
        }
    }

    /// Encodes an input and answers every task of its modality.
    ///
    /// - Parameters:
    ///   - input: what ``prepare(_:)`` made of a medium.
    ///   - progress: is told how far the work is, from 0 to 1.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    public func run(_ input: InputArray, progress: (@Sendable (Double) -> Void)? = nil) throws -> Run {
        let clock = ContinuousClock()
        let start = clock.now
        let whole = Double(max(1, encoder.operations(inputs: input.tokens.rows)))
        let trace = try encoder.encode(input.tokens) { done in
            try Task.checkCancellation()
            progress?(Double(done) / whole)
        }
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
