import Numerics
import Testing

@Suite struct SplitMixTests {
    /// The first numbers of the reference implementation (Vigna's splitmix64.c) from 1234567.
    @Test func isTheReference() {
        var random = SplitMix(seed: 1_234_567)
        let expected: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ]
        #expect(expected.indices.map { _ in random.next() } == expected)
    }

    @Test func shufflesAllAlike() {
        var (random, counts) = (SplitMix(seed: 3), [[Int]: Int]())
        for _ in 0..<6000 {
            var order = [0, 1, 2]
            order.shuffle(by: &random)
            counts[order, default: 0] += 1
        }
        #expect(counts.count == 6 && counts.values.allSatisfy { abs($0 - 1000) < 150 }, "\(counts)")
    }
}
