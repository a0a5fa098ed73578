import Foundation
import Numerics
import TestData
import Testing

/// The fast kernels against their formulas in double precision, at lengths that leave every remainder of
/// a vector's width.
@Suite struct KernelTests {
    static let lengths = Array(1...40) + [63, 64, 65, 1000, 4099]

    @Test(arguments: lengths) func softmax(length: Int) {
        var generator = Generator(seed: UInt64(length))
        let row = generator.normals(length).map { $0 * 6 }
        var matrix = Matrix(rows: 1, columns: length, row)
        matrix.softmaxRows()
        // A build for debugging adds the row up one by one, each time with a rounding.
        expectClose(matrix.elements, Naive.softmax(row), within: 4e-7 + 1e-9 * Float(length))
    }

    @Test func softmaxOfExtremes() {
        var matrix = Matrix(rows: 2, columns: 3, [1e30, -1e30, 1e30, -3e38, -3e38, -3e38])
        matrix.softmaxRows()
        expectClose(matrix.elements, [0.5, 0, 0.5, 1 / 3, 1 / 3, 1 / 3], within: 1e-6)
    }

    /// What may not be read has no share at all, wherever it stands in a row.
    @Test(arguments: lengths) func softmaxOfNothing(length: Int) {
        var generator = Generator(seed: UInt64(length))
        let row = generator.normals(length + 1).enumerated().map { place, number in
            place > 0 && place.isMultiple(of: 3) ? -Float.infinity : number
        }
        var matrix = Matrix(rows: 1, columns: row.count, row)
        matrix.softmaxRows()
        for (score, weight) in zip(row, matrix.elements) {
            #expect(score.isFinite ? weight > 0 : weight == 0)
        }
        expectClose(matrix.elements, Naive.softmax(row), within: 4e-7 + 1e-9 * Float(length))
    }

    @Test(arguments: lengths) func gelu(length: Int) {
        var generator = Generator(seed: UInt64(length))
        let row = generator.normals(length).map { $0 * 4 }
        var matrix = Matrix(rows: 1, columns: length, row)
        matrix.gelu()
        expectClose(matrix.elements, row.map(Naive.gelu), within: 6e-7)
    }

    @Test(arguments: lengths) func products(length: Int) {
        var generator = Generator(seed: UInt64(length))
        let (row, other) = (generator.normals(length), generator.normals(length))
        var matrix = Matrix(rows: 1, columns: length, row)
        matrix.scaleElements(by: Matrix(rows: 1, columns: length, other))
        #expect(matrix.elements == zip(row, other).map { $0 * $1 })
    }

    @Test(arguments: lengths, [false, true]) func layerNorm(length: Int, isCentred: Bool) {
        var generator = Generator(seed: UInt64(length))
        let row = generator.normals(length).map { $0 + 3 }
        let weight = generator.normals(length)
        let bias = generator.normals(length)
        let norm = LayerNorm(weight: weight, bias: bias, isCentred: isCentred)
        let normed = norm(Matrix(rows: 1, columns: length, row))
        let expected = Naive.layerNorm(row, weight: weight, bias: bias, epsilon: 1e-5, isCentred: isCentred)
        expectClose(normed.elements, expected, within: 2e-5)
    }

    @Test(arguments: lengths) func geluSlope(length: Int) {
        var generator = Generator(seed: UInt64(length))
        let (row, gradient) = (generator.normals(length).map { $0 * 4 }, generator.normals(length))
        var found = Matrix(rows: 1, columns: length, gradient)
        found.takeGradient(of: .gelu, .tangent, at: Matrix(rows: 1, columns: length, row))
        expectClose(found.elements, zip(gradient, row).map { $0 * Naive.geluSlope($1) }, within: 2e-6)
    }

    @Test(arguments: lengths.filter { $0 < 2000 }, [false, true])
    func layerNormGradient(length: Int, isDeviationConstant: Bool) {
        for isCentred in [false, true] {
            expectGradient(length, isDeviationConstant, isCentred)
        }
    }

    private func expectGradient(_ length: Int, _ isDeviationConstant: Bool, _ isCentred: Bool) {
        var generator = Generator(seed: UInt64(length))
        let (row, gradient) = (generator.normals(length).map { $0 + 3 }, generator.normals(length))
        let norm = LayerNorm(
            weight: generator.normals(length),
            bias: generator.normals(length),
            isCentred: isCentred
        )
        let input = Matrix(rows: 1, columns: length, row)
        var found = Matrix(rows: 1, columns: length, gradient)
        let product = found.takeGradient(of: norm, at: input, isDeviationConstant: isDeviationConstant)[0]
        let expected = Naive.layerNormGradient(
            gradient,
            at: row,
            weight: norm.weight,
            epsilon: 1e-5,
            isDeviationConstant: isDeviationConstant,
            isCentred: isCentred
        )
        // A row of one number is its own mean, and all that is left of it is a division by √ε.
        let size = Float(expected.map(abs).max() ?? 0)
        expectClose(found.elements, expected.map { Float($0) }, within: 3e-5 + 1e-5 * size)
        let sum = zip(row, expected).reduce(0) { $0 + Double($1.0) * $1.1 }
        #expect(
            abs(Double(product) - sum) <= 1e-4 * (isDeviationConstant ? max(1, abs(sum)) : abs(sum) + 1e-9)
        )
    }

    /// What a block of attention adds up on the way back.
    @Test(arguments: lengths) func attentionSums(length: Int) {
        var generator = Generator(seed: UInt64(length))
        let scores = generator.matrix(2, length)
        let gradients = generator.matrix(2, length)
        let logSums: [Float] = [1.5, -0.5]
        let means: [Float] = [0.25, -2]
        let (weights, found) = (Tile.blank(rows: 2, columns: length), Tile.blank(rows: 2, columns: length))
        weights.set(Tile(scores))
        weights.takeWeights(logSums: logSums[...])
        let positive = Tile.zeros(rows: 1, columns: length)
        positive.add(positivePartsOf: weights, Tile(gradients), offsets: means[...], factors: logSums[...])
        found.set(Tile(gradients))
        found.takeScoreGradients(weights: weights, means: means[...])
        let sums = Tile.zeros(rows: 1, columns: length)
        sums.add(columnSums: found)
        for column in 0..<length {
            var (sum, positiveSum): (Double, Double) = (0, 0)
            for row in 0..<2 {
                let weight = exp(Double(scores[row, column] - logSums[row]))
                let gradient = Double(gradients[row, column])
                sum += weight * (gradient - Double(means[row]))
                positiveSum += Double(logSums[row]) * max(0, weight * (gradient + Double(means[row])))
            }
            #expect(abs(Double(sums.matrix[0, column]) - sum) <= 1e-5 * max(1, abs(sum)))
            #expect(abs(Double(positive.matrix[0, column]) - positiveSum) <= 1e-5 * max(1, abs(positiveSum)))
        }
    }

    @Test func everyHalfPrecisionNumber() {
        let bits = (0...UInt16.max).map { $0 }
        var values = [Float](repeating: 0, count: bits.count)
        bits.withUnsafeBufferPointer { source in
            values.withUnsafeMutableBufferPointer { HalfPrecision.float16.widen(source, into: $0) }
        }
        for (bits, value) in zip(bits, values) {
            let expected = Float(Float16(bitPattern: bits))
            #expect(value == expected || (value.isNaN && expected.isNaN), "bits \(bits)")
        }
    }

    /// Lengths that vector instructions do not divide.
    @Test(arguments: 0..<20) func halfPrecisionOfAnyLength(count: Int) {
        let bits = (0..<count).map { UInt16($0 * 1601) }
        var values = [Float](repeating: 0, count: count)
        bits.withUnsafeBufferPointer { source in
            values.withUnsafeMutableBufferPointer { HalfPrecision.float16.widen(source, into: $0) }
        }
        #expect(values.map(\.bitPattern) == bits.map { Float(Float16(bitPattern: $0)).bitPattern })
    }

    @Test(arguments: [Float.infinity, -.infinity, .nan]) func whatIsNotFiniteIsFound(number: Float) {
        var large = Matrix(rows: 1201, columns: 1000, repeating: .greatestFiniteMagnitude)
        #expect(large.firstNonFinite == nil)
        for (row, column) in [(1200, 999), (700, 3), (0, 0)] {
            large[row, column] = number
            #expect(large.firstNonFinite == row * 1000 + column)
        }
        #expect(Matrix(rows: 0, columns: 3).firstNonFinite == nil)
    }

    @Test func bfloat16IsTheUpperHalf() {
        let numbers: [Float] = [0, 1, -2.5, 3.0e38, .infinity]
        let bits = numbers.map { UInt16($0.bitPattern >> 16) }
        var values = [Float](repeating: 0, count: bits.count)
        bits.withUnsafeBufferPointer { source in
            values.withUnsafeMutableBufferPointer { HalfPrecision.bfloat16.widen(source, into: $0) }
        }
        #expect(values == bits.map { Float(bitPattern: UInt32($0) << 16) })
    }
}
