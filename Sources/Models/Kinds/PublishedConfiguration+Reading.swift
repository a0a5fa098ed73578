import Checkpoints
import Numerics

extension PublishedConfiguration: Decodable {
    private enum CodingKeys: String, CodingKey {
        case numLatents, dLatents, numBlocks, numSelfAttendsPerBlock, numSelfAttentionHeads
        case numCrossAttentionHeads, qkChannels, vChannels, selfAttentionWideningFactor
        case crossAttentionWideningFactor, hiddenAct, useQueryResidual
        case crossAttentionShape = "crossAttentionShapeForAttention"
    }

    init(from decoder: any Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        func value<Value: Decodable>(_ key: CodingKeys, _ standard: Value) throws -> Value {
            try keys.decodeIfPresent(Value.self, forKey: key) ?? standard
        }
        numLatents = try value(.numLatents, 256)
        dLatents = try value(.dLatents, 1280)
        numBlocks = try value(.numBlocks, 1)
        numSelfAttendsPerBlock = try value(.numSelfAttendsPerBlock, 26)
        numSelfAttentionHeads = try value(.numSelfAttentionHeads, 8)
        numCrossAttentionHeads = try value(.numCrossAttentionHeads, 8)
        qkChannels = try keys.decodeIfPresent(Int.self, forKey: .qkChannels)
        vChannels = try keys.decodeIfPresent(Int.self, forKey: .vChannels)
        crossAttentionShape = try value(.crossAttentionShape, "kv")
        selfAttentionWideningFactor = try value(.selfAttentionWideningFactor, 1)
        crossAttentionWideningFactor = try value(.crossAttentionWideningFactor, 1)
        hiddenAct = try value(.hiddenAct, "gelu")
        useQueryResidual = try value(.useQueryResidual, true)
        let classes = try PublishedLabels(from: decoder)
        (labels, labelNote, scoring) = (classes.names, classes.note, classes.scoring)
    }

}

extension PublishedConfiguration {
    /// Checks every number, before memory is taken for it.
    ///
    /// - Throws: `CheckpointError` naming the key, what it says and what would be accepted.
    func check(_ file: ConfigurationFile, inputChannels: Int) throws(CheckpointError) {
        try file.check(numLatents, "num_latents", in: 1...65_536)
        try file.check(dLatents, "d_latents", in: 1...65_536)
        try file.check(numBlocks, "num_blocks", in: 1...1024)
        try file.check(numSelfAttendsPerBlock, "num_self_attends_per_block", in: 0...1024)
        try file.check(selfAttentionWideningFactor, "self_attention_widening_factor", in: 1...64)
        try file.check(crossAttentionWideningFactor, "cross_attention_widening_factor", in: 1...64)
        guard Activation(name: hiddenAct) != nil else {
            let known = Activation.allCases.flatMap(\.names).joined(separator: ", ")
            throw file.error(at: "hidden_act", "“\(hiddenAct)” is not known, expected one of \(known)")
        }
        guard ["kv", "q"].contains(crossAttentionShape) else {
            throw file.error(
                at: "cross_attention_shape_for_attention",
                "“\(crossAttentionShape)” is not known, expected “kv” or “q”"
            )
        }
        if let qkChannels { try file.check(qkChannels, "qk_channels", in: 1...65_536) }
        if let vChannels { try file.check(vChannels, "v_channels", in: 1...65_536) }
        try file.check(labels.count, "id2label", in: 1...100_000)
        try checkHeads(file, inputChannels)
    }

    /// Heads must divide the channels they share.
    private func checkHeads(_ file: ConfigurationFile, _ inputChannels: Int) throws(CheckpointError) {
        try divide(dLatents, "d_latents", by: numSelfAttentionHeads, "num_self_attention_heads", file)
        try divide(dLatents, "d_latents", by: numCrossAttentionHeads, "num_cross_attention_heads", file)
        let cross = sizes(keys: inputChannels, widening: crossAttentionWideningFactor)
        let layers =
            [(cross, numCrossAttentionHeads, "num_cross_attention_heads")]
            + [(sizes(keys: nil, widening: 1), numSelfAttentionHeads, "num_self_attention_heads")]
        for (sizes, heads, key) in layers {
            try divide(sizes.queryKey, "channels of queries and keys", by: heads, key, file)
            try divide(sizes.value, "channels of values", by: heads, key, file)
        }
        let own = sizes(keys: nil, widening: 1)
        guard numSelfAttendsPerBlock == 0 || own.value == dLatents else {
            throw file.error(
                at: vChannels == nil ? "qk_channels" : "v_channels",
                "self-attention would have \(own.value) channels of values, expected the \(dLatents) of d_latents"
            )
        }
    }

    private func divide(
        _ channels: Int,
        _ what: String,
        by heads: Int,
        _ key: String,
        _ file: ConfigurationFile
    ) throws(CheckpointError) {
        try file.check(heads, key, in: 1...65_536)
        guard channels % heads == 0 else {
            throw file.error(at: key, "\(heads) does not divide the \(channels) \(what)")
        }
    }
}
