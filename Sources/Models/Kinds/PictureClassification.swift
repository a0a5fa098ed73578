import Checkpoints
import Media
import Numerics
import Perceiver

/// What the three published classifiers of pictures have in common: the middle of the picture, resized and
/// normalised, becomes features with positions beside them, and one learned query asks the latents for the class.
protocol PictureClassification: Architecture {
    /// How pictures become tokens.
    var input: PictureInput { get }
}

extension PictureClassification {
    func prepare(_ medium: Medium, _ options: InputOptions) throws(ModelError) -> InputArray {
        guard case .image(let image) = medium else { throw .modality(medium.modality, accepted: [.image]) }
        return try input(image, options)
    }

    var usualInputs: [UsualInput] { [.picture(width: 256, height: 256)] }
}

/// What a model of pictures makes of pixels before the encoder.
protocol PictureFeatures: Sendable {
    /// The channels of a token.
    var channels: Int { get }
    /// How many of a token's channels, from the first, are of the picture, and not of the position.
    var contentChannels: Int { get }
    /// The tokens' grid for pictures of a size.
    ///
    /// - Throws: `ModelError` if the model does not take pictures of that size.
    func grid(height: Int, width: Int) throws(ModelError) -> (rows: Int, columns: Int)
    /// The input array of a picture `[H · W, 3]`, or `[H · W, 1]` of a grey one, whose size ``grid(height:width:)`` accepts.
    func callAsFunction(_ picture: FeatureMap) -> Matrix
    /// Where tokens meet along a side, in pixels of the picture the model sees.
    func edges(tokens: Int, size: Int) -> [Double]
    /// Whether pictures are grey.
    var isGrey: Bool { get }
}

extension PictureFeatures {
    func edges(tokens: Int, size: Int) -> [Double] { (0...tokens).map(Double.init) }
    var isGrey: Bool { false }
}

extension FeatureMap {
    /// Features with those of their positions beside them, `[cells, channels]`.
    func beside(_ positions: FourierFeatures) -> Matrix {
        let own = self.values.columns
        return Matrix(rows: self.values.rows, columns: own + positions.channels) { target in
            positions.grid(
                [height, width],
                into: UnsafeMutableBufferPointer(rebasing: target[own...]),
                stride: own + positions.channels
            )
            self.values.withElements { source in
                for row in 0..<self.values.rows {
                    for i in 0..<own { target[row * (own + positions.channels) + i] = source[row * own + i] }
                }
            }
        }
    }
}
