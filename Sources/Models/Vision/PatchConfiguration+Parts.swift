import Checkpoints
import Numerics
import Perceiver

extension PatchConfiguration {
    /// The front end.
    ///
    /// - Parameters:
    ///   - weights: those of the model itself.
    ///   - processing: how pictures are made ready.
    ///   - registers: how many there are.
    ///   - filter: how positions are interpolated; `nil` where there are none.
    ///   - projection: what the map of patches is called.
    ///   - rotation: how tokens are turned by their places.
    func input(
        _ weights: Weights,
        _ processing: PatchProcessing,
        registers: Int,
        _ filter: Resampling.Filter?,
        projection: String = "embeddings.patch_embeddings.projection",
        rotation: PatchRotation? = nil
    ) throws(CheckpointError) -> PatchInput {
        let map = try weights.linear(
            projection,
            inputs: 3 * patch * patch,
            outputs: channels,
            shape: [channels, 3, patch, patch],
            "patches to tokens"
        )
        var own = [
            try weights.matrix("embeddings.cls_token", [1, 1, channels], "CLS").reshaped(
                rows: 1,
                columns: channels
            )
        ]
        if registers > 0 {
            let all = try weights.matrix("embeddings.register_tokens", [1, registers, channels], "registers")
            own.append(all.reshaped(rows: registers, columns: channels))
        }
        return PatchInput(
            processing: processing,
            patch: patch,
            projection: map,
            own: Matrix(stacking: own),
            positions: try filter.map { filter throws(CheckpointError) in try positions(weights, filter) },
            rotation: rotation
        )
    }

    private func positions(
        _ weights: Weights,
        _ filter: Resampling.Filter
    ) throws(CheckpointError) -> (cls: Matrix, patches: PatchPositions) {
        let count = grid.rows * grid.columns
        let all = try weights.matrix(
            "embeddings.position_embeddings",
            [1, count + 1, channels],
            "positions of CLS and patches"
        )
        .reshaped(rows: count + 1, columns: channels)
        let patches = PatchPositions(grid: all[rows: 1..<count + 1], side: grid.rows, filter: filter)
        return (all[rows: 0..<1], patches)
    }

    /// What CLS goes through to be pooled.
    func pooler(
        _ weights: Weights,
        _ size: Int?,
        _ name: String?,
        _ file: ConfigurationFile
    ) throws(CheckpointError) -> (map: Linear, activation: Activation) {
        let name = name ?? "tanh"
        guard let activation = Activation(name: name) else {
            throw file.error(at: "pooler_act", "“\(name)” is not known")
        }
        let outputs = try file.check(size ?? channels, "pooler_output_size", in: 1...65_536)
        let map = try weights.linear("pooler.dense", inputs: channels, outputs: outputs, "pooled CLS")
        return (map, activation)
    }
}

extension ModelSource {
    /// The names of the classes, if the kind of model is the one that classifies.
    func labels(_ classifier: ModelKind?) throws(CheckpointError) -> PublishedLabels? {
        guard kind == classifier else { return nil }
        let labels = try configuration.decode(PublishedLabels.self)
        try configuration.check(labels.names.count, "id2label", in: 1...PublishedLabels.most)
        return labels
    }
}

extension Weights {
    /// The task of a classifier of pictures.
    func classes(
        _ labels: PublishedLabels,
        _ reading: ClassificationTask.Reading,
        inputs: Int
    ) throws(CheckpointError) -> [ClassificationTask] {
        if let sentence = labels.note { note(sentence) }
        let final = try linear(
            "classifier",
            inputs: inputs,
            outputs: labels.names.count,
            "scores of classes"
        )
        return [ClassificationTask(labels, of: .image, reading: reading, final: final)]
    }
}
