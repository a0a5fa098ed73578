import Cells
import Explanation
import Models

/// Compare's table of latents: how alike each is in both inputs, how much both answers read of it, and how widely it reads.
struct LatentTable {
    /// The lines above the rows.
    static let headings = 2

    private let explorer: Explorer
    private let state: CompareState
    private let comparison: Comparison
    /// The cosines without means, once they are known.
    private let centred: CentredComparison?

    init(_ explorer: Explorer, _ state: CompareState, _ comparison: Comparison) {
        self.explorer = explorer
        self.state = state
        self.comparison = comparison
        centred = explorer.centredComparison(state)
    }

    /// Draws some latents below the headings.
    func draw(_ latents: [Int], in area: Rectangle, on canvas: inout Canvas) {
        canvas.line(summary(width: area.width), in: area, y: area.y, style: .bold)
        let weights = state.sides.indices.map { explorer.side(state, $0).flatMap(explorer.decoderWeights) }
        canvas.line(columns(width: area.width), in: area, y: area.y + 1, style: .dim)
        for (row, latent) in latents.enumerated() {
            draw(latent, weights, in: area, y: area.y + Self.headings + row, on: &canvas)
        }
    }

    /// What the cosines are, and their average.
    private func summary(width: Int) -> String {
        let latents = comparison.latents
        let mean = latents.reduce(0) { $0 + $1.similarity } / Double(max(1, latents.count))
        guard let centred else {
            let why = explorer.centringObstacle ?? "running the model on all inputs…"
            return Reading.longest(
                [
                    "cosine of the vectors that latents end with, less the latents' mean: mean \(fixed(mean)); "
                        + "less inputs' mean: \(why)",
                    "cosine of final vectors, less latents' mean: \(fixed(mean)); less inputs' mean: \(why)",
                    "cosine less latents' mean; less inputs' mean: \(why)",
                    "less inputs' mean: \(why)",
                ],
                width: width
            )
        }
        let means = "mean \(fixed(centred.mean)); less own latents' mean: \(fixed(mean))"
        let count = centred.inputCount
        return Reading.longest(
            [
                "cosine of the vectors that latents end with, each less its mean over all \(count) inputs: \(means)",
                "cosine of final vectors, each less its mean over \(count) inputs: \(means)",
                "cosine less mean of \(count) inputs: \(means)",
            ],
            width: width
        )
    }

    private func columns(width: Int) -> String {
        let layer = explorer.readyModel.flatMap { model in model.readingLayer.map { model.layers[$0].name } }
        let order =
            switch state.order {
            case .alike: "most alike first"
            case .different: "most different first"
            case .weight: "by decoder weight"
            case .number: "by number"
            }
        let head = "latent cosine " + order.filled(bar + 1) + "   own  weight l, r   entropy l, r"
        return Reading.longest(["\(head) (\(layer ?? ""), bits)", head], width: width)
    }

    private let bar = 20

    private func draw(
        _ latent: Int,
        _ weights: [[Float]?],
        in area: Rectangle,
        y: Int,
        on canvas: inout Canvas
    ) {
        let pair = comparison.latents[latent]
        let isChosen = pair.latent == explorer.lens.latent
        let cosine = centred?.cosines[latent] ?? pair.similarity
        let style: Style = isChosen ? .bold : .plain
        let name = "\(isChosen ? ">" : " ")\(String(pair.latent).padded(5)) \(fixed(cosine).padded(5))"
        canvas.write(name, x: area.x, y: y, style: style, limit: area.width)
        canvas.bar(max(0, cosine), x: area.x + 14, y: y, width: min(bar, area.width - 14), style: .plain)
        let read = weights.map { side -> String in
            guard let side, side.indices.contains(latent) else { return "" }
            return Numbers.short(Double(side[latent]))
        }
        let numbers =
            fixed(pair.similarity).padded(5) + read.map { $0.padded(7) }.joined()
            + pair.entropies.map { fixed($0).padded(7) }.joined()
        let x = 14 + bar + 2
        canvas.write(numbers, x: area.x + x, y: y, style: style, limit: max(0, area.width - x))
    }

    private func fixed(_ value: Double) -> String { decimal(value, places: 2) }
}
