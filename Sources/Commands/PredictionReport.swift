import Explanation
import Explorer
import Media
import Models

/// What `predict` prints of one input.
struct PredictionReport: Encodable {
    struct Answer: Encodable {
        let task: String
        let label: String
        let index: Int
        /// Of a class.
        let probability: Double?
        let logit: Float?
        /// What the task answers if it has no classes.
        let value: Float?
        /// The probability, or the value, without the changes to the input.
        let before: Double?
        /// How much more it is with them.
        let change: Double?

        init(_ prediction: Prediction, _ index: Int, _ changed: TaskChange?) {
            (before, change) = (changed?.before[index], changed?.change[index])
            task = prediction.task
            label = prediction.labels[index]
            self.index = index
            probability = prediction.probabilities?[index]
            let isValue = prediction.scoring == .numbers
            (logit, value) = isValue ? (nil, prediction.logits[index]) : (prediction.logits[index], nil)
        }
    }

    /// How sure the model is of its answer to a task.
    struct Task: Encodable {
        let task: String
        /// The probability of the first class less that of the second; `nil` where not one class is meant.
        let margin: Double?
        /// The entropy of the probabilities in bits; `nil` where not one class is meant.
        let entropyBits: Double?
        /// The classes that changed most, if the input was changed.
        let movers: [Answer]?

        init(_ prediction: Prediction, _ changed: TaskChange?) {
            movers = changed.map { changed in
                changed.movers.prefix(3).map { Answer(prediction, $0, changed) }
            }
            task = prediction.task
            let isOneClass = prediction.scoring == .oneClass
            (margin, entropyBits) = isOneClass ? (prediction.margin, prediction.entropy) : (nil, nil)
        }
    }

    struct Alternative: Encodable {
        let token: String
        let id: Int
        let probability: Double
    }

    /// A masked place of a text.
    struct Mask: Encodable {
        /// The token's number; the frame's first token has 0.
        let position: Int
        /// The byte of the text.
        let byte: Int
        let alternatives: [Alternative]
    }

    /// What was said, and each letter with the seconds that it was read from.
    struct Speech: Encodable {
        struct Letter: Encodable {
            let letter: String
            let index: Int
            let from: Double
            let end: Double
            let probability: Double
        }

        let text: String
        let letters: [Letter]
    }

    struct Flow: Encodable {
        let width: Int
        let height: Int
        let meanRight: Double
        let meanDown: Double
        let meanLength: Double
        let longest: Double
        let endPointError: Double?
        let endPointPixels: Int?
    }

    /// How many tokens have features, and of how many numbers.
    struct Features: Encodable {
        let tokens: Int
        let numbers: Int
    }

    /// How little the model expected the pixels of a picture.
    struct Pixels: Encodable {
        /// The pixel that the predictions are of.
        let column: Int
        let row: Int
        /// The colour that it has, and that colour's place among the predictions.
        let colour: String
        let rank: Int
        let nats: Double?
        /// Of all pixels that are told: the average, and the sum.
        let meanNats: Double
        let totalNats: Double
    }

    /// How near a decoded input is to what the model was given, in decibels.
    struct Reconstruction: Encodable {
        /// Of each frame of a clip.
        var framePSNR: [Double]?
        /// Of a clip's sound.
        var soundPSNR: Double?
        /// Of a picture, or of a sound's spectrogram.
        var psnr: Double?
        /// Of what had been removed from it.
        var removedPSNR: Double?

        init(_ reconstruction: Reconstructed) {
            switch reconstruction {
            case .clip(let clip): (framePSNR, soundPSNR) = (clip.framePSNR, clip.soundPSNR)
            case .input(let input): (psnr, removedPSNR) = (input.psnr, input.removedPSNR)
            }
        }
    }

    let input: String
    let modality: String
    let model: String
    let note: String?
    /// What was changed, as the command line has it.
    let edits: [String]?
    let predictions: [Answer]
    let tasks: [Task]
    let masks: [Mask]?
    let filled: String?
    let speech: Speech?
    let flow: Flow?
    let reconstruction: Reconstruction?
    /// What there is where nothing is answered.
    let features: Features?
    let pixels: Pixels?
    let heading: String

    private enum CodingKeys: CodingKey {
        case input, modality, model, note, edits, predictions, tasks, masks, filled, speech, flow
        case reconstruction, features, pixels
    }

    init(
        _ source: Source,
        _ opened: OpenedMedium,
        _ run: Run,
        _ measures: ResultWriting.Measures,
        changes: AnswerChanges? = nil,
        top: Int
    ) {
        edits = source.writtenEdits
        input = source.given
        modality = opened.input.modality.rawValue
        model = run.model.title
        note = opened.input.note
        heading = "\(source.name) (\(opened.summary))"
        let changed = run.predictions.indices.map { changes?.tasks[$0] }
        predictions = zip(run.predictions, changed).flatMap { prediction, changed in
            prediction.ranking.prefix(top).map { Answer(prediction, $0, changed) }
        }
        tasks = zip(run.predictions, changed).map { Task($0, $1) }
        (masks, filled) = Self.masks(run, top: top)
        speech = Self.speech(run)
        flow = Self.flow(run, measures)
        reconstruction = measures.reconstruction.map(Reconstruction.init)
        let count = run.predictions.isEmpty ? run.model.featureCount : nil
        pixels = Self.pixels(run)
        features = count.map { Features(tokens: run.input.readCount, numbers: $0) }
    }

    private static func masks(_ run: Run, top: Int) -> ([Mask]?, String?) {
        guard case .bytes(let bytes) = run.output else { return (nil, nil) }
        // Where a text has classes, too, its masks are told of if there are any.
        if bytes.positions.isEmpty && !run.predictions.isEmpty { return (nil, nil) }
        let edges = run.input.layout.columns.edges
        let masks = bytes.positions.map { position in
            let alternatives = bytes.alternatives(position, top: top).map {
                Alternative(token: $0.token.name, id: $0.token.id, probability: $0.probability)
            }
            return Mask(position: position, byte: Int(edges[position]), alternatives: alternatives)
        }
        return (masks, bytes.filled)
    }

    private static func speech(_ run: Run) -> Speech? {
        guard case .transcript(let transcript) = run.output else { return nil }
        let times = run.input.layout.columns.edges
        let letters = transcript.letters.map { letter in
            Speech.Letter(
                letter: letter.text,
                index: letter.token,
                from: times[letter.frames.lowerBound],
                end: times[letter.frames.upperBound],
                probability: letter.probability
            )
        }
        return Speech(text: transcript.text, letters: letters)
    }

    private static func pixels(_ run: Run) -> Pixels? {
        guard case .colours(let answers) = run.output, let asked = run.input.asked,
            let prediction = run.predictions.first, let truth = prediction.place?.truth
        else { return nil }
        let place = answers.grid.place(of: asked.pixel)
        return Pixels(
            column: place.column,
            row: place.row,
            colour: prediction.labels[truth],
            rank: prediction.rank(of: truth),
            nats: answers.nats[asked.pixel],
            meanNats: answers.mean,
            totalNats: answers.total
        )
    }

    private static func flow(_ run: Run, _ measures: ResultWriting.Measures) -> Flow? {
        guard case .flow(let field) = run.output else { return nil }
        let facts = FlowFacts(field)
        return Flow(
            width: field.width,
            height: field.height,
            meanRight: facts.drift.right,
            meanDown: facts.drift.down,
            meanLength: facts.mean,
            longest: facts.longest,
            endPointError: measures.endPointError?.error,
            endPointPixels: measures.endPointError?.pixels
        )
    }
}
