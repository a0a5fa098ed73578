package import Checkpoints
package import Media
package import Numerics
package import Perceiver

/// What a kind of model is made of: how media become tokens, the layers these go through, and what comes out.
///
/// A type that conforms is read from a ``ModelSource`` once, from its configuration to its parts, and says with a
/// ``ModelKind`` what it is called. A classifier needs no more than a trunk, tasks, and ``prepare(_:_:)``.
package protocol Architecture: Sendable {
    /// Reads the parts of a model.
    ///
    /// - Throws: `CheckpointError` naming the key or the tensor that cannot be used.
    init(_ source: ModelSource) throws(CheckpointError)
    /// What the names of some tensors in files are read as.
    static func names(of tensors: some Collection<String>) -> TensorNames

    // MARK: what it is

    /// The layers from the input to the vectors that answers are read from.
    var trunk: Trunk { get }
    /// What it classifies.
    var tasks: [ClassificationTask] { get }
    /// The layer in which everything asks that is decoded; `nil` if answers are not read by attention.
    var decoder: AttentionLayer? { get }
    /// The model's own name and version, if its configuration has any.
    var title: (name: String, version: String)? { get }
    /// Things that several tasks know.
    var concepts: [Concept] { get }
    /// What it tells of itself, for the report.
    var facts: ModelFacts { get }

    // MARK: what goes in

    /// Turns a medium of one of the model's modalities into tokens.
    ///
    /// - Throws: ``ModelError`` if the model does not take such a medium, or not with such options.
    func prepare(_ medium: Medium, _ options: InputOptions) throws(ModelError) -> InputArray
    /// Whether it takes a modality of its kind.
    func takes(_ modality: Modality) -> Bool
    /// Whether parts of such inputs can be taken away, so that the model does not get their tokens.
    func removes(from modality: Modality) -> Bool
    /// Whether it tells each pixel of a picture from those before it.
    var tellsPixels: Bool { get }
    /// Whether bytes of a text can be hidden behind a mask token.
    var masksTexts: Bool { get }
    /// Why pictures cannot have another size than the model's own; `nil` if they can.
    var sizeRefusal: String? { get }
    /// Whether large pictures are run in tiles, of which one is looked at.
    var hasTiles: Bool { get }
    /// How much of a clip it gets; `nil` if it takes none.
    var clipNeed: ClipNeed? { get }
    /// What such models are usually given, for measurements.
    var usualInputs: [UsualInput] { get }

    // MARK: what comes out

    /// Whether it writes down what is said, letter by letter.
    var writesLetters: Bool { get }
    /// Whether what it makes of an input is shown before what it attended to.
    var showsOutputFirst: Bool { get }
    /// Whether inputs of a kind can be asked back from what answers are read from.
    func reconstructs(_ modality: Modality) -> Bool
    /// Tasks that an input brings along, such as what a hidden part of it is; they are answered behind ``tasks``.
    func questions(of input: InputArray) -> [ClassificationTask]
    /// The floating-point operations of a run, without those of tasks, about.
    func operations(on input: InputArray, in trunk: Trunk) -> Int
    /// What comes out of a run besides answers to tasks.
    ///
    /// - Parameter work: is told of further work on the way.
    func output(of input: InputArray, _ trace: Trace, _ work: inout RunProgress) throws -> Output
    /// How many numbers tokens' features have; `nil` where only answers count.
    var featureCount: Int? { get }
    /// What tokens became in a run, as whoever uses the model reads it, `[N, D]`; `nil` where only answers count.
    func features(of run: Run) -> Matrix?
    /// What a run's decoder can be asked.
    func queries(of run: Run) -> DecoderQueries
    /// How one of a run's decoder queries is answered.
    func answer(to query: Int, of run: Run) -> DecoderAnswer
    /// Those of a run's decoder queries that are answered without being asked for.
    func answered(in run: Run) -> Range<Int>
    /// Answers these again, for measurements.
    func answer(_ run: Run) throws
    /// The model's outputs as tensors; see ``Run/outputs(reconstructing:progress:)``.
    func outputs(of run: Run, reconstructing: Bool, progress: (Double) -> Void) throws -> [NamedOutput]
    /// What stands at some positions of a text.
    ///
    /// - Precondition: the model ``reconstructs(_:)`` texts.
    func bytes(_ input: InputArray, _ final: Matrix, positions: [Int]) -> BytePredictions
    /// The clip, read back.
    ///
    /// - Precondition: the run's output is ``Output/clip``.
    func clip(
        of run: Run,
        progress: @Sendable (Double) -> Void
    ) throws(CancellationError) -> ClipReconstruction
    /// The input, read back.
    ///
    /// - Precondition: the run's output is ``Output/tokens``.
    func input(of run: Run, progress: (Double) -> Void) throws(CancellationError) -> InputReconstruction
}

extension Architecture {
    package static func names(of tensors: some Collection<String>) -> TensorNames { .unchanged }

    package var tasks: [ClassificationTask] { [] }
    package var decoder: AttentionLayer? { tasks.first?.query?.attention }
    package var title: (name: String, version: String)? { nil }
    package var concepts: [Concept] { [] }
    package func questions(of input: InputArray) -> [ClassificationTask] { [] }

    package func takes(_ modality: Modality) -> Bool { true }
    package func removes(from modality: Modality) -> Bool { true }
    package var tellsPixels: Bool { false }
    package var masksTexts: Bool { false }
    package var sizeRefusal: String? { "this model's input size is fixed; leave out --size" }
    package var hasTiles: Bool { false }
    package var clipNeed: ClipNeed? { nil }
    package var usualInputs: [UsualInput] { [] }

    package var writesLetters: Bool { false }
    package var showsOutputFirst: Bool { false }
    package func reconstructs(_ modality: Modality) -> Bool { false }
    package func operations(on input: InputArray, in trunk: Trunk) -> Int {
        trunk.operations(inputs: input.readCount)
    }
    package func output(of input: InputArray, _ trace: Trace, _ work: inout RunProgress) throws -> Output {
        .classes
    }
    package var featureCount: Int? { nil }
    package func features(of run: Run) -> Matrix? { nil }
    package func queries(of run: Run) -> DecoderQueries { DecoderQueries(tasks: run.tasks) }
    package func answer(to query: Int, of run: Run) -> DecoderAnswer {
        DecoderAnswer(run.tasks[query].reading, then: run.tasks[query].final)
    }
    package func answered(in run: Run) -> Range<Int> { 0..<queries(of: run).count }
    package func answer(_ run: Run) throws {
        for task in run.tasks {
            _ = run.model.predict(task, latents: run.trace.final, of: run.input.modality)
        }
    }
    package func outputs(
        of run: Run,
        reconstructing: Bool,
        progress: (Double) -> Void
    ) throws -> [NamedOutput] {
        run.predictions.map { NamedOutput($0, run.predictions.count == 1 ? "logits" : "logits.\($0.task)") }
    }
    package func bytes(_ input: InputArray, _ final: Matrix, positions: [Int]) -> BytePredictions {
        preconditionFailure("\(Self.self) has no bytes")
    }
    package func clip(
        of run: Run,
        progress: @Sendable (Double) -> Void
    ) throws(CancellationError) -> ClipReconstruction {
        preconditionFailure("\(Self.self) has no clip")
    }
    package func input(
        of run: Run,
        progress: (Double) -> Void
    ) throws(CancellationError) -> InputReconstruction {
        preconditionFailure("\(Self.self) does not read its input back")
    }
}

/// A medium of a usual size, for measurements.
package enum UsualInput: Sendable, Hashable {
    /// Width and height in pixels.
    case picture(width: Int, height: Int)
    /// Two pictures of one size.
    case pictures(width: Int, height: Int)
    /// Samples a second, and how many there are.
    case sound(sampleRate: Int, count: Int)
    case text(bytes: Int)
    /// How many points there are.
    case points(count: Int)
    /// Square frames, and a sound.
    case clip(frames: Int, side: Int, sampleRate: Int, samples: Int)
    /// How many units there are.
    case units(count: Int)
}
