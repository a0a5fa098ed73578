import Explanation
import Foundation
import TestData
import Testing

/// The bundled model on samples, as PyTorch and numpy have it (`Tests/Fixtures/faithfulness.py`).
@Suite struct FaithfulnessReferenceTests {
    struct Areas: Decodable {
        let deletionArea: Double
        let insertionArea: Double
    }

    struct Map: Decodable {
        let removed: [Int]
        let deletion: [Double]
        let insertion: [Double]
        let deletionArea: Double
        let insertionArea: Double
        let first: [Int]
        let comprehensiveness: [Double]
        let sufficiency: [Double]
        let drops: [Double]
        let saco: Double
        let agreeing: Int
        let positive: Int
    }

    struct Expected: Decodable, Sendable, CustomTestStringConvertible {
        let input: String
        let task: String
        let label: String
        let tokens: Int
        let whole: Double
        let none: Double
        let scattered: Map
        let signedWithTies: Map
        let random: [Areas]
        let chance: Double
        let energy: Areas?
        var testDescription: String { input }
    }

    static let expected = Result {
        let data = try Data(contentsOf: URL(filePath: fixture("faithfulness/expected.json")))
        return try JSONDecoder().decode([Expected].self, from: data)
    }

    private func isNear(_ a: [Double], _ b: [Double], _ tolerance: Double = 2e-3) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < tolerance }
    }

    @Test(arguments: 0..<3) func agreesWithPyTorch(index: Int) throws {
        let expected = try Self.expected.get()[index]
        let subject = Subject(Given.sample(expected.input), model: .bundled)
        var answers = Answers()
        let run = try answers(RunQuestion(subject))
        let task = try #require(run.predictions.firstIndex { $0.task == expected.task })
        let controls = try answers(ControlCurvesQuestion(subject, task: task))
        #expect(controls.target.label == expected.label && controls.tokenCount == expected.tokens)
        #expect(isNear([controls.whole, controls.none], [expected.whole, expected.none]))
        let areas = controls.random.flatMap { [$0.deletion.area, $0.insertion.area] }
        #expect(isNear(areas, expected.random.flatMap { [$0.deletionArea, $0.insertionArea] }))
        #expect(isNear([controls.chance], [expected.chance]))
        let energy = controls.energy.map { [$0.deletion.area, $0.insertion.area] }
        if let other = expected.energy {
            #expect(isNear(try #require(energy), [other.deletionArea, other.insertionArea], 4e-3))
        }
        let scattered = (0..<expected.tokens).map { $0 * 7919 % 10007 }
        let maps = [
            (scattered.map(Float.init), expected.scattered),
            (scattered.map { Float($0 / 500 - 10) }, expected.signedWithTies),
        ]
        for (values, expected) in maps {
            let map = Relevance(values: values, isSigned: true, meaning: "")
            try compare(Faithfulness(of: map, run, controls), values, expected)
        }
    }

    private func compare(_ found: Faithfulness, _ values: [Float], _ expected: Map) throws {
        #expect(TokenRanking(values, of: Array(values.indices)).order.starts(with: expected.first))
        let removed = found.curves.deletion.fractions.map { Int(($0 * Double(values.count)).rounded()) }
        #expect(removed == expected.removed)
        #expect(isNear(found.curves.deletion.values, expected.deletion))
        #expect(isNear(found.curves.insertion.values, expected.insertion))
        let areas = [found.curves.deletion.area, found.curves.insertion.area]
        #expect(isNear(areas, [expected.deletionArea, expected.insertionArea]))
        #expect(isNear(found.erasures.map(\.comprehensiveness), expected.comprehensiveness))
        #expect(isNear(found.erasures.map(\.sufficiency), expected.sufficiency))
        #expect(isNear(found.groups.drops, expected.drops))
        // Drops that are nearly equal may change their order between programs, so those of PyTorch are taken here.
        let groups = SalienceGroups(saliences: found.groups.saliences, drops: expected.drops)
        #expect(isNear([try #require(groups.coefficient)], [expected.saco], 1e-6))
        #expect(groups.polarity == (expected.agreeing, expected.positive))
    }
}
