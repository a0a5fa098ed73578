import Checkpoints
import Media
import Models
import Numerics
import Perceiver

/// A small transformer: a picture's tokens and one more, which has no place, attend to each other, and classes are read
/// from that one.
struct Tokens: Architecture {
    static let toy = ToyKind(
        kind: ModelKind(
            "ToyTokens",
            type: "toy",
            modalities: [.image],
            words: "picture classes, tokens",
            summary: "classifies pictures, whose tokens attend to each other",
            Self.self
        ),
        configuration: ["side": 4, "channels": 12, "layers": 3]
    )

    private struct Configuration: Decodable {
        let side: Int
        let channels: Int
        let layers: Int
    }

    let trunk: Trunk
    let tasks: [ClassificationTask]
    let facts: ModelFacts
    private let side: Int
    private let pixels: Linear
    /// `[side² + 1, channels]`; the last one is the extra token's.
    private let positions: Matrix
    private static let labels = ["left", "right"]

    init(_ source: ModelSource) throws(CheckpointError) {
        let c = try source.configuration.decode(Configuration.self)
        try source.configuration.check(c.side, "side", in: 1...64)
        try source.configuration.check(c.layers, "layers", in: 1...64)
        side = c.side
        let weights = try source.weights
        pixels = try weights.linear("pixels", inputs: 3, outputs: c.channels, "colours to features")
        positions = try weights.matrix("positions", [c.side * c.side + 1, c.channels], "positions")
        let sizes = LayerSizes(
            queries: c.channels,
            keys: nil,
            queryKey: c.channels,
            value: c.channels,
            hidden: 2 * c.channels
        )
        var layers: [Layer] = []
        for index in 0..<c.layers {
            let attention = try weights.layer("layers.\(index)", sizes, heads: 3, "layer \(index)")
            layers.append(Layer("layer.\(index)", queries: .input, keys: .input, attention))
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
                modalities: [.image],
                labels: Self.labels,
                reading: .last,
                final: final
            )
        ]
        facts = ModelFacts(sizes: [.init("tokens", "\(c.side * c.side) and one more")], labels: Self.labels)
    }

    func prepare(_ medium: Medium, _ options: InputOptions) throws(ModelError) -> InputArray {
        guard case .image(let image) = medium else { throw .modality(medium.modality, accepted: [.image]) }
        let seen = image.resized(width: side, height: side)
        let count = side * side
        let colours = Matrix(rows: count, columns: 3, seen.pixels.map { Float($0) / 255 })
        let extra = [Float](repeating: 0, count: positions.columns)
        var tokens = Matrix(
            rows: count + 1,
            columns: positions.columns,
            pixels(colours).elements + extra
        )
        tokens.add(positions)
        func edges(_ size: Int) -> [Double] { (0...side).map { Double($0 * size) / Double(side) } }
        let picture = Layout.Section(
            name: "image",
            columns: Axis(.x, edges: edges(image.width)),
            rows: Axis(.y, edges: edges(image.height))
        )
        let cls = Layout.Section(name: "cls", first: count, unplaced: 1)
        return InputArray(
            tokens: tokens,
            layout: Layout(sections: [picture, cls]),
            parts: picture.blocks(acrossColumns: side, acrossRows: side),
            modality: .image,
            seen: .image(seen),
            note: nil
        )
    }
}
