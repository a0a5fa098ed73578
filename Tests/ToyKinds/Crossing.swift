import Checkpoints
import Media
import Models
import Numerics
import Perceiver

/// A Perceiver of the first paper: latents cross to a picture several times with the same weights, and classes are
/// read from their average.
struct Crossing: Architecture {
    static let toy = ToyKind(
        kind: ModelKind(
            "ToyCrossing",
            type: "toy",
            modalities: [.image],
            words: "picture classes, crossing",
            summary: "classifies pictures, which latents look at several times",
            Self.self
        ),
        configuration: ["side": 5, "num_latents": 6, "d_latents": 8, "crossings": 3]
    )

    private struct Configuration: Decodable {
        let side: Int
        let numLatents: Int
        let dLatents: Int
        let crossings: Int
    }

    let trunk: Trunk
    let tasks: [ClassificationTask]
    let facts: ModelFacts
    private let side: Int
    private static let positions = FourierFeatures(bands: 2, resolution: [5, 5])
    private static let labels = ["dark", "light", "odd"]

    init(_ source: ModelSource) throws(CheckpointError) {
        let c = try source.configuration.decode(Configuration.self)
        try source.configuration.check(c.side, "side", in: 1...64)
        try source.configuration.check(c.crossings, "crossings", in: 1...16)
        side = c.side
        let channels = 3 + Self.positions.channels
        let sizes = LayerSizes(queries: c.dLatents, keys: channels, queryKey: 8, value: 8, hidden: 16)
        let own = LayerSizes(queries: c.dLatents, keys: nil, queryKey: 8, value: c.dLatents, hidden: 16)
        let weights = try source.weights
        let latents = try weights.matrix("latents", [c.numLatents, c.dLatents], "latents")
        let cross = try weights.layer("cross", sizes, heads: 2, "cross-attention")
        let selfAttention = try weights.layer("self", own, heads: 4, "self-attention")
        trunk = Trunk(
            latents: latents,
            layers: (0..<c.crossings).flatMap { index in
                [
                    Layer("cross.\(index)", queries: .latents, keys: .input, cross),
                    Layer("self.\(index)", queries: .latents, keys: .latents, selfAttention),
                ]
            },
            blocks: c.crossings
        )
        let final = try weights.linear(
            "classes",
            inputs: c.dLatents,
            outputs: Self.labels.count,
            "scores of classes"
        )
        tasks = [
            ClassificationTask(
                name: "class",
                modalities: [.image],
                labels: Self.labels,
                reading: .average,
                final: final
            )
        ]
        facts = ModelFacts(
            sizes: [.init("latents", "\(c.numLatents) of \(c.dLatents) channels")],
            preprocessing: [.init("resize", "\(c.side)×\(c.side)")],
            labels: Self.labels
        )
    }

    func prepare(_ medium: Medium, _ options: InputOptions) throws(ModelError) -> InputArray {
        guard case .image(let image) = medium else { throw .modality(medium.modality, accepted: [.image]) }
        let seen = image.resized(width: side, height: side)
        let positions = Self.positions.grid([side, side])
        let rows = (0..<side * side).flatMap { pixel -> [Float] in
            let colours = seen.pixels[pixel * 3..<pixel * 3 + 3].map { Float($0) / 255 }
            return colours + positions[row: pixel]
        }
        let layout = Layout(
            columns: edges(.x, image.width),
            rows: edges(.y, image.height)
        )
        return InputArray(
            tokens: Matrix(rows: side * side, columns: 3 + positions.columns, rows),
            layout: layout,
            parts: layout.blocks(acrossColumns: side, acrossRows: side),
            modality: .image,
            seen: .image(seen),
            note: nil
        )
    }

    private func edges(_ quantity: Axis.Quantity, _ size: Int) -> Axis {
        Axis(quantity, edges: (0...side).map { Double($0 * size) / Double(side) })
    }

    var usualInputs: [UsualInput] { [.picture(width: 32, height: 32)] }
}
