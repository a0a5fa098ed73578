/// A matrix of 32-bit floats, row-major, with value semantics.
///
/// Copies and slices of rows share memory until one of them is changed. The memory may also belong to
/// someone else (a mapped file), in which case it is only ever read.
///
/// It is not a tensor: what has more dimensions is a matrix whose rows run over the leading ones.
public struct Matrix: Sendable {
    /// The number of rows.
    public let rows: Int
    /// The number of columns.
    public let columns: Int

    private var storage: Storage
    private var offset: Int

    /// The number of elements.
    public var count: Int { rows * columns }

    /// A matrix filled with one value.
    public init(rows: Int, columns: Int, repeating value: Float = 0) {
        self.init(rows: rows, columns: columns, storage: Storage(count: rows * columns), offset: 0)
        storage.start.initialize(repeating: value, count: count)
    }

    /// A matrix whose elements `fill` writes, all of them, row by row.
    public init<Failure: Error>(
        rows: Int,
        columns: Int,
        fill: (UnsafeMutableBufferPointer<Float>) throws(Failure) -> Void
    ) throws(Failure) {
        self.init(rows: rows, columns: columns, storage: Storage(count: rows * columns), offset: 0)
        try fill(UnsafeMutableBufferPointer(start: storage.start, count: count))
    }

    /// A matrix of the given elements, row by row.
    ///
    /// - Precondition: there are `rows * columns` of them.
    public init(rows: Int, columns: Int, _ elements: some Collection<Float>) {
        precondition(elements.count == rows * columns, "\(elements.count) elements for [\(rows), \(columns)]")
        self.init(rows: rows, columns: columns) { _ = $0.initialize(from: elements) }
    }

    /// A matrix over memory that `owner` keeps alive and nobody changes.
    public init(
        rows: Int,
        columns: Int,
        borrowing start: UnsafePointer<Float>,
        from owner: any MemoryOwner
    ) {
        let storage = Storage(start: UnsafeMutablePointer(mutating: start), owner: owner)
        self.init(rows: rows, columns: columns, storage: storage, offset: 0)
    }

    private init(rows: Int, columns: Int, storage: Storage, offset: Int) {
        precondition(rows >= 0 && columns >= 0)
        self.rows = rows
        self.columns = columns
        self.storage = storage
        self.offset = offset
    }

    /// One element.
    public subscript(row: Int, column: Int) -> Float {
        get {
            precondition(row >= 0 && row < rows && column >= 0 && column < columns)
            return storage.start[offset + row * columns + column]
        }
        set {
            precondition(row >= 0 && row < rows && column >= 0 && column < columns)
            becomeUnique()
            storage.start[offset + row * columns + column] = newValue
        }
    }

    /// One row, copied.
    public subscript(row row: Int) -> [Float] {
        precondition(row >= 0 && row < rows)
        return withElements { Array($0[row * columns..<(row + 1) * columns]) }
    }

    /// Some consecutive rows; no element is copied.
    public subscript(rows range: Range<Int>) -> Matrix {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows)
        return Matrix(
            rows: range.count,
            columns: columns,
            storage: storage,
            offset: offset + range.lowerBound * columns
        )
    }

    /// Some consecutive columns, for a product; no element is copied.
    public subscript(columns range: Range<Int>) -> MatrixSlice {
        precondition(range.lowerBound >= 0 && range.upperBound <= columns)
        return MatrixSlice(matrix: self, columns: range)
    }

    /// The rows at the given indices, in that order, copied.
    public func gathered(rows indices: [Int]) -> Matrix {
        Matrix(rows: indices.count, columns: columns) { target in
            withElements { source in
                for (place, row) in indices.enumerated() {
                    precondition(row >= 0 && row < rows)
                    let part = UnsafeBufferPointer(rebasing: source[row * columns..<(row + 1) * columns])
                    _ = UnsafeMutableBufferPointer(rebasing: target[(place * columns)...]).update(from: part)
                }
            }
        }
    }

    /// The same elements in another shape.
    public func reshaped(rows: Int, columns: Int) -> Matrix {
        precondition(rows * columns == count)
        return Matrix(rows: rows, columns: columns, storage: storage, offset: offset)
    }

    /// Whether another matrix is this one: the same memory in the same shape.
    package func isIdentical(to other: Matrix) -> Bool {
        start == other.start && rows == other.rows && columns == other.columns
    }

    /// All elements, row by row, copied.
    public var elements: [Float] { withElements { Array($0) } }

    /// Reads the elements, row by row, without copying.
    public func withElements<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<Float>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeBufferPointer(start: storage.start + offset, count: count))
    }

    /// The first element, for whoever keeps the matrix as long as the pointer.
    ///
    /// The memory stays where it is: a matrix that is changed while another one shares its memory moves to new memory.
    var start: UnsafeMutablePointer<Float> { storage.start + offset }

    /// Changes the elements, row by row, in place.
    public mutating func withMutableElements<Result, Failure: Error>(
        _ body: (UnsafeMutableBufferPointer<Float>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        becomeUnique()
        return try body(UnsafeMutableBufferPointer(start: storage.start + offset, count: count))
    }

    /// Tells the owner of borrowed memory that these elements will not be looked at soon.
    public func release() {
        withElements { storage.owner?.release(UnsafeRawBufferPointer($0)) }
    }

    private mutating func becomeUnique() {
        if isKnownUniquelyReferenced(&storage) && storage.owner == nil { return }
        let copy = Storage(count: count)
        copy.start.initialize(from: storage.start + offset, count: count)
        storage = copy
        offset = 0
    }

    // Memory for floats. It is changed only while one matrix alone refers to it, hence `Sendable`.
    private final class Storage: @unchecked Sendable {
        let start: UnsafeMutablePointer<Float>
        let owner: (any MemoryOwner)?

        init(count: Int) {
            start = .allocate(capacity: count)
            owner = nil
        }

        init(start: UnsafeMutablePointer<Float>, owner: any MemoryOwner) {
            self.start = start
            self.owner = owner
        }

        deinit {
            if owner == nil { start.deallocate() }
        }
    }
}

/// Lends memory to matrices.
public protocol MemoryOwner: AnyObject, Sendable {
    /// Gives back the memory of bytes that will not be looked at soon, if they can be had again when they are.
    func release(_ part: UnsafeRawBufferPointer)
}

/// Some consecutive columns of a matrix.
public struct MatrixSlice: Sendable {
    let matrix: Matrix
    let columns: Range<Int>
}

extension Matrix: Equatable {
    /// Whether shapes and all elements are the same; NaN differs from itself.
    public static func == (a: Matrix, b: Matrix) -> Bool {
        guard a.rows == b.rows && a.columns == b.columns else { return false }
        return a.withElements { left in b.withElements { left.elementsEqual($0) } }
    }
}

extension Matrix: CustomStringConvertible {
    /// The shape, and the elements if there are few.
    public var description: String {
        count <= 64 ? "[\(rows), \(columns)] \(elements)" : "[\(rows), \(columns)]"
    }
}
