import Checkpoints
import Foundation
import Media
import Numerics
import Perceiver

extension Model {
    /// Reads a model of the bundled kind.
    init(bundled folder: URL, _ file: ConfigurationFile) throws(CheckpointError) {
        let configuration = try file.decode(ModelConfiguration.self)
        try configuration.check(file)
        let tensors = try TensorSet(folder: folder.path)
        let weights = Weights(file: tensors)
        let decoding = try weights.decoding(configuration)
        self.init(
            folder: folder,
            kind: .explorer,
            name: configuration.name,
            version: configuration.version,
            parameterCount: tensors.parameterCount,
            files: tensors.files,
            encoder: try weights.encoder(configuration),
            tasks: try weights.tasks(configuration, decoding),
            concepts: configuration.concepts,
            report: nil,
            architecture: .explorer(try weights.frontEnds(configuration, decoding))
        )
    }
}

extension Weights {
    /// The layer in which everything asks the latents that is decoded.
    fileprivate func decoding(_ c: ModelConfiguration) throws(CheckpointError) -> AttentionLayer {
        try attentionLayer(
            "perceiver.decoder.decoding_cross_attention",
            sizes: c.sizes(keys: c.dLatents, widening: c.decoderWideningFactor),
            heads: c.numDecoderAttentionHeads
        )
    }

    fileprivate func tasks(
        _ c: ModelConfiguration,
        _ decoding: AttentionLayer
    ) throws(CheckpointError) -> [ClassificationTask] {
        var tasks: [ClassificationTask] = []
        for task in c.tasks {
            let name = "perceiver.decoder.final_layer.\(task.name)"
            let final = try linear(name, inputs: c.dLatents, outputs: task.labels.count)
            tasks.append(
                ClassificationTask(
                    name: task.name,
                    modalities: task.inputs,
                    labels: task.labels,
                    query: try file.matrix("perceiver.decoder.queries.\(task.name)", shape: [1, c.dLatents]),
                    decoder: Decoder(crossAttention: decoding, final: final),
                    temperatures: task.temperatures
                )
            )
        }
        return tasks
    }

    fileprivate func frontEnds(
        _ c: ModelConfiguration,
        _ decoding: AttentionLayer
    ) throws(CheckpointError) -> FrontEnds {
        let (image, audio, text) = (c.inputs.image, c.inputs.audio, c.inputs.text)
        let imageStem = try stem(
            "image",
            channels: 3,
            image.stages,
            grid: image.grid,
            bands: image.bands,
            c
        )
        let audioStem = try stem(
            "audio",
            channels: 1,
            audio.stages,
            grid: audio.grid,
            bands: audio.bands,
            c
        )
        let textStem = try stem(
            "text",
            channels: text.embedding,
            text.stages,
            grid: text.grid,
            bands: text.bands,
            c
        )
        var decoders: [Modality: TokenDecoder] = [:]
        for (modality, stem) in [(Modality.image, imageStem), (.audio, audioStem), (.text, textStem)]
        where c.reconstructs?.contains(modality) ?? false {
            decoders[modality] = try tokenDecoder(modality, stem, c, decoding)
        }
        return FrontEnds(
            image: ImageInput(settings: image, stem: imageStem),
            audio: AudioInput(settings: audio, spectrogram: Spectrogram(audio), stem: audioStem),
            text: TextInput(
                settings: text,
                embeddings: try file.matrix(
                    "perceiver.input_preprocessor.text.embeddings.weight",
                    shape: [257, text.embedding]
                ),
                ngrams: try ngrams(text),
                stem: textStem,
                hasMasks: decoders[.text] != nil
            ),
            decoders: decoders
        )
    }

    private func ngrams(_ text: TextSettings) throws(CheckpointError) -> ByteNgrams? {
        guard let ngrams = text.ngrams else { return nil }
        let table = try file.rows(
            "perceiver.input_preprocessor.text.ngrams.weight",
            shape: [ngrams.buckets, text.embedding]
        )
        return ByteNgrams(sizes: ngrams.sizes, table: table)
    }

    private func tokenDecoder(
        _ modality: Modality,
        _ stem: Stem,
        _ c: ModelConfiguration,
        _ decoding: AttentionLayer
    ) throws(CheckpointError) -> TokenDecoder {
        let name = modality.rawValue
        // A masked byte is asked for by its token, which knows the bytes beside it; pixels and tiles of sounds by
        // their place alone.
        let isText = modality == .text
        return TokenDecoder(
            asking: isText ? .token : .place(stem.positions, columns: stem.grid.columns),
            query: try linear(
                "perceiver.decoder.token_queries.\(name)",
                inputs: isText ? c.dModel : stem.positions.columns,
                outputs: c.dLatents
            ),
            decoder: Decoder(
                crossAttention: decoding,
                final: try linear(
                    "perceiver.decoder.token_layers.\(name)",
                    inputs: c.dLatents,
                    outputs: c.outputs(of: modality) ?? 0
                )
            )
        )
    }

    fileprivate func encoder(_ c: ModelConfiguration) throws(CheckpointError) -> Encoder {
        var layers: [AttentionLayer] = []
        for index in 0..<c.numSelfAttendsPerBlock {
            layers.append(
                try attentionLayer(
                    "perceiver.encoder.self_attends.\(index)",
                    sizes: c.sizes(keys: nil, widening: c.selfAttentionWideningFactor),
                    heads: c.numSelfAttentionHeads
                )
            )
        }
        return Encoder(
            latents: try file.matrix("perceiver.embeddings.latents", shape: [c.numLatents, c.dLatents]),
            crossAttention: try attentionLayer(
                "perceiver.encoder.cross_attention",
                sizes: c.sizes(keys: c.dModel, widening: c.crossAttentionWideningFactor),
                heads: c.numCrossAttentionHeads
            ),
            selfAttends: layers,
            blocks: c.numBlocks
        )
    }

    fileprivate func stem(
        _ modality: String,
        channels: Int,
        _ settings: [StageSettings],
        grid: [Int],
        bands: Int,
        _ c: ModelConfiguration
    ) throws(CheckpointError) -> Stem {
        let prefix = "perceiver.input_preprocessor.\(modality)"
        var stages: [ConvolutionStage] = []
        var inputs = channels
        for (index, stage) in settings.enumerated() {
            stages.append(try self.stage("\(prefix).stem.\(index)", inputs: inputs, stage))
            inputs = stage.channels
        }
        let features = FourierFeatures(bands: bands, resolution: grid)
        return Stem(
            stages: stages,
            positions: features.grid(grid),
            grid: (rows: grid.count == 2 ? grid[0] : 1, columns: grid[grid.count - 1]),
            padding: try file.vector("\(prefix).padding", count: c.dModel - inputs - features.channels)
        )
    }
}

extension ModelConfiguration {
    fileprivate func sizes(keys: Int?, widening: Int) -> LayerSizes {
        LayerSizes(
            queries: dLatents,
            keys: keys,
            queryKey: dLatents,
            value: dLatents,
            hidden: widening * dLatents
        )
    }
}
