import Numerics
import Testing

@Suite struct MatrixTests {
    @Test func slicesShareUntilChanged() {
        let whole = Matrix(rows: 4, columns: 2, (0..<8).map(Float.init))
        var part = whole[rows: 1..<3]
        #expect(part.elements == [2, 3, 4, 5])
        part[0, 1] = 9
        #expect(part.elements == [2, 9, 4, 5])
        #expect(whole.elements == (0..<8).map(Float.init))
    }

    @Test func copiesAreIndependent() {
        let a = Matrix(rows: 2, columns: 2, repeating: 1)
        var b = a
        b.scale(by: 3)
        #expect(a.elements == [1, 1, 1, 1])
        #expect(b.elements == [3, 3, 3, 3])
    }

    @Test func borrowedMemoryIsNeverWritten() {
        final class Owner: Sendable {}
        let memory = UnsafeMutablePointer<Float>.allocate(capacity: 4)
        defer { memory.deallocate() }
        memory.initialize(repeating: 2, count: 4)
        var matrix = Matrix(rows: 2, columns: 2, borrowing: memory, from: Owner())
        matrix[0, 0] = 7
        #expect(matrix.elements == [7, 2, 2, 2])
        #expect(memory[0] == 2)
    }

    @Test func gathersRowsInOrder() {
        let matrix = Matrix(rows: 3, columns: 2, [0, 1, 2, 3, 4, 5])
        #expect(matrix.gathered(rows: [2, 0, 2]).elements == [4, 5, 0, 1, 4, 5])
    }

    @Test func columnMeans() {
        #expect(Matrix(rows: 2, columns: 2, [1, 2, 3, 6]).columnMeans() == [2, 4])
    }
}
