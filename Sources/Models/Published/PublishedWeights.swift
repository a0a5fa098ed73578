import Checkpoints
import Foundation
import Numerics
import Perceiver

/// Makes the parts of a published model from its tensors, whose names and shapes were checked.
struct PublishedWeights: Sendable {
    let weights: Weights
    let c: PublishedConfiguration
    let folder: URL

    static let inputs = "perceiver.input_preprocessor"

    init(_ weights: Weights, _ configuration: PublishedConfiguration, _ folder: URL) {
        self.weights = weights
        c = configuration
        self.folder = folder
    }

    func encoder() throws(CheckpointError) -> Encoder {
        var layers: [AttentionLayer] = []
        for index in 0..<c.numSelfAttendsPerBlock {
            layers.append(
                try weights.attentionLayer(
                    "perceiver.encoder.self_attends.\(index)",
                    sizes: c.sizes(keys: nil, widening: c.selfAttentionWideningFactor),
                    heads: c.numSelfAttentionHeads,
                    activation: c.activation
                )
            )
        }
        return Encoder(
            latents: try weights.file.matrix(
                "perceiver.embeddings.latents",
                shape: [c.numLatents, c.dLatents]
            ),
            crossAttention: try weights.attentionLayer(
                "perceiver.encoder.cross_attention",
                sizes: c.sizes(keys: c.inputChannels, widening: c.crossAttentionWideningFactor),
                heads: c.numCrossAttentionHeads,
                addsQuery: c.useQueryResidual,
                activation: c.activation
            ),
            selfAttends: layers,
            blocks: c.numBlocks
        )
    }

    func architecture() throws(CheckpointError) -> Architecture {
        switch c.kind {
        case .explorer: preconditionFailure("the bundled kind is read elsewhere")
        case .maskedLanguage: .maskedLanguage(try tokenInput(), try maskedLanguageDecoder())
        case .sequenceClassification: .sequence(try tokenInput())
        case .imageLearned, .imageFourier, .imageConvolution:
            .picture(
                PictureInput(
                    processing: try PictureProcessing(folder: folder),
                    features: try pictureFeatures()
                )
            )
        case .opticalFlow:
            .flow(
                FlowInput(
                    size: (c.trainSize[0], c.trainSize[1]),
                    patches: try weights.linear(
                        "\(Self.inputs).conv_after_patches",
                        inputs: 54,
                        outputs: FlowInput.features
                    )
                ),
                FlowDecoder(decoder: Decoder(crossAttention: try decoding(), final: try final(2)))
            )
        case .multimodal: .clip(try clipInput(), try clipDecoder())
        }
    }

    /// The classification task, if the model has one.
    func tasks() throws(CheckpointError) -> [ClassificationTask] {
        switch c.kind {
        case .explorer, .maskedLanguage, .opticalFlow: []
        case .multimodal: [try labelTask()]
        case .sequenceClassification, .imageLearned, .imageFourier, .imageConvolution:
            [
                ClassificationTask(
                    name: "class",
                    modalities: [c.kind.modalities[0]],
                    labels: c.labels,
                    query: try weights.file.matrix(queries, shape: [1, c.dLatents]),
                    decoder: Decoder(crossAttention: try decoding(), final: try final(c.labels.count))
                )
            ]
        }
    }

    // MARK: the decoder

    private var queries: String { "\(c.decoderPrefix).output_position_encodings.position_embeddings" }

    func decoding() throws(CheckpointError) -> AttentionLayer {
        let adds = ![.maskedLanguage, .opticalFlow, .multimodal].contains(c.kind)
        return try weights.attentionLayer(
            "\(c.decoderPrefix).decoding_cross_attention",
            sizes: c.decoderSizes,
            heads: c.decoderHeads,
            addsQuery: adds,
            activation: c.activation
        )
    }

    func final(_ outputs: Int) throws(CheckpointError) -> Linear {
        try weights.linear("\(c.decoderPrefix).final_layer", inputs: c.queryChannels, outputs: outputs)
    }

    // MARK: texts

    private func tokenInput() throws(CheckpointError) -> TokenInput {
        TokenInput(
            tokenizer: try ByteTokenizer(folder: folder, positions: c.maxPositionEmbeddings),
            embeddings: try embeddings(),
            positions: try weights.file.matrix(
                "\(Self.inputs).position_embeddings.weight",
                shape: [c.maxPositionEmbeddings, c.dModel]
            )
        )
    }

    private func embeddings() throws(CheckpointError) -> Matrix {
        try weights.file.matrix("\(Self.inputs).embeddings.weight", shape: [c.vocabSize, c.dModel])
    }

    private func maskedLanguageDecoder() throws(CheckpointError) -> MaskedLanguageDecoder {
        let bias = try weights.file.vector("embedding_decoder.bias", count: c.vocabSize)
        return MaskedLanguageDecoder(
            queries: try weights.file.matrix(queries, shape: [c.maxPositionEmbeddings, c.dModel]),
            decoder: Decoder(
                crossAttention: try decoding(),
                final: Linear(weight: try embeddings(), bias: bias)
            )
        )
    }

    // MARK: pictures

    private func pictureFeatures() throws(CheckpointError) -> PictureFeatures {
        let file = weights.file
        switch c.kind {
        case .imageLearned:
            let pixels = Linear(
                weight: try file.matrix("\(Self.inputs).convnet_1x1.weight", shape: [256, 3, 1, 1]),
                bias: try file.vector("\(Self.inputs).convnet_1x1.bias", count: 256)
            )
            return .learned(
                pixels: pixels,
                positions: try file.matrix(
                    "\(Self.inputs).position_embeddings.position_embeddings",
                    shape: [c.imageSize * c.imageSize, 256]
                ),
                projection: try weights.linear(
                    "\(Self.inputs).positions_projection",
                    inputs: 256,
                    outputs: 256
                ),
                side: c.imageSize
            )
        case .imageConvolution:
            let prefix = "\(Self.inputs).convnet"
            let channels = ConvolutionStem.channels
            let variance = try file.vector("\(prefix).batchnorm.running_var", count: channels)
            if let index = variance.firstIndex(where: { $0 < 0 }) {
                throw CheckpointError(
                    path: file.path,
                    .malformed(
                        "tensor “\(prefix).batchnorm.running_var” has the variance \(variance[index]) at "
                            + "[\(index)], expected none below 0"
                    )
                )
            }
            return .convolution(
                ConvolutionStem(
                    weight: try file.matrix("\(prefix).conv.weight", shape: [channels, 3, 7, 7]),
                    factor: try file.vector("\(prefix).batchnorm.weight", count: channels),
                    offset: try file.vector("\(prefix).batchnorm.bias", count: channels),
                    mean: try file.vector("\(prefix).batchnorm.running_mean", count: channels),
                    variance: variance
                )
            )
        default: return .fourier
        }
    }
}
