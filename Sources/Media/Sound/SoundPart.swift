internal import Glibc

/// A part of a sound: a stretch of time, perhaps only some frequencies of it.
public struct SoundPart: Sendable, Hashable {
    /// From when to when.
    public let seconds: ClosedRange<Double>
    /// From the lowest to the highest frequency; `nil` for all.
    public let hertz: ClosedRange<Double>?

    /// A stretch of time, perhaps only some frequencies of it.
    public init(seconds: ClosedRange<Double>, hertz: ClosedRange<Double>? = nil) {
        (self.seconds, self.hertz) = (seconds, hertz)
    }
}

extension Sound {
    /// The sound with nothing to be heard in a part.
    ///
    /// All frequencies together are faded out within the part, over 5 ms at each end; some of them are taken out of the
    /// frames of a short-time Fourier transform whose middles lie in the part.
    ///
    /// - Returns: `nil` if the part is not in the sound.
    public func silenced(_ part: SoundPart) -> Sound? {
        guard let range = range(of: part) else { return nil }
        let sound = centred
        guard let hertz = part.hertz else {
            var samples = sound.samples
            for place in range { samples[place] *= 1 - Self.gate(place, in: range, sampleRate) }
            return sound.with(samples)
        }
        return sound.with(
            Frames(of: sound).changed(range, bins: hertz) { real, imaginary, _, _ in (-real, -imaginary) }
        )
    }

    /// The sound with the usual level of each frequency in a part: its mean over the whole sound.
    ///
    /// Phases stay as they are.
    ///
    /// - Returns: `nil` if the part is not in the sound.
    public func levelled(_ part: SoundPart) -> Sound? {
        guard let range = range(of: part) else { return nil }
        let sound = centred
        let frames = Frames(of: sound)
        let means = frames.meanMagnitudes
        return sound.with(
            frames.changed(range, bins: part.hertz) { real, imaginary, bin, _ in
                let size = (real * real + imaginary * imaginary).squareRoot()
                guard size > 0 else { return (means[bin], 0) }
                return (real * (means[bin] / size - 1), imaginary * (means[bin] / size - 1))
            }
        )
    }

    /// The sound with the same part of another one in it; where the other one is over there is silence.
    ///
    /// - Returns: `nil` if the part is not in the sound, or not in the other one.
    public func replacing(_ part: SoundPart, with other: Sound) -> Sound? {
        guard let range = range(of: part), other.range(of: part) != nil else { return nil }
        let (sound, new) = (centred, other.centred.resampled(to: sampleRate))
        func sample(_ place: Int) -> Float { new.samples.indices.contains(place) ? new.samples[place] : 0 }
        guard let hertz = part.hertz else {
            var samples = sound.samples
            for place in range {
                let share = Self.gate(place, in: range, sampleRate)
                samples[place] = samples[place] * (1 - share) + sample(place) * share
            }
            return sound.with(samples)
        }
        let frames = Frames(of: new)
        var read: (frame: Int, real: [Double], imaginary: [Double])?
        return sound.with(
            Frames(of: sound).changed(range, bins: hertz) { real, imaginary, bin, frame in
                if read?.frame != frame {
                    let (real, imaginary) = frames.spectrum(frame)
                    read = (frame, real, imaginary)
                }
                guard let read else { return (0, 0) }
                return (read.real[bin] - real, read.imaginary[bin] - imaginary)
            }
        )
    }

    /// The samples of a part; `nil` if there are none.
    private func range(of part: SoundPart) -> Range<Int>? {
        let (rate, limit) = (Double(sampleRate), Double(samples.count))
        let first = Int(min(max((part.seconds.lowerBound * rate).rounded(), 0), limit))
        let end = Int(min(max((part.seconds.upperBound * rate).rounded(), 0), limit))
        return first < end ? first..<end : nil
    }

    /// The sound with other samples.
    func with(_ samples: [Float]) -> Sound {
        Sound(sampleRate: sampleRate, samples: samples, origin: origin)
    }

    /// How far a change holds at a sample of a range, 0…1: it begins and ends softly.
    private static func gate(_ place: Int, in range: Range<Int>, _ rate: Int) -> Float {
        let length = max(1, min(rate / 200, range.count / 2))
        let depth = min(place - range.lowerBound, range.upperBound - 1 - place)
        guard depth < length else { return 1 }
        return Float(0.5 - 0.5 * cos(Double.pi * (Double(depth) + 0.5) / Double(length)))
    }
}

/// The overlapping frames of a sound, of about 32 ms each, and their spectra.
private struct Frames {
    private let samples: [Float]
    private let sampleRate: Int
    private let fourier: Fourier
    /// The root of a Hann window, at analysis and synthesis.
    private let window: [Double]
    private var size: Int { fourier.count }
    private var hop: Int { size / 4 }

    init(of sound: Sound) {
        samples = sound.samples
        sampleRate = sound.sampleRate
        var size = 32
        while size * 2 <= sound.sampleRate / 30 { size *= 2 }
        fourier = Fourier(count: size)
        window = (0..<size).map { (0.5 - 0.5 * cos(2 * Double.pi * Double($0) / Double(size))).squareRoot() }
    }

    /// The spectrum of the frame that begins at a multiple of the hop.
    func spectrum(_ frame: Int) -> (real: [Double], imaginary: [Double]) {
        var real = (0..<size).map { place in
            let sample = frame * hop + place
            return samples.indices.contains(sample) ? Double(samples[sample]) * window[place] : 0
        }
        var imaginary = [Double](repeating: 0, count: size)
        fourier.transform(&real, &imaginary)
        return (real, imaginary)
    }

    /// The mean size of each number of a spectrum, of at most 2048 frames over the whole sound.
    var meanMagnitudes: [Double] {
        let count = max(1, samples.count / hop)
        let step = (count + 2047) / 2048
        var sums = [Double](repeating: 0, count: size / 2 + 1)
        let frames = Array(stride(from: 0, to: count, by: step))
        for frame in frames {
            let (real, imaginary) = spectrum(frame)
            for bin in sums.indices {
                sums[bin] += (real[bin] * real[bin] + imaginary[bin] * imaginary[bin]).squareRoot()
            }
        }
        return sums.map { $0 / Double(frames.count) }
    }

    /// All samples, with a change of those frames whose middles lie in a range.
    ///
    /// - Parameters:
    ///   - hertz: which frequencies are changed; `nil` for all.
    ///   - change: what is added to a number of a spectrum, given with its place and the number of the frame.
    func changed(
        _ range: Range<Int>,
        bins hertz: ClosedRange<Double>?,
        by change: (_ real: Double, _ imaginary: Double, _ bin: Int, _ frame: Int) -> (Double, Double)
    ) -> [Float] {
        var result = samples.map(Double.init)
        let bins = (0...size / 2).filter { bin in
            hertz?.contains(Double(bin * sampleRate) / Double(size)) ?? true
        }
        // The first frame whose middle is not before the range.
        let first = Int((Double(range.lowerBound - size / 2) / Double(hop)).rounded(.up))
        let end = Int((Double(range.upperBound - size / 2) / Double(hop)).rounded(.up))
        for frame in first..<max(end, first + 1) {
            let (real, imaginary) = spectrum(frame)
            var (x, y) = ([Double](repeating: 0, count: size), [Double](repeating: 0, count: size))
            for bin in bins {
                (x[bin], y[bin]) = change(real[bin], imaginary[bin], bin, frame)
                guard bin > 0, bin < size / 2 else { continue }
                (x[size - bin], y[size - bin]) = (x[bin], -y[bin])
            }
            fourier.transform(&x, &y, inverse: true)
            for place in 0..<size {
                let sample = frame * hop + place
                // Squares of the window at four places sum to 2.
                if result.indices.contains(sample) { result[sample] += x[place] * window[place] / 2 }
            }
        }
        return result.map { Float($0) }
    }
}
