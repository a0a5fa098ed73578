import Checkpoints
import Numerics

extension PublishedConfiguration {
    /// The most numbers that an input array may have: 4 GB of them.
    static let mostInputs = 1 << 30

    /// Checks every number that this kind of model reads, before memory is taken for it.
    ///
    /// - Throws: `CheckpointError` naming the key, what it says and what would be accepted.
    func check(_ file: ConfigurationFile) throws(CheckpointError) {
        try file.check(numLatents, "num_latents", in: 1...65_536)
        try file.check(dLatents, "d_latents", in: 1...65_536)
        try file.check(numBlocks, "num_blocks", in: 1...1024)
        try file.check(numSelfAttendsPerBlock, "num_self_attends_per_block", in: 0...1024)
        try file.check(selfAttentionWideningFactor, "self_attention_widening_factor", in: 1...64)
        try file.check(crossAttentionWideningFactor, "cross_attention_widening_factor", in: 1...64)
        guard Activation(rawValue: hiddenAct) != nil else {
            let known = Activation.allCases.map(\.rawValue).joined(separator: ", ")
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
        try checkFrontEnd(file)
        try checkHeads(file)
    }

    /// Heads must divide the channels they share.
    private func checkHeads(_ file: ConfigurationFile) throws(CheckpointError) {
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

    private func checkFrontEnd(_ file: ConfigurationFile) throws(CheckpointError) {
        switch kind {
        case .explorer, .imageFourier, .imageConvolution: break
        case .maskedLanguage, .sequenceClassification:
            try file.check(dModel, "d_model", in: 1...65_536)
            try file.check(vocabSize, "vocab_size", in: ByteToken.count...1_000_000)
            // A frame of two tokens and one byte.
            try file.check(maxPositionEmbeddings, "max_position_embeddings", in: 3...1_000_000)
            if kind == .maskedLanguage {
                let heads = MaskedLanguageDecoder.heads
                guard dModel % heads == 0 else {
                    throw file.error(at: "d_model", "\(heads) heads of the decoder do not divide \(dModel)")
                }
            }
        case .imageLearned:
            try file.check(imageSize, "image_size", in: 1...1024)
        case .opticalFlow:
            try count(trainSize, "train_size", file)
            try file.check(trainSize[0] * trainSize[1], "train_size", in: 1...2_000_000)
        case .multimodal: try checkMultimodal(file)
        }
        try file.check(labels.count, "id2label", in: 1...100_000)
    }

    private func count(_ sizes: [Int], _ key: String, _ file: ConfigurationFile) throws(CheckpointError) {
        guard sizes.count == 2 else {
            throw file.error(at: key, "has \(sizes.count) numbers, expected height and width")
        }
        for (index, size) in sizes.enumerated() { try file.check(size, "\(key)[\(index)]", in: 1...8192) }
    }

    private func checkMultimodal(_ file: ConfigurationFile) throws(CheckpointError) {
        try file.check(numFrames, "num_frames", in: 1...1024)
        try file.check(audioSamplesPerFrame, "audio_samples_per_frame", in: 1...48_000)
        try file.check(samplesPerPatch, "samples_per_patch", in: 1...48_000)
        try file.check(imageSize, "image_size", in: 1...8192)
        try file.check(outputNumChannels, "output_num_channels", in: 1...65_536)
        try file.check(labelTrainableNumChannels, "_label_trainable_num_channels", in: 1...65_536)
        let samples = numFrames * audioSamplesPerFrame
        guard samples % samplesPerPatch == 0 else {
            throw file.error(
                at: "samples_per_patch",
                "\(samplesPerPatch) does not divide the \(samples) samples of \(numFrames) frames"
            )
        }
        guard outputShape.count == 4, outputShape[0] == 1, outputShape[1] == numFrames else {
            throw file.error(
                at: "output_shape",
                "is \(outputShape), expected [1, \(numFrames), height, width] as num_frames has it"
            )
        }
        for index in 2...3 {
            try file.check(outputShape[index], "output_shape[\(index)]", in: 4...4096)
            guard outputShape[index] % 4 == 0 else {
                throw file.error(at: "output_shape[\(index)]", "\(outputShape[index]) is no multiple of 4")
            }
        }
        let tokens = samples / samplesPerPatch + numFrames * outputShape[2] * outputShape[3] / 16 + 1
        guard tokens <= Self.mostInputs / inputChannels else {
            throw file.error(
                at: "output_shape",
                "makes \(tokens) tokens of \(inputChannels) channels, more than \(Self.mostInputs) numbers"
            )
        }
    }
}
