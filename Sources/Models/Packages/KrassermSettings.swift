import Checkpoints
import Perceiver

/// The keys of `config.json` beside tensors of krasserm's perceiver-io, by the names of its configurations.
///
/// They stand in `encoder` and `decoder`, themselves in the file or in its `model_config`, as the package saves models for
/// transformers. Those whose numbers the tensors tell need not be there; if they are, they must agree.
struct KrassermSettings: Decodable, Sendable {
    /// The encoder's.
    struct Encoder: Decodable, Sendable {
        var numCrossAttentionHeads: Int?
        var numCrossAttentionLayers: Int?
        var firstCrossAttentionLayerShared: Bool?
        var numSelfAttentionHeads: Int?
        var numSelfAttentionBlocks: Int?
        var numSelfAttentionLayersPerBlock: Int?
        var firstSelfAttentionBlockShared: Bool?
        var imageShape: PictureSize?
    }

    /// The decoder's.
    struct Decoder: Decodable, Sendable {
        var numCrossAttentionHeads: Int?
        var crossAttentionResidual: Bool?
    }

    /// Both.
    private struct Parts: Decodable {
        let encoder: Encoder?
        let decoder: Decoder?
    }

    let encoder: Encoder
    let decoder: Decoder
    /// What stands before keys in messages.
    let path: String
    /// Whether texts stand between `[CLS]` and `[SEP]`.
    let addSpecialTokens: Bool?

    private enum CodingKeys: CodingKey { case modelConfig, addSpecialTokens }

    init(from decoder: any Swift.Decoder) throws {
        let keys = try decoder.container(keyedBy: CodingKeys.self)
        let inner = try keys.decodeIfPresent(Parts.self, forKey: .modelConfig)
        let parts = try inner ?? Parts(from: decoder)
        encoder = parts.encoder ?? Encoder()
        self.decoder = parts.decoder ?? Decoder()
        path = inner == nil ? "" : "model_config."
        addSpecialTokens = try keys.decodeIfPresent(Bool.self, forKey: .addSpecialTokens)
    }

    /// What a model's `config.json` says and, where it is silent, what PyTorch Lightning kept beside the tensors.
    init(_ source: ModelSource) throws(CheckpointError) {
        let own = try source.configuration.decode(KrassermSettings.self)
        let kept = try source.trainingSettings.map { file throws(CheckpointError) in
            try file.decode(KrassermSettings.self)
        }
        self.init(own, or: kept ?? own)
    }

    private init(_ own: KrassermSettings, or kept: KrassermSettings) {
        let (first, second) = (own.encoder, kept.encoder)
        encoder = Encoder(
            numCrossAttentionHeads: first.numCrossAttentionHeads ?? second.numCrossAttentionHeads,
            numCrossAttentionLayers: first.numCrossAttentionLayers ?? second.numCrossAttentionLayers,
            firstCrossAttentionLayerShared: first.firstCrossAttentionLayerShared
                ?? second.firstCrossAttentionLayerShared,
            numSelfAttentionHeads: first.numSelfAttentionHeads ?? second.numSelfAttentionHeads,
            numSelfAttentionBlocks: first.numSelfAttentionBlocks ?? second.numSelfAttentionBlocks,
            numSelfAttentionLayersPerBlock: first.numSelfAttentionLayersPerBlock
                ?? second.numSelfAttentionLayersPerBlock,
            firstSelfAttentionBlockShared: first.firstSelfAttentionBlockShared
                ?? second.firstSelfAttentionBlockShared,
            imageShape: first.imageShape ?? second.imageShape
        )
        decoder = Decoder(
            numCrossAttentionHeads: own.decoder.numCrossAttentionHeads
                ?? kept.decoder.numCrossAttentionHeads,
            crossAttentionResidual: own.decoder.crossAttentionResidual
                ?? kept.decoder.crossAttentionResidual
        )
        path = own.path
        addSpecialTokens = own.addSpecialTokens
    }

    /// Of the keys that tensors do not tell those that are missing.
    ///
    /// - Parameter crossesAgain: whether the tensors have a second cross-attention.
    func missing(crossesAgain: Bool) -> [String] {
        var keys: [String] = []
        if encoder.numCrossAttentionHeads == nil { keys.append("encoder.num_cross_attention_heads") }
        if crossesAgain && encoder.numCrossAttentionLayers == nil {
            keys.append("encoder.num_cross_attention_layers")
        }
        if encoder.numSelfAttentionHeads == nil { keys.append("encoder.num_self_attention_heads") }
        if encoder.numSelfAttentionBlocks == nil { keys.append("encoder.num_self_attention_blocks") }
        if decoder.numCrossAttentionHeads == nil { keys.append("decoder.num_cross_attention_heads") }
        return keys.map { path + $0 }
    }
}
