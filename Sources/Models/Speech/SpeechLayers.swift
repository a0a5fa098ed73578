import Checkpoints
import Numerics
import Perceiver

extension SpeechConfiguration {
    /// The trunk: frames ask each other, layer by layer.
    ///
    /// - Parameters:
    ///   - weights: those of the encoder.
    ///   - shares: how much answers read of what enters each layer and leaves the last one; `nil` where it is that alone.
    func trunk(_ weights: Weights, shares: [Float]?) throws(CheckpointError) -> Trunk {
        var layers: [Layer] = []
        for index in 0..<self.layers {
            let attention = try layer(weights["layers.\(index)"], "layer \(index)")
            layers.append(Layer("layer.\(index)", queries: .input, keys: .input, attention))
        }
        let norm = normsFirst ? try self.norm(weights, "layer_norm", "norm behind the layers") : nil
        let blend =
            shares.map { Blend(shares: $0, norm: norm) } ?? norm.map { Blend(layers: layers.count, norm: $0) }
        return Trunk(latents: nil, layers: layers, blend: blend)
    }

    /// One of the encoder's norms.
    func norm(_ weights: Weights, _ name: String, _ role: String) throws(CheckpointError) -> LayerNorm {
        try weights.norm(name, channels, epsilon: epsilon, role)
    }

    private func layer(_ weights: Weights, _ role: String) throws(CheckpointError) -> AttentionLayer {
        func map(
            _ name: String,
            _ inputs: Int,
            _ outputs: Int,
            _ what: String
        ) throws(CheckpointError) -> Linear {
            try weights.linear(name, inputs: inputs, outputs: outputs, "\(role): \(what)")
        }
        let place = normsFirst ? "before" : "behind"
        let first = try norm(weights, "layer_norm", "\(role): norm \(place) attention")
        let second = try norm(weights, "final_layer_norm", "\(role): norm \(place) the MLP")
        return AttentionLayer(
            heads: heads,
            addsQuery: true,
            queryNorm: normsFirst ? first : .absent(channels),
            keyNorm: nil,
            query: try map("attention.q_proj", channels, channels, "queries"),
            key: try map("attention.k_proj", channels, channels, "keys"),
            value: try map("attention.v_proj", channels, channels, "values"),
            output: try map("attention.out_proj", channels, channels, "output"),
            hiddenNorm: normsFirst ? second : first,
            hidden: try map("feed_forward.intermediate_dense", channels, hidden, "MLP, first map"),
            narrowing: try map("feed_forward.output_dense", hidden, channels, "MLP, last map"),
            activation: activation,
            lastNorm: normsFirst ? nil : second
        )
    }
}
