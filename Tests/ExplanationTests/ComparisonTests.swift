import Explanation
import Models
import Testing

@Suite struct ComparisonTests {
    @Test func aRunIsLikeItself() throws {
        let run = try Tiny.picture()
        let comparison = try Comparison(run, run, tasks: (0, 0))
        for pair in comparison.latents {
            #expect(abs(pair.similarity - 1) < 1e-5 && pair.entropies[0] == pair.entropies[1])
            #expect(abs(pair.partnerSimilarity - 1) < 1e-5)
        }
        #expect(
            comparison.concepts.map(\.name)
                == run.predictions[0].ranking.map { run.predictions[0].labels[$0] }
        )
        #expect(abs(try #require(Comparison.meanLatentCosine(run, run)) - 1) < 1e-6)
    }

    @Test func modalitiesShareNames() throws {
        let (picture, sound, text) = (try Tiny.picture(), try Tiny.sound(), try Tiny.text())
        let comparison = try Comparison(picture, sound, tasks: (0, 0))
        #expect(Set(comparison.concepts.map(\.name)) == ["cat", "dog"])
        let cat = try #require(comparison.concepts.first { $0.name == "cat" })
        #expect(
            cat.probabilities == [
                picture.predictions[0].probabilities?[0], sound.predictions[0].probabilities?[0],
            ]
        )
        #expect(try Comparison(sound, text, tasks: (1, 3)).concepts.isEmpty)
        var shares: [Double] = []
        _ = try Comparison(sound, text, tasks: (0, 0)) { shares.append($0) }
        #expect(shares.count >= 2 && shares == shares.sorted() && abs(shares[shares.count - 1] - 1) < 1e-9)
        #expect(Comparison.matchingTasks(text, sound) == (0, 0))
        #expect(Comparison.matchingTasks(text, sound, preferred: (3, 1)) == (0, 0))
    }
}
