import Media

/// A convolution of a front end as `config.json` describes it.
struct StageSettings: Decodable, Sendable {
    let channels: Int
    let kernel: [Int]
    let stride: [Int]
    let residual: Bool?

    /// Whether what entered the stage is added to what it makes.
    var isResidual: Bool { residual ?? false }
}

/// How pictures become tokens.
struct ImageSettings: Decodable, Sendable {
    let size: Int
    let largestAspect: Double
    let mean: [Float]
    let deviation: [Float]
    let stages: [StageSettings]
    let grid: [Int]
    let bands: Int
}

/// How sounds become tokens.
struct AudioSettings: Decodable, Sendable {
    let sampleRate: Int
    let seconds: Double
    let frame: Int
    let hop: Int
    let fft: Int
    let melBands: Int
    let lowestHertz: Double
    let highestHertz: Double
    /// What lies this many decibels below the loudest tile, or lower, is 0.
    let range: Float
    /// The loudest tile counts as at least this loud, so that silence does not become noise.
    let lowestReference: Float
    let stages: [StageSettings]
    let grid: [Int]
    let bands: Int

    enum CodingKeys: String, CodingKey {
        case sampleRate, seconds, frame, hop, fft, melBands, lowestHertz, highestHertz, stages, grid, bands
        case range = "rangeDecibel"
        case lowestReference = "lowestReferenceDecibel"
    }
}

/// How texts become tokens.
struct TextSettings: Decodable, Sendable {
    let longest: Int
    let maskId: Int
    let embedding: Int
    let stages: [StageSettings]
    let grid: [Int]
    let bands: Int
    /// Sequences of bytes that have rows of a table, if the model knows any.
    let ngrams: NgramSettings?
}

/// How point clouds become tokens.
struct PointSettings: Decodable, Sendable {
    /// How many points the model sees.
    let points: Int
    /// How many of them are centres of tokens.
    let groups: Int
    /// How many points nearest to a centre its token is of.
    let neighbours: Int
    let hidden: Int
    let channels: Int
    /// How many centres each learns from, each time.
    let beside: Int
    /// Of the centres nearest to one every so many-th is taken; a number for each time.
    let steps: [Int]
    let bands: Int
    /// The highest frequency of positions.
    let highest: Float
}

/// Hashed sequences of bytes.
struct NgramSettings: Decodable, Sendable {
    let sizes: [Int]
    let buckets: Int
}

/// A task as `config.json` describes it.
///
/// Its `input` is a modality, or a list of several of which the same is asked.
struct TaskSettings: Decodable, Sendable {
    let name: String
    let inputs: [Modality]
    let labels: [String]
    /// What scores are divided by before the softmax.
    let temperatures: [Modality: Double]

    private enum CodingKeys: CodingKey {
        case name, input, labels, temperature
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        labels = try container.decode([String].self, forKey: .labels)
        let inputs =
            if let one = try? container.decode(String.self, forKey: .input) { [one] } else {
                try container.decode([String].self, forKey: .input)
            }
        self.inputs = try inputs.map { try Self.modality($0, container) }
        temperatures = try Self.temperatures(container, inputs: self.inputs)
        guard !inputs.isEmpty, Set(inputs).count == inputs.count else {
            throw Self.problem("names no modality, or one twice", container)
        }
    }

    /// A number, or one for each modality by name.
    private static func temperatures(
        _ container: KeyedDecodingContainer<CodingKeys>,
        inputs: [Modality]
    ) throws -> [Modality: Double] {
        guard container.contains(.temperature) else { return [:] }
        var temperatures: [Modality: Double] = [:]
        if let one = try? container.decode(Double.self, forKey: .temperature) {
            for modality in inputs { temperatures[modality] = one }
        } else {
            for (name, number) in try container.decode([String: Double].self, forKey: .temperature) {
                guard let modality = inputs.first(where: { $0.rawValue == name }) else {
                    throw problem("\"\(name)\" is no input of the task", container, at: .temperature)
                }
                temperatures[modality] = number
            }
        }
        for number in temperatures.values where !(number > 0 && number.isFinite) {
            throw problem(
                "\(number) is out of range, expected a finite number above 0",
                container,
                at: .temperature
            )
        }
        return temperatures
    }

    private static func modality(
        _ name: String,
        _ container: KeyedDecodingContainer<CodingKeys>
    ) throws -> Modality {
        let known = BundledModel.kind.modalities.map(\.rawValue).joined(separator: ", ")
        guard let modality = Modality(rawValue: name), BundledModel.kind.modalities.contains(modality) else {
            throw problem("\"\(name)\" is no modality, expected \(known)", container)
        }
        return modality
    }

    private static func problem(
        _ text: String,
        _ container: KeyedDecodingContainer<CodingKeys>,
        at key: CodingKeys = .input
    ) -> DecodingError {
        DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: text)
    }
}

/// A thing that several tasks know, perhaps under different names.
public struct Concept: Decodable, Sendable, Hashable {
    /// The shared name.
    public let name: String
    /// What each task that knows it calls it.
    public let labels: [String: String]
}

/// What `config.json` of the bundled kind of model says.
///
/// Keys of the trunk are the published Perceivers' own.
struct ModelConfiguration: Decodable, Sendable {
    struct Inputs: Decodable, Sendable {
        let image: ImageSettings
        let audio: AudioSettings
        let text: TextSettings
        /// Units of a game, if the model takes them.
        let units: UnitSettings?
        /// `nil` of a model that takes no point clouds.
        let points: PointSettings?
        /// Models of earlier versions take no clips.
        let clip: ClipSettings?
    }

    let modelType: String
    let name: String
    let version: String
    let numLatents: Int
    let dLatents: Int
    let dModel: Int
    let numBlocks: Int
    let numSelfAttendsPerBlock: Int
    let numCrossAttentionHeads: Int
    let numSelfAttentionHeads: Int
    let numDecoderAttentionHeads: Int
    let crossAttentionWideningFactor: Int
    let selfAttentionWideningFactor: Int
    let decoderWideningFactor: Int
    let inputs: Inputs
    let tasks: [TaskSettings]
    let concepts: [Concept]
    /// Modalities whose input can be asked back.
    let reconstructs: [Modality]?

    static let modelType = "perceiver_explorer"
}
