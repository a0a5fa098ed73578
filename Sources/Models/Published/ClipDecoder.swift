import Checkpoints
import Media
import Numerics
import Perceiver

/// The decoder of the published model of clips: points of the frames, patches of the sound and the label ask.
///
/// Queries are numbered as they are lined up: the sound's patches, the points of all frames, the label.
struct ClipDecoder: Sendable {
    let sampling: ClipSampling
    let samplesPerPatch: Int
    let audioPositions: FourierFeatures
    let imagePositions: FourierFeatures
    let audioPadding: [Float]
    let imagePadding: [Float]
    /// The label's query, filled up: `[1, E]`.
    let label: Matrix
    let crossAttention: AttentionLayer
    /// Answers to the samples of a patch: the projection and the part's own linear map in one.
    let audio: Linear
    /// Answers to the colours of a point.
    let image: Linear

    /// Queries at a time.
    private static let block = 8192

    /// The number of patches of sound.
    var audioCount: Int { sampling.frameCount * sampling.samplesPerFrame / samplesPerPatch }
    /// The number of points of all frames.
    var imageCount: Int { sampling.frameCount * sampling.height * sampling.width }
    /// The number of all queries.
    var count: Int { audioCount + imageCount + 1 }
    private var channels: Int { label.columns }

    /// Reads the queries of all parts and what becomes of their answers; `layer` is that in which they ask.
    ///
    /// - Parameter labels: the number of classes.
    /// - Returns: the decoder, and the linear map of the label's answer to the classes' scores.
    static func parts(
        _ weights: Weights,
        _ keys: ClipKeys,
        _ layer: AttentionLayer,
        labels: Int
    ) throws(CheckpointError) -> (decoder: ClipDecoder, label: Linear) {
        let decoder = weights["decoder"]
        func padding(_ part: ClipPart) throws(CheckpointError) -> [Float] {
            let role = "padding of \(part.rawValue) queries"
            return try decoder["padding"].matrix(part.rawValue, [1, keys.queryPadding(part)], role).elements
        }
        let (audioPadding, imagePadding) = (try padding(.audio), try padding(.image))
        let labelPadding = try padding(.label)
        let query = try decoder["modalities.label.decoder"].matrix(
            PublishedConfiguration.learnedQueries,
            [1, keys.labelTrainableNumChannels],
            "decoder query of the label"
        )
        let projection = try decoder["decoder"].linear(
            "final_layer",
            inputs: keys.queryChannels,
            outputs: keys.outputNumChannels,
            "answers"
        )
        func answers(_ part: ClipPart) throws(CheckpointError) -> Linear {
            let map = try weights["output_postprocessor.modalities"].linear(
                "\(part.rawValue).classifier",
                inputs: keys.outputNumChannels,
                outputs: keys.outputs(part, labels: labels),
                "answers to \(part.rawValue)"
            )
            return weights.joined(projection, then: map)
        }
        let (audio, image, label) = (try answers(.audio), try answers(.image), try answers(.label))
        let made = ClipDecoder(
            sampling: keys.sampling,
            samplesPerPatch: keys.samplesPerPatch,
            audioPositions: keys.positions(.audio),
            imagePositions: keys.positions(.image),
            audioPadding: audioPadding,
            imagePadding: imagePadding,
            label: Matrix(rows: 1, columns: keys.queryChannels, query.elements + labelPadding),
            crossAttention: layer,
            audio: audio,
            image: image
        )
        return (made, label)
    }

    /// What each query is about.
    var layout: Layout {
        let seconds = Double(samplesPerPatch) / Double(ClipSampling.sampleRate)
        func steps(_ count: Int) -> [Double] { (0...count).map(Double.init) }
        return Layout(sections: [
            .init(
                name: ClipPart.audio.rawValue,
                columns: Axis(.time, edges: steps(audioCount).map { $0 * seconds })
            ),
            .init(
                name: ClipPart.image.rawValue,
                first: audioCount,
                columns: Axis(.x, edges: steps(sampling.width)),
                rows: Axis(.y, edges: steps(sampling.height)),
                frames: Axis(.frame, edges: steps(sampling.frameCount))
            ),
            .init(
                name: ClipPart.label.rawValue,
                first: audioCount + imageCount,
                columns: Axis(.item, edges: [0, 1])
            ),
        ])
    }

    /// Some of the queries, `[rows, E]`.
    func queries(_ rows: Range<Int>) -> Matrix {
        let (ofAudio, ofAll) = (0..<audioCount, 0..<audioCount + imageCount)
        return Matrix(rows: rows.count, columns: channels) { target in
            func part(_ numbers: Range<Int>) -> UnsafeMutableBufferPointer<Float> {
                let start = (numbers.lowerBound - rows.lowerBound) * channels
                return UnsafeMutableBufferPointer(rebasing: target[start...])
            }
            let sounds = rows.clamped(to: ofAudio)
            if !sounds.isEmpty {
                audioPositions.points(sounds, of: [audioCount], into: part(sounds), stride: channels)
                pad(part(sounds), rows: sounds.count, audioPadding)
            }
            let points = rows.clamped(to: audioCount..<ofAll.upperBound)
            if !points.isEmpty {
                imagePositions.points(
                    points.lowerBound - audioCount..<points.upperBound - audioCount,
                    of: [sampling.frameCount, sampling.height, sampling.width],
                    into: part(points),
                    stride: channels
                )
                pad(part(points), rows: points.count, imagePadding)
            }
            if rows.upperBound > ofAll.upperBound {
                let last = part(ofAll.upperBound..<rows.upperBound)
                for (i, value) in label.elements.enumerated() { last[i] = value }
            }
        }
    }

    /// Fills up rows with what was learned for their part.
    private func pad(_ target: UnsafeMutableBufferPointer<Float>, rows: Int, _ padding: [Float]) {
        for row in 0..<rows {
            let start = (row + 1) * channels - padding.count
            for (i, value) in padding.enumerated() { target[start + i] = value }
        }
    }

    /// What comes out for some patches of sound, `[patches, samples]`, or points, `[points, 3]`.
    ///
    /// - Parameters:
    ///   - rows: numbers of queries, all of one part.
    ///   - latents: the latents.
    ///   - progress: is told how many are done; what it throws ends the work.
    func outputs<Failure: Error>(
        _ rows: Range<Int>,
        latents: Matrix,
        progress: (Int) throws(Failure) -> Void
    ) throws(Failure) -> Matrix {
        let map = rows.lowerBound < audioCount ? audio : image
        let keys = crossAttention.prepared(latents, queries: rows.count)
        var outputs: [Float] = []
        outputs.reserveCapacity(rows.count * map.outputs)
        for start in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.block) {
            try progress(start - rows.lowerBound)
            let part = start..<min(start + Self.block, rows.upperBound)
            outputs += crossAttention(queries(part), over: keys, then: map).elements
        }
        return Matrix(rows: rows.count, columns: map.outputs, outputs)
    }
}

extension Weights {
    /// Two linear maps in one: `C(Px + p) + c = (CP)x + (Cp + c)`.
    fileprivate func joined(_ first: Linear, then second: Linear) -> Linear {
        let weight = computed(rows: second.outputs, columns: first.inputs) {
            second.weight.times(first.weight)
        }
        let bias = computed(rows: 1, columns: second.outputs) {
            second(Matrix(rows: 1, columns: first.outputs, first.bias))
        }
        return Linear(weight: weight, bias: bias.elements)
    }
}
