public import Checkpoints
public import Foundation
import Media
import Numerics
import Perceiver

extension Model {
    /// Reads a model from a folder with `config.json` and weights, as ``TensorSet`` finds them.
    ///
    /// - Throws: ``CheckpointError``, which names the file, the key or tensor, and what is wrong with it.
    public init(folder: URL) throws(CheckpointError) {
        let configurationFile = try ConfigurationFile(path: folder.appending(path: "config.json").path)
        let configuration = try configurationFile.decode(ModelConfiguration.self)
        try configuration.check(configurationFile)
        let file = try TensorSet(folder: folder.path)
        try self.init(folder: folder, configuration: configuration, weights: Weights(file: file))
    }

    private init(folder: URL, configuration c: ModelConfiguration, weights: Weights) throws(CheckpointError) {
        self.folder = folder
        name = c.name
        version = c.version
        concepts = c.concepts
        parameterCount = weights.file.parameterCount
        encoder = try weights.encoder(c)
        let decoding = try weights.attentionLayer(
            "perceiver.decoder.decoding_cross_attention",
            sizes: c.sizes(keys: c.dLatents, widening: c.decoderWideningFactor),
            heads: c.numDecoderAttentionHeads
        )
        var tasks: [ClassificationTask] = []
        for task in c.tasks {
            let (inputs, outputs) = (c.dLatents, task.labels.count)
            let final = try weights.linear(
                "perceiver.decoder.final_layer.\(task.name)",
                inputs: inputs,
                outputs: outputs
            )
            tasks.append(
                ClassificationTask(
                    name: task.name,
                    modality: task.input,
                    labels: task.labels,
                    query: try weights.file.matrix(
                        "perceiver.decoder.queries.\(task.name)",
                        shape: [1, c.dLatents]
                    ),
                    decoder: Decoder(crossAttention: decoding, final: final)
                )
            )
        }
        self.tasks = tasks
        let (image, audio, text) = (c.inputs.image, c.inputs.audio, c.inputs.text)
        self.image = ImageInput(
            settings: image,
            stem: try weights.stem(
                "image",
                channels: 3,
                image.stages,
                grid: image.grid,
                bands: image.bands,
                c
            )
        )
        self.audio = AudioInput(
            settings: audio,
            spectrogram: Spectrogram(audio),
            stem: try weights.stem(
                "audio",
                channels: 1,
                audio.stages,
                grid: audio.grid,
                bands: audio.bands,
                c
            )
        )
        self.text = TextInput(
            settings: text,
            embeddings: try weights.file.matrix(
                "perceiver.input_preprocessor.text.embeddings.weight",
                shape: [257, text.embedding]
            ),
            stem: try weights.stem(
                "text",
                channels: text.embedding,
                text.stages,
                grid: text.grid,
                bands: text.bands,
                c
            )
        )
    }
}

extension Weights {
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
