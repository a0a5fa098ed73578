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

        init(_ prediction: Prediction, _ index: Int) {
            task = prediction.task
            label = prediction.labels[index]
            self.index = index
            probability = prediction.probabilities?[index]
            let isValue = prediction.scoring == .numbers
            (logit, value) = isValue ? (nil, prediction.logits[index]) : (prediction.logits[index], nil)
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
    let predictions: [Answer]
    let masks: [Mask]?
    let filled: String?
    let flow: Flow?
    let reconstruction: Reconstruction?
    private let heading: String
    /// Of each task what is said above its classes.
    private let headings: [(task: String, text: String)]

    private enum CodingKeys: CodingKey {
        case input, modality, model, note, predictions, masks, filled, flow, reconstruction
    }

    init(
        _ source: Source,
        _ opened: OpenedMedium,
        _ run: Run,
        _ measures: ResultFiles.Measures,
        top: Int
    ) {
        input = source.given
        modality = opened.input.modality.rawValue
        model = run.model.title
        note = opened.input.note
        heading = "\(source.name) (\(opened.summary))"
        predictions = run.predictions.flatMap { prediction in
            prediction.ranking.prefix(top).map { Answer(prediction, $0) }
        }
        headings = run.predictions.map { ($0.task, Self.heading($0)) }
        (masks, filled) = Self.masks(run, top: top)
        flow = Self.flow(run, measures)
        reconstruction = measures.reconstruction.map(Reconstruction.init)
    }

    private static func heading(_ prediction: Prediction) -> String {
        let facts =
            switch prediction.scoring {
            case .oneClass:
                "margin \(decimal(Double(prediction.margin), places: 2)), "
                    + "\(decimal(prediction.entropy, places: 2)) bits"
            case .eachClass:
                "each class by itself, \(prediction.likelyCount) of \(prediction.labels.count) above 0.5"
            case .numbers: "no classes, \(prediction.labels.count == 1 ? "a number" : "numbers")"
            }
        return "\(prediction.task): \(facts)"
    }

    private static func masks(_ run: Run, top: Int) -> ([Mask]?, String?) {
        guard case .bytes(let bytes) = run.output else { return (nil, nil) }
        // Where a text has classes, too, its masks are told of if there are any.
        if bytes.positions.isEmpty && !run.predictions.isEmpty { return (nil, nil) }
        let edges = run.input.layout.columns.edges
        let masks = bytes.positions.map { position in
            let alternatives = bytes.alternatives(position, top: top).map {
                Alternative(token: $0.token.shown, id: $0.token.id, probability: $0.probability)
            }
            return Mask(position: position, byte: Int(edges[position]), alternatives: alternatives)
        }
        return (masks, bytes.filled)
    }

    private static func flow(_ run: Run, _ measures: ResultFiles.Measures) -> Flow? {
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

extension PredictionReport {
    /// For people: a block of lines.
    var text: String {
        var lines = [heading]
        if let note { lines.append("  \(note)") }
        let tasks = Dictionary(grouping: predictions, by: \.task)
        for heading in headings {
            lines.append("  \(heading.text)")
            for answer in tasks[heading.task] ?? [] { lines.append(line(answer)) }
        }
        if let masks, let filled { lines += self.lines(masks, filled) }
        if let flow { lines += self.lines(flow) }
        if let reconstruction {
            lines += self.lines(reconstruction)
        }
        return lines.printed
    }

    private func line(_ answer: Answer) -> String {
        guard let probability = answer.probability, let logit = answer.logit else {
            return "    \(decimal(Double(answer.value ?? .nan), places: 4))  \(answer.label)"
        }
        let score = decimal(Double(logit), places: 2)
        let padding = String(repeating: " ", count: max(1, 8 - score.count))
        return "    \(decimal(probability, places: 4))\(padding)\(score)  \(answer.label)"
    }

    private func lines(_ masks: [Mask], _ filled: String) -> [String] {
        guard !masks.isEmpty else {
            return ["  nothing is masked: write [MASK] for each byte, or use --mask"]
        }
        let rows = masks.map { mask in
            let alternatives = mask.alternatives.map { "\($0.token) \(decimal($0.probability, places: 4))" }
            return "    position \(mask.position), byte \(mask.byte): " + alternatives.joined(separator: "  ")
        }
        // The lines of a text stay lines.
        return "  filled: \(filled)".split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            + rows
    }

    private func lines(_ reconstruction: Reconstruction) -> [String] {
        let ratios: [(String, [Double]?)] = [
            ("frames", reconstruction.framePSNR), ("sound", reconstruction.soundPSNR.map { [$0] }),
            ("reconstruction", reconstruction.psnr.map { [$0] }),
            ("what was removed", reconstruction.removedPSNR.map { [$0] }),
        ]
        return ratios.compactMap { name, values in
            values.map { values in
                let numbers = values.map { decimal($0, places: 2) }.joined(separator: " ")
                return "  \(name), PSNR in dB: \(numbers)"
            }
        }
    }

    private func lines(_ flow: Flow) -> [String] {
        func number(_ value: Double) -> String { decimal(value, places: 2) }
        var lines = [
            "  mean displacement \(number(flow.meanRight)) px right, \(number(flow.meanDown)) px down",
            "  mean length \(number(flow.meanLength)) px, longest \(number(flow.longest)) px",
        ]
        if let error = flow.endPointError, let pixels = flow.endPointPixels {
            lines.append(
                "  end-point error \(decimal(error, places: 4)) px over \(Numbers.grouped(pixels)) pixels"
            )
        }
        return lines
    }
}

extension ByteToken {
    /// The token on a line: printable bytes in quotation marks, others as numbers, special ones by their literal.
    var shown: String {
        switch self {
        case .special(let special): special.rawValue
        case .byte(let byte) where (0x20..<0x7F).contains(byte): "\"\(Character(UnicodeScalar(byte)))\""
        case .byte(let byte):
            "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        case .unknown(let id): "[\(id)]"
        }
    }
}
