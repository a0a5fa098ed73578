import Numerics

/// One stage of a front end: a convolution with zero padding, layer norm over channels, GELU; what a residual stage
/// makes is added to what entered it.
struct ConvolutionStage: Sendable {
    /// `[outputs, kernel rows · kernel columns · channels]`.
    let linear: Linear
    let norm: LayerNorm
    let kernel: (height: Int, width: Int)
    let stride: (height: Int, width: Int)
    let isResidual: Bool

    /// A stage whose weight comes as files store it, `[outputs, channels · kernel rows · kernel columns]`.
    init(weight: Matrix, bias: [Float], norm: LayerNorm, settings: StageSettings) {
        kernel = (settings.kernel[0], settings.kernel[1])
        stride = (settings.stride[0], settings.stride[1])
        isResidual = settings.isResidual
        self.norm = norm
        let cells = kernel.height * kernel.width
        let channels = weight.columns / cells
        // By pointers: a program that answers once takes a tenth of its time for it otherwise.
        let reordered = Matrix(rows: weight.rows, columns: weight.columns) { target in
            weight.withElements { stored in
                for row in Swift.stride(from: 0, to: stored.count, by: weight.columns) {
                    for channel in 0..<channels {
                        for cell in 0..<cells {
                            target[row + cell * channels + channel] = stored[row + channel * cells + cell]
                        }
                    }
                }
            }
        }
        linear = Linear(weight: reordered, bias: bias)
    }

    func callAsFunction(_ map: FeatureMap) -> FeatureMap {
        let height = FeatureMap.outputCount(map.height, stride: stride.height)
        let width = FeatureMap.outputCount(map.width, stride: stride.width)
        var values = norm(linear(map.windows(kernel: kernel, stride: stride, rows: 0..<height)))
        values.gelu()
        if isResidual { values.add(map.values) }
        return FeatureMap(height: height, width: width, values: values)
    }
}

/// The front end of one modality: convolutions, then position features and a vector for the modality.
struct Stem: Sendable {
    let stages: [ConvolutionStage]
    /// The features of the largest grid `[rows · columns, channels]`; smaller inputs use its corner.
    let positions: Matrix
    /// Rows and columns of the largest grid.
    let grid: (rows: Int, columns: Int)
    /// One learned vector that marks the modality.
    let padding: [Float]

    /// How many channels of a token are what the convolutions found: its content.
    var contentChannels: Int { stages.last?.linear.outputs ?? 0 }

    /// How many cells of the source one token advances, down and to the right.
    var strides: (rows: Int, columns: Int) {
        stages.reduce((1, 1)) { ($0.0 * $1.stride.height, $0.1 * $1.stride.width) }
    }

    /// Tokens `[rows · columns, C]` of a feature map, and the grid they form.
    func callAsFunction(_ map: FeatureMap) -> (tokens: Matrix, rows: Int, columns: Int) {
        let features = stages.reduce(map) { $1($0) }
        let channels = features.values.columns + positions.columns + padding.count
        let tokens = Matrix(rows: features.height * features.width, columns: channels) { target in
            features.values.withElements { values in
                positions.withElements { table in
                    for row in 0..<features.height {
                        for column in 0..<features.width {
                            let cell = row * features.width + column
                            var place = cell * channels
                            for i in 0..<features.values.columns {
                                target[place + i] = values[cell * features.values.columns + i]
                            }
                            place += features.values.columns
                            let position = (row * grid.columns + column) * positions.columns
                            for i in 0..<positions.columns { target[place + i] = table[position + i] }
                            place += positions.columns
                            for i in 0..<padding.count { target[place + i] = padding[i] }
                        }
                    }
                }
            }
        }
        return (tokens, features.height, features.width)
    }

    /// Where tokens meet along an axis of `count` source cells: halfway between the cells they are centred on.
    static func edges(tokens: Int, stride: Int, count: Int) -> [Double] {
        (0...tokens).map { index in
            if index == 0 { return 0 }
            if index == tokens { return Double(count) }
            return min(Double(count), Double(index * stride) + 0.5 - Double(stride) / 2)
        }
    }
}
