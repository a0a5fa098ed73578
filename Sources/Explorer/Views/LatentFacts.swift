import Cells
import Explanation
import Models
import Numerics

/// What one latent does.
enum LatentFacts {
    static func draw(_ explorer: Explorer, _ input: Input, in area: Rectangle, on canvas: inout Canvas) {
        let latent = explorer.lens.latent
        canvas.line("Latent \(latent)", in: area, y: area.y, style: .bold)
        for (row, text) in lines(explorer, input, latent: latent, width: area.width).enumerated() {
            canvas.line(text, in: area, y: area.y + 1 + row)
        }
    }

    /// How widely it reads, what weight a task or a place that is asked for gives it, and which latents read alike.
    static func lines(_ explorer: Explorer, _ input: Input, latent: Int, width: Int) -> [String] {
        guard let decoder = explorer.decoderWeights(input), latent < decoder.count,
            let (spread, count) = spread(explorer, input, latent: latent)
        else { return [] }
        let rank = Ranking(decoder).rank(of: decoder[latent])
        let weight = "\(Numbers.short(Double(decoder[latent]))), \(Numbers.ordinal(rank))"
        let asker = input.found?.name ?? "answer"
        let short = input.askedToken == nil ? "answer" : "place"
        var lines = [
            "reads \(Numbers.short(spread.effectiveCount)) of \(Numbers.grouped(count))",
            "half its mass on \(Numbers.grouped(spread.halfMassCount))",
            Reading.longest(["\(asker) gives \(weight)", "\(short) gives \(weight)"], width: width),
        ]
        if let map = weights(explorer, input), latent < map.rows {
            let alike = similar(to: latent, in: map).prefix(3).map { "\($0)" }.joined(separator: ", ")
            lines.append("reads like \(alike)")
        }
        return lines
    }

    /// The maps of all latents, if they are few enough to be kept whole.
    private static func weights(_ explorer: Explorer, _ input: Input) -> Matrix? {
        guard let run = input.run, !explorer.isLarge(run) else { return nil }
        return explorer.encoderWeights(input)
    }

    /// How widely a latent reads, and how many tokens the model got.
    private static func spread(_ explorer: Explorer, _ input: Input, latent: Int) -> (Spread, Int)? {
        if let map = weights(explorer, input), latent < map.rows {
            return (Spread(weights: map[row: latent]), input.opened?.input.readCount ?? map.columns)
        }
        guard case .overInput(let ranked)? = explorer.ledger[explorer.latentRow(input)]?.content else {
            return nil
        }
        return (ranked.spread, ranked.ranking.count)
    }

    /// Other latents, those whose attention overlaps most with this one's first.
    private static func similar(to latent: Int, in map: Matrix) -> [Int] {
        let own = map[row: latent]
        let overlaps = (0..<map.rows).map { other in
            zip(own, map[row: other]).reduce(Float(0)) { $0 + min($1.0, $1.1) }
        }
        return (0..<map.rows).filter { $0 != latent }.sorted { (overlaps[$0], $1) > (overlaps[$1], $0) }
    }
}
