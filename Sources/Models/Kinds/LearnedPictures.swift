import Checkpoints
import Numerics
import Perceiver

/// The published classifier of pictures with learned positions: a linear map of each pixel, and a table through another.
struct LearnedPictures: PictureClassification {
    static let kind = ModelKind(
        "PerceiverForImageClassificationLearned",
        type: PublishedConfiguration.type,
        modalities: [.image],
        words: "picture classes, learned",
        summary: "classifies pictures, with learned positions",
        Self.self
    )

    let trunk: Trunk
    let tasks: [ClassificationTask]
    let facts: ModelFacts
    let input: PictureInput

    private struct Keys: Decodable {
        let imageSize: Int?
    }

    init(_ source: ModelSource) throws(CheckpointError) {
        let side = try source.configuration.decode(Keys.self).imageSize ?? 56
        try source.configuration.check(side, "image_size", in: 1...1024)
        let c = try PublishedConfiguration(source.configuration, inputChannels: Features.channels)
        let weights = try source.weights["perceiver"]
        input = try PictureInput(source, Features(weights["input_preprocessor"], side: side))
        trunk = try c.trunk(weights, inputChannels: Features.channels)
        tasks = [try c.classes(weights, of: .image)]
        facts = ModelFacts(
            sizes: c.facts(
                inputChannels: Features.channels,
                decoder: c.decoderSizes(queries: c.dLatents)
            ),
            preprocessing: input.processing.facts,
            labels: c.labels
        )
    }

    var sizeRefusal: String? {
        "the model's positions are learned, so that it has one size only; leave out --size"
    }

    /// Features of pixels, and learned positions: `[image_size², 512]`.
    private struct Features: PictureFeatures {
        let side: Int
        private let pixels: Linear
        private let positions: Matrix
        private let projection: Linear

        private static let own = 256
        static let channels = 2 * own
        var channels: Int { Self.channels }
        var contentChannels: Int { Self.own }

        init(_ weights: Weights, side: Int) throws(CheckpointError) {
            self.side = side
            pixels = try weights.linear(
                "convnet_1x1",
                inputs: 3,
                outputs: Self.own,
                shape: [Self.own, 3, 1, 1],
                "colours to features"
            )
            positions = try weights.matrix(
                "position_embeddings.position_embeddings",
                [side * side, Self.own],
                "positions"
            )
            projection = try weights.linear(
                "positions_projection",
                inputs: Self.own,
                outputs: Self.own,
                "projection of positions"
            )
        }

        func grid(height: Int, width: Int) throws(ModelError) -> (rows: Int, columns: Int) {
            guard height == side && width == side else {
                throw ModelError(
                    "the model takes pictures of \(side)×\(side) pixels only, not \(width)×\(height)"
                )
            }
            return (height, width)
        }

        func callAsFunction(_ picture: FeatureMap) -> Matrix {
            var tokens = Matrix(rows: positions.rows, columns: channels)
            pixels.write(picture.values, into: &tokens, columns: 0..<Self.own)
            projection.write(positions, into: &tokens, columns: Self.own..<channels)
            return tokens
        }
    }
}
