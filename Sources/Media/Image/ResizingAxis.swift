/// Which samples of a row or column make up each sample of the resized one, and with which weights.
///
/// Weights are integers of 22 fractional bits. They are kept in two halves of 16 bits, since every
/// processor multiplies many of those at once: `weight = high · 2¹⁵ + low`.
struct ResizingAxis {
    private static let fractionBits: Int32 = 22
    static let half: Int32 = 1 << (fractionBits - 1)

    /// The first sample that counts, for each output.
    private(set) var starts: [Int] = []
    /// How many count.
    private(set) var lengths: [Int] = []

    private let stride: Int
    private var low: [Int16]
    private var high: [Int16]

    init(from count: Int, to outputs: Int, _ filter: Image.Filter) {
        let scale = Double(count) / Double(outputs)
        let width = max(scale, 1)
        let support = filter.support * width
        stride = min(Int((2 * support).rounded(.up)) + 2, count)
        low = Array(repeating: 0, count: outputs * stride)
        high = low
        for output in 0..<outputs {
            let centre = (Double(output) + 0.5) * scale
            let start = Int(max(centre - support + 0.5, 0))
            let end = min(Int(centre + support + 0.5), count)
            let weights = (start..<end).map { filter.weight((Double($0) - centre + 0.5) / width) }
            let total = weights.reduce(0, +)
            for (tap, weight) in weights.enumerated() {
                let fixed = Int32((weight / total * Double(1 << ResizingAxis.fractionBits)).rounded())
                low[output * stride + tap] = Int16(fixed & 0x7FFF)
                high[output * stride + tap] = Int16(fixed >> 15)
            }
            starts.append(start)
            lengths.append(end - start)
        }
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
        return ResizingAxis.clamped(ResizingAxis.half &+ lowSum &+ highSum << 15)
    }

    static func clamped(_ sum: Int32) -> UInt8 {
        UInt8(clamping: sum >> fractionBits)
    }
}
