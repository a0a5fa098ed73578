import Checkpoints
import Numerics
import Perceiver

/// A `PerceiverIO` of the package perceiver-pytorch as a classifier of pictures.
///
/// The package has neither tokens nor queries for it: tokens are pixels with positions beside them, as its `Perceiver`
/// makes them, and the query is a tensor of the module that holds it.
struct PytorchPerceiverIO: PictureClassification, PackageModel {
    static let kind = ModelKind(
        "perceiver-pytorch-io",
        type: "perceiver-pytorch-io",
        modalities: [.image],
        words: "picture classes, pytorch",
        summary: "classifies pictures",
        Self.self
    )

    static let marks = [
        ["latents", "cross_attend_blocks.0.fn.to_kv.weight", "decoder_cross_attn.fn.to_kv.weight"],
        ["latents", "cross_attend_block.cross_attn.fn.to_kv.weight", "decoder_cross_attn.fn.to_kv.weight"],
    ]

    let trunk: Trunk
    let tasks: [ClassificationTask]
    let facts: ModelFacts
    let input: PictureInput

    init(_ source: ModelSource) throws(CheckpointError) {
        let (file, c) = (source.configuration, try PytorchSettings(source.configuration))
        let shapes = try source.shapes
        let layers = PytorchLayers(weights: try source.weights, shapes: shapes)
        let missing = c.missing(frequency: c.fourierEncodeData ?? true)
        func lacking(_ keys: [String]) -> CheckpointError {
            file.missing(keys, example: Self.example(shapes))
        }
        let processing = try PictureProcessing(source, size: c.imageSize, key: "image_size") {
            lacking(["image_size"] + missing)
        }
        guard missing.isEmpty else { throw lacking(missing) }
        let io = try PytorchIO(c, layers, file)
        let features = try PixelFeatures(c, channels: io.trunk.inputChannels, file)
        input = PictureInput(processing, features)
        trunk = io.trunk
        let query = try Self.query(c.queries ?? "queries", layers, io.decoder.query.inputs, file)
        let outputs = io.final?.outputs ?? io.decoder.query.inputs
        let labels = try FoundSizes(file: file).labels(outputs)
        if let note = labels.note { layers.weights.note(note) }
        let task = ClassificationTask(
            labels,
            of: .image,
            reading: .query(.init(query, io.decoder)),
            final: io.final ?? .identity(outputs)
        )
        tasks = [task]
        facts = ModelFacts(
            sizes: io.facts(channels: features.channels),
            preprocessing: processing.facts,
            labels: task.labels
        )
    }

    /// The query of the classes, which the module around has.
    private static func query(
        _ name: String,
        _ layers: PytorchLayers,
        _ channels: Int,
        _ file: ConfigurationFile
    ) throws(CheckpointError) -> Matrix {
        guard let name = layers.shapes.name(name), let shape = layers.shapes.shape(name) else {
            throw file.error(
                at: "queries",
                "no tensor is called “\(name)”; expected the name of the query that the module around PerceiverIO has"
            )
        }
        let isOne = shape == [channels] || shape == [1, channels] || shape == [1, 1, channels]
        guard isOne else {
            throw file.error(
                at: "queries",
                "“\(name)” has the shape \(shape), expected one query of \(channels) channels"
            )
        }
        return try layers.weights.matrix(name, shape, "decoder query").reshaped(rows: 1, columns: channels)
    }

    var sizeRefusal: String? { nil }

    static func example(_ tensors: TensorShapes) -> String {
        "{\"model_type\": \"perceiver-pytorch-io\", \"image_size\": 224, \"max_freq\": 10, "
            + "\(PytorchIO.exampleHeads(tensors)), \"queries\": \"queries\"}"
    }
}
