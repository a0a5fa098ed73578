import Numerics
import Perceiver
import TestData
import Testing

@Suite("The units of attention")
struct AttentionUnitTests {
    private func scores(_ rows: Int, _ keys: Int) -> Matrix {
        var generator = Generator(seed: UInt64(keys))
        var scores = generator.matrix(rows, keys)
        scores.scale(by: 4)
        return scores
    }

    @Test("Weights are shares: none is negative, and a row sums to 1", arguments: [1, 3, 1024, 5000])
    func weights(keys: Int) {
        let weights = AttentionUnit.weight.convert(scores(4, keys))
        for row in 0..<4 {
            let weights = weights[row: row]
            #expect(weights.allSatisfy { $0 >= 0 })
            #expect(abs(weights.reduce(0) { $0 + Double($1) } - 1) < 1e-5)
        }
    }

    @Test("Lift is the weight times the number of keys", arguments: [1, 3, 1024, 5000])
    func lift(keys: Int) {
        let scores = scores(4, keys)
        let weights = AttentionUnit.weight.convert(scores)
        #expect(AttentionUnit.lift.convert(scores).elements == weights.elements.map { $0 * Float(keys) })
    }

    @Test("Scores stay as they are, and equal scores have a lift of 1") func others() {
        let scores = scores(2, 9)
        #expect(AttentionUnit.score.convert(scores) == scores)
        let even = AttentionUnit.lift.convert(Matrix(rows: 1, columns: 8, repeating: -3))
        #expect(even.elements == Array(repeating: 1, count: 8))
    }
}
