import Foundation

/// What `predict --json` prints of one input.
struct PrintedPrediction: Decodable {
    struct Class: Decodable, Equatable {
        let task: String
        let label: String
        let index: Int
        let probability: Double?
        let logit: Float?
    }

    struct Task: Decodable, Equatable {
        let task: String
        let margin: Double
        let entropyBits: Double
    }

    struct Alternative: Decodable {
        let id: Int
        let probability: Double
    }

    struct Mask: Decodable {
        let position: Int
        let alternatives: [Alternative]
    }

    struct Flow: Decodable, Equatable {
        let width: Int
        let height: Int
        let meanRight: Double
        let meanDown: Double
        let meanLength: Double
        let longest: Double
    }

    struct Reconstruction: Decodable {
        let framePSNR: [Double]?
        let soundPSNR: Double?
        let psnr: Double?
        let removedPSNR: Double?
    }

    struct Letter: Decodable, Equatable {
        let letter: String
        let index: Int
        let from: Double
        let end: Double
        let probability: Double
    }

    struct Speech: Decodable {
        let text: String
        let letters: [Letter]
    }

    struct Pixels: Decodable, Equatable {
        let column: Int
        let row: Int
        let colour: String
        let rank: Int
        let nats: Double?
        let meanNats: Double
        let totalNats: Double
    }

    let input: String
    let modality: String
    let model: String
    let note: String?
    let predictions: [Class]
    let tasks: [Task]
    let masks: [Mask]?
    let filled: String?
    let flow: Flow?
    let speech: Speech?
    let pixels: Pixels?
    let reconstruction: Reconstruction?
}

/// What `compare --json` prints of two inputs.
struct PrintedComparison: Decodable {
    struct Shared: Decodable, Equatable {
        let name: String
        let probabilities: [Double]
    }

    struct Latent: Decodable, Equatable {
        let latent: Int
        let similarity: Double
        let entropies: [Double]
        let partner: Int
        let partnerSimilarity: Double
    }

    let tasks: [String]
    let agreement: Double?
    let meanLatentCosine: Double
    let shared: [Shared]
    let latents: [Latent]
}

/// What `compare --json` prints of more inputs.
struct PrintedLikeness: Decodable {
    struct Other: Decodable {
        let input: String
    }

    struct Ranking: Decodable {
        let byNames: [Other]
        let byLatents: [Other]
    }

    let task: String?
    let sharedNames: [String]
    let names: [[Double?]]
    let latents: [[Double?]]
    let rankings: [Ranking]
}

extension Decodable {
    /// What a command prints as JSON, with numbers that are read to the last digit.
    ///
    /// `JSONSerialization` reads some of them a little beside.
    init(printed arguments: [String]) throws {
        let outcome = try CommandTests().perceiver(arguments)
        self = try JSONDecoder().decode(Self.self, from: Data(outcome.output.utf8))
    }
}

/// A folder for files that are compared.
struct ParityFolder {
    private let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

    func path(_ name: String) -> String { url.appending(path: name).path }

    func contents(_ name: String) throws -> Data { try Data(contentsOf: url.appending(path: name)) }

    func remove() { try? FileManager.default.removeItem(at: url) }
}
