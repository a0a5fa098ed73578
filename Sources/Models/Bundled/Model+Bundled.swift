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
        self.init(
            folder: folder,
            kind: .explorer,
            name: configuration.name,
            version: configuration.version,
            parameterCount: tensors.parameterCount,
            files: tensors.files,
            encoder: try weights.encoder(configuration),
            tasks: try weights.tasks(configuration),
            concepts: configuration.concepts,
            report: nil,
            architecture: try weights.frontEnds(configuration)
        )
    }
}

extension Weights {
    fileprivate func tasks(_ c: ModelConfiguration) throws(CheckpointError) -> [ClassificationTask] {
        let decoding = try attentionLayer(
            "perceiver.decoder.decoding_cross_attention",
            sizes: c.sizes(keys: c.dLatents, widening: c.decoderWideningFactor),
            heads: c.numDecoderAttentionHeads
        )
        var tasks: [ClassificationTask] = []
        for task in c.tasks {
            let name = "perceiver.decoder.final_layer.\(task.name)"
            let final = try linear(name, inputs: c.dLatents, outputs: task.labels.count)
            tasks.append(
                ClassificationTask(
                    name: task.name,
                    modality: task.input,
                    labels: task.labels,
                    query: try file.matrix("perceiver.decoder.queries.\(task.name)", shape: [1, c.dLatents]),
                    decoder: Decoder(crossAttention: decoding, final: final)
                )
            )
        }
        return tasks
    }

    fileprivate func frontEnds(_ c: ModelConfiguration) throws(CheckpointError) -> Architecture {
        let (image, audio, text) = (c.inputs.image, c.inputs.audio, c.inputs.text)
        return .explorer(
            ImageInput(
                settings: image,
                stem: try stem("image", channels: 3, image.stages, grid: image.grid, bands: image.bands, c)
            ),
            AudioInput(
                settings: audio,
                spectrogram: Spectrogram(audio),
                stem: try stem("audio", channels: 1, audio.stages, grid: audio.grid, bands: audio.bands, c)
            ),
            TextInput(
                settings: text,
                embeddings: try file.matrix(
                    "perceiver.input_preprocessor.text.embeddings.weight",
                    shape: [257, text.embedding]
                ),
                stem: try stem(
                    "text",
                    channels: text.embedding,
                    text.stages,
                    grid: text.grid,
                    bands: text.bands,
                    c
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
