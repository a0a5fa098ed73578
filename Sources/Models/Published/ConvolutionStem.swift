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

    /// The stem of weights as files store them.
    ///
    /// - Parameters:
    ///   - weight: `[64, 3 · 7 · 7]`.
    ///   - factor: the batch norm's weight.
    ///   - offset: its bias.
    ///   - mean: its running mean.
    ///   - variance: its running variance.
    init(weight: Matrix, factor: [Float], offset: [Float], mean: [Float], variance: [Float]) {
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

    /// The features along a side of so many pixels.
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
                windows(of: picture, rows: part, width: width),
                into: &values,
                rows: part.lowerBound * width..<part.upperBound * width,
                columns: 0..<Self.channels
            )
        }
        values.apply(.relu)
        return pooled(FeatureMap(height: height, width: width, values: values))
    }

    /// The pixels under the kernel at each place of some rows of the result; zeros outside the picture.
    private func windows(of map: FeatureMap, rows: Range<Int>, width: Int) -> Matrix {
        let row = Self.kernel * 3
        return Matrix(rows: rows.count * width, columns: Self.kernel * row) { target in
            target.initialize(repeating: 0)
            map.values.withElements { source in
                for y in rows {
                    for x in 0..<width {
                        let left = 2 * x - 3
                        let inside = max(left, 0)..<min(left + Self.kernel, map.width)
                        for part in 0..<Self.kernel {
                            let from = 2 * y - 3 + part
                            guard from >= 0 && from < map.height else { continue }
                            let window = (y - rows.lowerBound) * width + x
                            let start = (window * Self.kernel + part) * row + (inside.lowerBound - left) * 3
                            let line = (from * map.width + inside.lowerBound) * 3
                            for i in 0..<inside.count * 3 { target[start + i] = source[line + i] }
                        }
                    }
                }
            }
        }
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
