import Explanation
import Models
import Perceiver

/// What latents read, as formulas of their place.
extension MadeUp {
    static func shares(_ question: ScoreSharesQuestion, _ run: Run) -> AskerShares? {
        let heads = run.model.layers[run.model.layer(question.layer)].heads
        return AskerShares(
            heads: (0..<heads).map { shares(question.asker + 3 * $0) },
            mean: shares(question.asker)
        )
    }

    /// Sixteenths that add up to 1.
    private static func shares(_ number: Int) -> ScoreShares {
        let content = Double(number * 5 % 15) / 16
        return ScoreShares(content: content, position: 15 / 16 - content, rest: 1 / 16)
    }

    static func profiles(_ question: LatentProfilesQuestion, _ model: Model, _ input: InputArray)
        -> LatentProfiles
    {
        let count = model.latentCount
        let numbers = values(rows: count, columns: input.layout.count, isMean: question.head == .mean)
        let section = input.layout.placed
        let axes = [section.columns, section.rows].compactMap { $0 }.map { axis in
            LatentProfiles.Axis(
                name: axis.quantity == .time
                    ? "s" : axis.quantity == .frequency ? "Hz" : axis.quantity.rawValue
            )
        }
        let kinds = LatentKind.allCases
        let profiles = (0..<count).map { latent in
            let spread = Spread(weights: numbers[row: latent])
            return LatentProfile(
                latent: latent,
                weight: Double((latent * 3 + 1) % 8) / 32,
                spread: spread,
                lift: Double((latent * 5 + input.layout.count) % 16) + 1.5,
                centre: axes.indices.map { Double((latent * 7 + 3 * $0) % 11) },
                shares: shares(latent),
                kind: kinds[latent % kinds.count],
                twin: (latent + 1) % count,
                overlap: latent % 3 == 0 ? 0.9375 : 0.5
            )
        }
        return LatentProfiles(
            profiles,
            map: PooledMap(
                values: numbers,
                layout: input.layout,
                entropies: profiles.map(\.entropy)
            ),
            axes: axes,
            inputCount: input.readCount,
            modality: input.modality,
            layer: model.layers[LatentProfilesQuestion.layer(question.layer, of: model) ?? 0].name,
            head: question.head,
            asker: model.tasks(for: input.modality).first?.name
        )
    }

    static func attenders(_ question: AttendersQuestion, _ run: Run) -> Attenders {
        let found = AttendersQuestion.layers(run.model).flatMap { number -> [Attender] in
            let layer = run.model.layers[number]
            return (0..<run.count(of: layer.queries)).flatMap { asker in
                (0..<layer.heads).map { head in
                    let mass = Double((asker * 5 + head * 3 + question.tokens.count) % 16) / 64
                    return Attender(
                        layer: layer.name,
                        asker: asker,
                        name: "latent \(asker)",
                        head: head,
                        lift: mass * 32,
                        mass: mass,
                        entropy: 3
                    )
                }
            }
        }
        return Attenders(found, tokenCount: question.tokens.count, inputCount: run.input.readCount)
    }
}
