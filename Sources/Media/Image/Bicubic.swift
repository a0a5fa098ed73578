extension Image {
    /// The picture in another size, by the antialiased bicubic filter of Pillow, bit for bit.
    ///
    /// Published checkpoints were trained on pictures resized so. Two passes, first along the rows,
    /// then along the columns, each rounding to 8 bits; a side that keeps its length is left alone.
    ///
    /// - Precondition: both sides are positive.
    /// - SeeAlso: Pillow, `Image.resize` with `Resampling.BICUBIC`.
    public func resized(width: Int, height: Int) -> Image {
        precondition(width > 0 && height > 0)
        let narrow = width == self.width ? self : resizedRows(to: width)
        return height == self.height ? narrow : narrow.resizedColumns(to: height)
    }

    private func resizedRows(to width: Int) -> Image {
        let axis = CubicAxis(from: self.width, to: width)
        // Red, green and blue apart, so that neighbours in memory are neighbours in the sum.
        var planes = [Int16](repeating: 0, count: self.width * 3)
        return Image(width: width, height: height) { target in
            for row in 0..<height {
                separate(row: row, into: &planes)
                for place in 0..<width * 3 {
                    let (column, channel) = place.quotientAndRemainder(dividingBy: 3)
                    let samples = planes[(channel * self.width)..<(channel + 1) * self.width]
                    target[row * width * 3 + place] = samples.withUnsafeBufferPointer {
                        axis.sum($0, for: column)
                    }
                }
            }
        }
    }

    private func separate(row: Int, into planes: inout [Int16]) {
        planes.withUnsafeMutableBufferPointer { planes in
            pixels.withUnsafeBufferPointer { pixels in
                var place = row * width * 3
                for column in 0..<width {
                    planes[column] = Int16(pixels[place])
                    planes[column + width] = Int16(pixels[place + 1])
                    planes[column + 2 * width] = Int16(pixels[place + 2])
                    place += 3
                }
            }
        }
    }

    private func resizedColumns(to height: Int) -> Image {
        let axis = CubicAxis(from: self.height, to: height)
        let stride = width * 3
        var sums = [Int32](repeating: 0, count: stride)
        return Image(width: width, height: height) { target in
            for row in 0..<height {
                for place in 0..<stride { sums[place] = CubicAxis.half }
                for tap in 0..<axis.lengths[row] {
                    let weight = axis.weight(tap, for: row)
                    add(row: axis.starts[row] + tap, times: weight, to: &sums)
                }
                for place in 0..<stride { target[row * stride + place] = CubicAxis.clamped(sums[place]) }
            }
        }
    }

    private func add(row: Int, times weight: Int32, to sums: inout [Int32]) {
        pixels[(row * width * 3)..<(row + 1) * width * 3].withUnsafeBufferPointer { pixels in
            sums.withUnsafeMutableBufferPointer { sums in
                for place in 0..<sums.count { sums[place] &+= weight &* Int32(pixels[place]) }
            }
        }
    }
}

/// Which samples of a row or column make up each sample of the resized one, and with which weights.
///
/// Weights are integers of 22 fractional bits. They are kept in two halves of 16 bits, since every
/// processor multiplies many of those at once: `weight = high · 2¹⁵ + low`.
private struct CubicAxis {
    private static let fractionBits: Int32 = 22
    static let half: Int32 = 1 << (fractionBits - 1)

    /// The first sample that counts, for each output.
    private(set) var starts: [Int] = []
    /// How many count.
    private(set) var lengths: [Int] = []

    private let stride: Int
    private var low: [Int16]
    private var high: [Int16]

    init(from count: Int, to outputs: Int) {
        let scale = Double(count) / Double(outputs)
        let width = max(scale, 1)
        stride = min(Int((4 * width).rounded(.up)) + 2, count)
        low = Array(repeating: 0, count: outputs * stride)
        high = low
        for output in 0..<outputs {
            let centre = (Double(output) + 0.5) * scale
            let start = Int(max(centre - 2 * width + 0.5, 0))
            let end = min(Int(centre + 2 * width + 0.5), count)
            let weights = (start..<end).map { CubicAxis.cubic((Double($0) - centre + 0.5) / width) }
            let total = weights.reduce(0, +)
            for (tap, weight) in weights.enumerated() {
                let fixed = Int32((weight / total * Double(1 << CubicAxis.fractionBits)).rounded())
                low[output * stride + tap] = Int16(fixed & 0x7FFF)
                high[output * stride + tap] = Int16(fixed >> 15)
            }
            starts.append(start)
            lengths.append(end - start)
        }
    }

    /// Keys' cubic kernel with a = −½.
    private static func cubic(_ offset: Double) -> Double {
        let t = abs(offset)
        if t < 1 { return (1.5 * t - 2.5) * t * t + 1 }
        if t < 2 { return -0.5 * (((t - 5) * t + 8) * t - 4) }
        return 0
    }

    func weight(_ tap: Int, for output: Int) -> Int32 {
        let place = output * stride + tap
        return Int32(high[place]) << 15 + Int32(low[place])
    }

    /// The weighted sum of those of the samples that count.
    ///
    /// Parts of it may wrap around; the whole fits.
    func sum(_ samples: UnsafeBufferPointer<Int16>, for output: Int) -> UInt8 {
        let samples = UnsafeBufferPointer(rebasing: samples[starts[output]...].prefix(lengths[output]))
        let place = output * stride
        var lowSum: Int32 = 0
        var highSum: Int32 = 0
        low[place..<place + samples.count].withUnsafeBufferPointer { low in
            high[place..<place + samples.count].withUnsafeBufferPointer { high in
                for tap in 0..<samples.count {
                    let sample = Int32(samples[tap])
                    lowSum &+= sample &* Int32(low[tap])
                    highSum &+= sample &* Int32(high[tap])
                }
            }
        }
        return CubicAxis.clamped(CubicAxis.half &+ lowSum &+ highSum << 15)
    }

    static func clamped(_ sum: Int32) -> UInt8 {
        UInt8(clamping: sum >> fractionBits)
    }
}
