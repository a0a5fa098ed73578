import Cells
import Explanation
import Models

/// What one latent does, or where tokens ask one token.
enum LatentFacts {
    static func draw(_ explorer: Explorer, _ input: Input, in area: Rectangle, on canvas: inout Canvas) {
        let latent = explorer.lens.latent
        let heading = heading(explorer, input, latent: latent, width: area.width)
        canvas.line(heading, in: area, y: area.y, style: .bold)
        for (row, text) in lines(explorer, input, latent: latent, width: area.width).enumerated() {
            canvas.line(text, in: area, y: area.y + 1 + row)
        }
    }

    /// Who it is, and whose answer its decoder weight and the map are about.
    private static func heading(_ explorer: Explorer, _ input: Input, latent: Int, width: Int) -> String {
        let own = explorer.layer?.queries == .input ? input.run?.ownName(latent) : nil
        let name = own ?? explorer.askerWord.capitalized + " \(latent)"
        guard explorer.decoderWeights(input) != nil, let asker = input.found?.name else { return name }
        let forms = ["decoder query: \(asker)", "query: \(asker)", asker].map {
            "\(name) \(explorer.appearance.dot) \($0)"
        }
        return Reading.longest(forms, width: width)
    }

    /// How widely it reads, what weight a task or a place that is asked for gives it, and which latents read alike.
    static func lines(_ explorer: Explorer, _ input: Input, latent: Int, width: Int) -> [String] {
        guard let run = input.run, let seen = run.seenNumber(latent, of: run.readSpace) else {
            return input.run == nil ? [] : ["removed: it has no attention"]
        }
        guard let decoder = explorer.decoderWeights(input), seen < decoder.count,
            let (spread, count) = spread(explorer, input, latent: latent)
        else { return [] }
        let rank = Ranking(decoder).rank(of: decoder[seen])
        let weight = "\(Numbers.short(Double(decoder[seen]))), \(Numbers.ordinal(rank))"
        let reach = "\(Numbers.short(spread.effectiveCount)) of \(Numbers.grouped(count))"
        let noun = spread.halfMassCount == 1 ? "token" : "tokens"
        let half = "\(Numbers.grouped(spread.halfMassCount)) \(noun)"
        var lines = [
            Reading.longest(
                [
                    "effective inputs \(reach)\(explorer.headNote)", "effective inputs \(reach)",
                    "eff. inputs \(reach)", "reads \(reach)",
                ],
                width: width
            ),
            Reading.longest(["50 % of attention in \(half)", "50 % in \(half)"], width: width),
            Reading.longest(
                ["decoder weight \(weight) of \(decoder.count)", "weight \(weight) of \(decoder.count)"],
                width: width
            ),
        ]
        if let effects = explorer.latentEffects(input), effects.indices.contains(latent) {
            let rank = Numbers.ordinal(Ranking(effects).rank(of: effects[latent]))
            let effect = "\(Numbers.short(Double(effects[latent]))), \(rank)"
            let name = input.opponents[input.task] == nil ? nil : input.targetName
            lines.append(
                Reading.longest(
                    [
                        name.map { "drop in log p of \($0) \(effect)" }, "drop in log p \(effect)",
                        "log p drop \(effect)",
                    ]
                    .compactMap { $0 },
                    width: width
                )
            )
        }
        if let map = weights(explorer, input), map.row(ofQuery: latent) != nil {
            let alike = similar(to: latent, in: map).prefix(3).map { "\($0)" }.joined(separator: ", ")
            lines.append("most similar: \(alike)")
        }
        lines += explorer.shareLines(input, width: width)
        return lines
    }

    /// The maps of all latents, if they are few enough to be kept whole.
    private static func weights(_ explorer: Explorer, _ input: Input) -> PooledMap? {
        guard let run = input.run, !explorer.isLarge(run) else { return nil }
        return explorer.encoderWeights(input)
    }

    /// How widely a latent reads, and how many tokens the model got.
    private static func spread(_ explorer: Explorer, _ input: Input, latent: Int) -> (Spread, Int)? {
        if let map = weights(explorer, input), let row = map.row(ofQuery: latent) {
            let count = input.opened?.input.readCount ?? map.values.columns
            return (Spread(weights: map.values[row: row]), count)
        }
        guard case .overInput(let ranked)? = explorer.ledger[explorer.latentRow(input)]?.content else {
            return nil
        }
        return (ranked.spread, ranked.ranking.count)
    }

    /// Other latents, those whose attention overlaps most with this one's first.
    private static func similar(to latent: Int, in map: PooledMap) -> [Int] {
        guard let row = map.row(ofQuery: latent) else { return [] }
        let own = map.values[row: row]
        let overlaps = (0..<map.values.rows).map { other in
            zip(own, map.values[row: other]).reduce(Float(0)) { $0 + min($1.0, $1.1) }
        }
        return overlaps.indices.filter { $0 != row }
            .sorted { (overlaps[$0], $1) > (overlaps[$1], $0) }.map { map.queries[$0] }
    }
}
