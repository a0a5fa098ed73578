import Checkpoints
import Media
import Numerics
import Perceiver

/// The front end of a HuBERT or a wav2vec 2: convolutions make frames of a sound, and another one tells them where they are.
struct SpeechInput: Sendable {
    let processing: SoundProcessing
    private let features: WaveFeatures
    /// The norm of what leaves the convolutions; an absent one where there is none.
    private let featureNorm: LayerNorm
    private let projection: Linear
    private let positions: PositionConvolution
    /// The norm of frames that know their places; an absent one where each layer begins with one.
    private let norm: LayerNorm
    /// By how many samples frames are apart, and how many each of them sees.
    private let (hop, window): (Int, Int)

    /// The most numbers that all tokens together may have.
    private static let mostNumbers = PublishedConfiguration.mostInputs

    /// Reads the front end.
    ///
    /// - Parameter weights: those of the model itself.
    init(
        _ weights: Weights,
        _ c: SpeechConfiguration,
        _ processing: SoundProcessing
    ) throws(CheckpointError) {
        self.processing = processing
        features = try WaveFeatures(weights["feature_extractor.conv_layers"], c)
        let inputs = c.stages[c.stages.count - 1].channels
        let own = weights["feature_projection"]
        featureNorm =
            c.normsFeatures
            ? try own.norm("layer_norm", inputs, epsilon: c.epsilon, "norm of what was heard")
            : .absent(inputs)
        projection = try own.linear(
            "projection",
            inputs: inputs,
            outputs: c.channels,
            "what was heard to frames"
        )
        positions = try PositionConvolution(weights["encoder.pos_conv_embed"], c)
        norm =
            c.normsFirst
            ? .absent(c.channels) : try c.norm(weights["encoder"], "layer_norm", "norm before the layers")
        (hop, window) = (c.hop, c.window)
    }

    func callAsFunction(_ sound: Sound) throws(ModelError) -> InputArray {
        let heard = sound.resampled(to: processing.sampleRate)
        let samples = processing(heard.samples)
        let count = features.count(samples: samples.count)
        guard count > 0 else {
            let (least, given) = (
                decimal(Double(window) / Double(processing.sampleRate), places: 3),
                decimal(sound.duration, places: 3)
            )
            throw ModelError(
                "the sound is \(given) s long, and the model needs at least \(least) s, which is one frame"
            )
        }
        guard count <= Self.mostNumbers / projection.outputs else {
            throw ModelError("\(decimal(sound.duration, places: 0)) s are too long to run at; cut the sound")
        }
        var tokens = features(samples) { projection(featureNorm($0)) }
        tokens.add(positions(tokens))
        let layout = Layout(sections: [
            Layout.Section(name: "sound", columns: times(count, of: samples.count))
        ])
        return InputArray(
            tokens: norm(tokens),
            layout: layout,
            parts: layout.blocks(acrossColumns: 16, acrossRows: 1),
            modality: .audio,
            spectrogram: spectrogram(heard.centred, upTo: Double(sound.sampleRate) / 2),
            note: note(sound)
        )
    }

    /// Frames meet halfway between the middles of what they see; the first and the last reach to the sound's ends.
    private func times(_ count: Int, of samples: Int) -> Axis {
        let rate = Double(processing.sampleRate)
        let first = Double(window - hop) / 2
        let inner = (1..<max(count, 1)).map { (Double($0 * hop) + first) / rate }
        return Axis(.time, edges: [0] + inner + [Double(samples) / rate])
    }

    /// About as many columns a picture of a long sound has.
    private static let mostColumns = 4096

    /// What of the sound can be seen; the model itself hears samples.
    private func spectrogram(_ sound: Sound, upTo hertz: Double) -> SpectrogramImage {
        let rate = sound.sampleRate
        let frame = min(rate / 40, 1024)
        let settings = AudioSettings(
            sampleRate: rate,
            seconds: sound.duration,
            frame: frame,
            hop: max(1, rate / 100, sound.samples.count / Self.mostColumns),
            fft: frame > 512 ? 1024 : frame > 256 ? 512 : 256,
            melBands: 64,
            lowestHertz: 50,
            highestHertz: Double(rate) / 2,
            range: 80,
            lowestReference: -20,
            stages: [],
            grid: [],
            bands: 0
        )
        let map = Spectrogram(settings)(sound.samples, upTo: hertz)
        let edges = (0...map.height).map { settings.hertz(band: Double($0) - 0.5) }
        return SpectrogramImage(
            bands: map.height,
            frames: map.width,
            values: map.values.elements,
            frequencies: Axis(.frequency, edges: edges)
        )
    }

    /// What was changed to fit the model.
    private func note(_ sound: Sound) -> String? {
        let notes = [sound.partNote, sound.channelsNote, sound.rateNote(processing.sampleRate)].compactMap {
            $0
        }
        return notes.isEmpty ? nil : notes.joined(separator: "; ")
    }
}
