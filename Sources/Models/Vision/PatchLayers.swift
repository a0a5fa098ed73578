import Checkpoints
import Numerics
import Perceiver

/// What the parts of a vision transformer's layer are called, and which there are.
struct PatchLayerNames: Sendable {
    var attentionNorm: String
    var query: String
    var key: String
    var value: String
    var output: String
    var mlpNorm: String
    var hidden: String
    /// `nil` where the MLP has no gate, or one beside ``hidden`` in a single tensor.
    var gate: String?
    /// Whether gate and hidden channels are one tensor, the gate first.
    var isJoined = false
    var narrowing: String
    /// What attention and the MLP bring is multiplied with, channel by channel; `nil` where it is not.
    var scales: (attention: String, mlp: String)?
    var queryHasBias = true
    var keyHasBias = true
    var valueHasBias = true
    var outputHasBias = true
    var mlpHasBias = true
}

extension PatchConfiguration {
    /// The trunk: tokens ask each other, layer by layer.
    ///
    /// - Parameters:
    ///   - weights: what the layers' numbers stand behind.
    ///   - names: what their parts are called.
    func trunk(_ weights: Weights, _ names: PatchLayerNames) throws(CheckpointError) -> Trunk {
        var layers: [Layer] = []
        for index in 0..<self.layers {
            let attention = try layer(weights["\(index)"], names, "layer \(index)")
            layers.append(Layer("layer.\(index)", queries: .input, keys: .input, attention))
        }
        return Trunk(latents: nil, layers: layers)
    }

    private func layer(
        _ weights: Weights,
        _ names: PatchLayerNames,
        _ role: String
    ) throws(CheckpointError) -> AttentionLayer {
        func map(
            _ name: String,
            _ inputs: Int,
            _ outputs: Int,
            hasBias: Bool,
            _ what: String
        ) throws(CheckpointError) -> Linear {
            try weights.linear(name, inputs: inputs, outputs: outputs, hasBias: hasBias, "\(role): \(what)")
        }
        let own = channels
        let attentionNorm = try weights.norm(
            names.attentionNorm,
            own,
            epsilon: epsilon,
            "\(role): norm before attention"
        )
        let query = try map(names.query, own, own, hasBias: names.queryHasBias, "queries")
        let key = try map(names.key, own, own, hasBias: names.keyHasBias, "keys")
        let value = try map(names.value, own, own, hasBias: names.valueHasBias, "values")
        var output = try map(names.output, own, own, hasBias: names.outputHasBias, "output")
        if let scale = names.scales?.attention {
            output = try weights.scaled(output, scale, "\(role): scale of attention")
        }
        let mlpNorm = try weights.norm(names.mlpNorm, own, epsilon: epsilon, "\(role): norm before the MLP")
        var gate = try names.gate.map { name throws(CheckpointError) in
            try map(name, own, hidden, hasBias: names.mlpHasBias, "MLP, gate")
        }
        let width = names.isJoined ? 2 * hidden : hidden
        var first = try map(names.hidden, own, width, hasBias: names.mlpHasBias, "MLP, first map")
        if names.isJoined {
            gate = first.part(0..<hidden)
            first = first.part(hidden..<2 * hidden)
        }
        var narrowing = try map(names.narrowing, hidden, own, hasBias: names.mlpHasBias, "MLP, last map")
        if let scale = names.scales?.mlp {
            narrowing = try weights.scaled(narrowing, scale, "\(role): scale of the MLP")
        }
        return AttentionLayer(
            heads: heads,
            addsQuery: true,
            queryNorm: attentionNorm,
            keyNorm: nil,
            query: query,
            key: key,
            value: value,
            output: output,
            hiddenNorm: mlpNorm,
            hidden: first,
            gate: gate,
            narrowing: narrowing,
            activation: names.isJoined ? .silu : activation
        )
    }
}

extension Weights {
    /// A map whose results are multiplied with the numbers of a tensor, channel by channel.
    fileprivate func scaled(_ map: Linear, _ name: String, _ role: String) throws(CheckpointError) -> Linear {
        let factors = try vector(name, map.outputs, role)
        let weight = computed(rows: map.outputs, columns: map.inputs) {
            var weight = map.weight
            weight.scaleRows(0..<map.outputs, by: factors)
            return weight
        }
        return Linear(weight: weight, bias: zip(map.bias, factors).map { $0 * $1 })
    }
}

extension Linear {
    /// The map to some of the outputs.
    func part(_ outputs: Range<Int>) -> Linear {
        Linear(weight: weight[rows: outputs], bias: Array(bias[outputs]))
    }
}
