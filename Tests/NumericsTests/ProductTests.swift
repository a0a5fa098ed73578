import Numerics
import TestData
import Testing

@Suite struct ProductTests {
    /// Small, odd, and large enough to be split over threads along rows or columns.
    static let shapes = [(1, 1, 1), (3, 5, 7), (48, 128, 33), (300, 90, 65), (40, 100, 700)]

    @Test(arguments: shapes) func times(rows: Int, inner: Int, columns: Int) {
        var generator = Generator(seed: 1)
        let (a, b) = (generator.matrix(rows, inner), generator.matrix(inner, columns))
        expectClose(a.times(b).elements, Naive.product(a, b).elements, within: 1e-4)
    }

    @Test(arguments: shapes) func timesTransposed(rows: Int, inner: Int, columns: Int) {
        var generator = Generator(seed: 2)
        let (a, b) = (generator.matrix(rows, inner), generator.matrix(inner, columns))
        var turned = Matrix(rows: columns, columns: inner)
        for row in 0..<inner { for column in 0..<columns { turned[column, row] = b[row, column] } }
        expectClose(a.timesTransposed(turned).elements, Naive.product(a, b).elements, within: 1e-4)
    }

    @Test func slicesIntoAPartOfTheResult() {
        let a = Matrix(rows: 2, columns: 3, [1, 2, 3, 4, 5, 6])
        let b = Matrix(rows: 2, columns: 2, [1, 0, 0, 1])
        var c = Matrix(rows: 3, columns: 4, repeating: 1)
        multiply(
            a[columns: 1..<3],
            b[columns: 0..<2],
            scale: 2,
            into: &c,
            rows: 1..<3,
            columns: 1..<3,
            adding: true
        )
        #expect(c.elements == [1, 1, 1, 1, 1, 5, 7, 1, 1, 11, 13, 1])
    }

    @Test func everyPartIsDoneOnce() {
        var counts = [Int](repeating: 0, count: 1000)
        Threads.update(&counts, work: 1_000_000_000) { count, index in count += index }
        #expect(counts == Array(0..<1000))
    }

    @Test func linearAddsItsBias() {
        let linear = Linear(weight: Matrix(rows: 2, columns: 3, [1, 0, 0, 0, 1, 1]), bias: [10, 20])
        #expect(linear(Matrix(rows: 1, columns: 3, [1, 2, 3])).elements == [11, 25])
    }
}
