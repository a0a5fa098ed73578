import Checkpoints
import Explanation
import Foundation
import Media
import Models
import Numerics
import Perceiver
import TestData
import Testing

/// A run of the tiny model of the fixtures.
enum Tiny {
    static let model = Result { try Model(folder: URL(filePath: fixture("models/tiny"))) }

    static func run(_ medium: Medium) throws -> Run {
        let model = try model.get()
        return try model.run(model.prepare(medium))
    }

    static func picture() throws -> Run {
        var pixels: [UInt8] = []
        for i in 0..<20 * 16 { pixels += [UInt8(i % 20 * 12), UInt8(i / 20 * 15), UInt8(i % 7 * 36)] }
        return try run(.image(Image(width: 20, height: 16, pixels: pixels)))
    }

    static func sound() throws -> Run {
        try run(
            .sound(Sound(sampleRate: 16000, samples: (0..<7000).map { Float($0 * $0 % 331) / 331 - 0.5 }))
        )
    }

    static func text() throws -> Run { try run(.text(Text("A small dog, and a cat."))) }
}

@Suite struct AttentionMapTests {
    @Test func weightsSumToOne() throws {
        for run in [try Tiny.picture(), try Tiny.sound(), try Tiny.text()] {
            for layer in LayerChoice.all(of: run.model) {
                for head in HeadChoice.all(heads: layer.heads(of: run.model)) where head != .max {
                    let map = AttentionMap(run, layer: layer, head: head, unit: .weight)
                    for row in 0..<map.values.rows {
                        #expect(abs(map.values[row: row].reduce(0, +) - 1) < 1e-5)
                    }
                }
            }
        }
    }

    /// Lift is weight times the number of keys, the mean of heads is their mean, the maximum their maximum.
    @Test func unitsAndHeads() throws {
        let run = try Tiny.picture()
        let heads = (0..<2).map { AttentionMap(run, layer: .encoder, head: .one($0), unit: .weight).values }
        let mean = AttentionMap(run, layer: .encoder, head: .mean, unit: .weight).values
        let most = AttentionMap(run, layer: .encoder, head: .max, unit: .weight).values
        let lift = AttentionMap(run, layer: .encoder, head: .mean, unit: .lift).values
        for i in stride(from: 0, to: mean.columns, by: 5) {
            let pair = heads.map { $0[3, i] }
            #expect(abs(mean[3, i] - (pair[0] + pair[1]) / 2) < 1e-6)
            #expect(most[3, i] == max(pair[0], pair[1]))
            #expect(abs(lift[3, i] - mean[3, i] * Float(mean.columns)) < 1e-4)
        }
        // Scores: their softmax is the weight.
        var scores = AttentionMap(run, layer: .encoder, head: .one(1), unit: .score).values
        scores.softmaxRows()
        #expect(largestDifference(scores.elements, heads[1].elements) < 1e-6)
    }

    /// What the answer looked at is the decoder's row times the encoder's map, and sums to 1.
    @Test func outputQuery() throws {
        let run = try Tiny.sound()
        let map = AttentionMap(run, layer: .encoder, head: .mean, unit: .weight)
        for task in 0..<2 {
            let decoder = run.decoderWeights(task: task)
            #expect(abs(decoder.reduce(0, +) - 1) < 1e-5)
            let row = map.row(.output, decoderWeights: decoder)
            #expect(abs(row.reduce(0, +) - 1) < 1e-4)
            let expected = (0..<map.values.rows).reduce(Float(0)) { $0 + decoder[$1] * map.values[$1, 4] }
            #expect(abs(row[4] - expected) < 1e-6)
        }
        #expect(map.row(.mean, decoderWeights: []) == map.values.columnMeans())
        #expect(map.row(.one(2), decoderWeights: []) == map.values[row: 2])
    }

    @Test func namesRoundTrip() {
        for layer in [LayerChoice.encoder, .selfAttention(3), .decoder] {
            #expect(LayerChoice(name: layer.name) == layer)
        }
        for head in [HeadChoice.mean, .max, .one(2)] { #expect(HeadChoice(name: head.name) == head) }
        for query in [QueryChoice.mean, .output, .one(0)] { #expect(QueryChoice(name: query.name) == query) }
        #expect(LayerChoice(name: "self.x") == nil && LayerChoice(name: "self.-1") == nil)
        #expect(HeadChoice(name: "-1") == nil && QueryChoice(name: "") == nil)
    }
}

@Suite struct SpreadTests {
    @Test func evenAndPeaked() {
        let even = Spread(weights: Array(repeating: 0.25, count: 4))
        #expect(
            abs(even.entropy - 2) < 1e-9 && abs(even.effectiveCount - 4) < 1e-9 && even.halfMassCount == 2
        )
        let peaked = Spread(weights: [0, 1, 0])
        #expect(peaked.entropy == 0 && peaked.halfMassCount == 1 && peaked.peak == 1)
    }

    @Test func fewestPlaces() {
        #expect(Spread.places(holding: 0.6, of: [0.1, 0.5, 0.15, 0.25]) == [1, 3])
        #expect(Spread.places(holding: 1, of: [0.25, 0.75]) == [1, 0])
    }

    @Test func ranking() {
        let ranking = Ranking([3, 1, 2, 2])
        #expect([3, 2, 1].map { ranking.rank(of: Float($0)) } == [1, 2, 4])
        #expect(ranking.percentile(of: 3) == 100 && ranking.percentile(of: 1) == 25)
    }
}
