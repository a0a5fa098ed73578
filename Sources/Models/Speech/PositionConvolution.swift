import Checkpoints
import Numerics

/// The convolution that tells frames where they are: what it makes of a frame and its neighbours is added to the frame.
///
/// Channels are in groups that do not see each other. Its weights are normed place by place of the kernel.
struct PositionConvolution: Sendable {
    /// For each group what lies under the kernel, frame by frame, to the group's channels.
    private let groups: [Linear]
    private let kernel: Int
    private let activation: Activation
    /// The batch norm before the convolution as a factor and an offset of each channel; `nil` if there is none.
    private let batch: (factors: [Float], offsets: [Float])?

    /// So many frames are looked at together.
    private static let block = 256

    /// Reads `pos_conv_embed`.
    init(_ weights: Weights, _ c: SpeechConfiguration) throws(CheckpointError) {
        let (channels, kernel, count) = (c.channels, c.positions.kernel, c.positions.groups)
        let width = channels / count
        let all = try Self.weight(weights["conv"], c)
        let bias = try weights.vector("conv.bias", channels, "positions, bias")
        groups = (0..<count).map { group in
            let own = group * width..<(group + 1) * width
            let weight = weights.computed(rows: width, columns: width * kernel) {
                all[rows: own].momentsFirst(kernel: kernel)
            }
            return Linear(weight: weight, bias: Array(bias[own]))
        }
        self.kernel = kernel
        activation = c.stageActivation
        batch = c.positionsHaveBatchNorm ? try Self.batch(weights["batch_norm"], channels) : nil
    }

    /// The weight `[channels, inputs · kernel]`: in two parts under their newer or older names, or whole.
    private static func weight(_ weights: Weights, _ c: SpeechConfiguration) throws(CheckpointError) -> Matrix
    {
        let (channels, kernel) = (c.channels, c.positions.kernel)
        let shape = [channels, channels / c.positions.groups, kernel]
        guard !c.positionsHaveBatchNorm, !weights.has("weight") else {
            return try weights.matrix("weight", shape, "positions, weight")
        }
        let isOld = weights.has("weight_v") || weights.has("weight_g")
        let names =
            isOld
            ? ("weight_g", "weight_v")
            : ("parametrizations.weight.original0", "parametrizations.weight.original1")
        let lengths = try weights.matrix(names.0, [1, 1, kernel], "positions, lengths of the weight")
        let directions = try weights.matrix(names.1, shape, "positions, directions of the weight")
        return weights.computed(rows: channels, columns: directions.columns) {
            directions.normed(byPlaces: lengths.elements)
        }
    }

    /// A batch norm as it is when nothing is trained.
    private static func batch(
        _ weights: Weights,
        _ channels: Int
    ) throws(CheckpointError) -> (factors: [Float], offsets: [Float]) {
        let gain = try weights.vector("weight", channels, "norm of positions, factor")
        let bias = try weights.vector("bias", channels, "norm of positions, offset")
        let means = try weights.vector("running_mean", channels, "norm of positions, mean")
        let variances = try weights.vector("running_var", channels, "norm of positions, variance")
        weights.skip("num_batches_tracked", because: "it was for training")
        let factors = zip(gain, variances).map { Float(Double($0) / (Double($1) + 1e-5).squareRoot()) }
        let offsets = (0..<channels).map { bias[$0] - means[$0] * factors[$0] }
        return (factors, offsets)
    }

    /// What is added to frames `[T, channels]`.
    func callAsFunction(_ frames: Matrix) -> Matrix {
        var result = Matrix(rows: frames.rows, columns: frames.columns)
        let width = frames.columns / groups.count
        for (group, map) in groups.enumerated() {
            let padded = padded(frames, group * width..<(group + 1) * width)
            for start in stride(from: 0, to: frames.rows, by: Self.block) {
                let count = min(Self.block, frames.rows - start)
                let seen = padded[rows: start..<start + count + kernel - 1]
                let made = map(seen.windows(kernel: kernel, stride: 1, count: count), then: activation)
                result.set(made, from: start, column: group * width)
            }
        }
        return result
    }

    /// One group's channels, behind the batch norm, with silence before and after: each frame lies at the middle of its
    /// kernel, at the latter one of an even number.
    private func padded(_ frames: Matrix, _ channels: Range<Int>) -> Matrix {
        let before = kernel / 2
        var padded = Matrix(rows: frames.rows + kernel - 1, columns: channels.count)
        padded.withMutableElements { target in
            frames.withElements { source in
                for row in 0..<frames.rows {
                    for (i, channel) in channels.enumerated() {
                        var value = source[row * frames.columns + channel]
                        if let batch { value = value * batch.factors[channel] + batch.offsets[channel] }
                        target[(row + before) * channels.count + i] = value
                    }
                }
            }
        }
        return padded
    }
}

extension Matrix {
    /// Weights `[outputs, inputs · kernel]` of which those of each place of the kernel together get a length.
    fileprivate func normed(byPlaces lengths: [Float]) -> Matrix {
        let kernel = lengths.count
        var squares = [Double](repeating: 0, count: kernel)
        withElements { elements in
            for (i, value) in elements.enumerated() { squares[i % kernel] += Double(value) * Double(value) }
        }
        let factors = zip(lengths, squares).map { $1 > 0 ? Float(Double($0) / $1.squareRoot()) : 0 }
        return Matrix(rows: rows, columns: columns) { target in
            withElements { elements in
                for (i, value) in elements.enumerated() { target[i] = value * factors[i % kernel] }
            }
        }
    }

    /// Puts a matrix in the place of some rows and columns.
    fileprivate mutating func set(_ part: Matrix, from row: Int, column: Int) {
        let columns = columns
        withMutableElements { target in
            part.withElements { source in
                for i in 0..<part.rows {
                    for j in 0..<part.columns {
                        target[(row + i) * columns + column + j] = source[i * part.columns + j]
                    }
                }
            }
        }
    }
}
