/// The tensors that a published checkpoint must have: names, shapes, and what each is for.
///
/// Together they are the whole state of the model, no more and no less.
struct TensorPlan: Sendable {
    private(set) var tensors: [MappingReport.Tensor] = []

    /// The plan of a configuration, in the order in which data passes the tensors.
    init(_ c: PublishedConfiguration) {
        addFrontEnd(c)
        add("perceiver.embeddings.latents", [c.numLatents, c.dLatents], "latents")
        addLayer(
            "perceiver.encoder.cross_attention",
            c.sizes(keys: c.inputChannels, widening: c.crossAttentionWideningFactor),
            "encoder cross-attention"
        )
        for index in 0..<c.numSelfAttendsPerBlock {
            addLayer(
                "perceiver.encoder.self_attends.\(index)",
                c.sizes(keys: nil, widening: c.selfAttentionWideningFactor),
                "self-attention \(index)"
            )
        }
        addLayer("\(c.decoderPrefix).decoding_cross_attention", c.decoderSizes, "decoder cross-attention")
        addOutputs(c)
    }

    private mutating func add(_ name: String, _ shape: [Int], _ role: String) {
        tensors.append(MappingReport.Tensor(name: name, shape: shape, role: role))
    }

    private mutating func addLinear(_ name: String, _ inputs: Int, _ outputs: Int, _ role: String) {
        add("\(name).weight", [outputs, inputs], "\(role), weight")
        add("\(name).bias", [outputs], "\(role), bias")
    }

    private mutating func addNorm(_ name: String, _ channels: Int, _ role: String) {
        add("\(name).weight", [channels], "\(role), factor")
        add("\(name).bias", [channels], "\(role), offset")
    }

    private mutating func addLayer(_ prefix: String, _ sizes: LayerSizes, _ role: String) {
        let attention = "\(prefix).attention.self"
        let (queries, keys) = (sizes.queries, sizes.keys ?? sizes.queries)
        addNorm("\(attention).layernorm1", queries, "\(role): norm of the queries' input")
        if sizes.keys != nil { addNorm("\(attention).layernorm2", keys, "\(role): norm of the keys' input") }
        addLinear("\(attention).query", queries, sizes.queryKey, "\(role): queries")
        addLinear("\(attention).key", keys, sizes.queryKey, "\(role): keys")
        addLinear("\(attention).value", keys, sizes.value, "\(role): values")
        addLinear("\(prefix).attention.output.dense", sizes.value, queries, "\(role): output")
        addNorm("\(prefix).layernorm", queries, "\(role): norm before the MLP")
        addLinear("\(prefix).mlp.dense1", queries, sizes.hidden, "\(role): MLP, first map")
        addLinear("\(prefix).mlp.dense2", sizes.hidden, queries, "\(role): MLP, second map")
    }

    private mutating func addFrontEnd(_ c: PublishedConfiguration) {
        let prefix = "perceiver.input_preprocessor"
        switch c.kind {
        case .explorer, .imageFourier: break
        case .maskedLanguage, .sequenceClassification:
            add("\(prefix).embeddings.weight", [c.vocabSize, c.dModel], "embeddings of bytes")
            add("\(prefix).position_embeddings.weight", [c.maxPositionEmbeddings, c.dModel], "positions")
        case .imageLearned:
            add("\(prefix).convnet_1x1.weight", [256, 3, 1, 1], "colours to features, weight")
            add("\(prefix).convnet_1x1.bias", [256], "colours to features, bias")
            let cells = c.imageSize * c.imageSize
            add("\(prefix).position_embeddings.position_embeddings", [cells, 256], "positions")
            addLinear("\(prefix).positions_projection", 256, 256, "projection of positions")
        case .imageConvolution:
            add("\(prefix).convnet.conv.weight", [64, 3, 7, 7], "convolution")
            addNorm("\(prefix).convnet.batchnorm", 64, "batch norm")
            add("\(prefix).convnet.batchnorm.running_mean", [64], "batch norm, mean")
            add("\(prefix).convnet.batchnorm.running_var", [64], "batch norm, variance")
        case .opticalFlow:
            addLinear("\(prefix).conv_after_patches", 54, FlowInput.features, "patches to features")
        case .multimodal:
            for part in ClipPart.allCases {
                let padding = c.inputPadding(part)
                add("\(prefix).padding.\(part.rawValue)", [1, padding], "padding of \(part.rawValue) tokens")
            }
            add("\(prefix).mask.label", [1, c.inputChannels], "the label's token")
        }
    }

    private mutating func addOutputs(_ c: PublishedConfiguration) {
        let queries = "\(c.decoderPrefix).output_position_encodings.position_embeddings"
        let final = "\(c.decoderPrefix).final_layer"
        switch c.kind {
        case .explorer: break
        case .maskedLanguage:
            add(queries, [c.maxPositionEmbeddings, c.dModel], "decoder queries, one a position")
            add("embedding_decoder.bias", [c.vocabSize], "scores of tokens, bias")
        case .sequenceClassification, .imageLearned, .imageFourier, .imageConvolution:
            add(queries, [1, c.dLatents], "decoder query")
            addLinear(final, c.dLatents, c.labels.count, "scores of classes")
        case .opticalFlow:
            addLinear(final, c.queryChannels, 2, "displacements")
        case .multimodal:
            for part in ClipPart.allCases {
                let padding = c.queryPadding(part)
                add(
                    "perceiver.decoder.padding.\(part.rawValue)",
                    [1, padding],
                    "padding of \(part.rawValue) queries"
                )
            }
            add(ClipDecoder.labelQuery, [1, c.labelTrainableNumChannels], "decoder query of the label")
            addLinear(final, c.queryChannels, c.outputNumChannels, "answers")
            for part in ClipPart.allCases {
                let name = "perceiver.output_postprocessor.modalities.\(part.rawValue).classifier"
                addLinear(name, c.outputNumChannels, c.outputs(part), "answers to \(part.rawValue)")
            }
        }
    }

    /// Tensors of published files that nothing needs: a counter of training steps, and masks of parts
    /// that are never masked.
    static let idle = [
        "perceiver.input_preprocessor.convnet.batchnorm.num_batches_tracked":
            "not needed: the number of training steps",
        "perceiver.input_preprocessor.mask.audio": "not needed: sound is never masked",
        "perceiver.input_preprocessor.mask.image": "not needed: frames are never masked",
    ]
}

extension PublishedConfiguration {
    /// The numbers that come out of one point of a part of a clip.
    func outputs(_ part: ClipPart) -> Int {
        switch part {
        case .audio: samplesPerPatch
        case .image: 3
        case .label: labels.count
        }
    }
}
