import Checkpoints
import Media
import Numerics
import Perceiver

/// What HuBERT and wav2vec 2 have in common: frames of a sound ask each other.
///
/// Classes are read from the average of all frames, letters from each frame. Where neither is read, features are what
/// there is.
protocol SpeechTransformer: Architecture {
    var parts: SpeechParts { get }
    /// The kinds of such models.
    static var kinds: SpeechKinds { get }
}

/// The kinds of one family of models, by their heads.
struct SpeechKinds: Sendable {
    let bare: ModelKind
    let letters: ModelKind
    let classes: ModelKind
    /// What the first training leaves, whose head is not needed; `nil` if it is not published so.
    var training: ModelKind?

    var all: [ModelKind] { [bare, letters, classes] + (training.map { [$0] } ?? []) }
}

/// The parts of a HuBERT or a wav2vec 2.
struct SpeechParts: Sendable {
    let trunk: Trunk
    let input: SpeechInput
    let tasks: [ClassificationTask]
    /// What is read from each frame: scores of letters; of a bare model the features themselves, `nil` where there are
    /// tasks.
    let frames: Linear?
    /// The letters; `nil` if none are read.
    let vocabulary: SpeechVocabulary?
    let facts: ModelFacts
}

extension SpeechParts {
    /// Reads a model.
    init(_ source: ModelSource, _ kind: any SpeechTransformer.Type) throws(CheckpointError) {
        let (file, kinds) = (source.configuration, kind.kinds)
        let c = try SpeechConfiguration(file, isHubert: kinds.training == nil)
        let labels = try source.labels(kinds.classes)
        let head = try file.decode(HeadKeys.self)
        let vocabulary = source.kind == kinds.letters ? try SpeechVocabulary(source) : nil
        let processing = try SoundProcessing(folder: source.folder)
        let all = try source.weights
        let weights = kind.own(all)
        input = try SpeechInput(weights, c, processing)
        let shares = labels != nil && head.useWeightedLayerSum == true ? try all.shares(c.layers + 1) : nil
        trunk = try c.trunk(weights["encoder"], shares: shares)
        weights.skip("masked_spec_embed", because: "nothing is masked")
        tasks =
            try labels.map { labels throws(CheckpointError) in
                let width = head.classifierProjSize ?? 256
                try file.check(width, "classifier_proj_size", in: 1...65_536)
                return [try all.task(labels, inputs: c.channels, width: width)]
            } ?? []
        self.vocabulary = vocabulary
        if let vocabulary {
            frames = try all.linear(
                "lm_head",
                inputs: c.channels,
                outputs: vocabulary.tokens.count,
                "scores of letters"
            )
        } else {
            frames = tasks.isEmpty ? .identity(c.channels) : nil
        }
        if source.kind == kinds.training { all.skipTraining() }
        facts = ModelFacts(
            sizes: c.facts(reads: Self.reads(isWeighted: shares != nil, labels, vocabulary)),
            preprocessing: processing.facts + (vocabulary?.facts ?? []),
            labels: labels?.names ?? []
        )
    }

    /// What is said of answers.
    private static func reads(
        isWeighted: Bool,
        _ labels: PublishedLabels?,
        _ vocabulary: SpeechVocabulary?
    ) -> String {
        if vocabulary != nil { return "letters, read from each frame" }
        guard labels != nil else { return "none; frames have features" }
        return "read from the average of frames" + (isWeighted ? ", in which all layers have shares" : "")
    }

    private struct HeadKeys: Decodable {
        let useWeightedLayerSum: Bool?
        let classifierProjSize: Int?
    }
}

extension SpeechTransformer {
    var trunk: Trunk { parts.trunk }
    var tasks: [ClassificationTask] { parts.tasks }
    var facts: ModelFacts { parts.facts }
    var usualInputs: [UsualInput] { [.sound(sampleRate: parts.input.processing.sampleRate, count: 80_000)] }

    func prepare(_ medium: Medium, _ options: InputOptions) throws(ModelError) -> InputArray {
        guard case .sound(let sound) = medium else { throw .modality(medium.modality, accepted: [.audio]) }
        return try parts.input(sound)
    }

    // MARK: what comes out

    var writesLetters: Bool { parts.vocabulary != nil }

    func output(of input: InputArray, _ trace: Trace, _ work: inout RunProgress) throws -> Output {
        guard let vocabulary = parts.vocabulary, let logits = parts.frames?(trace.final) else {
            return .classes
        }
        return .transcript(
            Transcript(
                logits,
                frames: input.kept,
                tokens: vocabulary.tokens,
                blank: vocabulary.blank,
                delimiter: vocabulary.delimiter
            )
        )
    }

    /// Without tasks each frame can be asked for.
    func queries(of run: Run) -> DecoderQueries {
        guard tasks.isEmpty else { return DecoderQueries(tasks: run.tasks) }
        let layout = run.input.layout
        return DecoderQueries(count: layout.count, layout: layout, firstToken: 0) {
            Matrix(rows: $0.count, columns: 0)
        }
    }

    /// A frame that the model does not get says what the nearest one before it says, or the first.
    func answer(to query: Int, of run: Run) -> DecoderAnswer {
        guard let frames = parts.frames else {
            return DecoderAnswer(run.tasks[query].reading, then: run.tasks[query].final)
        }
        let row = run.input.kept.lastIndex { $0 <= query } ?? 0
        return DecoderAnswer(.normed(row, .absent(trunk.readChannels)), then: frames)
    }

    var featureCount: Int? { parts.vocabulary == nil ? trunk.readChannels : nil }
    func features(of run: Run) -> Matrix? { run.trace.final }

    func outputs(
        of run: Run,
        reconstructing: Bool,
        progress: (Double) -> Void
    ) throws -> [NamedOutput] {
        guard tasks.isEmpty else { return run.predictions.map { NamedOutput($0, "logits") } }
        let (name, values) =
            parts.vocabulary == nil
            ? ("last_hidden_state", run.trace.final)
            : ("logits", parts.frames?(run.trace.final) ?? run.trace.final)
        return [NamedOutput(name: name, shape: [values.rows, values.columns], values: values)]
    }

    // MARK: names

    /// What stands before the names of its tensors where a head was trained with it.
    private static var base: String { kinds.bare.type }
    /// A tensor that each of these models has once.
    private static var mark: String { "feature_projection.projection.weight" }

    /// The names of some tensors without what training put around them and, where no head stands beside it, without
    /// the name of the model itself.
    static func names(of tensors: some Collection<String>) -> TensorNames {
        let isHeld = tensors.contains { $0 == "\(base).\(mark)" || $0.hasSuffix(".\(base).\(mark)") }
        return TensorNames(tensors, marks: [[isHeld ? "\(base).\(mark)" : mark]])
    }

    /// The weights of the model itself, beside which those of a head may stand.
    static func own(_ weights: Weights) -> Weights {
        weights.has("\(base).\(mark)") ? weights[base] : weights
    }
}

extension Weights {
    /// How much answers read of each layer, as shares.
    fileprivate func shares(_ count: Int) throws(CheckpointError) -> [Float] {
        var shares = try matrix("layer_weights", [count], "shares of layers").reshaped(
            rows: 1,
            columns: count
        )
        shares.softmaxRows()
        return shares.elements
    }

    /// The task of a classifier of sounds: the average of frames, two maps without a function between them.
    fileprivate func task(
        _ labels: PublishedLabels,
        inputs: Int,
        width: Int
    ) throws(CheckpointError) -> ClassificationTask {
        if let sentence = labels.note { note(sentence) }
        let first = try linear("projector", inputs: inputs, outputs: width, "frames to what is classified")
        let last = try linear("classifier", inputs: width, outputs: labels.names.count, "scores of classes")
        let weight = computed(rows: labels.names.count, columns: inputs) { last.weight.times(first.weight) }
        let bias = last(Matrix(rows: 1, columns: width, first.bias)).elements
        return ClassificationTask(
            labels,
            of: .audio,
            reading: .average,
            final: Linear(weight: weight, bias: bias)
        )
    }

    /// Names what only the first training needs.
    fileprivate func skipTraining() {
        let maps = ["project_hid", "project_q", "quantizer.weight_proj"]
        for name in maps.flatMap({ ["\($0).weight", "\($0).bias"] }) + ["quantizer.codevectors"] {
            skip(name, because: "it was for the first training")
        }
    }
}
