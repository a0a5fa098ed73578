import Checkpoints
import Media
import Numerics
import Perceiver

/// The bundled kind: one Perceiver for pictures, sounds, texts and perhaps point clouds, with tasks for each, and perhaps
/// the inputs themselves asked back.
struct BundledModel: Architecture {
    static let kind = ModelKind(
        ModelConfiguration.modelType,
        type: ModelConfiguration.modelType,
        modalities: [.image, .audio, .text, .clip, .points, .units],
        isReported: false,
        Self.self,
        words: { Modality.list($0) },
        summary: { "classifies \(Modality.list($0))" }
    )

    let trunk: Trunk
    let tasks: [ClassificationTask]
    let title: (name: String, version: String)?
    let concepts: [Concept]
    let facts = ModelFacts()
    let image: ImageInput
    let audio: AudioInput
    private let text: TextInput
    private let units: UnitInput?
    /// `nil` of a model that takes no point clouds.
    private let points: PointInput?
    private let clip: SceneInput?
    /// Everything that is decoded asks in this layer.
    private let layer: AttentionLayer
    /// For each modality whose input can be asked back, what asks for it.
    let decoders: [Modality: TokenDecoder]
    /// What asks for the types of units that are hidden.
    private let hiddenUnits: TokenDecoder?

    init(_ source: ModelSource) throws(CheckpointError) {
        let c = try source.configuration.decode(ModelConfiguration.self)
        try c.check(source.configuration)
        let weights = try source.weights["perceiver"]
        let inputs = weights["input_preprocessor"]
        image = try ImageInput(inputs["image"], c)
        audio = try AudioInput(inputs["audio"], c)
        text = try TextInput(inputs["text"], c)
        units = try c.inputs.units.map { settings throws(CheckpointError) in
            try UnitInput(inputs["units"], settings, width: c.dModel)
        }
        points = try c.inputs.points.map { own throws(CheckpointError) in
            try PointInput(inputs["points"], own, width: c.dModel)
        }
        var clip: SceneInput?
        if let own = c.inputs.clip {
            clip = SceneInput(lips: try LipInput(inputs["clip"], own, width: c.dModel), audio: audio)
        }
        self.clip = clip
        trunk = try c.trunk(weights)
        layer = try weights.layer(
            "decoder.decoding_cross_attention",
            c.sizes(keys: c.dLatents, widening: c.decoderWideningFactor),
            heads: c.numDecoderAttentionHeads,
            "decoder cross-attention"
        )
        var tasks: [ClassificationTask] = []
        for task in c.tasks {
            tasks.append(try ClassificationTask(weights["decoder"], task, layer, channels: c.dLatents))
        }
        self.tasks = tasks
        var decoders: [Modality: TokenDecoder] = [:]
        var hiddenUnits: TokenDecoder?
        for modality in c.reconstructs ?? [] {
            guard modality != .units else {
                hiddenUnits = try TokenDecoder(weights["decoder"], modality, c, image, audio, layer)
                continue
            }
            decoders[modality] = try TokenDecoder(weights["decoder"], modality, c, image, audio, layer)
        }
        self.decoders = decoders
        self.hiddenUnits = hiddenUnits
        title = (c.name, c.version)
        concepts = c.concepts
    }

    // MARK: what goes in

    func takes(_ modality: Modality) -> Bool {
        tasks.contains { $0.modalities.contains(modality) } || reconstructs(modality)
    }

    func prepare(_ medium: Medium, _ options: InputOptions) throws(ModelError) -> InputArray {
        if case .points(let cloud) = medium, let points { return points(cloud) }
        switch medium {
        case .image(let image): return self.image(image)
        case .sound(let sound): return audio(sound, original: options.original)
        case .text(let text): return try self.text(text, options)
        case .units(let set):
            if let units { return units(set) }
        case .clip(let scene):
            if let clip { return clip(scene) }
        case .pair, .points: break
        }
        throw .modality(medium.modality, accepted: Self.kind.modalities.filter(takes))
    }

    var clipNeed: ClipNeed? { clip?.lips.need }

    var masksTexts: Bool { reconstructs(.text) }

    var usualInputs: [UsualInput] {
        let all: [(Modality, UsualInput)] = [
            (.image, .picture(width: 640, height: 480)), (.audio, .sound(sampleRate: 16_000, count: 80_000)),
            (.text, .text(bytes: 200)), (.points, .points(count: 2048)),
            (.clip, .clip(frames: 75, side: 84, sampleRate: 16_000, samples: 48_000)),
            (.units, .units(count: 200)),
        ]
        return all.filter { takes($0.0) }.map(\.1)
    }

    // MARK: what comes out

    var decoder: AttentionLayer? { layer }

    func reconstructs(_ modality: Modality) -> Bool { decoders[modality] != nil }

    func output(of input: InputArray, _ trace: Trace, _ work: inout RunProgress) throws -> Output {
        guard reconstructs(input.modality) else { return .classes }
        return input.modality == .text ? .bytes(bytes(input, trace.final, positions: input.masks)) : .tokens
    }

    func bytes(_ input: InputArray, _ final: Matrix, positions: [Int]) -> BytePredictions {
        guard let decoder = decoders[.text] else { preconditionFailure("this model cannot decode texts") }
        return BytePredictions(
            positions: positions,
            logits: decoder.outputs(positions, of: input, latents: final),
            tokens: input.bytes ?? [],
            first: ByteToken.firstByte
        )
    }

    /// Of each hidden unit its type, asked for by its token.
    func questions(of input: InputArray) -> [ClassificationTask] {
        guard let decoder = hiddenUnits, let units = input.units else { return [] }
        return units.hidden.prefix(Self.mostQuestions).map { unit in
            ClassificationTask(
                name: "unit \(unit)",
                modalities: [.units],
                labels: units.known,
                reading: .query(.init(decoder.queries([unit], of: input), layer)),
                final: decoder.decoder.final
            )
        }
    }

    /// More answers nobody reads.
    private static let mostQuestions = 24

    /// Tasks ask first, then the input's own tokens where these can be asked back.
    func queries(of run: Run) -> DecoderQueries {
        let (tasks, input) = (run.tasks, run.input)
        guard let decoder = decoders[input.modality] else { return DecoderQueries(tasks: tasks) }
        return DecoderQueries(
            count: tasks.count + input.layout.count,
            layout: input.layout.sections[0].after(tasks: tasks.count),
            firstTask: tasks.isEmpty ? nil : 0,
            firstToken: tasks.count
        ) { rows in
            var queries = tasks[rows.clamped(to: 0..<tasks.count)].flatMap { $0.query?.vector.elements ?? [] }
            if rows.upperBound > tasks.count {
                let tokens = max(rows.lowerBound, tasks.count) - tasks.count..<rows.upperBound - tasks.count
                queries += decoder.queries(tokens, of: input).elements
            }
            return Matrix(rows: rows.count, columns: trunk.readChannels, queries)
        }
    }

    func answer(to query: Int, of run: Run) -> DecoderAnswer {
        let (tasks, input) = (run.tasks, run.input)
        guard query >= tasks.count, let decoder = decoders[input.modality] else {
            return DecoderAnswer(tasks[query].reading, then: tasks[query].final)
        }
        let token = query - tasks.count
        var source: DecoderAnswer.Source?
        if case .token = decoder.asking { source = .init(token: token, map: decoder.query) }
        return DecoderAnswer(
            .query(.init(decoder.queries(token..<token + 1, of: input), layer)),
            then: decoder.decoder.final,
            source: source,
            firstToken: input.modality == .text ? ByteToken.firstByte : 0
        )
    }

    func answered(in run: Run) -> Range<Int> { 0..<run.tasks.count }

    func outputs(
        of run: Run,
        reconstructing: Bool,
        progress: (Double) -> Void
    ) throws -> [NamedOutput] {
        let answers = run.predictions.map { NamedOutput($0, "logits.\($0.task)") }
        guard reconstructing, let decoder = decoders[run.input.modality] else { return answers }
        let section = run.input.layout.sections[0]
        let outputs = try decoder.outputs(section.tokens, of: run.input, latents: run.trace.final) { done in
            try Task.checkCancellation()
            progress(Double(done) / Double(section.count))
        }
        let grid = (section.rows.map { [$0.count] } ?? []) + [section.columnCount]
        let name = "outputs.\(run.input.modality.rawValue)"
        return answers + [NamedOutput(name: name, shape: grid + [outputs.columns], values: outputs)]
    }
}

extension Layout.Section {
    /// This section behind one of tasks, if there are any.
    fileprivate func after(tasks: Int) -> Layout {
        let places = Layout.Section(
            name: name,
            first: tasks,
            columns: columns,
            rows: rows,
            frames: frames
        )
        guard tasks > 0 else { return Layout(sections: [places]) }
        let names = Axis(.item, edges: (0...tasks).map(Double.init))
        return Layout(sections: [Layout.Section(name: "task", columns: names), places])
    }
}
