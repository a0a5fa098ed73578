import Glibc
import Media
import Numerics

extension ClipDecoder {
    /// Decodes all frames and all of the sound, and compares them with what the model was given.
    ///
    /// - Parameters:
    ///   - latents: the latents.
    ///   - original: the clip as the model got it.
    ///   - progress: is told how far the work is, from 0 to 1.
    func reconstruction(
        latents: Matrix,
        original: Clip,
        progress: (Double) -> Void
    ) throws(CancellationError) -> ClipReconstruction {
        func step(_ done: Int) throws(CancellationError) {
            if Task.isCancelled { throw CancellationError() }
            progress(Double(done) / Double(count - 1))
        }
        let samples = try outputs(0..<audioCount, latents: latents, progress: step).elements
        let size = sampling.width * sampling.height
        var (frames, ratios): ([Image], [Double]) = ([], [])
        for (index, frame) in original.frames.enumerated() {
            let start = audioCount + index * size
            let values = try outputs(start..<start + size, latents: latents) {
                done throws(CancellationError) in
                try step(start + done)
            }.elements
            ratios.append(signalToNoise(values, frame.pixels.map { Float($0) / 255 }, peak: 1))
            let pixels = values.map { UInt8(share: $0) }
            frames.append(Image(width: sampling.width, height: sampling.height, pixels: pixels))
        }
        progress(1)
        return ClipReconstruction(
            frames: frames,
            sound: Sound(sampleRate: ClipSampling.sampleRate, samples: samples),
            framePSNR: ratios,
            // Samples lie between −1 and 1.
            soundPSNR: signalToNoise(samples, original.sound?.samples ?? [], peak: 2)
        )
    }
}

/// The peak signal-to-noise ratio in decibels.
func signalToNoise(_ values: [Float], _ originals: [Float], peak: Double) -> Double {
    let squares = zip(values, originals).reduce(0.0) { sum, pair in
        let difference = Double(pair.0) - Double(pair.1)
        return sum + difference * difference
    }
    if squares == 0 { return .infinity }
    return 10 * log10(peak * peak * Double(max(originals.count, 1)) / squares)
}
