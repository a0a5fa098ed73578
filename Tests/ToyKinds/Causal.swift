import Checkpoints
import Media
import Models
import Numerics
import Perceiver

/// A small causal transformer: each byte of a text reads those up to itself, and classes are read from the average.
struct Causal: Architecture {
    static let toy = ToyKind(
        kind: ModelKind(
            "ToyCausal",
            type: "toy",
            modalities: [.text],
            words: "text classes, causal",
            summary: "classifies texts, of which each byte reads those before it",
            Self.self
        ),
        configuration: ["longest": 64, "channels": 8, "layers": 2]
    )

    private struct Configuration: Decodable {
        let longest: Int
        let channels: Int
        let layers: Int
    }

    let trunk: Trunk
    let tasks: [ClassificationTask]
    let facts: ModelFacts
    /// `[256, channels]`.
    private let bytes: Matrix
    /// `[longest, channels]`.
    private let positions: Matrix
    private static let labels = ["prose", "verse"]

    init(_ source: ModelSource) throws(CheckpointError) {
        let c = try source.configuration.decode(Configuration.self)
        try source.configuration.check(c.longest, "longest", in: 1...4096)
        try source.configuration.check(c.layers, "layers", in: 1...64)
        let weights = try source.weights
        bytes = try weights.matrix("bytes", [256, c.channels], "embeddings of bytes")
        positions = try weights.matrix("positions", [c.longest, c.channels], "positions")
        let sizes = LayerSizes(
            queries: c.channels,
            keys: nil,
            queryKey: c.channels,
            value: c.channels,
            hidden: c.channels
        )
        var layers: [Layer] = []
        for index in 0..<c.layers {
            let attention = try weights.layer("layers.\(index)", sizes, heads: 2, "layer \(index)")
            layers.append(
                Layer("layer.\(index)", queries: .input, keys: .input, mask: .causal, attention)
            )
        }
        trunk = Trunk(latents: nil, layers: layers)
        let final = try weights.linear(
            "classes",
            inputs: c.channels,
            outputs: Self.labels.count,
            "scores of classes"
        )
        tasks = [
            ClassificationTask(
                name: "class",
                modalities: [.text],
                labels: Self.labels,
                reading: .average,
                final: final
            )
        ]
        facts = ModelFacts(sizes: [.init("longest text", "\(c.longest) bytes")], labels: Self.labels)
    }

    func prepare(_ medium: Medium, _ options: InputOptions) throws(ModelError) -> InputArray {
        guard case .text(let text) = medium else { throw .modality(medium.modality, accepted: [.text]) }
        let read = text.bytes.prefix(positions.rows)
        guard !read.isEmpty else { throw ModelError("the text is empty") }
        var tokens = bytes.gathered(rows: read.map(Int.init))
        tokens.add(positions[rows: 0..<tokens.rows])
        return InputArray(
            tokens: tokens,
            layout: Layout(columns: Axis(.byte, edges: (0...read.count).map(Double.init)), rows: nil),
            parts: read.indices.map { [$0] },
            modality: .text,
            seen: .text(text),
            bytes: read.map { .byte($0) },
            note: read.count < text.bytes.count ? "the model reads the first \(read.count) bytes" : nil
        )
    }
}
