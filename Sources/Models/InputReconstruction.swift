import Foundation
public import Media
import Numerics

/// A picture or a sound as the model wrote it down in its latents and read it back.
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

    package init(content: Content, psnr: Double, removedPSNR: Double?) {
        self.content = content
        self.psnr = psnr
        self.removedPSNR = removedPSNR
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

extension Run {
    /// Decodes the input itself from the latents, and compares it with what the model was given.
    ///
    /// - Parameter progress: is told how far the work is, from 0 to 1.
    /// - Throws: `CancellationError` if the task it runs in was cancelled.
    /// - Precondition: ``output`` is ``Output/tokens``.
    public func reconstructInput(
        progress: (Double) -> Void = { _ in }
    ) throws(CancellationError) -> InputReconstruction {
        let section = input.layout.sections[0]
        guard case .explorer(let fronts) = model.architecture, let decoder = fronts.decoders[input.modality]
        else {
            preconditionFailure("\(model.name) cannot reconstruct \(input.modality)")
        }
        let outputs = try decoder.outputs(section.tokens, of: input, latents: trace.latents) {
            done throws(CancellationError) in
            if Task.isCancelled { throw CancellationError() }
            progress(Double(done) / Double(section.count))
        }
        progress(1)
        if let seen = input.spectrogram { return spectrogram(outputs, seen, fronts.audio.stem) }
        return picture(outputs, fronts.image)
    }

    private func picture(_ outputs: Matrix, _ front: ImageInput) -> InputReconstruction {
        guard case .image(let seen) = input.seen else { preconditionFailure("no picture") }
        let (section, settings) = (input.layout.sections[0], front.settings)
        let tiles = Tiles(section, front.stem.strides, height: seen.height, width: seen.width, channels: 3)
        let values = tiles.assembled(outputs) { value, channel in
            value * settings.deviation[channel] + settings.mean[channel]
        }
        let pixels = values.map { UInt8(share: $0) }
        return reconstruction(
            .picture(Image(width: seen.width, height: seen.height, pixels: pixels)),
            values,
            seen.pixels.map { Float($0) / 255 },
            tiles
        )
    }

    private func spectrogram(_ outputs: Matrix, _ seen: SpectrogramImage, _ stem: Stem) -> InputReconstruction
    {
        let section = input.layout.sections[0]
        let tiles = Tiles(section, stem.strides, height: seen.bands, width: seen.frames, channels: 1)
        let values = tiles.assembled(outputs) { value, _ in value }
        let image = SpectrogramImage(bands: seen.bands, frames: seen.frames, values: values)
        return reconstruction(.spectrogram(image), values, seen.values, tiles)
    }

    private func reconstruction(
        _ content: InputReconstruction.Content,
        _ values: [Float],
        _ originals: [Float],
        _ tiles: Tiles
    ) -> InputReconstruction {
        var removedPSNR: Double?
        if !input.removed.isEmpty {
            let places = tiles.places(of: input.removed)
            removedPSNR = signalToNoise(
                places.map { values[$0] },
                places.map { originals[$0] },
                peak: 1
            )
        }
        return InputReconstruction(
            content: content,
            psnr: signalToNoise(values, originals, peak: 1),
            removedPSNR: removedPSNR
        )
    }
}

/// How tokens tile what they were made of: a picture's pixels, or a spectrogram's numbers.
private struct Tiles {
    private let section: Layout.Section
    private let strides: (rows: Int, columns: Int)
    private let height: Int
    private let width: Int
    private let channels: Int

    init(
        _ section: Layout.Section,
        _ strides: (rows: Int, columns: Int),
        height: Int,
        width: Int,
        channels: Int
    ) {
        (self.section, self.strides) = (section, strides)
        (self.height, self.width, self.channels) = (height, width, channels)
    }

    /// Visits each number of a token's tile: its place in the tile, in the whole, and its channel.
    ///
    /// Tiles at the lower and the right edge may reach beyond it; what lies there is left out.
    private func visit(_ token: Int, _ body: (_ inTile: Int, _ place: Int, _ channel: Int) -> Void) {
        let (column, row, _) = section.cell(of: token)
        for down in 0..<strides.rows {
            for across in 0..<strides.columns {
                let (y, x) = (row * strides.rows + down, column * strides.columns + across)
                guard y < height && x < width else { continue }
                for channel in 0..<channels {
                    body(
                        (down * strides.columns + across) * channels + channel,
                        (y * width + x) * channels + channel,
                        channel
                    )
                }
            }
        }
    }

    /// The tokens' outputs `[tokens, outputs]` put where they belong.
    func assembled(_ outputs: Matrix, _ convert: (Float, Int) -> Float) -> [Float] {
        var values = [Float](repeating: 0, count: height * width * channels)
        outputs.withElements { elements in
            for token in section.tokens {
                let start = (token - section.first) * outputs.columns
                visit(token) { values[$1] = convert(elements[start + $0], $2) }
            }
        }
        return values
    }

    /// The places of some tokens' tiles.
    func places(of tokens: Set<Int>) -> [Int] {
        var places: [Int] = []
        for token in tokens.sorted() { visit(token) { _, place, _ in places.append(place) } }
        return places
    }
}
