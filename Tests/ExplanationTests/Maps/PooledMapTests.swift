import Explanation
import Models
import Numerics
import TestData
import Testing

/// Large maps whose neighbours share a number, beside maps that are whole.
@Suite struct PooledMapTests {
    private func encoder(_ run: Run) -> AttentionRows { AttentionRows(run, layer: 0) }

    @Test func pooledMapKeepsSmallInputsAsTheyAre() throws {
        for run in [try Tiny.picture(), try Tiny.text()] {
            let map = try PooledMatrix(encoder(run)).values
            let pooled = try PooledMap(encoder(run))
            #expect(pooled.layout == run.input.layout)
            #expect(largestDifference(pooled.values.elements, map.elements) < 1e-7)
            for latent in 0..<map.rows {
                let entropy = Spread(weights: map[row: latent]).entropy
                #expect(abs(pooled.entropies[latent] - entropy) < 1e-4)
            }
        }
    }

    /// 80 × 100 inputs are averaged to 57 × 71: each cell is the average of those tokens that lie in it.
    @Test func pooledMapAveragesNeighbours() throws {
        let (columns, rows) = (100, 80)
        let run = try Wide.run(columns: columns, rows: rows)
        let map = try PooledMatrix(encoder(run)).values
        let pooled = try PooledMap(encoder(run), largestWhole: map.count - 1)
        #expect(try PooledMap(encoder(run), largestWhole: map.count).layout == run.input.layout)
        let layout = pooled.layout
        #expect(layout.count <= PooledMap.cellsPerSection && layout.columnCount < columns)
        #expect(layout.columns.edges.first == 0 && layout.columns.edges.last == Double(columns))
        var counted = 0
        for cell in 0..<layout.count {
            let (column, row) = layout.cell(of: cell)
            let across = layout.columns.range(column)
            let down = try #require(layout.rows).range(row)
            var (sum, count) = (Float(0), 0)
            for y in Int(down.lowerBound)..<Int(down.upperBound) {
                for x in Int(across.lowerBound)..<Int(across.upperBound) {
                    sum += map[4, y * columns + x]
                    count += 1
                }
            }
            counted += count
            #expect(abs(pooled.values[4, cell] - sum / Float(count)) < 1e-7)
        }
        #expect(counted == columns * rows)
    }

    @Test func canBeCancelled() async throws {
        let run = try Tiny.picture()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try PooledMap(encoder(run))
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
