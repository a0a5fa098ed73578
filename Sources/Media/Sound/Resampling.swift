internal import Glibc

extension Sound {
    /// The sound at another rate.
    ///
    /// The mathematics of SciPy's `resample_poly`: a linear-phase low-pass (ideal, under a Kaiser window of
    /// β = 5 that reaches over ten samples of the lower rate to each side), without delay, and silence
    /// before and after the sound.
    ///
    /// - Precondition: the rate is one of ``rates``.
    /// - Complexity: about 20 multiplications for each sample of the higher rate.
    public func resampled(to rate: Int) -> Sound {
        precondition(Sound.rates.contains(rate), "\(rate) samples a second")
        if rate == sampleRate { return self }
        let resampler = Resampler(from: sampleRate, to: rate)
        return Sound(sampleRate: rate, samples: resampler.resample(samples), origin: origin)
    }
}

/// A low-pass filter, sorted for changing a rate by the factor `up / down`.
///
/// Output sample *k* lies at input time *k·down/up*. It is the sum of the input samples around it, each
/// times the low-pass at its distance; distances repeat after `up` outputs, so there are `up` sets
/// of weights (phases).
private struct Resampler {
    private let up, down: Int
    /// Input samples per phase, a multiple of the width of a vector; the surplus has weight 0.
    private let taps: Int
    /// How many input samples before the one at or before its own time an output looks at.
    private let reach: Int
    /// The phases one after the other: `[up, taps]`.
    private let weights: [Float]

    init(from: Int, to: Int) {
        let divisor = Resampler.commonDivisor(from, to)
        up = to / divisor
        down = from / divisor
        let half = 10 * max(up, down)
        reach = half / up
        let used = reach + (half + up - 1) / up + 1
        taps = (used + 7) / 8 * 8
        weights = Resampler.phases(
            Resampler.lowPass(half: half, up: up, down: down),
            up: up,
            reach: reach,
            taps: taps
        )
    }

    private static func commonDivisor(_ a: Int, _ b: Int) -> Int {
        b == 0 ? a : commonDivisor(b, a % b)
    }

    /// The low-pass at the times −half…half in steps of 1/up input samples; its sum is `up`.
    private static func lowPass(half: Int, up: Int, down: Int) -> [Double] {
        let cutoff = 1 / Double(max(up, down))
        let edge = bessel(5)
        var filter = [Double](repeating: 0, count: 2 * half + 1)
        for step in 0...half {
            let x = Double.pi * cutoff * Double(step)
            let ratio = Double(step) / Double(half)
            let value = (step == 0 ? 1 : sin(x) / x) * bessel(5 * (1 - ratio * ratio).squareRoot()) / edge
            filter[half + step] = value
            filter[half - step] = value
        }
        let gain = Double(up) / filter.reduce(0, +)
        return filter.map { $0 * gain }
    }

    /// The modified Bessel function of the first kind and order 0, by its series.
    private static func bessel(_ x: Double) -> Double {
        var term = 1.0
        var sum = 1.0
        var n = 1.0
        while term > sum * 1e-17 {
            term *= (x / 2 / n) * (x / 2 / n)
            sum += term
            n += 1
        }
        return sum
    }

    /// Sorts the low-pass into phases.
    ///
    /// An output of a phase lies `phase` steps of the low-pass after the input sample at or before it;
    /// tap *t* belongs to the input sample `t - reach` after that one.
    private static func phases(_ filter: [Double], up: Int, reach: Int, taps: Int) -> [Float] {
        let half = filter.count / 2
        var weights = [Float](repeating: 0, count: up * taps)
        for phase in 0..<up {
            for tap in 0..<taps {
                let place = half + phase - (tap - reach) * up
                if filter.indices.contains(place) { weights[phase * taps + tap] = Float(filter[place]) }
            }
        }
        return weights
    }

    func resample(_ samples: [Float]) -> [Float] {
        let count = (samples.count * up + down - 1) / down
        return Array(unsafeUninitializedCapacity: count) { target, filled in
            filled = count
            samples.withUnsafeBufferPointer { samples in
                weights.withUnsafeBufferPointer { weights in
                    for output in 0..<count {
                        let time = output * down
                        let phase = UnsafeBufferPointer(rebasing: weights[(time % up * taps)...].prefix(taps))
                        target[output] = product(phase, samples, from: time / up - reach)
                    }
                }
            }
        }
    }

    /// The sum of weights times samples from `first` on; samples outside the sound are silent.
    private func product(
        _ weights: UnsafeBufferPointer<Float>,
        _ samples: UnsafeBufferPointer<Float>,
        from first: Int
    ) -> Float {
        guard first >= 0 && first + taps <= samples.count else {
            let inside = max(0, -first)..<max(max(0, -first), min(taps, samples.count - first))
            return inside.reduce(0) { $0 + weights[$1] * samples[first + $1] }
        }
        let left = UnsafeRawBufferPointer(weights)
        let right = UnsafeRawBufferPointer(samples)
        var sums = SIMD8<Float>()
        for tap in stride(from: 0, to: taps, by: 8) {
            let weight = left.loadUnaligned(fromByteOffset: tap * 4, as: SIMD8<Float>.self)
            let sample = right.loadUnaligned(fromByteOffset: (first + tap) * 4, as: SIMD8<Float>.self)
            sums += weight * sample
        }
        return sums.sum()
    }
}
