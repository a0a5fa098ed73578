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

    /// The name of the tensor that asks for the label.
    static let labelQuery =
        "perceiver.decoder.modalities.label.decoder.output_position_encodings.position_embeddings"
    /// Queries at a time.
    private static let block = 8192

    /// The number of patches of sound.
    var audioCount: Int { sampling.frameCount * sampling.samplesPerFrame / samplesPerPatch }
    /// The number of points of all frames.
    var imageCount: Int { sampling.frameCount * sampling.height * sampling.width }
    /// The number of all queries.
    var count: Int { audioCount + imageCount + 1 }
    private var channels: Int { label.columns }

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
