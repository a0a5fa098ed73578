import Media
import Numerics
import Perceiver

/// The decoder of the published model of optical flow: every token of the input asks where it went.
struct FlowDecoder: Sendable {
    let decoder: Decoder

    /// What the model's outputs are divided by.
    private static let scale: Float = 100
    /// The pixels that an output of 1 stands for.
    static let pixels: Float = 20

    /// The model's outputs for each pixel of a tile, `[pixels, 2]`; times ``pixels`` they are displacements.
    ///
    /// - Parameter progress: is told how many pixels are done; what it throws ends the work.
    func callAsFunction<Failure: Error>(
        _ tokens: Matrix,
        latents: Matrix,
        progress: (Int) throws(Failure) -> Void
    ) throws(Failure) -> Matrix {
        var outputs = try decoder(tokens, latents: latents, step: progress)
        outputs.scale(by: 1 / Self.scale)
        return outputs
    }

    /// Floating-point operations for so many pixels, about.
    func operations(pixels: Int, latents: Int) -> Int {
        decoder.crossAttention.operations(queries: pixels, keys: latents)
    }
}
