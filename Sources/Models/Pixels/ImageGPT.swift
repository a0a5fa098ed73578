import Checkpoints
import Media
import Numerics
import Perceiver

/// A causal transformer over the pixels of a small picture: each token reads those before it, and tells the next pixel's
/// colour.
///
/// It is that of Chen and others 2020, *Generative Pretraining from Pixels*.
struct ImageGPT: Architecture {
    /// What its last vectors are read for.
    private enum Head {
        case features
        /// The colour of the next pixel.
        case colours(Linear, names: [String])
        case classes(ClassificationTask)
    }

    let trunk: Trunk
    let facts: ModelFacts
    private let input: PixelInput
    /// The norm behind the last layer.
    private let norm: LayerNorm
    private let head: Head

    init(_ source: ModelSource) throws(CheckpointError) {
        let c = try ImageGPTConfiguration(source.configuration)
        let labels = try source.labels(Self.classes)
        let isTelling = source.kind == Self.colours
        let palette = try ColourPalette(
            folder: source.folder,
            count: c.vocabulary - 1,
            positions: c.positions
        )
        let all = try source.weights
        let weights = all.has("\(Self.base).\(Self.mark)") ? all[Self.base] : all
        let words = try weights.matrix("wte.weight", [c.vocabulary, c.channels], "colours and the start")
        let places = try weights.matrix("wpe.weight", [c.positions, c.channels], "positions")
        input = PixelInput(palette: palette, words: words, positions: places, tells: isTelling)
        trunk = try c.trunk(weights)
        norm = try c.norm(weights, "ln_f", "norm behind the layers")
        if isTelling {
            let outputs = c.tiesWords ? c.vocabulary : c.vocabulary - 1
            head = .colours(
                c.tiesWords
                    ? Linear(weight: words, bias: Array(repeating: 0, count: outputs))
                    : try all.linear(
                        "lm_head",
                        inputs: c.channels,
                        outputs: outputs,
                        hasBias: false,
                        "scores of colours"
                    ),
                names: palette.names + (c.tiesWords ? [Self.start] : [])
            )
            if c.tiesWords { all.skip("lm_head.weight", because: "it is tied to the colours' vectors") }
        } else if let labels {
            if let sentence = labels.note { all.note(sentence) }
            let scores = try all.linear(
                "score",
                inputs: c.channels,
                outputs: labels.names.count,
                hasBias: false,
                "scores of classes"
            )
            head = .classes(
                ClassificationTask(labels, of: .image, reading: .averageOfNormed(norm), final: scores)
            )
        } else {
            head = .features
        }
        let reads =
            isTelling
            ? "the colour of each pixel, told from the token before it"
            : labels == nil ? VisionParts.noAnswers : "read from the average of pixels"
        facts = ModelFacts(
            sizes: c.facts(start: isTelling, reads: reads),
            preprocessing: palette.facts,
            labels: labels?.names ?? []
        )
    }

    /// What the token before the first pixel is called.
    static let start = "start"

    // MARK: what goes in

    func prepare(_ medium: Medium, _ options: InputOptions) throws(ModelError) -> InputArray {
        guard case .image(let image) = medium else { throw .modality(medium.modality, accepted: [.image]) }
        return try input(image)
    }

    var tellsPixels: Bool { if case .colours = head { true } else { false } }

    var usualInputs: [UsualInput] { [.picture(width: 32, height: 32)] }

    // MARK: what comes out

    var tasks: [ClassificationTask] { if case .classes(let task) = head { [task] } else { [] } }

    /// The colour of the pixel that is asked for.
    func questions(of input: InputArray) -> [ClassificationTask] {
        guard case .colours(let map, let names) = head, let grid = input.pixels, let asked = input.asked
        else {
            return []
        }
        let colours = grid.colours.map { Optional($0) } + (names.count > grid.colours.count ? [nil] : [])
        let task = ClassificationTask(
            name: grid.name(of: asked.pixel),
            modalities: [.image],
            labels: names,
            reading: .normed(input.row(of: asked.token), norm),
            final: map,
            place: ColourPlace(colours: colours, truth: grid.numbers[asked.pixel])
        )
        return [task]
    }

    func output(of input: InputArray, _ trace: Trace, _ work: inout RunProgress) throws -> Output {
        guard case .colours(let map, _) = head, let grid = input.pixels else { return .classes }
        let told = input.kept.enumerated().filter { $0.element < grid.numbers.count }
        let answers = ColourAnswers(grid, pixels: told.map(\.element)) { some in
            map(norm(trace.final.gathered(rows: told[some].map(\.offset))))
        }
        return .colours(answers)
    }

    func reconstructs(_ modality: Modality) -> Bool { tellsPixels && modality == .image }

    /// The picture, completed from the pixel that is asked for.
    func input(of run: Run, progress: (Double) -> Void) throws(CancellationError) -> InputReconstruction {
        guard case .colours(let map, _) = head, let grid = run.input.pixels, let asked = run.input.asked
        else {
            preconditionFailure("\(run.model.name) tells no pixels")
        }
        let count = grid.numbers.count
        var completion = PixelCompletion(run, grid, asked, input, norm, map)
        while completion.numbers.count < count {
            if Task.isCancelled { throw CancellationError() }
            completion.step(of: count)
            progress(Double(completion.numbers.count - asked.pixel) / Double(count - asked.pixel))
        }
        let made = PixelGrid(
            width: grid.width,
            height: grid.height,
            numbers: completion.numbers,
            colours: grid.colours
        )
        return InputReconstruction(
            content: .picture(made.image),
            psnr: made.psnr(to: grid, from: asked.pixel),
            removedPSNR: nil,
            completed: CompletedPicture(
                grid: made,
                first: asked.pixel,
                scores: Matrix(
                    rows: count - asked.pixel,
                    columns: map.outputs,
                    completion.drawnFrom
                )
            )
        )
    }

    /// Without tasks the average of all tokens is what can be asked for.
    func queries(of run: Run) -> DecoderQueries {
        run.tasks.isEmpty ? DecoderQueries(names: ["average"]) : DecoderQueries(tasks: run.tasks)
    }

    func answer(to query: Int, of run: Run) -> DecoderAnswer {
        let tasks = run.tasks
        guard tasks.indices.contains(query) else {
            return DecoderAnswer(.averageOfNormed(norm), then: .identity(trunk.readChannels))
        }
        return DecoderAnswer(tasks[query].reading, then: tasks[query].final)
    }

    var featureCount: Int? { trunk.readChannels }
    func features(of run: Run) -> Matrix? { norm(run.trace.final) }

    func outputs(
        of run: Run,
        reconstructing: Bool,
        progress: (Double) -> Void
    ) throws -> [NamedOutput] {
        let features = norm(run.trace.final)
        switch head {
        case .classes: return run.predictions.map { NamedOutput($0, "logits") }
        case .colours(let map, _):
            let logits = map(features)
            return [NamedOutput(name: "logits", shape: [logits.rows, logits.columns], values: logits)]
        case .features:
            return [
                NamedOutput(
                    name: "last_hidden_state",
                    shape: [features.rows, features.columns],
                    values: features
                )
            ]
        }
    }

    // MARK: names

    private static let base = "transformer"
    private static let mark = "wte.weight"

    static func names(of tensors: some Collection<String>) -> TensorNames {
        let isHeld = tensors.contains { $0 == "\(base).\(mark)" || $0.hasSuffix(".\(base).\(mark)") }
        return TensorNames(tensors, marks: [[isHeld ? "\(base).\(mark)" : mark]])
    }
}

extension InputArray {
    /// The place of a token among those that the model gets; of one that it does not get, that of the last one before.
    fileprivate func row(of token: Int) -> Int {
        max(0, token - removed.count { $0 <= token })
    }
}

// MARK: - Kinds

extension ImageGPT {
    fileprivate static let features = kind(
        "ImageGPTModel",
        "pixel features, ImageGPT",
        "makes features of small pictures and their pixels"
    )
    fileprivate static let colours = kind(
        "ImageGPTForCausalImageModeling",
        "next pixels, ImageGPT",
        "tells the colour of each pixel of a small picture from those before it"
    )
    fileprivate static let classes = kind(
        "ImageGPTForImageClassification",
        "picture classes, ImageGPT",
        "classifies small pictures, whose pixels each read those before"
    )

    private static func kind(_ name: String, _ words: String, _ summary: String) -> ModelKind {
        ModelKind(
            name,
            type: "imagegpt",
            modalities: [.image],
            words: words,
            summary: summary,
            Self.self
        )
    }
}

extension ModelKind {
    /// The kinds of ImageGPT.
    static var imageGPT: [ModelKind] { [ImageGPT.features, ImageGPT.colours, ImageGPT.classes] }

    /// The kind of ImageGPT whose tensors these are; `nil` if it is another type.
    static func imageGPT(_ type: String?, told tensors: some Collection<String>) -> ModelKind? {
        guard type == ImageGPT.features.type else { return nil }
        if tensors.contains(where: { $0.hasSuffix("lm_head.weight") }) { return ImageGPT.colours }
        return tensors.contains { $0.hasSuffix("score.weight") } ? ImageGPT.classes : ImageGPT.features
    }
}
