package import Checkpoints
package import Numerics
package import Perceiver

/// Reads the parts of a Perceiver from a file, under the names the published checkpoints use.
package struct Weights: Sendable {
    package let file: TensorSet

    package init(file: TensorSet) { self.file = file }

    package func layerNorm(_ name: String, _ channels: Int) throws(CheckpointError) -> LayerNorm {
        LayerNorm(
            weight: try file.vector("\(name).weight", count: channels),
            bias: try file.vector("\(name).bias", count: channels)
        )
    }

    package func linear(_ name: String, inputs: Int, outputs: Int) throws(CheckpointError) -> Linear {
        Linear(
            weight: try file.matrix("\(name).weight", shape: [outputs, inputs]),
            bias: try file.vector("\(name).bias", count: outputs)
        )
    }

    /// One attention layer with all tensors under `prefix`.
    ///
    /// - Parameters:
    ///   - prefix: for example `perceiver.encoder.cross_attention`.
    ///   - sizes: the layer's channels; `keys` is `nil` in self-attention.
    package func attentionLayer(
        _ prefix: String,
        sizes: LayerSizes,
        heads: Int,
        addsQuery: Bool = true,
        activation: Activation = .gelu
    ) throws(CheckpointError) -> AttentionLayer {
        let projections = "\(prefix).attention.self"
        let (queries, keys) = (sizes.queries, sizes.keys ?? sizes.queries)
        var keyNorm: LayerNorm?
        if sizes.keys != nil { keyNorm = try layerNorm("\(projections).layernorm2", keys) }
        return AttentionLayer(
            heads: heads,
            addsQuery: addsQuery,
            queryNorm: try layerNorm("\(projections).layernorm1", queries),
            keyNorm: keyNorm,
            query: try linear("\(projections).query", inputs: queries, outputs: sizes.queryKey),
            key: try linear("\(projections).key", inputs: keys, outputs: sizes.queryKey),
            value: try linear("\(projections).value", inputs: keys, outputs: sizes.value),
            output: try linear("\(prefix).attention.output.dense", inputs: sizes.value, outputs: queries),
            hiddenNorm: try layerNorm("\(prefix).layernorm", queries),
            hidden: try linear("\(prefix).mlp.dense1", inputs: queries, outputs: sizes.hidden),
            result: try linear("\(prefix).mlp.dense2", inputs: sizes.hidden, outputs: queries),
            activation: activation
        )
    }

    func stage(_ name: String, inputs: Int, _ settings: StageSettings) throws(CheckpointError)
        -> ConvolutionStage
    {
        let shape = [settings.channels, inputs] + settings.kernel
        return ConvolutionStage(
            weight: try file.matrix("\(name).conv.weight", shape: shape),
            bias: try file.vector("\(name).conv.bias", count: settings.channels),
            norm: try layerNorm("\(name).norm", settings.channels),
            settings: settings
        )
    }
}

/// The channels of one attention layer, in the letters of the specification `Dq`, `Dkv`, `QK`, `V`, `H`.
package struct LayerSizes: Sendable {
    let queries: Int
    let keys: Int?
    let queryKey: Int
    let value: Int
    let hidden: Int

    package init(queries: Int, keys: Int?, queryKey: Int, value: Int, hidden: Int) {
        self.queries = queries
        self.keys = keys
        self.queryKey = queryKey
        self.value = value
        self.hidden = hidden
    }
}
