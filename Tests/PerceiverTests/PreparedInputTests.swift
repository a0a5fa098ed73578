import Numerics
import Perceiver
import TestData
import Testing

/// Runs on parts of an input, beside runs on these parts alone.
@Suite struct PreparedInputTests {
    /// One head moves weights from keys to queries; several cannot.
    @Test("Parts of all sizes", arguments: [1, 2, 4], [true, false])
    func parts(heads: Int, addsQuery: Bool) throws {
        var generator = Generator(seed: UInt64(heads))
        let trunk = Trunk(
            latents: generator.matrix(6, 8),
            crossAttention: generator.layer(queries: 8, keys: 12, heads: heads, addsQuery: addsQuery),
            selfAttends: [generator.layer(queries: 8, keys: nil, heads: 2)],
            blocks: 2
        )
        let inputs = generator.matrix(700, 12)
        let prepared = try #require(PreparedInput(inputs, for: trunk))
        // One token is missing, a few, most, all but one; one of those that are read is all but ignored.
        let all = Array(0..<700)
        let parts = [Array(all.dropFirst()), all.filter { !(40..<90).contains($0) }, Array(0..<30), [7], all]
        let finals = prepared.final(keeping: parts) {}
        for (part, final) in zip(parts, finals) {
            expectClose(final, trunk(inputs.gathered(rows: part)).final, "\(part.count) tokens")
        }
    }

    /// Looks that share weights read keys that are made once, and a latent may look less often than it asks others.
    @Test(arguments: [1, 2]) func severalLooks(heads: Int) throws {
        var generator = Generator(seed: 40 + UInt64(heads))
        let crosses = (0..<2).map { _ in generator.layer(queries: 8, keys: 12, heads: heads, isGated: true) }
        let own = [generator.layer(queries: 8, keys: nil, heads: 2)]
        let trunk = Trunk(
            latents: generator.matrix(6, 8),
            crossings: [crosses[0], crosses[1], nil, crosses[1]].map { Trunk.Crossing($0, then: own) }
        )
        #expect(
            trunk.layers.map(\.name) == [
                "cross.0", "self.0", "cross.1", "self.1", "self.2", "cross.2", "self.3",
            ]
        )
        let inputs = generator.matrix(700, 12)
        let prepared = try #require(PreparedInput(inputs, for: trunk))
        let all = Array(0..<700)
        let parts = [Array(all.dropFirst()), all.filter { !(40..<90).contains($0) }, Array(0..<30), [7], all]
        for (part, final) in zip(parts, prepared.final(keeping: parts) {}) {
            expectClose(final, trunk(inputs.gathered(rows: part)).final, "\(part.count) tokens")
        }
        // Of as many tokens as this, the keys of three looks would not fit, but those of two do.
        let channels = heads * 4 * 4
        let many = Matrix(rows: (1 << 24) / channels, columns: 12)
        #expect(PreparedInput(many, for: trunk) != nil)
    }

    /// A token that has nearly all of the attention is removed: what is left is not a difference of equal numbers.
    @Test func theStrongestToken() throws {
        var generator = Generator(seed: 3)
        let trunk = Trunk(
            latents: generator.matrix(3, 8),
            crossAttention: generator.layer(queries: 8, keys: 8, heads: 2),
            selfAttends: [generator.layer(queries: 8, keys: nil, heads: 2)],
            blocks: 1
        )
        var inputs = generator.matrix(20, 8)
        inputs.scale(by: 0.01)
        let scores = trunk(inputs).scores(layer: 0, rows: 0..<3)[0]
        let strongest = (0..<20).max { scores[0, $0] < scores[0, $1] } ?? 0
        var many = Matrix(rows: 400, columns: 8)
        for row in 0..<400 { many.replaceRow(row, with: inputs[row: row < 380 ? strongest : row % 20]) }
        let prepared = try #require(PreparedInput(many, for: trunk))
        let part = Array(150..<400)
        let final = prepared.final(keeping: [part]) {}
        expectClose(final[0], trunk(many.gathered(rows: part)).final)
    }
}
