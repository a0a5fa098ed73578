import Checkpoints
import Numerics

/// The convolution before one of the published models of pictures.
///
/// 7×7 with stride 2 over a border of three zeros, batch norm, ReLU, then the largest of each 3×3 with stride 2
/// and without a border: 224×224 pixels become 55×55 features.
struct ConvolutionStem: Sendable {
    /// `[64, 7 · 7 · 3]`, the batch norm multiplied in.
    let linear: Linear

    static let channels = 64
    /// The smallest side of a picture that leaves one feature.
    static let leastSide = 5
    private static let kernel = 7

    /// Reads the convolution and the batch norm.
    init(_ weights: Weights) throws(CheckpointError) {
        let count = Self.channels
        let weight = try weights.matrix("conv.weight", [count, 3, Self.kernel, Self.kernel], "convolution")
        let norm = weights["batchnorm"]
        let factor = try norm.vector("weight", count, "batch norm, factor")
        let offset = try norm.vector("bias", count, "batch norm, offset")
        let mean = try norm.vector("running_mean", count, "batch norm, mean")
        let variance = try norm.vector("running_var", count, "batch norm, variance")
        norm.skip("num_batches_tracked", because: "the number of training steps")
        if let index = variance.firstIndex(where: { $0 < 0 }) {
            throw norm.error(
                "running_var",
                "has the variance \(variance[index]) at [\(index)], expected none below 0"
            )
        }
        let scale = zip(factor, variance).map { Double($0) / (Double($1) + 1e-5).squareRoot() }
        let cells = Self.kernel * Self.kernel
        var folded = Matrix(rows: weight.rows, columns: weight.columns)
        for output in 0..<weight.rows {
            for channel in 0..<3 {
                for cell in 0..<cells {
                    let value = Double(weight[output, channel * cells + cell]) * scale[output]
                    folded[output, cell * 3 + channel] = Float(value)
                }
            }
        }
        let bias = offset.indices.map { Float(Double(offset[$0]) - Double(mean[$0]) * scale[$0]) }
        linear = Linear(weight: folded, bias: bias)
    }

    /// The number of features along a side of some pixels.
    static func outputCount(_ size: Int) -> Int { (convolved(size) - 3) / 2 + 1 }

    private static func convolved(_ size: Int) -> Int { (size - 1) / 2 + 1 }

    func callAsFunction(_ picture: FeatureMap) -> FeatureMap {
        let (height, width) = (Self.convolved(picture.height), Self.convolved(picture.width))
        var values = Matrix(rows: height * width, columns: Self.channels)
        // A few rows at a time: their windows take more room than the picture.
        let rows = max(1, 32_768 / width)
        for start in stride(from: 0, to: height, by: rows) {
            let part = start..<min(start + rows, height)
            linear.write(
                picture.windows(kernel: (Self.kernel, Self.kernel), stride: (2, 2), rows: part),
                into: &values,
                rows: part.lowerBound * width..<part.upperBound * width,
                columns: 0..<Self.channels
            )
        }
        values.apply(.relu)
        return pooled(FeatureMap(height: height, width: width, values: values))
    }

    private func pooled(_ map: FeatureMap) -> FeatureMap {
        let (height, width) = ((map.height - 3) / 2 + 1, (map.width - 3) / 2 + 1)
        let channels = Self.channels
        let values = Matrix(rows: height * width, columns: channels, repeating: -.infinity)
        var result = FeatureMap(height: height, width: width, values: values)
        result.values.withMutableElements { target in
            map.values.withElements { source in
                for y in 0..<height {
                    for x in 0..<width {
                        let place = (y * width + x) * channels
                        for cell in 0..<9 {
                            let from = ((2 * y + cell / 3) * map.width + 2 * x + cell % 3) * channels
                            for i in 0..<channels {
                                target[place + i] = max(target[place + i], source[from + i])
                            }
                        }
                    }
                }
            }
        }
        return result
    }

    /// Where features meet along a side, in pixels: feature `i` is centred on pixel 4·i + 2.
    static func edges(tokens: Int, size: Int) -> [Double] {
        (0...tokens).map { index in
            if index == 0 { return 0 }
            return index == tokens ? Double(size) : min(Double(4 * index) + 0.5, Double(size))
        }
    }
}
