import Checkpoints
import Media
import Numerics

/// The front end for sounds: the loudest seconds as a log-mel spectrogram through the stem.
struct AudioInput: Sendable {
    let settings: AudioSettings
    let spectrogram: Spectrogram
    let stem: Stem

    /// Reads the front end.
    init(_ weights: Weights, _ c: ModelConfiguration) throws(CheckpointError) {
        let own = c.inputs.audio
        settings = own
        spectrogram = Spectrogram(own)
        stem = try Stem(weights, own.stages, of: 1, grid: own.grid, bands: own.bands, width: c.dModel)
    }

    /// - Parameter original: what the sound was before it was changed; its loudest part is heard.
    func callAsFunction(_ recording: Sound, original: Sound? = nil) -> InputArray {
        // Cheap recorders add a constant, which nobody hears; it would be the loudest band of all.
        let sound = recording.centred
        let window = (original?.centred ?? sound).loudestWindow(seconds: settings.seconds)
        let part = sound[window]
        let longest = Int(settings.seconds * Double(settings.sampleRate))
        let samples = part.resampled(to: settings.sampleRate).samples.prefix(longest)
        let map = spectrogram(Array(samples), upTo: Double(sound.sampleRate) / 2)
        let (tokens, rows, columns) = stem(map)
        let start = Double(window.lowerBound) / Double(sound.sampleRate)
        let layout = Layout(
            columns: timeAxis(start: start, frames: map.width, tokens: columns),
            rows: frequencyAxis(tokens: rows)
        )
        return InputArray(
            tokens: tokens,
            layout: layout,
            parts: layout.blocks(acrossColumns: 16, acrossRows: 4),
            modality: .audio,
            spectrogram: SpectrogramImage(bands: map.height, frames: map.width, values: map.values.elements),
            makeup: .beside(contentChannels: [stem.contentChannels]),
            note: note(sound, window)
        )
    }

    /// What was changed to fit the model.
    private func note(_ sound: Sound, _ window: Range<Int>) -> String? {
        var loudest: String?
        if window.count < sound.samples.count {
            let seconds = [window.lowerBound, window.upperBound, sound.samples.count].map {
                decimal(Double($0) / Double(sound.sampleRate), places: 2)
            }
            loudest = "the model hears the loudest part, \(seconds[0])–\(seconds[1]) s of \(seconds[2]) s"
        }
        let notes = [sound.partNote, loudest, sound.channelsNote, sound.rateNote(settings.sampleRate)]
            .compactMap { $0 }
        return notes.isEmpty ? nil : notes.joined(separator: "; ")
    }

    /// Frames are centred on their windows.
    private func timeAxis(start: Double, frames: Int, tokens: Int) -> Axis {
        let edges = Stem.edges(tokens: tokens, stride: stem.strides.columns, count: frames)
        let (hop, rate) = (Double(settings.hop), Double(settings.sampleRate))
        let middle = Double(settings.frame - settings.hop) / 2
        return Axis(.time, edges: edges.map { start + ($0 == 0 ? 0 : ($0 * hop + middle) / rate) })
    }

    /// A band reaches halfway to its neighbours.
    private func frequencyAxis(tokens: Int) -> Axis {
        let edges = Stem.edges(tokens: tokens, stride: stem.strides.rows, count: settings.melBands)
        return Axis(.frequency, edges: edges.map { settings.hertz(band: $0 - 0.5) })
    }
}

/// A spectrogram as the model gets it, to be shown: bands from the lowest, each a row of frames, 0…1.
public struct SpectrogramImage: Sendable, Hashable {
    /// The number of mel bands.
    public let bands: Int
    /// The number of frames.
    public let frames: Int
    /// `bands · frames` values, 0 quiet to 1 loudest.
    public let values: [Float]
    /// The bands' frequencies, where tokens have none; `nil` where theirs are known.
    public let frequencies: Axis?

    package init(bands: Int, frames: Int, values: [Float], frequencies: Axis? = nil) {
        (self.bands, self.frames, self.values) = (bands, frames, values)
        self.frequencies = frequencies
    }
}
