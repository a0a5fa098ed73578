import Checkpoints
import Numerics
import Perceiver

/// The published classifier of pictures after a convolution, with Fourier features.
struct ConvolutionPictures: PictureClassification {
    static let kind = ModelKind(
        "PerceiverForImageClassificationConvProcessing",
        type: PublishedConfiguration.type,
        modalities: [.image],
        words: "picture classes, conv",
        summary: "classifies pictures, after a convolution",
        Self.self
    )

    let trunk: Trunk
    let tasks: [ClassificationTask]
    let facts: ModelFacts
    let input: PictureInput

    init(_ source: ModelSource) throws(CheckpointError) {
        let channels = Features.channels
        let c = try PublishedConfiguration(source.configuration, inputChannels: channels)
        let weights = try source.weights["perceiver"]
        let stem = try ConvolutionStem(weights["input_preprocessor.convnet"])
        input = try PictureInput(source, Features(stem: stem))
        trunk = try c.trunk(weights, inputChannels: channels)
        tasks = [try c.classes(weights, of: .image)]
        facts = ModelFacts(
            sizes: c.facts(inputChannels: channels, decoder: c.decoderSizes(queries: c.dLatents)),
            preprocessing: input.processing.facts,
            labels: c.labels
        )
    }

    var sizeRefusal: String? { nil }

    /// A token for each of the features that the convolution leaves: `[h · w, 322]`.
    private struct Features: PictureFeatures {
        let stem: ConvolutionStem

        private static let positions = FourierFeatures(bands: 64, resolution: [56, 56])
        static let channels = ConvolutionStem.channels + positions.channels
        var channels: Int { Self.channels }
        var contentChannels: Int { ConvolutionStem.channels }

        func grid(height: Int, width: Int) throws(ModelError) -> (rows: Int, columns: Int) {
            let least = ConvolutionStem.leastSide
            guard height >= least && width >= least else {
                throw ModelError("the model takes pictures of at least \(least)×\(least) pixels")
            }
            return (ConvolutionStem.outputCount(height), ConvolutionStem.outputCount(width))
        }

        func callAsFunction(_ picture: FeatureMap) -> Matrix { stem(picture).beside(Self.positions) }

        func edges(tokens: Int, size: Int) -> [Double] { ConvolutionStem.edges(tokens: tokens, size: size) }
    }
}
