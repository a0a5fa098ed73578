import Explanation
import Models

/// A trace as it is printed.
struct TraceReport: Encodable {
    /// A latent or a region with its share of something.
    struct Share: Encodable {
        let latent: Int?
        let region: String?
        let tokens: [Int]?
        let share: Float
        /// What the class loses without the latent; `nil` if that was not asked for.
        let effect: Float?
    }

    /// An output with what it reads.
    struct Output: Encodable {
        let name: String
        /// The class that its task names; `nil` of places.
        let target: String?
        let probability: Double?
        /// The share that comes from the latents as they were learned; `nil` of the direct way.
        let learned: Double?
        /// The share that comes from what latents had read before the last look; `nil` where there is one look, and of the
        /// direct way.
        let earlier: Double?
        let latents: [Share]
        let regions: [Share]
    }

    /// A latent with what it reads.
    struct Latent: Encodable {
        let latent: Int
        let regions: [Share]
    }

    let input: String
    let edits: [String]?
    let way: String
    let layer: String
    let outputs: [Output]
    let latents: [Latent]

    init(
        _ source: Source,
        _ run: Run,
        _ trace: AnswerTrace,
        only: FoundAsker?,
        effects: [Float]?,
        threshold: Double,
        top: Int
    ) {
        let list = Listing(trace: trace, effects: effects, threshold: threshold, top: top)
        (input, edits) = (source.given, source.writtenEdits)
        way = trace.way.rawValue
        layer = trace.layer
        let places = trace.outputs.indices.filter {
            only == nil || trace.outputs[$0].found.query == only?.query
        }
        outputs = places.map { place in
            let output = trace.outputs[place]
            let prediction = output.found.task.map { run.predictions[$0] }
            return Output(
                name: output.found.name,
                target: prediction.map { $0.labels[$0.best] },
                probability: prediction.flatMap { $0.probabilities?[$0.best] },
                learned: output.learned,
                earlier: output.earlier,
                latents: list.latents(trace.latents(ofOutput: place)),
                regions: list.regions(trace.regions(ofOutput: place))
            )
        }
        let listed = Set(outputs.flatMap { $0.latents.compactMap(\.latent) })
        latents = listed.sorted().map {
            Latent(latent: $0, regions: list.regions(trace.regions(ofLatent: $0)))
        }
    }

    /// What is listed of shares.
    private struct Listing {
        let trace: AnswerTrace
        let effects: [Float]?
        let threshold: Double
        let top: Int

        private func places(_ shares: [Float]) -> ArraySlice<Int> {
            AnswerTrace.ranked(shares, atLeast: threshold).prefix(top)
        }

        func latents(_ shares: [Float]) -> [Share] {
            places(shares).map {
                Share(latent: $0, region: nil, tokens: nil, share: shares[$0], effect: effects?[$0])
            }
        }

        func regions(_ shares: [Float]) -> [Share] {
            places(shares).map {
                let region = trace.regions[$0]
                return Share(
                    latent: nil,
                    region: region.name,
                    tokens: region.tokens,
                    share: shares[$0],
                    effect: nil
                )
            }
        }
    }
}

extension TraceReport {
    /// A row for each share.
    var table: Table {
        var table = Table(columns: [
            "input", "way", "output", "target", "latent", "region", "share", "effect",
        ])
        func add(_ output: Output?, _ latent: Int?, _ share: Share) {
            table.add([
                input, way, output?.name ?? "", output?.target ?? "",
                Table.cell(share.latent ?? latent), share.region ?? "", "\(share.share)",
                Table.cell(share.effect),
            ])
        }
        for output in outputs {
            for share in output.latents + output.regions { add(output, nil, share) }
        }
        for latent in latents { for share in latent.regions { add(nil, latent.latent, share) } }
        return table
    }

    /// For each output its latents with their regions, then its regions through all latents.
    var text: String {
        outputs.map { output in
            let answer = [output.target, output.probability.map { decimal($0, places: 2) }]
            let words = ([output.name] + answer.compactMap { $0 }).joined(separator: " · ")
            let learned = output.learned.map {
                ["  from latents as they were learned \(decimal(100 * $0, places: 0)) %"]
            }
            let earlier = output.earlier.map {
                ["  from earlier looks at the input \(decimal(100 * $0, places: 0)) %"]
            }
            let read = output.latents.map { share in
                "  latent \(share.latent ?? 0) \(number(share)): \(regions(of: share.latent))"
            }
            let all = "  through all latents: " + output.regions.map(named).joined(separator: "; ")
            return ([words] + (learned ?? []) + (earlier ?? []) + read + [all]).joined(separator: "\n")
        }
        .joined(separator: "\n")
    }

    private func regions(of latent: Int?) -> String {
        latents.first { $0.latent == latent }.map { $0.regions.prefix(4).map(named).joined(separator: "; ") }
            ?? ""
    }

    private func named(_ share: Share) -> String {
        "\(share.region ?? "") \(decimal(Double(share.share), places: 3))"
    }

    private func number(_ share: Share) -> String {
        decimal(Double(share.share), places: 3)
            + (share.effect.map { " (effect \(printed(Double($0), "%.2g")))" } ?? "")
    }
}
