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
        _ = try file.activation(hiddenAct, "hidden_act")
        guard ["kv", "q"].contains(crossAttentionShape) else {
            throw file.error(
                at: "cross_attention_shape_for_attention",
                "“\(crossAttentionShape)” is not known, expected “kv” or “q”"
            )
        }
        if let qkChannels { try file.check(qkChannels, "qk_channels", in: 1...65_536) }
        if let vChannels { try file.check(vChannels, "v_channels", in: 1...65_536) }
        try file.check(labels.count, "id2label", in: 1...PublishedLabels.most)
        try checkHeads(file, inputChannels)
    }

    /// Heads must divide the channels they share.
    private func checkHeads(_ file: ConfigurationFile, _ inputChannels: Int) throws(CheckpointError) {
        try file.check(numSelfAttentionHeads, "num_self_attention_heads", dividing: dLatents, "d_latents")
        try file.check(numCrossAttentionHeads, "num_cross_attention_heads", dividing: dLatents, "d_latents")
        let cross = sizes(keys: inputChannels, widening: crossAttentionWideningFactor)
        let layers =
            [(cross, numCrossAttentionHeads, "num_cross_attention_heads")]
            + [(sizes(keys: nil, widening: 1), numSelfAttentionHeads, "num_self_attention_heads")]
        for (sizes, heads, key) in layers {
            try file.checkHeads(heads, key, of: sizes)
        }
        let own = sizes(keys: nil, widening: 1)
        guard numSelfAttendsPerBlock == 0 || own.value == dLatents else {
            throw file.error(
                at: vChannels == nil ? "qk_channels" : "v_channels",
                "self-attention would have \(own.value) channels of values, expected the \(dLatents) of d_latents"
            )
        }
    }
}
