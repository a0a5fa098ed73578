import Numerics
import Perceiver

/// What the three published models of pictures make of pixels before the encoder.
enum PictureFeatures: Sendable {
    /// A linear map of each pixel, and learned positions through another: `[image_size², 512]`.
    case learned(pixels: Linear, positions: Matrix, projection: Linear, side: Int)
    /// The pixels themselves and Fourier features: `[H · W, 261]`.
    case fourier
    /// A convolution, and Fourier features: `[h · w, 322]`.
    case convolution(ConvolutionStem)

    /// Whether pictures may have any size.
    var takesAnySize: Bool { if case .learned = self { false } else { true } }

    /// The tokens' grid for pictures of a size.
    ///
    /// - Throws: `ModelError` if the model does not take pictures of that size.
    func grid(height: Int, width: Int) throws(ModelError) -> (rows: Int, columns: Int) {
        var grid = (rows: height, columns: width)
        switch self {
        case .learned(_, _, _, let side):
            guard height == side && width == side else {
                throw ModelError(
                    "the model takes pictures of \(side)×\(side) pixels only, not \(width)×\(height)"
                )
            }
        case .fourier: break
        case .convolution:
            let least = ConvolutionStem.leastSide
            guard height >= least && width >= least else {
                throw ModelError("the model takes pictures of at least \(least)×\(least) pixels")
            }
            grid = (ConvolutionStem.outputCount(height), ConvolutionStem.outputCount(width))
        }
        guard grid.rows * grid.columns <= PublishedConfiguration.mostInputs / channels else {
            throw ModelError("\(width)×\(height) pixels are too many to run at; use a smaller --size")
        }
        return grid
    }

    /// The channels of a token.
    private var channels: Int {
        switch self {
        case .learned(let pixels, _, let projection, _): pixels.outputs + projection.outputs
        case .fourier: 3 + PictureInput.positions(.imageFourier).channels
        case .convolution: ConvolutionStem.channels + PictureInput.positions(.imageConvolution).channels
        }
    }

    /// The input array of a picture `[H · W, 3]` whose size ``grid(height:width:)`` accepts.
    func callAsFunction(_ picture: FeatureMap) -> Matrix {
        switch self {
        case .learned(let pixels, let table, let projection, _):
            var tokens = Matrix(rows: table.rows, columns: channels)
            pixels.write(picture.values, into: &tokens, columns: 0..<pixels.outputs)
            projection.write(table, into: &tokens, columns: pixels.outputs..<channels)
            return tokens
        case .fourier:
            return beside(picture, PictureInput.positions(.imageFourier))
        case .convolution(let stem):
            return beside(stem(picture), PictureInput.positions(.imageConvolution))
        }
    }

    private func beside(_ map: FeatureMap, _ positions: FourierFeatures) -> Matrix {
        let own = map.values.columns
        return Matrix(rows: map.values.rows, columns: own + positions.channels) { target in
            positions.grid(
                [map.height, map.width],
                into: UnsafeMutableBufferPointer(rebasing: target[own...]),
                stride: own + positions.channels
            )
            map.values.withElements { source in
                for row in 0..<map.values.rows {
                    for i in 0..<own { target[row * (own + positions.channels) + i] = source[row * own + i] }
                }
            }
        }
    }

    /// Where tokens meet along a side, in pixels of the picture the model sees.
    func edges(tokens: Int, size: Int) -> [Double] {
        guard case .convolution = self else { return (0...tokens).map(Double.init) }
        return ConvolutionStem.edges(tokens: tokens, size: size)
    }
}

extension Linear {
    /// Maps each row of `x` to a row of some columns of a matrix that exists already.
    func write(_ x: Matrix, into target: inout Matrix, rows: Range<Int>? = nil, columns: Range<Int>) {
        let rows = rows ?? 0..<target.rows
        multiply(
            x[columns: 0..<x.columns],
            weight[columns: 0..<weight.columns],
            transposed: true,
            into: &target,
            rows: rows,
            columns: columns
        )
        let width = target.columns
        target.withMutableElements { elements in
            for row in rows {
                for (i, offset) in bias.enumerated() {
                    elements[row * width + columns.lowerBound + i] += offset
                }
            }
        }
    }
}
