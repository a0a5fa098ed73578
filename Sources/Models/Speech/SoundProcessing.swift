import Checkpoints
import Files
import FoundationEssentials
import Glibc
import Media

/// How sounds are made ready for a HuBERT or a wav2vec 2, as `preprocessor_config.json` says.
struct SoundProcessing: Sendable {
    /// Samples a second.
    var sampleRate = 16_000
    /// Whether samples get a mean of 0 and a variance of 1.
    var normalizes = true
    /// Where these come from, in words.
    var origin = "the usual constants, as there is no preprocessor_config.json"

    private struct Keys: Decodable {
        let featureExtractorType: String?
        let featureSize: Int?
        let samplingRate: Int?
        let doNormalize: Bool?
    }

    /// Reads the file of a model's folder, if it is there.
    init(folder: URL) throws(CheckpointError) {
        guard PictureProcessing.isThere(folder) else { return }
        origin = PictureProcessing.fileName
        let file = try ConfigurationFile(path: folder.appending(path: PictureProcessing.fileName).path)
        let keys = try file.decode(Keys.self)
        let known = "Wav2Vec2FeatureExtractor"
        if let name = keys.featureExtractorType, name != known {
            throw file.error(at: "feature_extractor_type", "“\(name)” is not supported, expected \(known)")
        }
        let size = keys.featureSize ?? 1
        guard size == 1 else {
            throw file.error(
                at: "feature_size",
                "\(size) is not supported, expected 1: one channel of samples"
            )
        }
        sampleRate = try file.check(keys.samplingRate ?? sampleRate, "sampling_rate", in: Sound.rates)
        normalizes = keys.doNormalize ?? true
    }

    /// The samples as the model gets them.
    func callAsFunction(_ samples: [Float]) -> [Float] {
        guard normalizes, !samples.isEmpty else { return samples }
        let count = Double(samples.count)
        let mean = samples.reduce(0.0) { $0 + Double($1) } / count
        let variance = samples.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
        let scale = 1 / (variance + 1e-7).squareRoot()
        return samples.map { Float((Double($0) - mean) * scale) }
    }

    /// What it does, for the report.
    var facts: [MappingReport.Fact] {
        [.init("settings from", origin), .init("sampling rate", "\(sampleRate) Hz")]
            + (normalizes ? [.init("normalise", "to mean 0 and variance 1")] : [])
    }
}
