import Explanation
import Foundation
import Models
import Numerics
import Perceiver
import TestData
import Testing
import ToyKinds

/// All heads of all layers, and how latents change, against the maps and the states themselves.
@Suite struct OverviewTests {
    /// Every picture is the mean of what the head's own map has.
    @Test(arguments: Given.own + Given.published)
    func heads(given: Given) throws {
        var answers = Answers()
        let overview = try answers(OverviewQuestion(given.subject))
        let run = try answers(RunQuestion(given.subject))
        #expect(overview.rows.map(\.layer) == run.model.layers.map(\.name))
        for (layer, row) in zip(run.model.layers, overview.rows) {
            #expect(row.heads.count == layer.heads)
            for head in [0, layer.heads - 1] {
                let isOverInput = layer.keys == .input && layer.queries != .outputs
                let query: QueryChoice = isOverInput ? .mean : layer.queries == .outputs ? .output : .all
                let map = try answers(
                    MapQuestion(given.subject, layer: layer.name, head: .one(head), query: query)
                )
                compare(row.heads[head], map)
            }
        }
    }

    private func compare(_ picture: Overview.Picture, _ map: MapAnswer) {
        switch (picture, map.content) {
        case (.overInput(let own), .overInput(let ranked)): #expect(isClose(own, ranked.relevance.values))
        case (.strip(let own), .strip(let values)): #expect(isClose(own, values))
        case (.matrix(let own), .matrix(let matrix)):
            guard matrix.queryCount <= Overview.side, matrix.keyCount <= Overview.side else {
                #expect(own.rows <= Overview.side && own.columns <= Overview.side)
                // Averages over all of it are the same.
                let means = [own, matrix.values].map { $0.elements.reduce(0, +) / Float($0.count) }
                #expect(abs(means[0] - means[1]) < 1e-3 * abs(means[1]))
                return
            }
            #expect(isClose(own.elements, matrix.values.elements))
        default: Issue.record("not the same kind of picture")
        }
    }

    private func isClose(_ a: [Float], _ b: [Float]) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-5 }
    }

    @Test(arguments: [Given.bundled, Given.own[0]])
    func changes(given: Given) throws {
        var answers = Answers()
        let changes = try answers(LatentChangesQuestion(given.subject))
        let run = try answers(RunQuestion(given.subject))
        let asking = run.model.trunk.layers.filter { $0.queries == .latents }
        #expect(changes.changes.map(\.layer) == asking.map(\.name))
        var before = try #require(run.model.trunk.latents)
        for (index, change) in changes.changes.enumerated() {
            let after = run.trace.steps[index].result
            for latent in [0, before.rows - 1] {
                let (x, y) = (before[row: latent].map(Double.init), after[row: latent].map(Double.init))
                func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).map(*).reduce(0, +) }
                let difference = zip(y, x).map(-)
                let cosine = dot(x, y) / (dot(x, x) * dot(y, y)).squareRoot()
                #expect(abs(change.cosines[latent] - cosine) < 1e-9)
                let update = (dot(difference, difference) / dot(x, x)).squareRoot()
                #expect(abs(change.updates[latent] - update) < 1e-9 * max(1, update))
            }
            before = after
        }
    }

    /// Without latents there are rows, and nothing that changes them; there is no trace either.
    @Test(arguments: ["ToyTokens": "dog.jpg", "ToyCausal": "dog.txt"])
    func modelsWithoutLatents(toy: (key: String, value: String)) throws {
        let kind = try #require(ToyKinds.all.first { $0.kind.name == toy.key })
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try kind.write(to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        let subject = Subject(Given.sample(toy.value), model: .folder(path: folder.path))
        var answers = Answers()
        #expect(try answers(LatentChangesQuestion(subject)).changes.isEmpty)
        #expect(try !answers(OverviewQuestion(subject)).rows.isEmpty)
        let failure = #expect(throws: Failure.self) { _ = try answers(TraceQuestion(subject)) }
        #expect(failure?.isMisuse == true)
    }

    /// Latents that cross to the input several times are traced to where they read it last.
    @Test func severalCrossings() throws {
        let kind = try #require(ToyKinds.all.first { $0.kind.name == "ToyCrossing" })
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try kind.write(to: folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        let subject = Subject(Given.sample("dog.jpg"), model: .folder(path: folder.path))
        var answers = Answers()
        for way in AnswerTrace.Way.allCases {
            let trace = try answers(TraceQuestion(subject, way: way))
            #expect(trace.layer == "cross.2" && trace.latentCount == 6)
            #expect(
                trace.outputs.indices.allSatisfy { abs(trace.latents(ofOutput: $0).reduce(0, +) - 1) < 1e-4 }
            )
        }
        #expect(try answers(LatentChangesQuestion(subject)).changes.count == 6)
    }
}
