import Explanation
import Foundation
import Models
import Numerics
import Perceiver
import TestData
import Testing

/// Traces from answers through latents to regions, against the same computed from scores alone.
@Suite struct TraceTests {
    /// Models whose answers are read from latents.
    static let given = Given.all

    @Test(arguments: given)
    func direct(given: Given) throws {
        let (trace, run) = try traced(given, .direct)
        let reading = Self.regions(run, trace)
        for latent in 0..<trace.latentCount {
            let (row, own) = (trace.regions(ofLatent: latent), reading[latent])
            #expect(row.indices.allSatisfy { abs(Double(row[$0]) - own[$0]) < 1e-5 })
        }
        for (place, output) in trace.outputs.enumerated() {
            #expect(output.learned == nil)
            let weights = run.reading(query: output.found.query)
            #expect(trace.latents(ofOutput: place) == weights)
            let flow = trace.regions(ofOutput: place)
            for region in trace.regions.indices {
                let sum = weights.indices.reduce(0.0) { $0 + Double(weights[$1]) * reading[$1][region] }
                #expect(abs(Double(flow[region]) - sum) < 1e-5)
                #expect(abs(Double(trace.outputs(ofRegion: region)[place]) - sum) < 1e-5)
            }
        }
    }

    /// Half of each vector is what it was, half what it read, layer by layer down to the latents that read the input.
    @Test(arguments: own)
    func trunk(given: Given) throws {
        let (trace, run) = try traced(given, .trunk)
        let layers = run.model.trunk.layers
        let reading = try #require(run.model.readingLayer)
        let isPlain = layers.indices.allSatisfy { $0 == reading || layers[$0].keys == .latents }
        #expect(isPlain && reading == 0)
        for (place, output) in trace.outputs.enumerated() {
            var shares = run.reading(query: output.found.query).map(Double.init)
            for index in (reading + 1..<layers.count).reversed() {
                let mixed = Self.attention(run, layer: index)
                shares = shares.indices.map { key in
                    shares[key] / 2
                        + shares.indices.reduce(0) { $0 + shares[$1] * mixed[$1][key] } / 2
                }
            }
            let row = trace.latents(ofOutput: place)
            #expect(row.indices.allSatisfy { abs(Double(row[$0]) - shares[$0]) < 1e-5 })
            // The encoder's residual keeps one half of each latent as it was learned.
            #expect(abs((output.learned ?? 0) - (layers[reading].attention.addsQuery ? 0.5 : 0)) < 1e-5)
        }
    }

    /// Every token that the model got is in one region, and has a name.
    @Test(arguments: given)
    func regions(given: Given) throws {
        let (trace, run) = try traced(given, .direct)
        #expect(trace.regions.flatMap(\.tokens).sorted() == run.input.kept)
        #expect(trace.regions.allSatisfy { !$0.name.isEmpty })
        for latent in 0..<trace.latentCount {
            #expect(abs(trace.regions(ofLatent: latent).reduce(0, +) - 1) < 1e-4)
        }
    }

    /// What was removed is in no region.
    @Test func removedTokensHaveNoRegion() throws {
        let source = Source(
            Given.sample("dog.txt").origin,
            edits: [.remove(Part(.bytes(2..<7)))]
        )
        let given = Given("removed", source, model: .folder(path: fixture("models/tiny")))
        let (trace, run) = try traced(given, .direct)
        #expect(!run.input.removed.isEmpty)
        #expect(trace.regions.flatMap(\.tokens).sorted() == run.input.kept)
        #expect(!trace.regions.contains { $0.name.contains("brown") })
    }

    /// A place that is asked for comes first; tasks need not be asked for.
    @Test func askedPlacesComeFirst() throws {
        let given = try #require(Given.published.first { $0.name == "language" })
        var answers = Answers()
        let run = try answers(RunQuestion(given.subject))
        let trace = try answers(TraceQuestion(given.subject, asker: .query(7)))
        #expect(trace.outputs.first?.found.query == 7)
        #expect(Set(trace.outputs.map(\.found.query)).count == trace.outputs.count)
        guard case .bytes(let bytes) = run.output else { return }
        #expect(trace.outputs.count == min(bytes.positions.count, 32) + 1)
    }

    @Test func thresholdsKeepTheOrder() {
        #expect(AnswerTrace.ranked([0.1, 0.4, 0, 0.4, 0.1], atLeast: 0.1) == [1, 3, 0, 4])
        #expect(AnswerTrace.ranked([0.1, 0.4, 0], atLeast: 0) == [1, 0, 2])
        #expect(AnswerTrace.ranked([0.1], atLeast: 0.2).isEmpty)
    }

    private static let own = Given.own + [Given.bundled]

    private func traced(_ given: Given, _ way: AnswerTrace.Way) throws -> (AnswerTrace, Run) {
        var answers = Answers()
        let trace = try answers(TraceQuestion(given.subject, way: way))
        return (trace, try answers(RunQuestion(given.subject)))
    }

    /// Attention of a layer, heads averaged, from its scores.
    private static func attention(_ run: Run, layer: Int) -> [[Double]] {
        let count = run.count(of: run.model.layers[layer].queries)
        let scores = run.scores(layer: layer, rows: 0..<count)
        return (0..<count).map { row in
            let heads = scores.map { head -> [Double] in
                let numbers = head[row: row].map(Double.init)
                let most = numbers.max() ?? 0
                let powers = numbers.map { exp($0 - most) }
                let sum = powers.reduce(0, +)
                return powers.map { $0 / sum }
            }
            return heads[0].indices.map { key in
                heads.reduce(0) { $0 + $1[key] } / Double(heads.count)
            }
        }
    }

    /// What each latent reads of each region.
    private static func regions(_ run: Run, _ trace: AnswerTrace) -> [[Double]] {
        guard let layer = run.model.layer(named: trace.layer) else { return [] }
        let places = Dictionary(uniqueKeysWithValues: run.input.kept.enumerated().map { ($1, $0) })
        return attention(run, layer: layer).map { row in
            trace.regions.map { region in
                region.tokens.reduce(0) { $0 + (places[$1].map { row[$0] } ?? 0) }
            }
        }
    }
}
