import Checkpoints

extension ModelKind {
    /// The published kind whose tensors these are; `nil` if that is not certain.
    static func told(by tensors: TensorSet) -> ModelKind? {
        let published = signs.filter { sign in sign.needs.allSatisfy { tensors.has("perceiver.\($0)") } }
        if published.count == 1 { return published[0].kind }
        return published.isEmpty && isFourier(tensors) ? .imageFourier : nil
    }

    private static let embeddings = "input_preprocessor.embeddings.weight"
    private static let final = "decoder.decoder.final_layer.weight"

    /// Tensors that together no other kind has.
    private static let signs: [(kind: ModelKind, needs: [String])] = [
        (.maskedLanguage, [embeddings, "decoder.decoding_cross_attention.layernorm.weight"]),
        (.sequenceClassification, [embeddings, final]),
        (.imageLearned, ["input_preprocessor.convnet_1x1.weight", final]),
        (.imageConvolution, ["input_preprocessor.convnet.conv.weight", final]),
        (.opticalFlow, ["input_preprocessor.conv_after_patches.weight", final]),
        (.multimodal, ["input_preprocessor.padding.audio", "decoder.padding.audio", final]),
    ]

    /// Whether pixels go in as they are: nothing is trained before the encoder, which reads as many channels.
    private static func isFourier(_ tensors: TensorSet) -> Bool {
        let norm = tensors.tensors["perceiver.encoder.cross_attention.attention.self.layernorm2.weight"]
        return tensors.has("perceiver.\(final)") && norm?.shape == [FourierPictures.channels]
            && !tensors.tensors.keys.contains { $0.hasPrefix("perceiver.input_preprocessor.") }
    }
}
