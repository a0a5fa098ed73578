public import Media
import Numerics

/// A picture or a sound as the model wrote it down in its latents and read it back; or a picture that it completed.
public struct InputReconstruction: Sendable {
    /// What was read back.
    public enum Content: Sendable {
        /// The picture, in the model's size.
        case picture(Image)
        /// The sound's spectrogram.
        case spectrogram(SpectrogramImage)
    }

    /// What was read back.
    public let content: Content
    /// The peak signal-to-noise ratio in decibels, the peak being 1; infinite if nothing differs.
    public let psnr: Double
    /// The same of what had been removed from the input; `nil` if nothing had.
    public let removedPSNR: Double?
    /// A picture that was completed, pixel by pixel; its ``psnr`` is that of the pixels that were drawn.
    public let completed: CompletedPicture?

    package init(content: Content, psnr: Double, removedPSNR: Double?, completed: CompletedPicture? = nil) {
        self.content = content
        self.psnr = psnr
        self.removedPSNR = removedPSNR
        self.completed = completed
    }

    /// The reconstruction as a picture: in the model's size, or a pixel for each number of the spectrogram.
    public var picture: Image {
        switch content {
        case .picture(let image): image
        case .spectrogram(let spectrogram): spectrogram.picture
        }
    }
}

extension InputArray {
    /// The input as it was read back, to be shown like the input itself: nothing is removed from it.
    public func showing(_ reconstruction: InputReconstruction) -> InputArray {
        var (seen, spectrogram) = (seen, spectrogram)
        switch reconstruction.content {
        case .picture(let image): seen = .image(image)
        case .spectrogram(let image): spectrogram = image
        }
        return InputArray(
            tokens: tokens,
            layout: layout,
            parts: parts,
            modality: modality,
            spectrogram: spectrogram,
            seen: seen,
            note: nil
        )
    }
}

extension UInt8 {
    /// A level from 0 to 255; of what is beyond 0 to 1 the nearer one, of what is no number 0.
    init(share: Float) {
        self = share.isNaN ? 0 : UInt8((Swift.min(Swift.max(share, 0), 1) * 255).rounded())
    }
}

extension SpectrogramImage {
    /// The spectrogram as a picture in grey, times from left to right, the lowest band at the bottom.
    public var picture: Image {
        let pixels = (0..<bands).reversed().flatMap { band in
            (0..<frames).flatMap { frame -> [UInt8] in
                let value = UInt8(share: values[band * frames + frame])
                return [value, value, value]
            }
        }
        return Image(width: frames, height: bands, pixels: pixels)
    }
}
