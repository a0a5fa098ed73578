import Explanation
import Foundation
import Models
import Numerics
import Perceiver
import TestData
import Testing

/// What is made of large maps in blocks, against maps that are made whole.
@Suite struct StreamedMapTests {
    private static let units = AttentionUnit.allCases

    @Test(arguments: units) func rowsAgreeWithTheWholeMap(unit: AttentionUnit) throws {
        for run in [try Tiny.picture(), try Tiny.sound(), try Tiny.text()] {
            for head in [HeadChoice.mean, .max, .one(1)] {
                let map = AttentionMap(run, layer: .encoder, head: head, unit: unit)
                let decoder = run.decoderWeights(task: 1 % run.tasks.count)
                for query in [QueryChoice.one(3), .mean, .output] {
                    let row = try AttentionRow.encoder(
                        run,
                        head: head,
                        unit: unit,
                        query: query,
                        asking: 1 % run.tasks.count
                    )
                    let whole = map.row(query, decoderWeights: decoder)
                    let largest = whole.reduce(0) { max($0, abs($1)) }
                    #expect(largestDifference(row, whole) < 1e-5 * max(1, largest))
                }
            }
        }
    }

    /// The latents that are left out of an answer's row have next to nothing of it.
    @Test func negligibleLatentsAreLeftOut() throws {
        let run = try Tiny.picture()
        var weights = [Float](repeating: 1e-9, count: run.model.latentCount)
        weights[2] = 0.75
        weights[5] = 0.25
        let map = AttentionMap(run, layer: .encoder, head: .mean, unit: .weight).values
        let row = try AttentionRow.weighted(run, head: .mean, unit: .weight, weights: weights)
        for token in 0..<map.columns {
            #expect(abs(row[token] - 0.75 * map[2, token] - 0.25 * map[5, token]) < 1e-6)
        }
    }

    @Test func pooledMapKeepsSmallInputsAsTheyAre() throws {
        for run in [try Tiny.picture(), try Tiny.text()] {
            let map = AttentionMap(run, layer: .encoder, head: .mean, unit: .weight).values
            let pooled = try PooledMap(run, head: .mean, unit: .weight)
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
        let map = AttentionMap(run, layer: .encoder, head: .mean, unit: .weight).values
        let pooled = try PooledMap(run, head: .mean, unit: .weight)
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

    /// The map of 1,100 latents is drawn in averages; each latent's own row can be had.
    @Test func largeSelfAttentionIsAveraged() throws {
        let run = try Wide.run(columns: 4, rows: 4, latents: 1100)
        let map = AttentionMap(run, layer: .selfAttention(0), head: .mean, unit: .weight)
        #expect(map.queryCount == 1100 && map.values.rows == 512 && map.values.columns == 512)
        // All averages together: a row sums to 1, whatever is averaged with it.
        let rows = (0..<1100).map { latent in
            AttentionRow.selfAttention(run, layer: 0, head: .mean, unit: .weight, latent: latent)
        }
        for row in [rows[0], rows[700]] { #expect(abs(row.reduce(0, +) - 1) < 1e-4) }
        let group = map.row(ofQuery: 700)
        let members = (0..<1100).filter { map.row(ofQuery: $0) == group }
        let keys = (0..<1100).filter { map.row(ofQuery: $0) == 3 }
        let sum = members.reduce(Float(0)) { sum, query in keys.reduce(sum) { $0 + rows[query][$1] } }
        #expect(abs(map.values[group, 3] - sum / Float(members.count * keys.count)) < 1e-6)
        // Averages over latents count each of them, though rows stand for two or three.
        for (query, weights) in [
            (QueryChoice.mean, [Float](repeating: 1 / 1100, count: 1100)),
            (.output, (0..<1100).map { Float($0) / 604_450 }),
        ] {
            let expected = (0..<1100).reduce(Float(0)) {
                $0 + weights[$1] * map.values[map.row(ofQuery: $1), 3]
            }
            #expect(abs(map.row(query, decoderWeights: weights)[3] - expected) < 1e-7)
        }
    }

    @Test func canBeCancelled() async throws {
        let run = try Tiny.picture()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try AttentionRow.encoder(run, head: .mean, unit: .weight, query: .mean)
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        let pooled = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try PooledMap(run, head: .mean, unit: .weight)
        }
        await #expect(throws: CancellationError.self) { try await pooled.value }
    }
}

/// A run of the tiny model's trunk on made-up tokens, with as many latents as wanted.
private enum Wide {
    static func run(columns: Int, rows: Int, latents: Int? = nil) throws -> Run {
        let model = try Tiny.model.get()
        var random = Generator(seed: 5)
        let small = model.encoder
        let encoder = Encoder(
            latents: latents.map { random.matrix($0, small.latents.columns) } ?? small.latents,
            crossAttention: small.crossAttention,
            selfAttends: small.selfAttends,
            blocks: small.blocks
        )
        let layout = Layout(
            columns: Axis(.x, edges: (0...columns).map(Double.init)),
            rows: Axis(.y, edges: (0...rows).map(Double.init))
        )
        let input = InputArray(
            tokens: random.matrix(columns * rows, small.crossAttention.key.inputs),
            layout: layout,
            parts: [],
            modality: .image,
            note: nil
        )
        return Run(
            model: model.with(encoder),
            input: input,
            trace: encoder(input.tokens),
            predictions: [],
            duration: .zero
        )
    }
}
