import Explanation
import Models
import TestData
import Testing

/// What the command `compare` prints is what the screen has, to the last digit.
@Suite struct ComparisonParityTests {
    /// Two inputs of a model.
    struct Pair: Sendable, CustomTestStringConvertible {
        let inputs: [ParityInput]

        init(_ first: String, _ second: String, _ model: ModelPlace) {
            inputs = [first, second].map { ParityInput.input($0, model: model) }
        }

        var testDescription: String { inputs.map(\.testDescription).joined(separator: " and ") }

        static let samples = [
            ("dog.jpg", "dog.ogg"), ("dog.jpg", "cat.jpg"), ("dog.jpg", "cat.txt"),
            ("seven.ogg", "seven.jpg"), ("dog.txt", "seven.ogg"), ("seven.ogg", "stop.wav"),
            ("dog.txt", "film.txt"),
        ].map { ($0.0, $0.1) }.flatMap { first, second in
            ([.bundled] + ["tiny", "shared", "structured"].map(ParityInput.own)).map {
                Pair(ParityInput.sample(first), ParityInput.sample(second), $0)
            }
        }

        static let published =
            ["image-conv", "image-learned"].map { name in
                let picture = fixture("published/\(name)/picture.png")
                return Pair(picture, ParityInput.sample("dog.jpg"), ParityInput.published(name))
            }
            + ["language", "sequence"].map { Pair("to be", "or not to be", ParityInput.published($0)) }
    }

    @Test("What two inputs share", arguments: Pair.samples + Pair.published)
    func comparisons(pair: Pair) throws {
        var screen = try KeyedExplorer(pair.inputs)
        screen.press("c")
        let comparison = try screen.known(try #require(screen.last(ComparisonQuestion.self)))
        let runs = try pair.inputs.map { try screen.known(RunQuestion($0.subject)) }
        let printed = try PrintedComparison(printed: ["compare", "--json"] + ParityInput.words(pair.inputs))
        #expect(printed.tasks == comparison.tasks && printed.agreement == comparison.agreement)
        #expect(printed.meanLatentCosine == Comparison.meanLatentCosine(runs[0], runs[1]))
        let shared = comparison.concepts.map {
            PrintedComparison.Shared(name: $0.name, probabilities: $0.probabilities)
        }
        #expect(printed.shared == shared)
        let latents = comparison.latents.map {
            PrintedComparison.Latent(
                latent: $0.latent,
                similarity: $0.similarity,
                entropies: $0.entropies,
                partner: $0.partner,
                partnerSimilarity: $0.partnerSimilarity
            )
        }
        #expect(printed.latents == latents)
    }

    @Test(
        "How alike several inputs are",
        arguments: [ModelPlace.bundled] + ["tiny", "shared"].map(ParityInput.own)
    )
    func likeness(model: ModelPlace) throws {
        let inputs = ["dog.jpg", "dog.ogg", "cat.jpg", "cat.txt", "seven.jpg"].map {
            ParityInput.input(ParityInput.sample($0), model: model)
        }
        var screen = try KeyedExplorer(inputs)
        screen.press("cvvvv")
        let likeness = Likeness(try inputs.map { try screen.known(PortraitQuestion($0.subject)) })
        let printed = try PrintedLikeness(printed: ["compare", "--json"] + ParityInput.words(inputs))
        let shared = SharedNames(try screen.known(ModelQuestion(model)))
        #expect(printed.sharedNames == shared.names && printed.task == shared.task)
        func matrix(_ measure: Likeness.Measure) -> [[Double?]] {
            inputs.indices.map { row in inputs.indices.map { likeness.value(row, $0, by: measure) } }
        }
        #expect(printed.names == matrix(.names) && printed.latents == matrix(.latents))
        func ranking(_ place: Int, _ measure: Likeness.Measure) -> [String] {
            likeness.ranking(of: place, by: measure).map { inputs[$0].source.given }
        }
        #expect(
            printed.rankings.map { $0.byNames.map(\.input) } == inputs.indices.map { ranking($0, .names) }
        )
        #expect(
            printed.rankings.map { $0.byLatents.map(\.input) } == inputs.indices.map { ranking($0, .latents) }
        )
    }
}
