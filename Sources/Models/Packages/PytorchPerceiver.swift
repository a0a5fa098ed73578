import Checkpoints
import Numerics
import Perceiver

/// The `Perceiver` of the package perceiver-pytorch as a classifier of pictures: latents look at the pixels several times,
/// and classes are read from their normed average.
struct PytorchPerceiver: PictureClassification, PackageModel {
    static let kind = ModelKind(
        "perceiver-pytorch",
        type: "perceiver-pytorch",
        modalities: [.image],
        words: "picture classes, pytorch",
        summary: "classifies pictures, which latents look at several times",
        Self.self
    )

    static let marks = [
        ["latents", "layers.0.0.norm_context.weight", "layers.0.0.fn.to_kv.weight"],
        ["latents", "layers.0.cross_attn.norm_context.weight", "layers.0.cross_attn.fn.to_kv.weight"],
    ]

    let trunk: Trunk
    let tasks: [ClassificationTask]
    let facts: ModelFacts
    let input: PictureInput

    init(_ source: ModelSource) throws(CheckpointError) {
        let (file, c) = (source.configuration, try PytorchSettings(source.configuration))
        let shapes = try source.shapes
        let layers = PytorchLayers(weights: try source.weights, shapes: shapes)
        let places = Places(layers)
        let missing = c.missing(frequency: c.fourierEncodeData ?? true)
        func lacking(_ keys: [String]) -> CheckpointError {
            file.missing(keys, example: Self.example(shapes))
        }
        let processing = try PictureProcessing(source, size: c.imageSize, key: "image_size") {
            lacking(["image_size"] + missing)
        }
        guard missing.isEmpty else { throw lacking(missing) }
        let channels = try layers.size("\(places.cross(0)).norm_context.weight", 0, of: 1)
        let features = try PixelFeatures(c, channels: channels, file)
        input = PictureInput(processing, features)
        let crossings = try PytorchCrossings(c, layers, places, file)
        trunk = Trunk(latents: crossings.latents, crossings: crossings.crossings)
        let head = try Self.head(layers, FoundSizes(file: file), channels: crossings.latents.columns)
        tasks = [head.task]
        facts = ModelFacts(
            sizes: crossings.facts(features) + [
                .init("classes", "read from the normed average of the latents")
            ],
            preprocessing: processing.facts,
            labels: head.task.labels
        )
    }

    var sizeRefusal: String? { nil }

    static func example(_ tensors: TensorShapes) -> String {
        let heads = PytorchLayers.exampleHeads(
            tensors,
            cross: ["layers.0.cross_attn", "layers.0.0"],
            own: ["layers.0.self_attns.0.0", "layers.0.2.0.0"]
        )
        return "{\"model_type\": \"perceiver-pytorch\", \"image_size\": 224, \"max_freq\": 10, \(heads)}"
    }

    /// The average's norm and the map to classes, which stand behind the averaging, or alone in early versions.
    private static func head(
        _ layers: PytorchLayers,
        _ sizes: FoundSizes,
        channels: Int
    ) throws(CheckpointError) -> (task: ClassificationTask, note: String?) {
        let first = layers.shapes.has("to_logits.2.weight") ? 1 : 0
        guard let count = layers.shapes.size("to_logits.\(first + 1).weight", 0) else {
            throw layers.weights.error(
                "to_logits.2.weight",
                "is missing: a model without final_classifier_head answers nothing"
            )
        }
        let labels = try sizes.labels(count)
        if let note = labels.note { layers.weights.note(note) }
        let norm = try layers.weights.norm("to_logits.\(first)", channels, "norm of the average")
        let final = try layers.weights.linear(
            "to_logits.\(first + 1)",
            inputs: channels,
            outputs: count,
            "scores of classes"
        )
        return (
            ClassificationTask(labels, of: .image, reading: .normedAverage(norm), final: final), labels.note
        )
    }

    /// What the parts of a layer are called.
    struct Places {
        private let areNamed: Bool

        init(_ layers: PytorchLayers) { areNamed = layers.areNamed }

        func cross(_ layer: Int) -> String { "layers.\(layer)." + (areNamed ? "cross_attn" : "0") }
        func crossMLP(_ layer: Int) -> String { "layers.\(layer)." + (areNamed ? "cross_ff" : "1") }
        func block(_ layer: Int) -> String { "layers.\(layer)." + (areNamed ? "self_attns" : "2") }
    }
}
