import Perceiver

// Sizes that follow from the configuration and the architecture.
extension PublishedConfiguration {
    /// The channels of the encoder's input, `C`.
    var inputChannels: Int {
        switch kind {
        case .explorer, .maskedLanguage, .sequenceClassification: dModel
        case .imageLearned: 512
        case .imageFourier: 3 + PictureInput.positions(.imageFourier).channels
        case .imageConvolution: 64 + PictureInput.positions(.imageConvolution).channels
        case .opticalFlow: FlowInput.features + FlowInput.positions(trainSize).channels
        case .multimodal: inputChannels(of: ClipPart.allCases).max().map { $0 + 4 } ?? 4
        }
    }

    /// The channels of each part of a clip before they are padded to a common number.
    private func inputChannels(of parts: [ClipPart]) -> [Int] {
        parts.map { part in
            switch part {
            case .audio: samplesPerPatch + positions(part).channels
            case .image: 48 + positions(part).channels
            case .label: labels.count
            }
        }
    }

    /// The channels that a learned vector adds to the tokens of a part of a clip.
    func inputPadding(_ part: ClipPart) -> Int { inputChannels - inputChannels(of: [part])[0] }

    /// The channels of the decoder's queries for each part of a clip, before padding.
    private func queryChannels(of parts: [ClipPart]) -> [Int] {
        parts.map { $0 == .label ? labelTrainableNumChannels : positions($0).channels }
    }

    /// The channels of the decoder's queries, `E`.
    var queryChannels: Int {
        switch kind {
        case .maskedLanguage: dModel
        case .opticalFlow: inputChannels
        case .multimodal: queryChannels(of: ClipPart.allCases).max().map { $0 + 2 } ?? 2
        default: dLatents
        }
    }

    /// The channels that a learned vector adds to the queries of a part of a clip.
    func queryPadding(_ part: ClipPart) -> Int { queryChannels - queryChannels(of: [part])[0] }

    /// The position features of the sound or the frames of a clip.
    func positions(_ part: ClipPart) -> FourierFeatures {
        part == .audio
            ? FourierFeatures(bands: 192, resolution: [numFrames * audioSamplesPerFrame])
            : FourierFeatures(bands: 32, resolution: [numFrames, imageSize, imageSize])
    }

    /// The sizes of a layer of the encoder; `keys` is `nil` in self-attention.
    func sizes(keys: Int?, widening: Int) -> LayerSizes {
        let queryKey = qkChannels ?? (crossAttentionShape == "kv" ? keys : nil) ?? dLatents
        return LayerSizes(
            queries: dLatents,
            keys: keys,
            queryKey: queryKey,
            value: vChannels ?? queryKey,
            hidden: widening * dLatents
        )
    }

    /// The sizes of the decoder's layer, which the architecture fixes but for `cross_attention_shape_for_attention`.
    var decoderSizes: LayerSizes {
        let queries = queryChannels
        let isLanguage = kind == .maskedLanguage
        let queryKey =
            isLanguage
            ? MaskedLanguageDecoder.queryKeyChannels : crossAttentionShape == "kv" ? dLatents : queries
        return LayerSizes(
            queries: queries,
            keys: dLatents,
            queryKey: queryKey,
            value: isLanguage ? dModel : queryKey,
            hidden: queries
        )
    }

    /// The heads of the decoder's layer.
    var decoderHeads: Int { kind == .maskedLanguage ? MaskedLanguageDecoder.heads : 1 }

    /// What the names of the decoder's tensors begin with.
    var decoderPrefix: String {
        kind == .maskedLanguage ? "perceiver.decoder" : "perceiver.decoder.decoder"
    }
}
