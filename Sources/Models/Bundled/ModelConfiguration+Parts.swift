import Checkpoints
import Media
import Numerics
import Perceiver

extension ModelConfiguration {
    /// The sizes of a layer; `keys` is `nil` in self-attention.
    func sizes(keys: Int?, widening: Int) -> LayerSizes {
        LayerSizes(
            queries: dLatents,
            keys: keys,
            queryKey: dLatents,
            value: dLatents,
            hidden: widening * dLatents
        )
    }

    /// The latents, and the layers in which they ask the input and each other.
    func trunk(_ weights: Weights) throws(CheckpointError) -> Trunk {
        let latents = try weights.matrix("embeddings.latents", [numLatents, dLatents], "latents")
        let encoder = weights["encoder"]
        let crossAttention = try encoder.layer(
            "cross_attention",
            sizes(keys: dModel, widening: crossAttentionWideningFactor),
            heads: numCrossAttentionHeads,
            "encoder cross-attention"
        )
        var layers: [AttentionLayer] = []
        for index in 0..<numSelfAttendsPerBlock {
            layers.append(
                try encoder.layer(
                    "self_attends.\(index)",
                    sizes(keys: nil, widening: selfAttentionWideningFactor),
                    heads: numSelfAttentionHeads,
                    "self-attention \(index)"
                )
            )
        }
        return Trunk(
            latents: latents,
            crossAttention: crossAttention,
            selfAttends: layers,
            blocks: numBlocks
        )
    }
}

extension ClassificationTask {
    /// Reads a task of the bundled kind: a query `[1, channels]` that asks in a layer, and a linear map.
    init(
        _ weights: Weights,
        _ task: TaskSettings,
        _ layer: AttentionLayer,
        channels: Int
    ) throws(CheckpointError) {
        let query = try weights["queries"].matrix(task.name, [1, channels], "decoder query")
        self.init(
            name: task.name,
            modalities: task.inputs,
            labels: task.labels,
            reading: .query(.init(query, layer)),
            final: try weights["final_layer"].linear(
                task.name,
                inputs: channels,
                outputs: task.labels.count,
                "scores of classes"
            ),
            temperatures: task.temperatures
        )
    }
}

extension TokenDecoder {
    /// Reads what asks for the tokens of a modality.
    ///
    /// A masked byte is asked for by its token, which knows the bytes beside it; pixels and tiles of sounds by
    /// their place alone.
    init(
        _ weights: Weights,
        _ modality: Modality,
        _ c: ModelConfiguration,
        _ image: ImageInput,
        _ audio: AudioInput,
        _ layer: AttentionLayer
    ) throws(CheckpointError) {
        let name = modality.rawValue
        let stem = modality == .image ? image.stem : modality == .audio ? audio.stem : nil
        asking = stem.map { .place($0.positions, columns: $0.grid.columns) } ?? .token
        query = try weights["token_queries"].linear(
            name,
            inputs: stem?.positions.columns ?? c.dModel,
            outputs: c.dLatents,
            "decoder queries of \(modality.words)"
        )
        let final = try weights["token_layers"].linear(
            name,
            inputs: c.dLatents,
            outputs: c.outputs(of: modality) ?? 0,
            "answers to \(modality.words)"
        )
        decoder = Decoder(crossAttention: layer, final: final)
    }
}

extension Stem {
    /// Reads the convolutions of a front end.
    ///
    /// - Parameters:
    ///   - settings: the stages.
    ///   - channels: the channels that enter the first.
    ///   - grid: the largest grid of tokens.
    ///   - bands: the bands of position features.
    ///   - width: the channels of a token.
    init(
        _ weights: Weights,
        _ settings: [StageSettings],
        of channels: Int,
        grid: [Int],
        bands: Int,
        width: Int
    ) throws(CheckpointError) {
        stages = try weights.stages("stem", settings, of: channels)
        let inputs = settings.last?.channels ?? channels
        let features = FourierFeatures(bands: bands, resolution: grid)
        positions = features.grid(grid)
        self.grid = (rows: grid.count == 2 ? grid[0] : 1, columns: grid[grid.count - 1])
        padding = try weights.vector("padding", width - inputs - features.channels, "padding")
    }
}

extension ConvolutionStage {
    /// Reads a stage.
    init(
        _ weights: Weights,
        of channels: Int,
        _ settings: StageSettings
    ) throws(CheckpointError) {
        let shape = [settings.channels, channels] + settings.kernel
        self.init(
            weight: try weights.matrix("conv.weight", shape, "convolution, weight"),
            bias: try weights.vector("conv.bias", settings.channels, "convolution, bias"),
            norm: try weights.norm("norm", settings.channels, "norm"),
            settings: settings
        )
    }
}
