import Media
import Numerics

// The input itself, decoded from the latents and compared with what the model was given.
extension BundledModel {
    func input(of run: Run, progress: (Double) -> Void) throws(CancellationError) -> InputReconstruction {
        let input = run.input
        let section = input.layout.sections[0]
        guard let decoder = decoders[input.modality] else {
            preconditionFailure("\(run.model.name) cannot reconstruct \(input.modality)")
        }
        let outputs = try decoder.outputs(section.tokens, of: input, latents: run.trace.final) {
            done throws(CancellationError) in
            if Task.isCancelled { throw CancellationError() }
            progress(Double(done) / Double(section.count))
        }
        progress(1)
        return input.spectrogram == nil
            ? image.picture(outputs, of: input) : audio.picture(outputs, of: input)
    }
}

extension ImageInput {
    /// The picture that outputs `[tokens, outputs]` make, beside the one that was given.
    fileprivate func picture(_ outputs: Matrix, of input: InputArray) -> InputReconstruction {
        guard case .image(let seen) = input.seen else { preconditionFailure("no picture") }
        let section = input.layout.sections[0]
        let tiles = Tiles(section, stem.strides, height: seen.height, width: seen.width, channels: 3)
        let values = tiles.assembled(outputs) { value, channel in
            value * settings.deviation[channel] + settings.mean[channel]
        }
        let pixels = values.map { UInt8(share: $0) }
        return InputReconstruction(
            of: input,
            .picture(Image(width: seen.width, height: seen.height, pixels: pixels)),
            values,
            seen.pixels.map { Float($0) / 255 },
            tiles
        )
    }

}

extension AudioInput {
    /// The spectrogram that outputs `[tokens, outputs]` make, beside the one that was given.
    fileprivate func picture(_ outputs: Matrix, of input: InputArray) -> InputReconstruction {
        guard let seen = input.spectrogram else { preconditionFailure("no spectrogram") }
        let section = input.layout.sections[0]
        let tiles = Tiles(section, stem.strides, height: seen.bands, width: seen.frames, channels: 1)
        let values = tiles.assembled(outputs) { value, _ in value }
        let image = SpectrogramImage(bands: seen.bands, frames: seen.frames, values: values)
        return InputReconstruction(of: input, .spectrogram(image), values, seen.values, tiles)
    }

}

extension InputReconstruction {
    /// What was read back, compared with the originals.
    fileprivate init(
        of input: InputArray,
        _ content: InputReconstruction.Content,
        _ values: [Float],
        _ originals: [Float],
        _ tiles: Tiles
    ) {
        var removedPSNR: Double?
        if !input.removed.isEmpty {
            let places = tiles.places(of: input.removed)
            removedPSNR = signalToNoise(
                places.map { values[$0] },
                places.map { originals[$0] },
                peak: 1
            )
        }
        self.init(
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
