import Numerics
import Perceiver

/// Which weights of a model are drawn anew, from its answers down.
public enum RedrawnPart: String, Sendable, Hashable, CaseIterable {
    /// Those that read the answers.
    case decoder
    /// Also those of layers in which vectors ask each other.
    case latents
    /// Also those that read the input, and the learned latents.
    case all

    /// In a word.
    public var word: String {
        switch self {
        case .decoder, .latents: rawValue
        case .all: "weights"
        }
    }

    /// In a few words, for one line below the other.
    public var words: String {
        switch self {
        case .decoder: "decoder"
        case .latents: "and latents' layers"
        case .all: "all layers"
        }
    }
}

extension Model {
    /// The parts that differ: where no layer reads another space, what is drawn for the latents is all there is.
    public var redrawnParts: [RedrawnPart] {
        let own = trunk.layers.count(where: \.isSelfAttention)
        return RedrawnPart.allCases.filter { $0 != .latents || own > 0 && own < trunk.layers.count }
    }

    /// The same model with weights that were drawn anew; what makes tokens, and what asks the decoder, stay.
    ///
    /// - Complexity: takes as much memory as the weights that are drawn.
    public func redrawn(_ part: RedrawnPart, seed: UInt64) -> Model {
        let redrawing = Redrawing(seed: seed)
        let trunk =
            switch part {
            case .decoder: trunk
            case .latents: trunk.redrawn(redrawing, latents: false, where: \.isSelfAttention)
            case .all: trunk.redrawn(redrawing, latents: true) { _ in true }
            }
        return with(trunk, redrawing)
    }
}

extension Run {
    /// The run of the same input with weights that were drawn anew.
    ///
    /// What it puts out besides answers to tasks is still that of the original.
    ///
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    public func redrawn(_ part: RedrawnPart, seed: UInt64) throws -> Run {
        let other = model.redrawn(part, seed: seed)
        let trace =
            part == .decoder
            ? trace : try other.trunk(for: input).run(input.read) { _ in try Task.checkCancellation() }
        return Run(
            model: other,
            input: input,
            trace: trace,
            predictions: other.tasks(of: input).map {
                other.predict($0, latents: trace.final, of: input.modality)
            },
            output: output,
            duration: duration
        )
    }
}

extension Redrawing {
    /// A task that is read with other weights; its query stays.
    func callAsFunction(_ task: ClassificationTask) -> ClassificationTask {
        ClassificationTask(
            name: task.name,
            modalities: task.modalities,
            labels: task.labels,
            reading: self(task.reading),
            final: self(task.final),
            scoring: task.scoring,
            temperatures: task.temperatures,
            place: task.place
        )
    }

    /// A reading with other weights.
    func callAsFunction(_ reading: ClassificationTask.Reading) -> ClassificationTask.Reading {
        switch reading {
        case .query(let query): .query(ClassificationTask.Query(query.vector, self(query.attention)))
        case .average, .normedAverage, .averageOfNormed, .first, .last, .normed, .firstAndAverage: reading
        }
    }

    /// An answer that is read with other weights.
    func callAsFunction(_ answer: DecoderAnswer) -> DecoderAnswer {
        DecoderAnswer(
            self(answer.reading),
            then: self(answer.map),
            scale: answer.scale,
            source: answer.source,
            firstToken: answer.firstToken
        )
    }
}
