import Explanation
import Models
import Numerics
import Perceiver
import TestData
import Testing

@Suite struct ScoreSharesTests {
    /// Of every kind of model that reads tokens with places, the first layers can be told apart, and the parts add up.
    @Test(arguments: Given.all) func partsAddUp(given: Given) throws {
        var answers = Answers()
        let run = try answers(RunQuestion(given.subject))
        let layers = run.model.layers.indices.filter(run.splitsScores)
        let reading = try #require(run.model.readingLayer)
        #expect(layers.contains(reading))
        for layer in layers {
            let rows = 0..<min(3, run.count(of: run.model.layers[layer].queries))
            let parts = run.scoreParts(layer: layer, rows: rows)
            for (sum, whole) in zip(parts.wholes, run.scores(layer: layer, rows: rows)) {
                #expect(relativeError(sum.elements, whole.elements) < 1e-5, "\(given) \(layer)")
            }
            for part in ScorePart.allCases {
                let areFinite = parts[part].allSatisfy { $0.elements.allSatisfy { $0.isFinite } }
                #expect(areFinite)
            }
        }
    }

    /// Moving what is there elsewhere moves the content's part, and nothing of the position's but the deviation.
    @Test func contentFollowsTheBytes() throws {
        let folder = ModelPlace.folder(path: fixture("published/language"))
        var answers = Answers()
        func parts(_ text: String) throws -> PartedScores {
            try answers(RunQuestion(Subject(.text(text), model: folder))).scoreParts(layer: 0, rows: 0..<1)
        }
        let (first, second) = (try parts("abab"), try parts("abba"))
        // The token of the first byte stands behind one that begins the text.
        #expect(first.content[0][0, 1] == second.content[0][0, 1])
        #expect(first.content[0][0, 4] != second.content[0][0, 4])
        let ratio = first.position[0][0, 4] / second.position[0][0, 4]
        let rest = first.rest[0][0, 1] - second.rest[0][0, 1]
        #expect(abs(rest) < 1e-6 && ratio > 0.5 && ratio < 2)
    }

    /// Where parts of the input were removed, the other tokens have the same parts.
    @Test func removedTokens() throws {
        var answers = Answers()
        let place = ModelPlace.folder(path: fixture("models/tiny"))
        let whole = Subject(.text("A small dog, and a cat."), model: place)
        let source = Source(.text("A small dog, and a cat."), edits: [.remove(try Part("2-6"))])
        let (all, less) = (
            try answers(RunQuestion(whole)), try answers(RunQuestion(Subject(source, model: place)))
        )
        let (before, after) = (
            all.scoreParts(layer: 0, rows: 0..<2), less.scoreParts(layer: 0, rows: 0..<2)
        )
        for (seen, token) in less.input.kept.enumerated() {
            #expect(abs(before.content[0][1, token] - after.content[0][1, seen]) < 1e-5)
        }
        #expect(after.content[0].columns == all.input.tokens.rows - 5)
    }

    /// Shares are covariances by the variance, and sum to 1.
    @Test func shares() throws {
        let run = try Tiny.picture()
        let parts = run.scoreParts(layer: 0, rows: 0..<4)
        let shares = run.scoreShares(layer: 0, rows: 0..<4)
        for row in 0..<4 {
            for head in parts.content.indices {
                let found = try #require(shares[row].heads[head])
                let score = run.scores(layer: 0, rows: row..<row + 1)[head].elements.map(Double.init)
                let content = parts.content[head][row: row].map(Double.init)
                let n = Double(score.count)
                let (meanS, meanC) = (score.reduce(0, +) / n, content.reduce(0, +) / n)
                let variance = score.reduce(0) { $0 + $1 * $1 } / n - meanS * meanS
                let covariance = zip(content, score).reduce(0) { $0 + $1.0 * $1.1 } / n - meanC * meanS
                #expect(abs(found.content - covariance / variance) < 1e-3)
                #expect(abs(found.content + found.position + found.rest - 1) < 1e-9)
            }
            #expect(shares[row][.max] == shares[row].mean && shares[row][.one(1)] == shares[row].heads[1])
        }
    }

    /// Maps of parts add up to the map of scores, for one latent, their mean and what the answer read.
    @Test(arguments: ["mean", "max", "1"], [QueryChoice.one(2), .mean, .output])
    func mapsAddUp(head: String, query: QueryChoice) throws {
        var answers = Answers()
        let subject = Subject(Given.sample("dog.jpg"), model: .folder(path: fixture("models/tiny")))
        func values(_ part: ScorePart?) throws -> [Float] {
            let head = try #require(HeadChoice(name: head))
            let map = MapQuestion(subject, head: head, query: query, unit: .score, part: part)
            return try answers(map).relevance.values
        }
        let parts = try ScorePart.allCases.map(values)
        let sum = parts[0].indices.map { parts[0][$0] + parts[1][$0] + parts[2][$0] }
        let whole = try values(nil)
        #expect(relativeError(sum, whole) < 1e-5)
    }

    /// In other units, and in layers that read latents, there are no parts: it is the same question, or the same map.
    @Test func elsewhere() throws {
        let subject = Subject(Given.sample("dog.jpg"), model: .folder(path: fixture("models/tiny")))
        #expect(MapQuestion(subject, unit: .lift, part: .content) == MapQuestion(subject, unit: .lift))
        var answers = Answers()
        let whole = try answers(MapQuestion(subject, layer: "self.0", query: .one(0), unit: .score))
        let part = try answers(
            MapQuestion(subject, layer: "self.0", query: .one(0), unit: .score, part: .content)
        )
        #expect(whole.relevance == part.relevance && whole.title == part.title)
        let shares = try answers(ScoreSharesQuestion(subject, layer: "self.0", asker: 0))
        let nobody = try answers(ScoreSharesQuestion(subject, asker: 10_000))
        #expect(shares == nil && nobody == nil)
    }
}
