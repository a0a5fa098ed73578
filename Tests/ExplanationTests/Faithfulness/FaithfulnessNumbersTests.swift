import Explanation
import Foundation
import TestData
import Testing

/// Curves, coefficients and verdicts of numbers that are given.
@Suite struct FaithfulnessNumbersTests {
    /// As `numpy.trapezoid([1, .5, .25, .25], [0, .1, .6, 1])` has it.
    @Test func areas() {
        let curve = RemovalCurve(fractions: [0, 0.1, 0.6, 1], values: [1, 0.5, 0.25, 0.25])
        #expect(abs(curve.area - 0.3625) < 1e-12)
        let flat = RemovalCurve(fractions: [0, 1], values: [0.5, 0.5])
        let curves = RankingCurves(deletion: curve, insertion: flat)
        #expect(abs(curves.gap - 0.1375) < 1e-12)
        // What is removed by a ranking is kept by its reverse.
        #expect(abs(curves.reversed.gap + curves.gap) < 1e-12)
        #expect(curves.reversed.insertion.values == [0.25, 0.25, 0.5, 1])
        #expect(
            zip(curves.reversed.insertion.fractions, [0, 0.4, 0.9, 1]).allSatisfy { abs($0 - $1) < 1e-12 }
        )
    }

    /// As `numpy.mean` and `scipy.stats.sem` have them for [[1, .5, 0], [1, .1, .2], [.4, .3, .1]].
    @Test func means() throws {
        let shares = [0, 0.4, 1]
        let curves = [[1, 0.5, 0], [1, 0.1, 0.2], [0.4, 0.3, 0.1]].map {
            RemovalCurve(fractions: shares, values: $0)
        }
        let mean = MeanCurve(curves)
        func isClose(_ a: [Double]?, _ b: [Double]) -> Bool {
            a?.count == b.count && zip(a ?? [], b).allSatisfy { abs($0 - $1) < 1e-12 }
        }
        #expect(mean.curve.fractions == shares && isClose(mean.curve.values, [0.8, 0.3, 0.1]))
        #expect(isClose(mean.errors, [0.2, 0.11547005383792516, 0.057735026918962574]))
        #expect(isClose(mean.mirrored.curve.fractions, [0, 0.6, 1]))
        #expect(isClose(mean.mirrored.errors, [0.057735026918962574, 0.11547005383792516, 0.2]))
        // Of inputs with unlike numbers of tokens it goes along the lines.
        let other = MeanCurve([curves[0], RemovalCurve(fractions: [0, 1], values: [0, 1])])
        #expect(isClose(other.curve.fractions, [0, 0.5, 1]))
        #expect(isClose(other.curve.values, [0.5, (0.5 * 5 / 6 + 0.5) / 2, 0.5]))
        #expect(MeanCurve([curves[0]]).errors == nil && MeanCurve([curves[0]]).curve == curves[0])
    }

    /// Three groups by hand: pairs 1–2 (+2), 1–3 (+5), 2–3 (−3): 4 of 10.
    @Test func theSalienceCoefficient() throws {
        let groups = SalienceGroups(saliences: [6, 4, 1], drops: [0.5, 0.1, 0.3])
        #expect(abs(try #require(groups.coefficient) - 0.4) < 1e-12)
        // Equal drops count for the map.
        #expect(SalienceGroups(saliences: [2, 1], drops: [0.1, 0.1]).coefficient == 1)
        #expect(SalienceGroups(saliences: [2, 1], drops: [0, 0.1]).coefficient == -1)
        #expect(SalienceGroups(saliences: [1, 1], drops: [0, 0.1]).coefficient == nil)
    }

    /// Only what speaks for the class is asked whether its removal lowers the value.
    @Test func polarity() {
        let groups = SalienceGroups(saliences: [3, 2, 1, 0, -2], drops: [0.5, -0.1, 0, 0.4, 0.3])
        #expect(groups.polarity == (1, 3) && groups.agreement == 1.0 / 3)
        #expect(SalienceGroups(saliences: [-1, -2], drops: [1, 1]).agreement == nil)
    }

    @Test func verdicts() {
        #expect(
            Margin(value: 0.41, error: 0.031, samples: 5).words(than: "random")
                == "better than random by 0.41 ± 0.03"
        )
        // The limit for five is 2.571 errors.
        #expect(Margin(value: 0.258, error: 0.1, samples: 5).verdict == .better)
        #expect(Margin(value: 0.256, error: 0.1, samples: 5).verdict == .unclear)
        #expect(
            Margin(value: 0.256, error: 0.1, samples: 5).words(than: "input energy")
                == "not better than input energy (0.26 ± 0.10)"
        )
        #expect(
            Margin(value: -0.3, error: 0.1, samples: 5).words(than: "random")
                == "worse than random by 0.30 ± 0.10"
        )
        #expect(Margin(value: 0, error: 0, samples: 5).verdict == .unclear)
    }

    /// As `numpy.std([1, 2, 4], ddof=1)` has it.
    @Test func statistics() {
        let statistics = Statistics([1, 2, 4])
        #expect(
            abs(statistics.mean - 7.0 / 3) < 1e-12 && abs(statistics.deviation - 1.5275252316519468) < 1e-12
        )
        #expect(abs((statistics.error ?? 0) - 0.8819171036881969) < 1e-12)
        #expect(Statistics([3]).error == nil && Statistics([3]).deviation == 0)
    }

    /// The largest come first, equal ones shuffled, and what is no number last.
    @Test func rankings() {
        let values: [Float] = [0.5, .nan, 2, -1, 0.5, 0.5]
        let order = TokenRanking(values, of: Array(values.indices)).order
        #expect(order.first == 2 && order.suffix(2) == [3, 1] && Set(order[1..<4]) == [0, 4, 5])
        let seeds = (0..<20).map { TokenRanking(values, of: Array(values.indices), seed: $0).order }
        #expect(Set(seeds.map { Array($0[1..<4]) }).count > 3)
        // Only tokens that the model gets have a place.
        #expect(TokenRanking(values, of: [3, 0]).order == [0, 3])
    }
}
