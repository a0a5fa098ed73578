import Checkpoints
import Numerics
import Perceiver

/// What `config.json` of a Perceiver of the first paper says: its trunk and its classes.
///
/// Keys that are absent have the values of the paper's model for ImageNet. Those that a published Perceiver has, too, have
/// the same names and meanings.
struct CrossingConfiguration: Sendable {
    /// Which of the layers at the same place of several crossings have the same weights.
    enum Sharing: String, Sendable, Decodable, CaseIterable {
        case all
        /// The first crossing's layers are apart, and all others share theirs.
        case allButFirst = "all_but_first"
        case none

        /// The number of the weights that a crossing uses.
        func set(_ crossing: Int) -> Int {
            switch self {
            case .all: 0
            case .allButFirst: min(crossing, 1)
            case .none: crossing
            }
        }

        /// What it means, in words.
        var words: String {
            switch self {
            case .all: "the same weights each time"
            case .allButFirst: "the same weights each time but the first"
            case .none: "weights of their own each time"
            }
        }
    }

    let numLatents: Int
    let dLatents: Int
    let numCrossAttends: Int
    let numSelfAttendsPerBlock: Int
    let numSelfAttentionHeads: Int
    let numCrossAttentionHeads: Int
    /// `nil` for the channels of the input or of the latents, whichever are fewer.
    let qkChannels: Int?
    /// `nil` for as many as of queries and keys.
    let vChannels: Int?
    let selfAttentionWideningFactor: Int
    let crossAttentionWideningFactor: Int
    let hiddenAct: String
    let shareCrossAttends: Sharing
    let shareSelfAttends: Sharing
    let numFrequencyBands: Int
    /// Of rows and columns; half of it is the highest frequency.
    let maxResolution: [Int]
    let classes: PublishedLabels

    /// The function between the linear maps of an MLP; ``check(_:inputChannels:)`` refuses a name that is not known.
    var activation: Activation { Activation(name: hiddenAct) ?? .gelu }
    /// Features of positions.
    var positions: FourierFeatures { FourierFeatures(bands: numFrequencyBands, resolution: maxResolution) }

    /// What a file says, checked.
    ///
    /// - Parameter contentChannels: what tokens have besides features of their positions.
    /// - Throws: `CheckpointError` naming the key, what it says and what would be accepted.
    init(_ file: ConfigurationFile, contentChannels: Int) throws(CheckpointError) {
        self = try file.decode()
        try check(file, contentChannels: contentChannels)
    }

    /// The sizes of a layer; `keys` is `nil` in self-attention.
    func sizes(keys: Int?) -> LayerSizes {
        let queryKey = qkChannels ?? min(keys ?? dLatents, dLatents)
        let widening = keys == nil ? selfAttentionWideningFactor : crossAttentionWideningFactor
        return LayerSizes(
            queries: dLatents,
            keys: keys,
            queryKey: queryKey,
            value: vChannels ?? queryKey,
            hidden: widening * dLatents
        )
    }
}

extension CrossingConfiguration: Decodable {
    private enum CodingKeys: CodingKey {
        case numLatents, dLatents, numCrossAttends, numSelfAttendsPerBlock, numSelfAttentionHeads
        case numCrossAttentionHeads, qkChannels, vChannels, selfAttentionWideningFactor
        case crossAttentionWideningFactor, hiddenAct, shareCrossAttends, shareSelfAttends
        case numFrequencyBands, maxResolution
    }

    init(from decoder: any Swift.Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        func value<Value: Decodable>(_ key: CodingKeys, _ standard: Value) throws -> Value {
            try keys.decodeIfPresent(Value.self, forKey: key) ?? standard
        }
        func sharing(_ key: CodingKeys, _ standard: Sharing) throws -> Sharing {
            let name = try value(key, standard.rawValue)
            if let known = Sharing(rawValue: name) { return known }
            let expected = Sharing.allCases.map { "“\($0.rawValue)”" }.joined(separator: ", ")
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: keys.codingPath + [key],
                    debugDescription: "“\(name)” is not known, expected one of \(expected)"
                )
            )
        }
        numLatents = try value(.numLatents, 512)
        dLatents = try value(.dLatents, 1024)
        numCrossAttends = try value(.numCrossAttends, 8)
        numSelfAttendsPerBlock = try value(.numSelfAttendsPerBlock, 6)
        numSelfAttentionHeads = try value(.numSelfAttentionHeads, 8)
        numCrossAttentionHeads = try value(.numCrossAttentionHeads, 1)
        qkChannels = try keys.decodeIfPresent(Int.self, forKey: .qkChannels)
        vChannels = try keys.decodeIfPresent(Int.self, forKey: .vChannels)
        selfAttentionWideningFactor = try value(.selfAttentionWideningFactor, 1)
        crossAttentionWideningFactor = try value(.crossAttentionWideningFactor, 1)
        hiddenAct = try value(.hiddenAct, "gelu")
        shareCrossAttends = try sharing(.shareCrossAttends, .allButFirst)
        shareSelfAttends = try sharing(.shareSelfAttends, .all)
        numFrequencyBands = try value(.numFrequencyBands, 64)
        maxResolution = try value(.maxResolution, [224, 224])
        classes = try PublishedLabels(from: decoder)
    }

    /// Checks every number, before memory is taken for it.
    private func check(_ file: ConfigurationFile, contentChannels: Int) throws(CheckpointError) {
        try file.check(numLatents, "num_latents", in: 1...65_536)
        try file.check(dLatents, "d_latents", in: 1...65_536)
        try file.check(numCrossAttends, "num_cross_attends", in: 1...256)
        try file.check(numSelfAttendsPerBlock, "num_self_attends_per_block", in: 0...256)
        try file.check(selfAttentionWideningFactor, "self_attention_widening_factor", in: 1...64)
        try file.check(crossAttentionWideningFactor, "cross_attention_widening_factor", in: 1...64)
        try file.check(numFrequencyBands, "num_frequency_bands", in: 0...4096)
        guard maxResolution.count == 2 else {
            throw file.error(at: "max_resolution", "\(maxResolution) must be two numbers: rows and columns")
        }
        for resolution in maxResolution { try file.check(resolution, "max_resolution", in: 1...65_536) }
        _ = try file.activation(hiddenAct, "hidden_act")
        if let qkChannels { try file.check(qkChannels, "qk_channels", in: 1...65_536) }
        if let vChannels { try file.check(vChannels, "v_channels", in: 1...65_536) }
        try file.check(classes.names.count, "id2label", in: 1...PublishedLabels.most)
        let cross = sizes(keys: contentChannels + positions.channels)
        try file.checkHeads(numCrossAttentionHeads, "num_cross_attention_heads", of: cross)
        try file.checkHeads(numSelfAttentionHeads, "num_self_attention_heads", of: sizes(keys: nil))
    }
}

extension ConfigurationFile {
    /// Checks that heads divide the channels that they share.
    func checkHeads(_ heads: Int, _ key: String, of sizes: LayerSizes) throws(CheckpointError) {
        try check(heads, key, dividing: sizes.queryKey, "channels of queries and keys")
        try check(heads, key, dividing: sizes.value, "channels of values")
    }
}
