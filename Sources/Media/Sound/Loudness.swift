internal import Glibc

extension Sound {
    /// How loud a sound is, in decibels relative to full scale (dBFS): 0 is a sample of 1, silence −∞.
    public struct Level: Sendable, Hashable {
        /// The loudest sample.
        public let peak: Double
        /// The root of the mean square; a full-scale sine has −3.
        public let rms: Double
    }

    /// How loud the sound is.
    public var level: Level {
        let peak = samples.reduce(0) { max($0, abs($1)) }
        let energy = samples.reduce(0.0) { $0 + Double($1) * Double($1) }
        let mean = samples.isEmpty ? 0 : energy / Double(samples.count)
        return Level(peak: 20 * log10(Double(peak)), rms: 10 * log10(mean))
    }

    /// The stretch of the given length that has the greatest energy; the earliest of several.
    ///
    /// It may start at each hundredth of a second, or end with the sound. A sound that is not longer is
    /// returned whole.
    ///
    /// - Returns: the range of its samples.
    public func loudestWindow(seconds: Double) -> Range<Int> {
        let length = max(1, Int((seconds * Double(sampleRate)).rounded()))
        guard length < samples.count else { return 0..<samples.count }
        let energy = EnergyBefore(samples, step: max(1, sampleRate / 100))
        let last = samples.count - length
        var loudest = (start: 0, energy: -1.0)
        for start in Array(stride(from: 0, to: last, by: energy.step)) + [last] {
            let candidate = energy[start + length] - energy[start]
            // A little more than the same: sums of the same numbers differ in their last digits.
            if candidate > loudest.energy * (1 + 1e-9) { loudest = (start, candidate) }
        }
        return loudest.start..<loudest.start + length
    }
}

/// The sum of the squares of all samples before a place.
private struct EnergyBefore {
    let step: Int
    private let samples: [Float]
    private var sums: [Double] = [0]

    init(_ samples: [Float], step: Int) {
        self.samples = samples
        self.step = step
        sums.reserveCapacity(samples.count / step + 1)
        for start in stride(from: 0, to: samples.count - samples.count % step, by: step) {
            sums.append(sums[sums.count - 1] + squares(start..<start + step))
        }
    }

    subscript(place: Int) -> Double {
        sums[place / step] + squares(place - place % step..<place)
    }

    private func squares(_ range: Range<Int>) -> Double {
        samples.withUnsafeBufferPointer { samples in
            range.reduce(0.0) { $0 + Double(samples[$1]) * Double(samples[$1]) }
        }
    }
}
