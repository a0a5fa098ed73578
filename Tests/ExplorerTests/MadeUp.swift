import Cells
import Explanation
import Explorer
import Media
import Models
import Numerics

/// Results as formulas of their place.
enum MadeUp {
    /// - Parameter unsure: tasks of which all classes are as likely.
    static func run(
        _ model: Model,
        _ input: InputArray,
        unsure: Set<String> = [],
        duration: Duration = .microseconds(7300)
    ) -> Run {
        let trace = model.trunk(input.read)
        let predictions = model.tasks(for: input.modality).map { task in
            Prediction(
                task: task.name,
                labels: task.labels,
                logits: task.labels.indices.map {
                    unsure.contains(task.name) ? 0 : Float(($0 * 5 + 2) % 7) / 2 - 1
                },
                scoring: task.scoring
            )
        }
        return Run(
            model: model,
            input: input,
            trace: trace,
            predictions: predictions,
            output: output(model, input),
            duration: duration
        )
    }

    private static func output(_ model: Model, _ input: InputArray) -> Output {
        switch model.kind {
        case .maskedLanguage:
            let tokens = input.bytes ?? []
            return .bytes(bytes(input, positions: tokens.indices.filter { tokens[$0] == .special(.mask) }))
        case .opticalFlow:
            let (width, height) = (input.content?.width ?? 1, input.content?.height ?? 1)
            // To the right in the upper half, downwards in the lower one, faster towards the right edge.
            let values = (0..<width * height).flatMap { i -> [Float] in
                let length = Float(i % width) / 16
                return i / width < height / 2 ? [length, 0] : [0, length]
            }
            return .flow(FlowField(width: width, height: height, values: values))
        case .multimodal: return .clip
        case .bundled where model.reconstructs(input.modality):
            guard let tokens = input.bytes else { return .tokens }
            let masks = tokens.indices.filter { tokens[$0] == .special(.mask) }
            return .bytes(bytes(input, positions: masks, first: ByteToken.firstByte))
        default: return .classes
        }
    }

    /// At each place the bytes of a word, then those after them in the alphabet.
    ///
    /// - Parameter first: the token that the first score is of: models of the bundled kind know bytes alone.
    static func bytes(_ input: InputArray, positions: [Int], first: Int = 0) -> BytePredictions {
        let word = Array(" bellt".utf8)
        var logits = Matrix(rows: positions.count, columns: ByteToken.count - first)
        for row in positions.indices {
            let best = ByteToken.byte(word[row % word.count]).id - first
            var scores = (first..<ByteToken.count).map { _ in Float(-4) }
            for rank in 0..<5 { scores[best + rank] = 4 - Float(rank) }
            logits.replaceRow(row, with: scores)
        }
        return BytePredictions(
            positions: positions,
            logits: logits,
            tokens: input.bytes ?? [],
            first: first
        )
    }

    /// A figure of a map over an input.
    static func figure(_ opened: OpenedMedium, _ relevance: Relevance) -> DrawnFigure {
        let answer = MapAnswer(
            .overInput(RankedRelevance(relevance, without: opened.input.removed)),
            title: MapTitle(["map"]),
            facts: [:],
            meaning: relevance.meaning,
            quantity: "weight",
            isShare: !relevance.isSigned,
            seesClass: false,
            keys: .input
        )
        return DrawnFigure(Figure(answer, source: .text("a"), opened: opened))
    }

    /// A matrix of self-attention.
    static func figure(_ opened: OpenedMedium, _ matrix: Matrix) -> DrawnFigure {
        let answer = MapAnswer(
            .matrix(PooledMatrix(values: matrix)),
            title: MapTitle(["self.0"]),
            facts: [:],
            meaning: "share of attention",
            quantity: "weight",
            isShare: true,
            seesClass: false,
            keys: .latents
        )
        return DrawnFigure(Figure(answer, source: .text("a"), opened: opened))
    }

    /// The answer to a question about a run, of which others have made up what is needed.
    static func answer(_ question: any Question, _ known: Known, unsure: Set<String>) throws -> any Sendable {
        switch question {
        case let question as RunQuestion:
            let model = known(ModelQuestion(question.subject.model))
            return run(model, known(OpenQuestion(question.subject)).input, unsure: unsure)
        case let question as MapQuestion: return map(question, known(RunQuestion(question.subject)))
        case let question as ViewComparisonQuestion: return question.answer(known) { _ in }
        case let question as KernelAlignmentQuestion: return try question.answer(known) { _ in }
        case let question as TraceQuestion: return try trace(question, known)
        case let question as OverviewQuestion: return try overview(question, known)
        case let question as LatentChangesQuestion: return try changes(question, known)
        case let question as ComponentsQuestion: return try components(question, known)
        case let question as KeyCosinesQuestion: return try cosines(question, known)
        case let question as ReadingQuestion: return reading(known(RunQuestion(question.subject)))
        case let question as SheetQuestion: return try sheet(question, known)
        case let question as RelevanceQuestion:
            return relevance(question, known(RunQuestion(question.subject)))
        case let question as BytesQuestion:
            let run = known(RunQuestion(question.subject))
            let first = run.model.kind == .bundled ? ByteToken.firstByte : 0
            return bytes(run.input, positions: [question.position], first: first)
        case let question as ReconstructionQuestion:
            return reconstruction(known(OpenQuestion(question.subject)), known(RunQuestion(question.subject)))
        case let question as ComparisonQuestion: return comparison(question, known)
        case let question as RegionQuestion:
            return RegionEffect(before: 0.75, after: 1 / Double(1 + question.tokens.count))
        case let question as ChangeQuestion: return question.answer(known) { _ in }
        case let question as DifferenceQuestion: return try question.answer(known) { _ in }
        case let question as ControlCurvesQuestion:
            return try question.answer(known) { _ in }
        case let question as MapRemovalsQuestion: return try question.answer(known) { _ in }
        case let question as FaithfulnessQuestion: return question.answer(known) { _ in }
        case let question as RandomisationQuestion: return try question.answer(known) { _ in }
        case let question as CentredComparisonQuestion: return centred(question, known)
        case let question as GroupedMapQuestion: return try question.answer(known) { _ in }
        case let question as ScoreSharesQuestion:
            return shares(question, known(RunQuestion(question.subject)))
        case let question as AttendersQuestion:
            return attenders(question, known(RunQuestion(question.subject)))
        default: throw Failure("\(question.title): is not made up")
        }
    }

    static func map(_ question: MapQuestion, _ run: Run) -> MapAnswer {
        let map = MapDescription(question, run)
        let queries = map.place.queries == .outputs ? 1 : run.size(of: map.place.queries)
        let isMean = map.head == .mean
        let all = values(rows: queries, columns: run.size(of: map.place.keys), isMean: isMean)
        switch map.query {
        case .all: return map.answer(PooledMatrix(values: all))
        case .one(let query): return map.answer(row: all[row: query])
        case .mean: return map.answer(row: all.columnMeans())
        case .output where queries == 1: return map.answer(row: all[row: 0])
        case .output:
            let reading = values(rows: 1, columns: queries, isMean: true)
            return map.answer(row: reading.times(all).elements)
        }
    }

    /// How the output reads those whom it asks: latents, or where there are none the tokens themselves.
    static func reading(_ run: Run) -> [Float] {
        let asked = run.model.latentCount > 0 ? run.model.latentCount : run.input.layout.count
        return values(rows: 1, columns: asked, isMean: true).elements
    }

    private static func relevance(_ question: RelevanceQuestion, _ run: Run) -> MapAnswer {
        let values = (0..<run.input.layout.count).map { Float($0 % 7) - 3 }
        let relevance = Relevance(
            values: values,
            isSigned: true,
            meaning: "drop in log p when removed",
            kind: question.method.variant == nil ? .share : .part
        )
        let finding = Finding(
            relevance,
            blocks: question.method.variant.map { Blocks(of: run.input, $0.grain) },
            effects: question.method == .ablation
                ? (0..<run.model.latentCount).map { Float(($0 * 3) % 7) / 16 - 0.125 } : nil
        )
        return question.answer(finding, question.explained(run))
    }

    /// All maps if they are few, otherwise averages with made-up entropies.
    private static func sheet(_ question: SheetQuestion, _ known: Known) throws -> PooledMap {
        let run = known(RunQuestion(question.subject))
        let count = run.model.latentCount
        let numbers = values(rows: count, columns: run.input.layout.count, isMean: question.head == .mean)
        let isLarge = question.largestWhole < PooledMap.largestWhole
        return PooledMap(
            values: numbers,
            layout: run.input.layout,
            entropies: (0..<count).map { isLarge ? Double(count - $0) : entropy(numbers[row: $0]) }
        )
    }

    private static func entropy(_ row: [Float]) -> Double {
        RankedRelevance(Relevance(values: row, isSigned: false, meaning: "")).spread.entropy
    }

    /// Eighths and powers of two: every sum of them is exact.
    static func values(rows: Int, columns: Int, isMean: Bool) -> Matrix {
        let numbers = (0..<rows * columns).map { i -> Float in
            let (row, column) = (i / columns, i % columns)
            return Float((column * 3 + row * 5 + (isMean ? 0 : 4)) % 16) / 1024
        }
        return Matrix(rows: rows, columns: columns, numbers)
    }

    /// The input itself in negative.
    static func reconstruction(_ opened: OpenedMedium, _ run: Run) -> Reconstructed {
        switch run.input.modality {
        case .clip: return .clip(clip(run))
        case .audio:
            guard let seen = run.input.spectrogram else { preconditionFailure("no spectrogram") }
            let values = seen.values.map { 1 - $0 }
            let image = SpectrogramImage(bands: seen.bands, frames: seen.frames, values: values)
            return .input(input(.spectrogram(image), opened))
        default:
            guard case .image(let seen)? = run.input.seen else { preconditionFailure("no picture") }
            let pixels = seen.pixels.map { 255 - $0 }
            let image = Image(width: seen.width, height: seen.height, pixels: pixels)
            return .input(input(.picture(image), opened))
        }
    }

    private static func input(
        _ content: InputReconstruction.Content,
        _ opened: OpenedMedium
    ) -> ReconstructedInput {
        let isWhole = opened.input.removed.isEmpty
        let made = InputReconstruction(content: content, psnr: 21.5, removedPSNR: isWhole ? nil : 17.25)
        return ReconstructedInput(made, of: opened)
    }

    private static func clip(_ run: Run) -> ReconstructedClip {
        guard case .clip(let clip)? = run.input.seen, let sound = clip.sound else {
            preconditionFailure("no clip")
        }
        let frames = clip.frames.map { frame in
            Image(width: frame.width, height: frame.height, pixels: frame.pixels.map { 255 - $0 })
        }
        return ReconstructedClip(
            frames: frames,
            sound: sound,
            framePSNR: frames.indices.map { 20 + Double($0) / 2 },
            soundPSNR: 31.5
        )
    }

    /// Names and a reading of latents by the length of the source's name.
    static func portrait(_ source: Source, _ modality: Modality, _ model: Model) -> Portrait {
        let (count, length) = (SharedNames(model).names.count, source.name.utf8.count)
        let best = count > 0 ? length % count : 0
        return Portrait(
            modality: modality,
            probabilities: count < 2
                ? nil : (0..<count).map { $0 == best ? 0.75 : 0.25 / Double(count - 1) },
            reading: [Float(length % 5) - 2, Float(length % 3), 1]
        )
    }

    private static func centred(_ question: CentredComparisonQuestion, _ known: Known) -> CentredComparison {
        let count = known(LatentStatesQuestion(question.first)).rows
        let cosines = (0..<count).map { Double($0) / 8 - 0.5 }
        return CentredComparison(inputCount: question.inputs.count, cosines: cosines)
    }

    private static func comparison(_ question: ComparisonQuestion, _ known: Known) -> Comparison {
        let (first, second) = (known(RunQuestion(question.first)), known(RunQuestion(question.second)))
        let places = question.tasks ?? [0, 0]
        let tasks = first.tasks.isEmpty ? [] : [first.tasks[places[0]].name, second.tasks[places[1]].name]
        let concepts = [("dog", [0.5, 0.75]), ("cat", [0.25, 0.125])].map {
            Comparison.SharedConcept(name: $0.0, probabilities: $0.1)
        }
        let latents = (0..<first.model.latentCount).map { latent in
            Comparison.LatentPair(
                latent: latent,
                similarity: Double(latent) / 8 - 0.25,
                entropies: [4 + Double(latent) / 4, 5.5],
                partner: (latent * 3) % first.model.latentCount,
                partnerSimilarity: 0.875 - Double(latent) / 16
            )
        }
        let shared = tasks.isEmpty || tasks.contains("topic") ? [] : concepts
        return Comparison(tasks: tasks, concepts: shared, latents: latents)
    }
}
