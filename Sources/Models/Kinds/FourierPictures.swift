import Checkpoints
import Numerics
import Perceiver

/// The published classifier of pictures that gets the pixels themselves, and Fourier features of their positions.
struct FourierPictures: PictureClassification {
    static let kind = ModelKind(
        "PerceiverForImageClassificationFourier",
        type: PublishedConfiguration.type,
        modalities: [.image],
        words: "picture classes, Fourier",
        summary: "classifies pictures, from pixels and Fourier features",
        Self.self
    )

    let trunk: Trunk
    let tasks: [ClassificationTask]
    let facts: ModelFacts
    let input: PictureInput

    init(_ source: ModelSource) throws(CheckpointError) {
        let features = Self.features
        let c = try PublishedConfiguration(source.configuration, inputChannels: features.channels)
        let weights = try source.weights["perceiver"]
        input = try PictureInput(source, features)
        trunk = try c.trunk(weights, inputChannels: features.channels)
        tasks = [try c.classes(weights, of: .image)]
        facts = ModelFacts(
            sizes: c.facts(
                inputChannels: features.channels,
                decoder: c.decoderSizes(queries: c.dLatents)
            ),
            preprocessing: input.processing.facts,
            labels: c.labels
        )
    }

    var sizeRefusal: String? { nil }

    /// The channels of a token.
    static let channels = features.channels

    private static let features = PixelFeatures(
        channels: 3,
        positions: FourierFeatures(bands: 64, resolution: [224, 224])
    )
}
