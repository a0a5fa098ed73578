import Checkpoints
public import Foundation
public import Media
public import Numerics
public import Perceiver

/// A runnable model: front ends for its modalities, one Perceiver, and what is decoded from the latents.
public struct Model: Sendable {
    /// The folder it was read from.
    public let folder: URL
    /// What kind of model it is.
    public let kind: ModelKind
    /// The model's name.
    public let name: String
    /// The model's version; empty if it has none.
    public let version: String
    /// The number of trained numbers.
    public let parameterCount: Int
    /// The files of the weights, which are mapped into memory.
    let files: TensorFiles
    /// The trunk.
    public let encoder: Encoder
    /// What can be asked of it.
    public let tasks: [ClassificationTask]
    /// Things that several tasks know.
    public let concepts: [Concept]
    /// How its files were understood; `nil` for the bundled kind.
    public let report: MappingReport?

    let architecture: Architecture

    /// Name and version, as screens and output have them.
    public var title: String { version.isEmpty ? name : "\(name) \(version)" }

    /// What can be given to it: of the bundled kind, what it has tasks for or can decode.
    public var modalities: [Modality] {
        guard kind == .explorer else { return kind.modalities }
        return kind.modalities.filter { !tasks(for: $0).isEmpty || reconstructs($0) }
    }

    /// What it does, in a few words.
    public var summary: String { kind.summary(taking: modalities) }

    /// The number of latents.
    public var latentCount: Int { encoder.latents.rows }

    /// The tasks for one kind of input.
    public func tasks(for modality: Modality) -> [ClassificationTask] {
        tasks.filter { $0.modalities.contains(modality) }
    }

    /// The decoder's attention, in which output queries ask the latents.
    public var decoderAttention: AttentionLayer {
        switch architecture {
        case .maskedLanguage(_, let decoder): decoder.decoder.crossAttention
        case .flow(_, let decoder): decoder.decoder.crossAttention
        case .clip(_, let decoder): decoder.crossAttention
        case .explorer, .sequence, .picture: tasks[0].decoder.crossAttention
        }
    }

    /// Turns a medium into tokens.
    ///
    /// - Parameters:
    ///   - medium: one of ``modalities``. A model of clips takes a sound or a picture as a clip of only that.
    ///   - options: choices that some kinds offer.
    /// - Throws: ``ModelError`` if the model does not take such media, not of that size, or not that option.
    public func prepare(
        _ medium: Medium,
        options: InputOptions = InputOptions()
    ) throws(ModelError) -> InputArray {
        if kind == .explorer { try checkTakes(medium.modality) }
        try check(options, for: medium.modality)
        switch (architecture, medium) {
        case (.explorer(let fronts), .image(let image)):
            return try fronts.image(image).removing(options.removed)
        case (.explorer(let fronts), .sound(let sound)):
            return try fronts.audio(sound).removing(options.removed)
        case (.explorer(let fronts), .text(let text)): return try fronts.text(text, options)
        case (.maskedLanguage(let front, _), .text(let text)), (.sequence(let front), .text(let text)):
            return try front(text, options)
        case (.picture(let front), .image(let image)): return try front(image, options)
        case (.flow(let front, _), .pair(let first, let second)): return try front(first, second, options)
        case (.clip(let front, _), .clip(let clip)): return front(clip)
        case (.clip(let front, _), .sound(let sound)):
            return front(Clip(frames: [], sound: sound, framesPerSecond: front.sampling.framesPerSecond))
        case (.clip(let front, _), .image(let image)):
            return front(Clip(frames: [image], sound: nil, framesPerSecond: front.sampling.framesPerSecond))
        default: throw .modality(medium.modality, accepted: modalities)
        }
    }

    /// Refuses a kind of input that the model does not take, which then need not be read.
    ///
    /// - Throws: ``ModelError`` that says what it takes.
    public func checkTakes(_ modality: Modality) throws(ModelError) {
        guard modalities.contains(modality) else { throw .modality(modality, accepted: modalities) }
    }

    /// Refuses options that would have no effect.
    private func check(_ options: InputOptions, for modality: Modality) throws(ModelError) {
        if let size = options.size {
            guard case .picture = architecture else {
                throw ModelError("only models of pictures run at another size")
            }
            guard (1...4096).contains(size) else {
                throw ModelError("a size of \(size): 1 to 4096 are accepted")
            }
        }
        if options.tile != nil {
            guard case .flow = architecture else {
                throw ModelError("only models of optical flow have tiles")
            }
        }
        if !options.masked.isEmpty {
            guard modality == .text else {
                throw ModelError("\(modality.described) has no bytes to mask")
            }
            let fills = if case .sequence = architecture { true } else { reconstructs(.text) }
            guard fills else { throw ModelError("this model cannot fill in masks") }
        }
        if !options.removed.isEmpty {
            guard case .explorer = architecture, modality != .text, reconstructs(modality) else {
                throw ModelError("this model cannot fill in what was removed from \(modality.described)")
            }
        }
    }

    /// Answers one task from the latents `[N, D]` of an input of some kind.
    public func predict(_ task: ClassificationTask, latents: Matrix, of modality: Modality) -> Prediction {
        let logits = task.decoder(task.query, latents: latents)
        return Prediction(
            task: task.name,
            labels: task.labels,
            logits: logits.elements,
            temperature: task.temperatures[modality] ?? 1
        )
    }

    /// Whether inputs of a kind can be asked back from the latents, whole or where a part is missing.
    public func reconstructs(_ modality: Modality) -> Bool {
        switch architecture {
        case .explorer(let fronts): fronts.decoders[modality] != nil
        case .maskedLanguage: modality == .text
        case .clip: modality == .clip
        case .sequence, .picture, .flow: false
        }
    }
}
