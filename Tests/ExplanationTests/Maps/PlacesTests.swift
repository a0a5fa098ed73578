import Explanation
import Foundation
import Media
import Models
import Numerics
import TestData
import Testing
import ToyKinds

/// Maps over tokens that lie in no grid.
@Suite struct PlacesTests {
    /// Does something with a model of a kind that tests alone know.
    private func withModel(_ name: String, _ body: (ModelPlace, Model) throws -> Void) throws {
        let toy = try #require(ToyKinds.all.first { $0.kind.name == name })
        let folder = FileManager.default.temporaryDirectory.appending(path: "toy-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try toy.write(to: folder)
        try body(.folder(path: folder.path), Model(folder: folder))
    }

    private func text(_ points: [[Float]]) -> String {
        points.map { $0.map { "\($0)" }.joined(separator: " ") }.joined(separator: "\n")
    }

    /// Of many points neighbours share one, in their middle, with the average of their numbers.
    @Test func neighbouringPointsShareOne() throws {
        var generator = Generator(seed: 5)
        let points = (0..<5000).map { _ in generator.normals(2) }
        try withModel("ToyPoints") { _, model in
            let run = try model.run(model.prepare(.text(Text(text(points)))))
            let rows = AttentionRows(run, layer: 0)
            let (fine, pooled) = (try PooledMap(rows), try PooledMap(rows, largestWhole: 1))
            let middles = try #require(pooled.layout.placed.points)
            #expect(middles.count == PooledMap.cellsPerSection && pooled.values.columns == middles.count)
            let whole = try #require(run.input.layout.placed.points)
            #expect(middles.dimensions == whole.dimensions && fine.layout == run.input.layout)
            let parts = whole.parts(atMost: middles.count)
            for (cell, part) in parts.enumerated() {
                let average = part.reduce(Float(0)) { $0 + fine.values[1, $1] } / Float(part.count)
                #expect(abs(pooled.values[1, cell] - average) < 1e-8)
                for dimension in 0..<2 {
                    let middle = part.reduce(0) { $0 + whole.coordinate($1, dimension) } / Double(part.count)
                    #expect(abs(middles.coordinate(cell, dimension) - middle) < 1e-9)
                }
            }
        }
    }

    /// Tokens without a place have none in a map of averages, either.
    @Test func tokensWithoutAPlaceHaveNone() throws {
        try withModel("ToyTokens") { _, model in
            let image = Image(width: 8, height: 8, pixels: (0..<192).map { UInt8($0) })
            let run = try model.run(model.prepare(.image(image)))
            let pooled = try PooledMap(AttentionRows(run, layer: 0), largestWhole: 1)
            #expect(pooled.layout == run.input.layout && pooled.queries == Array(0..<17))
        }
    }

    /// Rows have the numbers of those tokens that are left.
    @Test func rowsOfTokensThatAreLeft() throws {
        try withModel("ToyCausal") { _, model in
            let removed = InputOptions(removed: [Removal(columns: 1...3)])
            let run = try model.run(model.prepare(.text(Text("to be")), options: removed))
            let rows = AttentionRows(run, layer: 1)
            let map = try PooledMap(rows)
            #expect(map.queries == [0, 3, 4] && map.row(ofQuery: 3) == 1)
            #expect(map.row(ofQuery: 1) == nil && map.row(ofQuery: 5) == nil)
            for (row, token) in map.queries.enumerated() { #expect(map.values[row: row] == rows.row(token)) }
        }
    }

    /// In files, too, the rows of a matrix have the numbers of the tokens that ask.
    @Test func matricesOfTokensThatAreLeft() throws {
        try withModel("ToyCausal") { place, _ in
            var answers = Answers()
            let source = Source.text("to be").editing(.remove(Part(.bytes(1..<3))))
            let subject = Subject(source, model: place)
            let answer = try answers(MapQuestion(subject, layer: "layer.1", query: .all))
            let figure = Figure(answer, source: source, opened: try answers(OpenQuestion(subject)))
            let rows = figure.csv.split(separator: "\n").dropFirst().map {
                $0.split(separator: ",", omittingEmptySubsequences: false).dropFirst().map(String.init)
            }
            let rowsOfAll = try AttentionRows(answers(RunQuestion(subject)), layer: 1)
            #expect(rows.map { $0[0] }.filter { $0 != "0" }.first == "3" && rows.count == 15)
            for row in rows {
                let (query, key) = try (#require(Int(row[0])), #require(Int(row[1])))
                #expect(Float(row[2]) == ([1, 2].contains(key) ? nil : rowsOfAll.row(query)[key]))
            }
            let json = try JSONSerialization.jsonObject(with: figure.json()) as? [String: Any]
            #expect(json?["queries"] as? [Int] == [0, 3, 4] && json?["shape"] as? [Int] == [3, 5])
        }
    }

    /// A part between two points, as it is written, has exactly the points of the box between them.
    @Test func partsOfPoints() throws {
        let points: [[Float]] = [
            [1, 2], [-0.5, 0.25], [0, 0], [2, -1], [0.1, 0.7], [1.7, 1.1], [0.1001, 0.7], [0.1, 0.7001],
        ]
        try withModel("ToyPoints") { place, _ in
            var answers = Answers()
            let source = Source.text(text(points))
            let layout = try answers(OpenQuestion(Subject(source, model: place))).input.layout
            for first in points.indices {
                for last in points.indices {
                    let box = layout.part(from: first, to: last)
                    let wanted = layout.tokens(in: box)
                    guard wanted.count < points.count else { continue }
                    let part = Part(box, on: layout)
                    let edited = source.editing(.remove(part))
                    let opened = try answers(OpenQuestion(Subject(edited, model: place)))
                    #expect(opened.input.removed == wanted, "\(first)–\(last): \(part.label)")
                }
            }
            #expect(Part(layout.part(from: 1, to: 2), on: layout).label == "-1,0,1,1")
        }
    }
}
