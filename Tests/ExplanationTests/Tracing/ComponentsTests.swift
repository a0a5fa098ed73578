import Explanation
import Foundation
import Models
import Numerics
import TestData
import Testing

/// Principal components against numpy, and cosines of keys against the scores that keys make.
@Suite struct ComponentsTests {
    /// Made by `Tests/Fixtures/components.py`.
    private struct Reference: Decodable {
        struct Case: Decodable {
            let vectors: [[Float]]
            let mean: [Float]
            let directions: [[Float]]
            let variances: [Double]
            let shares: [Double]
            let scores: [[Float]]
        }
        let cases: [Case]
    }

    @Test func numpy() throws {
        let data = try Data(contentsOf: URL(filePath: fixture("components.json")))
        for given in try JSONDecoder().decode(Reference.self, from: data).cases {
            let vectors = Matrix(
                rows: given.vectors.count,
                columns: given.vectors[0].count,
                given.vectors.flatMap { $0 }
            )
            // In blocks of different sizes.
            let first = min(5, vectors.rows)
            let blocks = [0..<first, first..<vectors.rows].filter { !$0.isEmpty }.map { vectors[rows: $0] }
            let found = try PrincipalComponents(3, channels: vectors.columns) {
                (take: (Matrix) throws -> Void) throws in
                for block in blocks { try take(block) }
            }
            for (own, other) in zip(found.shares, given.shares) { #expect(abs(own - other) < 1e-5) }
            for (own, other) in zip(found.variances, given.variances) {
                #expect(abs(own - other) < 1e-5 * max(1, given.variances[0]))
            }
            let scores = found.scores(of: vectors)
            for row in given.directions.indices {
                let isClear = given.shares[row] > 1e-6
                let off = zip(found.directions[row: row], given.directions[row]).map { abs($0 - $1) }.max()
                #expect(!isClear || (off ?? 1) < 2e-4, "\(row): \(off ?? 1)")
                let places = (0..<scores.rows).map { abs(scores[$0, row] - given.scores[$0][row]) }.max()
                #expect(!isClear || (places ?? 1) < 2e-3, "\(row): \(places ?? 1)")
            }
        }
    }

    @Test(arguments: Given.own + Given.published + Given.vision + Given.speech)
    func vectors(given: Given) throws {
        var answers = Answers()
        let run = try answers(RunQuestion(given.subject))
        for vectors in Vectors.allCases where vectors != .latents || run.model.latentCount > 0 {
            let found = try answers(ComponentsQuestion(given.subject, vectors))
            let count = vectors == .latents ? run.model.latentCount : run.input.tokens.rows
            #expect(found.scores.count == count && found.shares.reduce(0, +) <= 1 + 1e-5)
            #expect(found.shares == found.shares.sorted(by: >))
            let levels = found.levels.compactMap { $0 }.flatMap { $0 }
            #expect(levels.allSatisfy { (0...1).contains($0) })
        }
    }

    /// Cosines from keys that are computed one by one.
    @Test(arguments: [0, 3])
    func cosines(place: Int) throws {
        let (first, second) = (Given.own[place].subject, Given.own[place + 1].subject)
        var answers = Answers()
        let (run, other) = (try answers(RunQuestion(first)), try answers(RunQuestion(second)))
        let token = 2
        let keys = [run, other].map(Self.keys)
        let mean = keys[0][0].indices.map { channel in
            keys[0].reduce(0) { $0 + $1[channel] } / Double(keys[0].count)
        }
        func centred(_ key: [Double]) -> [Double] { zip(key, mean).map { $0 - $1 } }
        func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).map(*).reduce(0, +) }
        for (side, subject) in [first, second].enumerated() {
            let found = try answers(KeyCosinesQuestion(first, token: token, over: subject))
            let asked = centred(keys[0][token])
            for (key, value) in zip(keys[side], found.values) {
                let own = centred(key)
                let cosine = dot(asked, own) / (dot(asked, asked) * dot(own, own)).squareRoot()
                #expect(abs(cosine - Double(value)) < 2e-4)
            }
        }
        let own = try answers(KeyCosinesQuestion(first, token: token))
        #expect(abs(own.values[token] - 1) < 1e-5)
    }

    /// The keys of the layer that reads the input, from its weights.
    private static func keys(_ run: Run) -> [[Double]] {
        guard let layer = run.model.trunk.layers.lastIndex(where: { $0.keys == .input }) else { return [] }
        let attention = run.model.trunk.layers[layer].attention
        let read = run.trace.steps[layer].keys
        return (0..<read.rows).map { row in
            let normed = attention.keyNorm.map { $0(read[rows: row..<row + 1]) } ?? read[rows: row..<row + 1]
            let token = normed[row: 0].map(Double.init)
            return (0..<attention.key.outputs).map { output in
                let weights = attention.key.weight[row: output]
                return zip(weights, token).reduce(Double(attention.key.bias[output])) {
                    $0 + Double($1.0) * $1.1
                }
            }
        }
    }

    @Test func removedTokensHaveNoPlace() throws {
        let source = Source(Given.sample("dog.txt").origin, edits: [.remove(Part(.bytes(2..<7)))])
        let subject = Subject(source, model: .folder(path: fixture("models/tiny")))
        var answers = Answers()
        let run = try answers(RunQuestion(subject))
        let found = try answers(ComponentsQuestion(subject, .tokens))
        #expect(
            found.scores.indices.allSatisfy { (found.scores[$0] == nil) == run.input.removed.contains($0) }
        )
        let removed = try #require(run.input.removed.first)
        #expect(throws: Failure.self) { _ = try answers(KeyCosinesQuestion(subject, token: removed)) }
    }
}
