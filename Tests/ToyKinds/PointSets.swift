import Checkpoints
import Foundation
import Media
import Models
import Numerics
import Perceiver

/// A small Perceiver of points: each line of a text is a point of two or three numbers, and a token.
struct PointSets: Architecture {
    static let toy = ToyKind(
        kind: ModelKind(
            "ToyPoints",
            type: "toy",
            modalities: [.text],
            words: "classes of points",
            summary: "classifies sets of points",
            Self.self
        ),
        configuration: ["num_latents": 4, "d_latents": 8]
    )

    private struct Configuration: Decodable {
        let numLatents: Int
        let dLatents: Int
    }

    let trunk: Trunk
    let tasks: [ClassificationTask]
    let facts: ModelFacts
    private static let labels = ["ring", "line", "cloud"]

    init(_ source: ModelSource) throws(CheckpointError) {
        let c = try source.configuration.decode(Configuration.self)
        let weights = try source.weights
        let latents = try weights.matrix("latents", [c.numLatents, c.dLatents], "latents")
        let sizes = LayerSizes(queries: c.dLatents, keys: 3, queryKey: 8, value: 8, hidden: 8)
        let own = LayerSizes(queries: c.dLatents, keys: nil, queryKey: 8, value: c.dLatents, hidden: 8)
        trunk = Trunk(
            latents: latents,
            crossAttention: try weights.layer("cross", sizes, heads: 1, "cross-attention"),
            selfAttends: [try weights.layer("self", own, heads: 2, "self-attention")],
            blocks: 2
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
                modalities: [.text],
                labels: Self.labels,
                reading: .first,
                final: final
            )
        ]
        facts = ModelFacts(preprocessing: [.init("points", "lines “x y” or “x y z”")], labels: Self.labels)
    }

    func prepare(_ medium: Medium, _ options: InputOptions) throws(ModelError) -> InputArray {
        guard case .text(let text) = medium else { throw .modality(medium.modality, accepted: [.text]) }
        var points: [[Float]] = []
        for line in text.string.split(separator: "\n") {
            let numbers = line.split(separator: " ").compactMap { Float($0) }
            guard numbers.count == 2 || numbers.count == 3, numbers.allSatisfy(\.isFinite) else {
                throw ModelError("“\(line)” is no point; expected two or three numbers")
            }
            points.append(numbers.count == 2 ? numbers + [0] : numbers)
        }
        guard !points.isEmpty else {
            throw ModelError("there is no point; expected lines of two or three numbers")
        }
        return InputArray(
            tokens: Matrix(rows: points.count, columns: 3, points.flatMap { $0 }),
            layout: Self.layout(of: points),
            parts: points.indices.map { [$0] },
            modality: .text,
            seen: .text(text),
            note: nil
        )
    }

    /// The points where they lie; of those in a plane none is nearer than another.
    private static func layout(of points: [[Float]]) -> Layout {
        let count = points.allSatisfy { $0[2] == 0 } ? 2 : 3
        let places = points.map { $0.prefix(count).map(Double.init) }
        let dimensions = (0..<count).map { dimension in
            let numbers = places.map { $0[dimension] }
            return Layout.Points.Dimension(
                name: ["x", "y", "z"][dimension],
                range: (numbers.min() ?? 0)...(numbers.max() ?? 0)
            )
        }
        let points = Layout.Points(dimensions: dimensions, coordinates: places.flatMap { $0 })
        return Layout(sections: [Layout.Section(name: "points", points: points)])
    }
}
