import Checkpoints
import Media
import Numerics
import Perceiver

/// The published model of clips: it writes frames and sound down in its latents, reads them back, and names what
/// happens.
struct MultimodalAutoencoding: Architecture {
    static let kind = ModelKind(
        "PerceiverForMultimodalAutoencoding",
        type: PublishedConfiguration.type,
        modalities: [.clip, .audio, .image],
        words: "clips, autoencoding",
        summary: "compresses a clip's frames and sound, and names what happens in it",
        Self.self
    )

    let trunk: Trunk
    let tasks: [ClassificationTask]
    let facts: ModelFacts
    private let input: ClipInput
    private let answers: ClipDecoder

    init(_ source: ModelSource) throws(CheckpointError) {
        let file = source.configuration
        let keys = try ClipKeys(file)
        let c = try file.decode(PublishedConfiguration.self)
        let labels = c.labels
        let channels = keys.inputChannels(labels: labels.count)
        try c.check(file, inputChannels: channels)
        try keys.checkTokens(of: channels, file)
        let sizes = c.decoderSizes(queries: keys.queryChannels)
        let weights = try source.weights["perceiver"]
        input = try ClipInput(weights["input_preprocessor"], keys, channels: channels, labels: labels.count)
        trunk = try c.trunk(weights, inputChannels: channels)
        let layer = try c.decoder(weights["decoder.decoder"], sizes, addsQuery: false)
        let parts = try ClipDecoder.parts(weights, keys, layer, labels: labels.count)
        answers = parts.decoder
        tasks = [
            ClassificationTask(
                name: ClipPart.label.rawValue,
                modalities: [.clip],
                labels: labels,
                reading: .query(.init(answers.label, layer)),
                final: parts.label
            )
        ]
        facts = ModelFacts(
            sizes: c.facts(inputChannels: channels, decoder: sizes),
            preprocessing: keys.facts,
            labels: labels
        )
    }

    // MARK: what goes in

    func prepare(_ medium: Medium, _ options: InputOptions) throws(ModelError) -> InputArray {
        let rate = input.sampling.framesPerSecond
        switch medium {
        case .clip(let clip): return input(clip)
        case .sound(let sound): return input(Clip(frames: [], sound: sound, framesPerSecond: rate))
        case .image(let image): return input(Clip(frames: [image], sound: nil, framesPerSecond: rate))
        case .text, .pair, .points, .units: throw .modality(medium.modality, accepted: Self.kind.modalities)
        }
    }

    var clipNeed: ClipNeed? {
        ClipNeed(framesPerSecond: input.sampling.framesPerSecond, frames: input.sampling.frameCount)
    }
    var usualInputs: [UsualInput] { [.clip(frames: 16, side: 224, sampleRate: 48_000, samples: 30_720)] }

    // MARK: what comes out

    var showsOutputFirst: Bool { true }

    func reconstructs(_ modality: Modality) -> Bool { modality == .clip }

    func output(of input: InputArray, _ trace: Trace, _ work: inout RunProgress) throws -> Output { .clip }

    func queries(of run: Run) -> DecoderQueries {
        DecoderQueries(
            count: answers.count,
            layout: answers.layout,
            firstTask: answers.count - 1,
            vectors: answers.queries
        )
    }

    func answer(to query: Int, of run: Run) -> DecoderAnswer {
        let vector = answers.queries(query..<query + 1)
        let map =
            query < answers.audioCount
            ? answers.audio : query < answers.count - 1 ? answers.image : tasks[0].final
        return DecoderAnswer(.query(.init(vector, answers.crossAttention)), then: map)
    }

    /// The 128th part that the published demonstration decodes at a time, and the label.
    func answered(in run: Run) -> Range<Int> {
        answers.count - 1 - answers.count / 128..<answers.count
    }

    func answer(_ run: Run) throws {
        _ = answers.crossAttention(answers.queries(answered(in: run)), over: run.trace.final)
    }

    func outputs(
        of run: Run,
        reconstructing: Bool,
        progress: (Double) -> Void
    ) throws -> [NamedOutput] {
        let labels = run.predictions.map { NamedOutput($0, "logits.\($0.task)") }
        return reconstructing ? try points(run.trace.final, progress) + labels : labels
    }

    private func points(_ final: Matrix, _ progress: (Double) -> Void) throws -> [NamedOutput] {
        func step(_ done: Int) throws {
            try Task.checkCancellation()
            progress(Double(done) / Double(answers.count))
        }
        let split = answers.audioCount
        let audio = try answers.outputs(0..<split, latents: final, progress: step)
        let image = try answers.outputs(split..<split + answers.imageCount, latents: final) {
            try step(split + $0)
        }
        return [
            NamedOutput(name: "logits.audio", shape: [audio.count], values: audio),
            NamedOutput(name: "logits.image", shape: [image.rows, image.columns], values: image),
        ]
    }

    func clip(
        of run: Run,
        progress: @Sendable (Double) -> Void
    ) throws(CancellationError) -> ClipReconstruction {
        guard case .clip(let original) = run.input.seen else {
            preconditionFailure("an input of another model")
        }
        return try answers.reconstruction(latents: run.trace.final, original: original, progress: progress)
    }
}
