import Checkpoints
import Numerics
import Perceiver

// The parts of a model of clips.
extension PublishedWeights {

    private var sampling: ClipSampling {
        ClipSampling(
            frameCount: c.numFrames,
            height: c.outputShape[2],
            width: c.outputShape[3],
            samplesPerFrame: c.audioSamplesPerFrame
        )
    }

    private func inputPadding(_ part: ClipPart) throws(CheckpointError) -> [Float] {
        let name = "\(Self.inputs).padding.\(part.rawValue)"
        return try weights.file.matrix(name, shape: [1, c.inputPadding(part)]).elements
    }

    private func queryPadding(_ part: ClipPart) throws(CheckpointError) -> [Float] {
        let name = "perceiver.decoder.padding.\(part.rawValue)"
        return try weights.file.matrix(name, shape: [1, c.queryPadding(part)]).elements
    }

    func clipInput() throws(CheckpointError) -> ClipInput {
        ClipInput(
            sampling: sampling,
            samplesPerPatch: c.samplesPerPatch,
            channels: c.inputChannels,
            audioPositions: c.positions(.audio),
            imagePositions: c.positions(.image),
            audioPadding: try inputPadding(.audio),
            imagePadding: try inputPadding(.image),
            label: try weights.file.matrix("\(Self.inputs).mask.label", shape: [1, c.inputChannels]).elements
        )
    }

    func clipDecoder() throws(CheckpointError) -> ClipDecoder {
        ClipDecoder(
            sampling: sampling,
            samplesPerPatch: c.samplesPerPatch,
            audioPositions: c.positions(.audio),
            imagePositions: c.positions(.image),
            audioPadding: try queryPadding(.audio),
            imagePadding: try queryPadding(.image),
            label: try labelQuery(),
            crossAttention: try decoding(),
            audio: try answers(.audio),
            image: try answers(.image)
        )
    }

    private func labelQuery() throws(CheckpointError) -> Matrix {
        let name = ClipDecoder.labelQuery
        let trained = try weights.file.matrix(name, shape: [1, c.labelTrainableNumChannels])
        return Matrix(rows: 1, columns: c.queryChannels, trained.elements + (try queryPadding(.label)))
    }

    func labelTask() throws(CheckpointError) -> ClassificationTask {
        ClassificationTask(
            name: ClipPart.label.rawValue,
            modalities: [.clip],
            labels: c.labels,
            query: try labelQuery(),
            decoder: Decoder(crossAttention: try decoding(), final: try answers(.label))
        )
    }

    /// The projection after the decoder and a part's own linear map in one: `C(Px + p) + c = (CP)x + (Cp + c)`.
    private func answers(_ part: ClipPart) throws(CheckpointError) -> Linear {
        let projection = try final(c.outputNumChannels)
        let map = try weights.linear(
            "perceiver.output_postprocessor.modalities.\(part.rawValue).classifier",
            inputs: c.outputNumChannels,
            outputs: c.outputs(part)
        )
        let bias = Matrix(rows: 1, columns: projection.bias.count, projection.bias)
        return Linear(weight: map.weight.times(projection.weight), bias: map(bias).elements)
    }
}
