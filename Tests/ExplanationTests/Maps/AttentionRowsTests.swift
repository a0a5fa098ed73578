import Explanation
import Models
import Numerics
import Perceiver
import TestData
import Testing

@Suite struct AttentionRowsTests {
    private static func runs() throws -> [Run] { [try Tiny.picture(), try Tiny.sound(), try Tiny.text()] }

    /// All rows of a layer, as they are visited.
    private func all(_ rows: AttentionRows) -> Matrix {
        var values = Matrix(rows: rows.queryCount, columns: rows.keyCount)
        rows.visit { start, block in
            for row in 0..<block.rows { values.replaceRow(start + row, with: block[row: row]) }
        }
        return values
    }

    @Test func weightsSumToOne() throws {
        for run in try Self.runs() {
            for (index, layer) in run.model.layers.enumerated() {
                for head in HeadChoice.all(heads: layer.heads) where head != .max {
                    let values = all(AttentionRows(run, layer: index, head: head))
                    #expect(values.rows == run.count(of: layer.queries) && values.rows > 0)
                    for row in 0..<values.rows { #expect(abs(values[row: row].reduce(0, +) - 1) < 1e-5) }
                }
            }
        }
    }

    /// Lift is weight times the number of keys, the mean of heads is their mean, the maximum their maximum.
    @Test func unitsAndHeads() throws {
        let run = try Tiny.picture()
        func values(_ head: HeadChoice, _ unit: AttentionUnit = .weight) -> Matrix {
            all(AttentionRows(run, layer: 0, head: head, unit: unit))
        }
        let heads = (0..<2).map { values(.one($0)) }
        let (mean, most, lift) = (values(.mean), values(.max), values(.mean, .lift))
        for i in stride(from: 0, to: mean.columns, by: 5) {
            let pair = heads.map { $0[3, i] }
            #expect(abs(mean[3, i] - (pair[0] + pair[1]) / 2) < 1e-6)
            #expect(most[3, i] == max(pair[0], pair[1]))
            #expect(abs(lift[3, i] - mean[3, i] * Float(mean.columns)) < 1e-4)
        }
        // Scores: their softmax is the weight.
        var scores = values(.one(1), .score)
        scores.softmaxRows()
        #expect(largestDifference(scores.elements, heads[1].elements) < 1e-6)
    }

    /// What the answer looked at is the decoder's row times the encoder's map, and sums to 1.
    @Test func outputQuery() throws {
        let run = try Tiny.sound()
        let rows = AttentionRows(run, layer: 0)
        let values = all(rows)
        for task in 0..<2 {
            let query = try #require(run.decoderQuery(task: task))
            let decoder = run.reading(query: query)
            #expect(abs(decoder.reduce(0, +) - 1) < 1e-5)
            let row = try rows.behind(query: query)
            #expect(abs(row.reduce(0, +) - 1) < 1e-4)
            let expected = (0..<values.rows).reduce(Float(0)) { $0 + decoder[$1] * values[$1, 4] }
            #expect(abs(row[4] - expected) < 1e-6)
        }
        #expect(largestDifference(try rows.mean(), values.columnMeans()) < 1e-7)
        #expect(largestDifference(rows.row(2), values[row: 2]) < 1e-7)
    }

    @Test(arguments: AttentionUnit.allCases) func rowsAgreeWithTheWholeMap(unit: AttentionUnit) throws {
        for run in try Self.runs() {
            let (whole, decoder) = (WholeMap(run, layer: 0), 1 % run.tasks.count)
            let asker = try #require(run.decoderQuery(task: decoder))
            for head in [HeadChoice.mean, .max, .one(1)] {
                let expected = whole.rows(head, unit)
                let rows = AttentionRows(run, layer: 0, head: head, unit: unit)
                #expect(largestDifference(rows.row(3), expected[3]) < 1e-5)
                let even = expected.map { _ in 1 / Double(expected.count) }
                #expect(largestDifference(try rows.mean(), WholeMap.sum(expected, even)) < 1e-5)
                let reading = run.reading(query: asker).map(Double.init)
                #expect(
                    largestDifference(try rows.behind(query: asker), WholeMap.sum(expected, reading)) < 1e-5
                )
            }
        }
    }

    /// The latents that are left out of an answer's row have next to nothing of it.
    @Test func negligibleLatentsAreLeftOut() throws {
        let run = try Tiny.picture()
        var weights = [Float](repeating: 1e-9, count: run.model.latentCount)
        weights[2] = 0.75
        weights[5] = 0.25
        let rows = AttentionRows(run, layer: 0)
        let values = all(rows)
        var steps: [Double] = []
        let row = try rows.weighted(weights) { steps.append($0) }
        for token in 0..<values.columns {
            #expect(abs(row[token] - 0.75 * values[2, token] - 0.25 * values[5, token]) < 1e-6)
        }
        // Two blocks, as the two latents are no neighbours.
        #expect(steps == [0, 0.5])
    }

    @Test func canBeCancelled() async throws {
        let run = try Tiny.picture()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try AttentionRows(run, layer: 0).mean()
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func neighboursFormRanges() {
        #expect([3, 4, 5, 7, 9, 10].neighbours(atMost: 2) == [3..<5, 5..<6, 7..<8, 9..<11])
        #expect([Int]().neighbours(atMost: 4).isEmpty)
    }
}
