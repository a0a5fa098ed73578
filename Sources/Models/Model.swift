public import Checkpoints
import Files
public import FoundationEssentials
public import Media
public import Numerics
public import Perceiver

/// A runnable model: how media become tokens, the layers these go through, and what comes out.
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
    /// The layers from the input to the vectors that answers are read from.
    public let trunk: Trunk
    /// All attention layers, in the order of execution: the trunk's, then the one that reads answers, if there is one.
    public let layers: [Layer]
    /// What can be asked of it.
    public let tasks: [ClassificationTask]
    /// Things that several tasks know.
    public let concepts: [Concept]
    /// How its files were understood; `nil` for the bundled kind.
    public let report: MappingReport?

    let architecture: any Architecture
    /// What drew the weights that read the answers, if they are not those of the files.
    private let redrawing: Redrawing?

    /// Reads a model from a folder with `config.json` and its weights.
    ///
    /// The kinds are those of ``ModelKind/all``: the bundled one, the published Perceivers with an output, and what
    /// was registered.
    ///
    /// - Throws: ``CheckpointError``, which names the file, the key or tensor, and what is wrong with it.
    public init(folder: URL) throws(CheckpointError) {
        try self.init(ModelSource(folder: folder))
    }

    init(_ source: ModelSource) throws(CheckpointError) {
        let architecture = try source.kind.architecture.init(source)
        let tensors = try source.tensors
        let report = source.kind.isReported ? try source.weights.record.report(architecture.facts) : nil
        if let problem = report?.problem { throw problem }
        self.init(
            folder: source.folder,
            kind: source.kind,
            name: architecture.title?.name ?? source.folder.standardizedFileURL.lastPathComponent,
            version: architecture.title?.version ?? "",
            parameterCount: report?.parameterCount ?? tensors.parameterCount,
            files: tensors.files,
            trunk: architecture.trunk,
            report: report,
            architecture: architecture
        )
    }

    private init(
        folder: URL,
        kind: ModelKind,
        name: String,
        version: String,
        parameterCount: Int,
        files: TensorFiles,
        trunk: Trunk,
        report: MappingReport?,
        architecture: any Architecture,
        redrawing: Redrawing? = nil
    ) {
        self.folder = folder
        self.kind = kind
        self.name = name
        self.version = version
        self.parameterCount = parameterCount
        self.files = files
        self.trunk = trunk
        let last = architecture.decoder.map {
            Layer("decoder", queries: .outputs, keys: trunk.readSpace, redrawing?($0) ?? $0)
        }
        layers = trunk.layers + (last.map { [$0] } ?? [])
        tasks = architecture.tasks.map { redrawing?($0) ?? $0 }
        self.redrawing = redrawing
        concepts = architecture.concepts
        self.report = report
        self.architecture = architecture
    }

    /// The same model around another trunk, for tests of sizes that no stored model has.
    ///
    /// - Precondition: both take the same input, and answers are read from vectors of the same width.
    package func with(_ trunk: Trunk) -> Model { with(trunk, redrawing) }

    /// The same model around another trunk, whose answers are read with weights that were drawn anew.
    func with(_ trunk: Trunk, _ redrawing: Redrawing?) -> Model {
        precondition(trunk.readChannels == self.trunk.readChannels)
        return Model(
            folder: folder,
            kind: kind,
            name: name,
            version: version,
            parameterCount: parameterCount,
            files: files,
            trunk: trunk,
            report: report,
            architecture: architecture,
            redrawing: redrawing
        )
    }

    /// The layer in which everything asks that is decoded, if there is one.
    var decoder: AttentionLayer? { layers.last.flatMap { $0.queries == .outputs ? $0.attention : nil } }

    /// How one of a run's decoder queries is answered.
    func answer(to query: Int, of run: Run) -> DecoderAnswer {
        let answer = architecture.answer(to: query, of: run)
        return redrawing?(answer) ?? answer
    }

    /// Whether a folder has a model's configuration, or that of an adapter, which is no model but is taken for one.
    public static func isExpected(in folder: String) -> Bool {
        FileStatus.exists(folder + "/config.json") || CheckpointError.isAdapter(folder)
    }

    /// What the files of a folder are, without reading any weight; `nil` for the bundled kind.
    ///
    /// - Throws: ``CheckpointError`` if a file cannot be read or says something impossible. Tensors that are
    ///   missing or misshapen are no error here, but in the report.
    public static func report(folder: URL) throws(CheckpointError) -> MappingReport? {
        try report(ModelSource(folder: folder, shapesOnly: true))
    }

    static func report(_ source: ModelSource) throws(CheckpointError) -> MappingReport? {
        guard source.kind.isReported else { return nil }
        let facts = try source.kind.architecture.init(source).facts
        return try source.weights.record.report(facts)
    }
}

extension Model {
    /// Name and version, as screens and output have them.
    public var title: String { Self.title(name: name, version: version) }

    /// What can be given to it: of the bundled kind, what it has tasks for or can decode.
    public var modalities: [Modality] { kind.modalities.filter(architecture.takes) }

    /// What it does, in a few words.
    public var summary: String { kind.summary(taking: modalities) }

    /// The number of latents; 0 if it has none.
    public var latentCount: Int { trunk.latents?.rows ?? 0 }

    /// The tasks for one kind of input.
    public func tasks(for modality: Modality) -> [ClassificationTask] {
        tasks.filter { $0.modalities.contains(modality) }
    }

    /// The tasks that are answered of an input: those of its kind, and those that it brings along.
    public func tasks(of input: InputArray) -> [ClassificationTask] {
        tasks(for: input.modality) + architecture.questions(of: input).map { redrawing?($0) ?? $0 }
    }

    /// Where a layer of a name stands among ``layers``.
    public func layer(named name: String) -> Int? { layers.firstIndex { $0.name == name } }

    /// Whether what it makes of an input is shown before what it attended to: a flow, a clip.
    public var showsOutputFirst: Bool { architecture.showsOutputFirst }

    /// Whether it writes down what is said, letter by letter.
    public var writesLetters: Bool { architecture.writesLetters }

    /// How many numbers the features have that it makes of each token; `nil` if it makes none.
    public var featureCount: Int? { architecture.featureCount }

    /// Whether parts of such inputs can be taken away, so that the model does not get their tokens.
    public func removes(from modality: Modality) -> Bool {
        modalities.contains(modality) && architecture.removes(from: modality)
    }

    /// How much of a clip it gets; `nil` if it takes none.
    public var clipNeed: ClipNeed? {
        guard modalities.contains(.clip) else { return nil }
        return architecture.clipNeed
            ?? ClipNeed(framesPerSecond: Clip.usualRate, frames: Clip.mostFrames)
    }

    /// Whether bytes of a text can be hidden behind a mask token.
    public var masksTexts: Bool { architecture.masksTexts }

    /// Whether pictures can have any size.
    public var takesAnySize: Bool { architecture.sizeRefusal == nil }

    /// What such models are usually given, for measurements.
    package var usualInputs: [UsualInput] { architecture.usualInputs }

    /// Whether inputs of a kind can be asked back from the vectors that answers are read from, whole or where a part
    /// is missing.
    public func reconstructs(_ modality: Modality) -> Bool { architecture.reconstructs(modality) }

    /// Answers one task from the vectors `[N, D]` that leave the trunk, of an input of some kind.
    public func predict(_ task: ClassificationTask, latents: Matrix, of modality: Modality) -> Prediction {
        Prediction(
            task: task.name,
            labels: task.labels,
            logits: task.scores(of: latents),
            scoring: task.scoring,
            temperature: task.temperatures[modality] ?? 1,
            place: task.place
        )
    }

    /// What stands at some positions of a text, or of its masks.
    ///
    /// - Parameters:
    ///   - run: a run of this model on a text, of which it can fill in masks.
    ///   - positions: token indices of the text.
    public func bytes(_ run: Run, positions: [Int]) -> BytePredictions {
        architecture.bytes(run.input, run.trace.final, positions: positions)
    }
}
