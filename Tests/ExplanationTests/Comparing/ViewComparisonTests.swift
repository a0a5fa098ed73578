import Explanation
import Foundation
import Models
import Numerics
import TestData
import Testing

/// Two maps side by side, against correlations that count pairs and places one by one.
@Suite struct ViewComparisonTests {
    private let subject = Subject(Given.sample("dog.jpg"), model: .folder(path: fixture("models/tiny")))

    @Test func twoMethodsOnOneInput() throws {
        var answers = Answers()
        let (first, second) = (MapQuestion(subject), RelevanceQuestion(subject, .rollout))
        let found = try answers(ViewComparisonQuestion(first, second, askers: [nil, nil]))
        let values = [try answers(first), try answers(second)].map(\.relevance.values)
        #expect(found.placeCount == values[0].count)
        let expected = naiveSpearman(values[0], values[1])
        #expect(abs((found.rankCorrelation ?? 9) - expected) < 1e-9)
        // One input and one answer read latents in the same way.
        #expect(abs((found.readingCorrelation ?? 9) - 1) < 1e-9)
        #expect(found.effectCorrelation == nil)
    }

    @Test func aMapWithItself() throws {
        var answers = Answers()
        let map = MapQuestion(subject)
        let found = try answers(ViewComparisonQuestion(map, map, askers: [nil, nil]))
        #expect(abs((found.rankCorrelation ?? 0) - 1) < 1e-9 && found.overlap == 1)
        #expect(found.sides[0] == found.sides[1])
        let spread = Spread(weights: try answers(map).relevance.values)
        #expect(found.sides[0].entropy == spread.entropy)
    }

    /// Places that one of both models did not get are left out.
    @Test func removedPlacesAreLeftOut() throws {
        let source = Source(
            Given.sample("dog.jpg").origin,
            edits: [.remove(Part(.box(x: 0, y: 0, width: 200, height: 200)))]
        )
        let other = Subject(source, model: subject.model)
        var answers = Answers()
        let run = try answers(RunQuestion(other))
        let found = try answers(
            ViewComparisonQuestion(MapQuestion(subject), MapQuestion(other), askers: [nil, nil])
        )
        #expect(!run.input.removed.isEmpty && found.placeCount == run.input.readCount)
    }

    /// A picture and a text have different places, and latents in common.
    @Test func otherShapes() throws {
        let text = Subject(Given.sample("dog.txt"), model: subject.model)
        var answers = Answers()
        let effects = [subject, text].map { RelevanceQuestion($0, .ablation) }
        let found = try answers(
            ViewComparisonQuestion(
                MapQuestion(subject),
                MapQuestion(text),
                askers: [nil, nil],
                effects: effects
            )
        )
        #expect(found.rankCorrelation == nil && found.placeCount == nil && found.overlap == nil)
        let readings = try [subject, text].map { try answers(ReadingQuestion($0)) }
        let expected = naiveSpearman(readings[0], readings[1])
        #expect(abs((found.readingCorrelation ?? 9) - expected) < 1e-9)
        let lost = try effects.compactMap { try answers($0).latentEffects }
        #expect(abs((found.effectCorrelation ?? 9) - naiveSpearman(lost[0], lost[1])) < 1e-9)
    }

    /// Two models have maps of the same places, and no latents in common.
    @Test func twoModels() throws {
        let other = Subject(subject.source, model: .folder(path: fixture("models/shared")))
        var answers = Answers()
        let found = try answers(
            ViewComparisonQuestion(MapQuestion(subject), MapQuestion(other), askers: [nil, nil])
        )
        #expect(found.readingCorrelation == nil)
        let layouts = try [subject, other].map { try answers(OpenQuestion($0)).input.layout }
        #expect((found.rankCorrelation != nil) == layouts[0].isAlike(layouts[1]))
    }

    /// Points have the same places if they are the same points.
    @Test func pointsAreAlike() {
        func layout(_ last: Double) -> Layout {
            let dimensions = ["x", "y"].map { Layout.Points.Dimension(name: $0, range: 0...4) }
            let points = Layout.Points(dimensions: dimensions, coordinates: [0, 0, 1, last])
            return Layout(sections: [Layout.Section(name: "points", points: points)])
        }
        #expect(layout(3).isAlike(layout(3)) && !layout(3).isAlike(layout(2)))
    }
}

/// How alike two models arrange inputs, against numpy.
@Suite struct KernelAlignmentTests {
    /// Made by `Tests/Fixtures/alignment.py`.
    private struct Reference: Decodable {
        struct Case: Decodable {
            let first: [[Float]]
            let second: [[Float]]
            let biased: Double
            let unbiased: Double?
        }
        let cases: [Case]
    }

    @Test func numpy() throws {
        let data = try Data(contentsOf: URL(filePath: fixture("alignment.json")))
        for given in try JSONDecoder().decode(Reference.self, from: data).cases {
            func matrix(_ rows: [[Float]]) -> Matrix {
                Matrix(rows: rows.count, columns: rows[0].count, rows.flatMap { $0 })
            }
            let found = KernelAlignment(matrix(given.first), matrix(given.second))
            #expect(found.inputCount == given.first.count)
            #expect(abs(found.biased - given.biased) < 1e-5)
            #expect((found.unbiased == nil) == (given.unbiased == nil))
            if let own = found.unbiased, let other = given.unbiased { #expect(abs(own - other) < 1e-4) }
        }
    }

    @Test func aModelWithItself() throws {
        let sources = ["dog.jpg", "cat.jpg", "seven.ogg", "dog.txt"].map(Given.sample)
        let subjects = sources.map { Subject($0, model: .folder(path: fixture("models/tiny"))) }
        var answers = Answers()
        let found = try answers(KernelAlignmentQuestion(subjects, subjects))
        #expect(abs(found.biased - 1) < 1e-6 && abs((found.unbiased ?? 0) - 1) < 1e-6)
        #expect(throws: Failure.self) {
            _ = try answers(KernelAlignmentQuestion(Array(subjects.prefix(2)), Array(subjects.prefix(2))))
        }
    }
}
