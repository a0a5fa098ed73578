import Checkpoints
import Numerics

/// A convolution over time, as the front end of a HuBERT has them one after the other.
struct WaveConvolution: Sendable {
    /// What comes behind it, before the activation.
    enum Norm: Sendable {
        case none
        /// Each moment over its channels.
        case layer(LayerNorm)
        /// Each channel over all of the sound; the factors and offsets of channels.
        case group(LayerNorm)
    }

    /// What lies under the kernel, moment by moment, to the channels.
    private let map: Linear
    let kernel: Int
    let stride: Int
    private let norm: Norm
    private let activation: Activation

    /// Reads one, whose weight is `[channels, inputs, kernel]`.
    init(
        _ weights: Weights,
        _ stage: SpeechConfiguration.Stage,
        inputs: Int,
        hasBias: Bool,
        norm: SpeechConfiguration.StageNorm?,
        _ activation: Activation,
        _ role: String
    ) throws(CheckpointError) {
        let stored = try weights.linear(
            "conv",
            inputs: inputs * stage.kernel,
            outputs: stage.channels,
            shape: [stage.channels, inputs, stage.kernel],
            hasBias: hasBias,
            role
        )
        let ordered = weights.computed(rows: stage.channels, columns: inputs * stage.kernel) {
            stored.weight.momentsFirst(kernel: stage.kernel)
        }
        map = Linear(weight: ordered, bias: stored.bias)
        (kernel, stride) = (stage.kernel, stage.stride)
        self.activation = activation
        guard let norm else {
            self.norm = .none
            return
        }
        let layer = try weights.norm("layer_norm", stage.channels, "\(role), norm")
        self.norm = norm == .layer ? .layer(layer) : .group(layer)
    }

    /// How many moments come out.
    func count(_ moments: Int) -> Int { moments < kernel ? 0 : (moments - kernel) / stride + 1 }

    /// The moments that go into some that come out.
    func needed(for moments: Range<Int>) -> Range<Int> {
        moments.lowerBound * stride..<(moments.upperBound - 1) * stride + kernel
    }

    /// The channels `[moments, outputs]` of moments `[moments, inputs]`.
    ///
    /// - Precondition: its norm, if it has one, is no ``Norm/group(_:)``; see ``normed(over:)``.
    func callAsFunction(_ x: Matrix) -> Matrix {
        let windows = x.windows(kernel: kernel, stride: stride, count: count(x.rows))
        guard case .layer(let norm) = norm else { return map(windows, then: activation) }
        var result = norm(map(windows))
        result.apply(activation)
        return result
    }

    /// The same convolution with its norm of channels over a whole sound `[samples]` worked into its weights.
    ///
    /// Mean and variance of each channel are those of the samples under the kernel, mapped as the samples are.
    ///
    /// - Precondition: one channel goes in.
    func normed(over samples: [Float]) -> WaveConvolution {
        guard case .group(let norm) = norm else { return self }
        let (means, products) = moments(samples)
        let weight = map.weight
        var (rows, bias) = (weight.elements, map.bias)
        for channel in 0..<map.outputs {
            let own = weight[row: channel].map(Double.init)
            var variance = 0.0
            for i in 0..<kernel {
                for j in 0..<kernel { variance += own[i] * own[j] * products[i * kernel + j] }
            }
            let scale = Double(norm.weight[channel]) / (max(variance, 0) + Double(norm.epsilon)).squareRoot()
            let mean = zip(own, means).reduce(0) { $0 + $1.0 * $1.1 }
            for i in 0..<kernel { rows[channel * kernel + i] = Float(own[i] * scale) }
            // The mean of a channel has its bias in it, which the norm takes away again.
            bias[channel] = Float(Double(norm.bias[channel]) - mean * scale)
        }
        let map = Linear(weight: Matrix(rows: map.outputs, columns: kernel, rows), bias: bias)
        return WaveConvolution(map: map, kernel: kernel, stride: stride, norm: .none, activation: activation)
    }

    private init(map: Linear, kernel: Int, stride: Int, norm: Norm, activation: Activation) {
        (self.map, self.kernel, self.stride) = (map, kernel, stride)
        (self.norm, self.activation) = (norm, activation)
    }

    /// Means and covariances `[kernel, kernel]` of the samples under the kernel.
    private func moments(_ samples: [Float]) -> (means: [Double], products: [Double]) {
        let count = count(samples.count)
        var means = [Double](repeating: 0, count: kernel)
        for moment in 0..<count {
            for i in 0..<kernel { means[i] += Double(samples[moment * stride + i]) }
        }
        for i in 0..<kernel { means[i] /= Double(max(count, 1)) }
        var products = [Double](repeating: 0, count: kernel * kernel)
        var apart = means
        for moment in 0..<count {
            for i in 0..<kernel { apart[i] = Double(samples[moment * stride + i]) - means[i] }
            for i in 0..<kernel {
                for j in 0...i { products[i * kernel + j] += apart[i] * apart[j] }
            }
        }
        for i in 0..<kernel {
            for j in 0...i {
                products[i * kernel + j] /= Double(max(count, 1))
                products[j * kernel + i] = products[i * kernel + j]
            }
        }
        return (means, products)
    }
}

extension Matrix {
    /// Weights `[outputs, inputs · kernel]` of a convolution with the inputs of each place of the kernel side by side:
    /// `[outputs, kernel · inputs]`.
    func momentsFirst(kernel: Int) -> Matrix {
        let inputs = columns / kernel
        return Matrix(rows: rows, columns: columns) { target in
            withElements { stored in
                for row in Swift.stride(from: 0, to: stored.count, by: columns) {
                    for input in 0..<inputs {
                        for place in 0..<kernel {
                            target[row + place * inputs + input] = stored[row + input * kernel + place]
                        }
                    }
                }
            }
        }
    }

    /// What lies under a kernel at some places, row after row: `[count, kernel · columns]`.
    func windows(kernel: Int, stride: Int, count: Int) -> Matrix {
        let size = kernel * columns
        return Matrix(rows: count, columns: size) { target in
            withElements { source in
                for place in 0..<count {
                    let start = place * stride * columns
                    let own = UnsafeMutableBufferPointer(rebasing: target[place * size..<(place + 1) * size])
                    _ = own.initialize(fromContentsOf: source[start..<start + size])
                }
            }
        }
    }
}
