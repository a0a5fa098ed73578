import Checkpoints
import Perceiver

/// The keys of `config.json` beside tensors of perceiver-pytorch: arguments of its constructors, by their names.
///
/// Those whose numbers the tensors tell need not be there; if they are, they must agree.
struct PytorchSettings: Decodable, Sendable {
    let imageSize: PictureSize?
    let maxFreq: Double?
    let numFreqBands: Int?
    let freqBase: Double?
    let fourierEncodeData: Bool?
    let inputChannels: Int?
    let inputAxis: Int?
    let depth: Int?
    let selfPerCrossAttn: Int?
    let weightTieLayers: Bool?
    let crossHeads: Int?
    let crossDimHead: Int?
    let latentHeads: Int?
    let latentDimHead: Int?
    let attnResidual: Bool?
    let invertedCrossAttn: Switches?
    let queriesContributeKv: Bool?
    /// The tensor that a `PerceiverIO` is asked with.
    let queries: String?
    /// The token that stands for byte 0, of a language model.
    let firstByte: Int?
    /// The token behind which a byte is hidden, of a language model.
    let maskToken: Int?

    /// One truth value, or one for each layer.
    struct Switches: Decodable, Sendable {
        let isAnyOn: Bool

        init(from decoder: any Swift.Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let one = try? container.decode(Bool.self) {
                isAnyOn = one
            } else {
                isAnyOn = try container.decode([Bool].self).contains(true)
            }
        }
    }

    /// What a file says, as far as it can be run.
    init(_ file: ConfigurationFile) throws(CheckpointError) {
        self = try file.decode()
        for (isOn, key, what) in [
            (attnResidual == true, "attn_residual", "earlier layers' outputs that are attended to"),
            (invertedCrossAttn?.isAnyOn == true, "inverted_cross_attn", "a softmax over queries"),
            (queriesContributeKv == true, "queries_contribute_kv", "queries among the keys"),
        ] where isOn {
            throw file.error(at: key, "true means \(what), which is not supported; expected false")
        }
        if freqBase != nil {
            throw file.error(
                at: "freq_base",
                "frequencies that are spaced by powers, as in early versions, are not supported; expected none"
            )
        }
        if let depth { try file.check(depth, "depth", in: 1...1024) }
        if let maxFreq { try file.check(maxFreq, "max_freq", in: 0...1e9) }
        if let numFreqBands { try file.check(numFreqBands, "num_freq_bands", in: 0...4096) }
    }

    /// Of the keys that tensors do not tell those that are missing, if they count.
    func missing(crossHeads needsCross: Bool = true, frequency: Bool) -> [String] {
        var keys: [String] = []
        if frequency && maxFreq == nil { keys.append("max_freq") }
        if needsCross && crossHeads == nil && crossDimHead == nil { keys.append("cross_heads") }
        if latentHeads == nil && latentDimHead == nil { keys.append("latent_heads") }
        return keys
    }
}

extension PytorchLayers {
    /// What `config.json` could say of the heads: the package's 64 channels a head, if that can be.
    static func exampleHeads(_ shapes: TensorShapes, cross: [String], own: [String]) -> String {
        func heads(_ names: [String]) -> Int {
            let channels = names.compactMap { shapes.size("\($0).fn.to_q.weight", 0) }.first ?? 64
            return channels % 64 == 0 ? channels / 64 : 1
        }
        return "\"cross_heads\": \(heads(cross)), \"latent_heads\": \(heads(own))"
    }
}
