import Checkpoints
import Media
import Numerics

/// How the bytes of pixels become numbers, as `preprocessor_config.json` says: rescaled, then normalised.
struct PixelNumbers: Sendable, Hashable {
    var rescales = true
    var rescaleFactor = 1.0 / 255
    var normalizes = true
    var mean: [Float] = imageNet.mean
    var deviation: [Float] = imageNet.deviation

    /// Those of the pictures of ImageNet.
    static let imageNet: (mean: [Float], deviation: [Float]) = (
        [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
    )

    /// The values `[3]` of each possible byte: rescaled in 64 bits, normalised in 32.
    var table: [[Float]] {
        (0..<3).map { channel in
            (0...255).map { normalized(rescales ? Float(Double($0) * rescaleFactor) : Float($0), channel) }
        }
    }

    /// The pixels of a picture, `[H · W, 3]`.
    func callAsFunction(_ image: Image) -> FeatureMap {
        let table = table
        let values = Matrix(rows: image.width * image.height, columns: 3) { target in
            for i in target.indices { target[i] = table[i % 3][Int(image.pixels[i])] }
        }
        return FeatureMap(height: image.height, width: image.width, values: values)
    }

    /// A rescaled number of a colour, normalised.
    func normalized(_ value: Float, _ channel: Int) -> Float {
        normalizes ? (value - mean[channel]) / deviation[channel] : value
    }

    /// What it does, for the report.
    var facts: [MappingReport.Fact] {
        (rescales ? [.init("rescale", "× \(rescaleFactor)")] : [])
            + (normalizes ? [.init("normalise", "mean \(mean), deviation \(deviation)")] : [])
    }
}

extension PixelNumbers {
    /// The file's keys; older files have no rescale keys.
    private struct Keys: Decodable {
        let doRescale: Bool?
        let rescaleFactor: Double?
        let doNormalize: Bool?
        let imageMean: Numbers?
        let imageStd: Numbers?
    }

    /// One number for all colours, or one for each.
    private struct Numbers: Decodable {
        let each: [Float]

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            if let one = try? value.decode(Float.self) {
                each = [one, one, one]
            } else {
                let numbers = try value.decode([Float].self)
                each = numbers.count == 1 ? Array(repeating: numbers[0], count: 3) : numbers
            }
        }
    }

    /// Reads what a file says; what it does not say stays.
    ///
    /// - Throws: `CheckpointError` naming the key, what it says and what would be accepted.
    mutating func read(_ file: ConfigurationFile) throws(CheckpointError) {
        let keys = try file.decode(Keys.self)
        rescales = keys.doRescale ?? rescales
        rescaleFactor = keys.rescaleFactor ?? rescaleFactor
        normalizes = keys.doNormalize ?? normalizes
        mean = keys.imageMean?.each ?? mean
        deviation = keys.imageStd?.each ?? deviation
        guard rescaleFactor.isFinite else {
            throw file.error(at: "rescale_factor", "must be a finite number")
        }
        for (numbers, key) in [(mean, "image_mean"), (deviation, "image_std")] {
            guard numbers.count == 3 && numbers.allSatisfy(\.isFinite) else {
                throw file.error(at: key, "\(numbers) must be three numbers, or one for grey")
            }
        }
        guard deviation.allSatisfy({ $0 > 0 }) else { throw file.error(at: "image_std", "must be above 0") }
    }
}
