import Glibc
import Numerics

/// Log-mel spectrograms, each relative to its own loudest tile: 0 is quiet, 1 the loudest.
struct Spectrogram: Sendable {
    let settings: AudioSettings
    /// Cosines and sines of the discrete Fourier transform, with the window: `[2 · bins, frame]`.
    private let transform: Matrix
    /// `[bins, mel bands]`.
    private let filters: Matrix

    init(_ settings: AudioSettings) {
        self.settings = settings
        transform = Self.transform(settings)
        filters = Self.filters(settings)
    }

    /// The number of columns that some samples make; a sound shorter than one frame is padded to it.
    func frameCount(samples: Int) -> Int { 1 + max(0, samples - settings.frame) / settings.hop }

    /// The spectrogram as a feature map of one channel: rows are mel bands, the lowest first.
    ///
    /// - Parameters:
    ///   - samples: the sound at the settings' rate.
    ///   - hertz: bands that reach above this frequency are silent. Of a sound that had a lower rate, they hold nothing
    ///     but what changing the rate left there.
    func callAsFunction(_ samples: [Float], upTo hertz: Double = .infinity) -> FeatureMap {
        var decibels = decibels(samples)
        silence(&decibels, above: hertz)
        let reference = max(decibels.elements.max() ?? 0, settings.lowestReference)
        let (frames, bands) = (decibels.rows, decibels.columns)
        let values = Matrix(rows: bands * frames, columns: 1) { target in
            decibels.withElements { source in
                for band in 0..<bands {
                    for frame in 0..<frames {
                        let relative = (source[frame * bands + band] - reference) / settings.range + 1
                        target[band * frames + frame] = min(max(relative, 0), 1)
                    }
                }
            }
        }
        return FeatureMap(height: bands, width: frames, values: values)
    }

    private func silence(_ decibels: inout Matrix, above hertz: Double) {
        // The last band ends at the highest frequency, but for the error of logarithms.
        guard hertz < settings.highestHertz,
            let first = (0..<decibels.columns).first(where: { settings.hertz(band: Double($0) + 1) > hertz })
        else { return }
        let bands = decibels.columns
        decibels.withMutableElements { elements in
            for i in elements.indices where i % bands >= first { elements[i] = Self.lowest }
        }
    }

    /// Less energy counts as this much.
    private static let leastEnergy: Float = 1e-10
    /// The same in decibels.
    private static let lowest = 10 * log10(leastEnergy)

    /// Mel energies `[frames, mel bands]` in decibels, at least −100.
    ///
    /// The Fourier transform is a product with its matrix: at these sizes that takes about a
    /// millisecond, and its error is far below the floor.
    func decibels(_ samples: [Float]) -> Matrix {
        let frames = frameCount(samples: samples.count)
        let windows = Matrix(rows: frames, columns: settings.frame) { target in
            for frame in 0..<frames {
                for i in 0..<settings.frame {
                    let sample = frame * settings.hop + i
                    target[frame * settings.frame + i] = sample < samples.count ? samples[sample] : 0
                }
            }
        }
        let spectrum = windows.timesTransposed(transform)
        let bins = filters.rows
        let power = Matrix(rows: frames, columns: bins) { target in
            spectrum.withElements { parts in
                for frame in 0..<frames {
                    for bin in 0..<bins {
                        let (real, imaginary) = (
                            parts[frame * 2 * bins + bin], parts[(frame * 2 + 1) * bins + bin]
                        )
                        target[frame * bins + bin] = real * real + imaginary * imaginary
                    }
                }
            }
        }
        var energies = power.times(filters)
        energies.withMutableElements { elements in
            for i in elements.indices { elements[i] = 10 * log10(max(elements[i], Self.leastEnergy)) }
        }
        return energies
    }

    /// Rows of the transform times a periodic Hann window.
    private static func transform(_ settings: AudioSettings) -> Matrix {
        let (size, frame, bins) = (settings.fft, settings.frame, settings.fft / 2 + 1)
        let cosines = (0..<size).map { cos(2 * Double.pi * Double($0) / Double(size)) }
        let sines = (0..<size).map { sin(2 * Double.pi * Double($0) / Double(size)) }
        let window = (0..<frame).map { 0.5 - 0.5 * cos(2 * Double.pi * Double($0) / Double(frame)) }
        return Matrix(rows: 2 * bins, columns: frame) { target in
            for bin in 0..<bins {
                for i in 0..<frame {
                    let phase = bin * i % size
                    target[bin * frame + i] = Float(cosines[phase] * window[i])
                    target[(bins + bin) * frame + i] = Float(-sines[phase] * window[i])
                }
            }
        }
    }

    /// Triangles of height 1, evenly spaced on the mel scale.
    private static func filters(_ settings: AudioSettings) -> Matrix {
        let bins = settings.fft / 2 + 1
        var result = Matrix(rows: bins, columns: settings.melBands)
        for bin in 0..<bins {
            let hertz = Double(bin * settings.sampleRate) / Double(settings.fft)
            for band in 0..<settings.melBands {
                let low = settings.hertz(band: Double(band) - 1)
                let (centre, high) = (
                    settings.hertz(band: Double(band)), settings.hertz(band: Double(band) + 1)
                )
                let height = min((hertz - low) / (centre - low), (high - hertz) / (high - centre))
                result[bin, band] = Float(max(0, height))
            }
        }
        return result
    }
}

extension AudioSettings {
    /// The frequency at a number of mel bands above the lowest one's centre; fractions lie between bands.
    func hertz(band: Double) -> Double {
        func mel(_ hertz: Double) -> Double { 2595 * log10(1 + hertz / 700) }
        let (low, high) = (mel(lowestHertz), mel(highestHertz))
        let value = low + (band + 1) * (high - low) / Double(melBands + 1)
        return 700 * (pow(10, value / 2595) - 1)
    }
}
