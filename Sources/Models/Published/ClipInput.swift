import Checkpoints
import Media
import Numerics
import Perceiver

/// The front end of the published model of clips: patches of sound, blocks of frames, and a token that stands
/// for the unknown label.
///
/// Every token is filled up to a common number of channels with what was learned for its part.
struct ClipInput: Sendable {
    let sampling: ClipSampling
    let samplesPerPatch: Int
    let channels: Int
    let audioPositions: FourierFeatures
    let imagePositions: FourierFeatures
    let audioPadding: [Float]
    let imagePadding: [Float]
    /// The label's token: it is always masked.
    let label: [Float]

    /// Pixels along a side of a block.
    private static let block = 4
    private static let blockChannels = block * block * 3

    /// Reads what was learned for each part.
    ///
    /// - Parameters:
    ///   - channels: the channels of a token.
    ///   - labels: the number of classes.
    init(
        _ weights: Weights,
        _ keys: ClipKeys,
        channels: Int,
        labels: Int
    ) throws(CheckpointError) {
        sampling = keys.sampling
        samplesPerPatch = keys.samplesPerPatch
        self.channels = channels
        audioPositions = keys.positions(.audio)
        imagePositions = keys.positions(.image)
        func padding(_ part: ClipPart) throws(CheckpointError) -> [Float] {
            let size = keys.inputPadding(part, labels: labels)
            let role = "padding of \(part.rawValue) tokens"
            return try weights["padding"].matrix(part.rawValue, [1, size], role).elements
        }
        audioPadding = try padding(.audio)
        imagePadding = try padding(.image)
        // The label is always masked, and so the whole of its token.
        _ = try padding(.label)
        let mask = weights["mask"]
        label = try mask.matrix("label", [1, channels], "the label's token").elements
        mask.skip("audio", because: "sound is never masked")
        mask.skip("image", because: "frames are never masked")
    }

    private var audioCount: Int { sampling.frameCount * sampling.samplesPerFrame / samplesPerPatch }
    private var grid: [Int] {
        [sampling.frameCount, sampling.height / Self.block, sampling.width / Self.block]
    }
    private var imageCount: Int { grid.reduce(1, *) }

    func callAsFunction(_ source: Clip) -> InputArray {
        let (clip, notes) = sampling(source)
        let layout = layout(source)
        return InputArray(
            tokens: tokens(clip),
            layout: layout,
            parts: parts(layout),
            modality: .clip,
            seen: .clip(clip),
            // The label is all content: it is the token of an unknown one.
            makeup: .beside(contentChannels: [samplesPerPatch, Self.blockChannels, channels]),
            note: notes.isEmpty ? nil : notes.joined(separator: "; ")
        )
    }

    private func layout(_ source: Clip) -> Layout {
        let seconds = Double(samplesPerPatch) / Double(ClipSampling.sampleRate)
        let region =
            source.frames.first.map(sampling.region)
            ?? Image.Region(x: 0, y: 0, width: sampling.width, height: sampling.height)
        func edges(_ count: Int, from start: Int, length: Int) -> [Double] {
            (0...count).map { Double(start) + Double($0) * Double(length) / Double(count) }
        }
        return Layout(sections: [
            .init(
                name: ClipPart.audio.rawValue,
                columns: Axis(.time, edges: (0...audioCount).map { Double($0) * seconds })
            ),
            .init(
                name: ClipPart.image.rawValue,
                first: audioCount,
                columns: Axis(.x, edges: edges(grid[2], from: region.x, length: region.width)),
                rows: Axis(.y, edges: edges(grid[1], from: region.y, length: region.height)),
                frames: Axis(.frame, edges: (0...grid[0]).map(Double.init)),
                framesPerSecond: sampling.framesPerSecond
            ),
            .init(
                name: ClipPart.label.rawValue,
                first: audioCount + imageCount,
                unplaced: 1
            ),
        ])
    }

    /// The sound in 16 parts, the frames in four times 4×4, the label by itself.
    private func parts(_ layout: Layout) -> [[Int]] {
        let (audio, image, label) = (layout.sections[0], layout.sections[1], layout.sections[2])
        let blocks = image.blocks(times: 4, acrossColumns: 4, acrossRows: 4)
        return audio.blocks(acrossColumns: 16, acrossRows: 1) + blocks + [Array(label.tokens)]
    }

    /// The input array `[audio + image + 1, channels]`, written in place.
    private func tokens(_ clip: Clip) -> Matrix {
        Matrix(rows: audioCount + imageCount + 1, columns: channels) { target in
            let frames = UnsafeMutableBufferPointer(rebasing: target[(audioCount * channels)...])
            writeAudio(clip.sound?.samples ?? [], into: target)
            writeFrames(clip.frames, into: frames)
            let last = (audioCount + imageCount) * channels
            for (i, value) in label.enumerated() { target[last + i] = value }
        }
    }

    private func writeAudio(_ samples: [Float], into target: UnsafeMutableBufferPointer<Float>) {
        audioPositions.grid(
            [audioCount],
            into: UnsafeMutableBufferPointer(rebasing: target[samplesPerPatch...]),
            stride: channels
        )
        let padding = samplesPerPatch + audioPositions.channels
        for token in 0..<audioCount {
            let row = token * channels
            for i in 0..<samplesPerPatch { target[row + i] = samples[token * samplesPerPatch + i] }
            for (i, value) in audioPadding.enumerated() { target[row + padding + i] = value }
        }
    }

    /// Blocks of 4×4 pixels, row by row, the colours of a pixel side by side.
    private func writeFrames(_ frames: [Image], into target: UnsafeMutableBufferPointer<Float>) {
        imagePositions.grid(
            grid,
            into: UnsafeMutableBufferPointer(rebasing: target[Self.blockChannels...]),
            stride: channels
        )
        let padding = Self.blockChannels + imagePositions.channels
        var row = 0
        for frame in frames {
            for y in 0..<grid[1] {
                for x in 0..<grid[2] {
                    var place = row
                    for line in 0..<Self.block {
                        let start = ((y * Self.block + line) * frame.width + x * Self.block) * 3
                        for i in 0..<Self.block * 3 {
                            target[place] = Float(frame.pixels[start + i]) / 255
                            place += 1
                        }
                    }
                    for (i, value) in imagePadding.enumerated() { target[row + padding + i] = value }
                    row += channels
                }
            }
        }
    }
}
