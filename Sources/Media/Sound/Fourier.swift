internal import Glibc

/// The discrete Fourier transform of a power of two of numbers.
struct Fourier: Sendable {
    /// How many numbers it transforms.
    let count: Int
    /// Cosines and sines of the first half of the circle.
    private let cosines, sines: [Double]
    /// Where each number goes before the first step.
    private let order: [Int]

    /// - Precondition: the count is a power of two, at least 2.
    init(count: Int) {
        precondition(count > 1 && count & (count - 1) == 0)
        self.count = count
        let angles = (0..<count / 2).map { 2 * Double.pi * Double($0) / Double(count) }
        (cosines, sines) = (angles.map { cos($0) }, angles.map { sin($0) })
        let bits = count.trailingZeroBitCount
        order = (0..<count).map { place in
            (0..<bits).reduce(0) { $0 | ((place >> $1) & 1) << (bits - 1 - $1) }
        }
    }

    /// Transforms numbers in their place; the inverse is divided by their count.
    func transform(_ real: inout [Double], _ imaginary: inout [Double], inverse: Bool = false) {
        for (place, other) in order.enumerated() where place < other {
            real.swapAt(place, other)
            imaginary.swapAt(place, other)
        }
        let sign: Double = inverse ? 1 : -1
        real.withUnsafeMutableBufferPointer { real in
            imaginary.withUnsafeMutableBufferPointer { imaginary in
                var half = 1
                while half < count {
                    step(half, sign, real, imaginary)
                    half *= 2
                }
                guard inverse else { return }
                for place in 0..<count {
                    real[place] /= Double(count)
                    imaginary[place] /= Double(count)
                }
            }
        }
    }

    /// Joins transforms of `half` numbers to those of twice as many.
    private func step(
        _ half: Int,
        _ sign: Double,
        _ real: UnsafeMutableBufferPointer<Double>,
        _ imaginary: UnsafeMutableBufferPointer<Double>
    ) {
        let stride = count / (2 * half)
        for start in Swift.stride(from: 0, to: count, by: 2 * half) {
            for place in 0..<half {
                let (c, s) = (cosines[place * stride], sign * sines[place * stride])
                let (a, b) = (start + place, start + place + half)
                let (x, y) = (real[b] * c - imaginary[b] * s, real[b] * s + imaginary[b] * c)
                (real[b], imaginary[b]) = (real[a] - x, imaginary[a] - y)
                (real[a], imaginary[a]) = (real[a] + x, imaginary[a] + y)
            }
        }
    }
}
