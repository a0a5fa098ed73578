import Numerics
import Synchronization
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

    @Test func tilesKeepWhatTheyWereMadeOf() {
        var matrix = Matrix(rows: 3, columns: 2, [0, 1, 2, 3, 4, 5])
        let tile = Tile(matrix[rows: 1..<3])
        matrix[1, 0] = 9
        let copy = Tile.blank(rows: 2, columns: 2)
        copy.set(tile)
        #expect(copy.matrix.elements == [2, 3, 4, 5])
        #expect(matrix.elements == [0, 1, 9, 3, 4, 5])
    }

    @Test func tilesMayBeEmpty() {
        let copy = Tile.blank(rows: 0, columns: 3)
        copy.set(Tile(Matrix(rows: 0, columns: 3)))
        #expect(copy.matrix.elements.isEmpty)
    }

    @Test func borrowedMemoryIsNeverWritten() {
        let memory = UnsafeMutablePointer<Float>.allocate(capacity: 4)
        defer { memory.deallocate() }
        memory.initialize(repeating: 2, count: 4)
        var matrix = Matrix(rows: 2, columns: 2, borrowing: memory, from: Owner())
        matrix[0, 0] = 7
        #expect(matrix.elements == [7, 2, 2, 2])
        #expect(memory[0] == 2)
    }

    @Test func ownersAreToldWhatIsReleased() {
        let memory = UnsafeMutablePointer<Float>.allocate(capacity: 8)
        defer { memory.deallocate() }
        memory.initialize(repeating: 2, count: 8)
        let owner = Owner()
        let matrix = Matrix(rows: 4, columns: 2, borrowing: memory, from: owner)
        matrix[rows: 1..<3].release()
        var copy = matrix
        copy[0, 0] = 7
        copy.release()
        let first = UInt(bitPattern: memory) + 8
        #expect(owner.released.withLock { $0 } == [first..<first + 16])
    }

    /// Remembers the addresses that it was asked to give back.
    private final class Owner: MemoryOwner {
        let released = Mutex<[Range<UInt>]>([])

        func release(_ part: UnsafeRawBufferPointer) {
            let start = UInt(bitPattern: part.baseAddress)
            released.withLock { $0.append(start..<start + UInt(part.count)) }
        }
    }

    @Test func gathersRowsInOrder() {
        let matrix = Matrix(rows: 3, columns: 2, [0, 1, 2, 3, 4, 5])
        #expect(matrix.gathered(rows: [2, 0, 2]).elements == [4, 5, 0, 1, 4, 5])
    }

    @Test func columnMeans() {
        #expect(Matrix(rows: 2, columns: 2, [1, 2, 3, 6]).columnMeans() == [2, 4])
    }
}
