import Explanation
import Foundation
import TestData
import Testing

@Suite struct LinearProbeTests {
    private struct Case: Decodable {
        let features: [[Float]]
        let labels, folds, predicted: [Int]
        let c, logLoss, neighbours: Double
    }

    @Test func agreesWithScikitLearn() throws {
        let cases = try JSONDecoder().decode(
            [Case].self,
            from: Data(contentsOf: URL(filePath: fixture("probe.json")))
        )
        #expect(cases.count == 2)
        for known in cases {
            let probe = try LinearProbe(known.features, labels: known.labels, folds: known.folds, c: known.c)
            #expect(probe.predicted == known.predicted)
            #expect(abs(probe.logLoss - known.logLoss) < 1e-5)
            #expect(abs(probe.neighbours - known.neighbours) < 1e-12)
        }
    }

    @Test func foldsHaveTheirShareOfEveryClass() {
        let labels = [0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2]
        let folds = LinearProbe.folds(3, of: labels, seed: 4)
        for fold in 0..<3 {
            let members = labels.indices.filter { folds[$0] == fold }.map { labels[$0] }
            #expect(members.sorted() == [0, 0, 1, 2])
        }
        #expect(folds == LinearProbe.folds(3, of: labels, seed: 4))
        #expect(folds != LinearProbe.folds(3, of: labels, seed: 5))
    }
}
