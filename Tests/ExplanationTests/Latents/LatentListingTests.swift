import Explanation
import Foundation
import Models
import Numerics
import Perceiver
import TestData
import Testing

@Suite struct LatentListingTests {
    private static let tiny = ModelPlace.folder(path: fixture("models/tiny"))

    private static func profiles(_ subject: Subject) throws -> LatentProfiles {
        var answers = Answers()
        return try answers(LatentProfilesQuestion(subject))
    }

    /// Every number of the table, beside sums over the row of attention.
    @Test(arguments: ["dog.jpg", "seven.ogg", "dog.txt"]) func numbers(file: String) throws {
        let subject = Subject(Given.sample(file), model: Self.tiny)
        var answers = Answers()
        let run = try answers(RunQuestion(subject))
        let profiles = try answers(LatentProfilesQuestion(subject))
        let reading = try answers(ReadingQuestion(subject))
        let rows = (0..<run.model.latentCount).map { latent in
            AttentionRows(run, layer: run.model.layer(nil)).row(latent)
        }
        #expect(profiles.profiles.count == rows.count)
        for (latent, profile) in profiles.profiles.enumerated() {
            let row = rows[latent].map(Double.init)
            let entropy = -row.reduce(0) { $0 + ($1 > 0 ? $1 * log2($1) : 0) }
            #expect(abs(profile.entropy - entropy) < 1e-4)
            #expect(abs(profile.effectiveCount - exp2(entropy)) < 0.05)
            #expect(abs(profile.lift - (row.max() ?? 0) * Double(row.count)) < 1e-3)
            #expect(abs((profile.weight ?? 0) - Double(reading[latent])) < 1e-6)
            let layout = run.input.layout
            let x = row.indices.reduce(0) {
                $0 + row[$1] * layout.columns.centre(layout.cell(of: $1).column)
            }
            #expect(abs(profile.centre[0] - x) < 1e-3 * max(1, x))
            let overlaps = rows.indices.map { other in
                other == latent
                    ? -1 : zip(rows[other], rows[latent]).reduce(0) { $0 + Double(min($1.0, $1.1)) }
            }
            let twin = try #require(profile.twin)
            #expect(abs(overlaps[twin] - (overlaps.max() ?? 0)) < 1e-4)
            #expect(abs(profile.overlap - overlaps[twin]) < 1e-4)
            let shares = try #require(run.scoreShares(layer: 0, rows: latent..<latent + 1)[0].mean)
            #expect(abs((profile.shares?.content ?? .nan) - shares.content) < 1e-5)
            #expect(abs((profile.shares?.position ?? .nan) - shares.position) < 1e-5)
        }
    }

    /// Means and deviations over inputs of a kind; inputs of another kind have a table of their own.
    @Test func averages() throws {
        let subjects = ["dog.jpg", "cat.jpg", "dog.txt"].map { Subject(Given.sample($0), model: Self.tiny) }
        let single = try subjects.map { LatentListing(try Self.profiles($0), effects: nil, target: nil) }
        let means = LatentListing.averages(single)
        #expect(means.map(\.count) == [2, 1] && means.map(\.modality) == [.image, .text])
        let column = LatentColumn.lift
        for latent in means[0].records.indices {
            let values = try (0..<2).map { try #require(single[$0].records[latent][column]) }
            let record = means[0].records[latent]
            #expect(abs((record[column] ?? 0) - (values[0] + values[1]) / 2) < 1e-9)
            let deviation = abs(values[0] - values[1]) / 2.0.squareRoot()
            #expect(abs((record.deviations[column] ?? 0) - deviation) < 1e-9)
        }
        #expect(means[1].records == single[2].records)
    }

    /// Rows go by a column, the most of what matters first; unknown numbers come last.
    @Test func order() throws {
        let profiles = try Self.profiles(Subject(Given.sample("dog.jpg"), model: Self.tiny))
        let effects = profiles.profiles.indices.map { Float($0 % 3) - 1 }
        let listing = LatentListing(profiles, effects: effects, target: "dog")
        #expect(
            listing.columns.map(\.name).starts(with: [
                "latent", "weight", "effect", "inputs", "H", "lift", "x", "y",
            ])
        )
        let sorted = listing.sorted(by: .effect).map { $0[.effect] ?? .nan }
        #expect(sorted == sorted.sorted(by: >))
        let focused = listing.sorted(by: .entropy).map { $0[.entropy] ?? .nan }
        #expect(focused == focused.sorted(by: <))
        #expect(
            listing.sorted(by: .entropy, reversed: true).map { $0[.entropy] ?? .nan } == focused.reversed()
        )
        // Without an effect beside others that have one, a latent is called dead.
        let dead = listing.records.filter { $0.marks.contains(.dead) }.map { $0.latent }
        #expect(dead.contains(1))
    }

    /// A latent that reads evenly is dead, one that reads like another is a duplicate.
    @Test func marks() throws {
        let listing = LatentListing(
            try Self.profiles(Subject(.text("aaaaaaaaaaaaaaaaaaaaaaaa"), model: Self.tiny)),
            effects: nil,
            target: nil
        )
        for record in listing.records {
            let inputs = try #require(record[.inputs])
            #expect(record.marks.contains(.dead) == (inputs >= 0.95 * 24))
            #expect(record.marks.contains(.duplicate) == (record[.twin] ?? 0 >= 0.9))
        }
    }

    /// Every kind of model with latents has the table, with as many rows and finite numbers.
    @Test(arguments: Given.all) func everyKind(given: Given) throws {
        let profiles = try Self.profiles(given.subject)
        let listing = LatentListing(profiles, effects: nil, target: nil)
        #expect(!listing.records.isEmpty)
        for record in listing.records {
            let areFinite = record.numbers.values.allSatisfy { $0.isFinite }
            #expect(areFinite, "\(given)")
            #expect(record[.content] != nil && record[.twin] ?? 0 <= 1.0001)
        }
        #expect(profiles.map.values.rows == listing.records.count)
    }

}
