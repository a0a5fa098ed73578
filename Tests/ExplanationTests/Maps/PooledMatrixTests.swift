import Explanation
import Models
import Numerics
import TestData
import Testing

@Suite struct PooledMatrixTests {
    /// The map of 1,100 latents is drawn in averages; each latent's own row can be had.
    @Test func largeMapsAreAveraged() throws {
        let run = try Wide.run(columns: 4, rows: 4, latents: 1100)
        let layer = AttentionRows(run, layer: 1)
        var steps: [Double] = []
        let map = try PooledMatrix(layer) { steps.append($0) }
        #expect(map.isPooled && map.queryCount == 1100 && map.keyCount == 1100)
        #expect(map.values.rows == 512 && map.values.columns == 512)
        #expect(steps.first == 0 && steps == steps.sorted())
        let rows = (0..<1100).map { layer.row($0) }
        for row in [rows[0], rows[700]] { #expect(abs(row.reduce(0, +) - 1) < 1e-4) }
        for (group, key) in [(326, 3), (0, 0), (511, 511), (160, 200)] {
            // 1,100 latents form groups of two or three.
            let members = group * 1100 / 512..<(group + 1) * 1100 / 512
            let keys = key * 1100 / 512..<(key + 1) * 1100 / 512
            #expect((2...3).contains(members.count) && (2...3).contains(keys.count))
            let sum = members.reduce(Float(0)) { sum, query in keys.reduce(sum) { $0 + rows[query][$1] } }
            #expect(abs(map.values[group, key] - sum / Float(members.count * keys.count)) < 1e-6)
        }
    }

    /// Averages over latents count each of them, though rows of the map stand for two or three.
    @Test func averagesCountEachLatent() throws {
        let run = try Wide.run(columns: 4, rows: 4, latents: 1100)
        let layer = AttentionRows(run, layer: 1)
        let rows = (0..<1100).map { layer.row($0).map(Double.init) }
        let even = [Double](repeating: 1 / 1100, count: 1100)
        #expect(largestDifference(try layer.mean(), WholeMap.sum(rows, even)) < 1e-7)
        let rising = (0..<1100).map { Double($0) / 604_450 }
        let found = try layer.weighted(rising.map(Float.init))
        #expect(largestDifference(found, WholeMap.sum(rows, rising)) < 1e-6)
    }

    /// A map of few queries and very many keys, or the other way round, is averaged along the long side alone.
    @Test func theShortSideStaysWhole() throws {
        let run = try Wide.run(columns: 400, rows: 400)
        let layer = AttentionRows(run, layer: 0)
        let map = try PooledMatrix(layer)
        #expect(map.values.rows == 7 && map.values.columns == 512 && map.keyCount == 160_000)
        for query in 0..<7 {
            let row = layer.row(query)
            // 160,000 keys form groups of 312 or 313.
            let expected = (0..<512).map { group in
                let keys = group * 160_000 / 512..<(group + 1) * 160_000 / 512
                return keys.reduce(0.0) { $0 + Double(row[$1]) } / Double(keys.count)
            }
            let found = map.values[row: query]
            for (number, average) in zip(found, expected) {
                #expect(abs(Double(number) / average - 1) < 1e-5)
            }
        }
    }

    @Test func smallMapsAreWhole() throws {
        let run = try Tiny.text()
        for (index, layer) in run.model.layers.enumerated() {
            let map = try PooledMatrix(AttentionRows(run, layer: index, unit: .lift))
            let expected = WholeMap(run, layer: index).rows(.mean, .lift)
            #expect(!map.isPooled && map.keyCount == run.size(of: layer.keys))
            #expect(largestDifference(map.values.elements, Array(expected.joined())) < 1e-5)
        }
    }

    @Test func canBeCancelled() async throws {
        let run = try Tiny.picture()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try PooledMatrix(AttentionRows(run, layer: 0))
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
